// @generated from schemas/ by `npm run generate`. Do not edit.
import type { Api } from '../message-codec.ts'
import { type InitProducerIdRequest, initProducerIdRequest } from '../messages/init-producer-id-request.ts'
import { type InitProducerIdResponse, initProducerIdResponse } from '../messages/init-producer-id-response.ts'

export const initProducerIdApi: Api<InitProducerIdRequest, InitProducerIdResponse> = {
  name: 'InitProducerId',
  key: 22,
  minVersion: 0,
  maxVersion: 6,
  isLatestUnstable: true,
  request: initProducerIdRequest,
  response: initProducerIdResponse,
}
