// @generated from schemas/ by `npm run generate`. Do not edit.
import type { Api } from '../message-codec.ts'
import {
  type AllocateProducerIdsRequest,
  allocateProducerIdsRequest,
} from '../messages/allocate-producer-ids-request.ts'
import {
  type AllocateProducerIdsResponse,
  allocateProducerIdsResponse,
} from '../messages/allocate-producer-ids-response.ts'

export const allocateProducerIdsApi: Api<AllocateProducerIdsRequest, AllocateProducerIdsResponse> = {
  name: 'AllocateProducerIds',
  key: 67,
  minVersion: 0,
  maxVersion: 0,
  request: allocateProducerIdsRequest,
  response: allocateProducerIdsResponse,
}
