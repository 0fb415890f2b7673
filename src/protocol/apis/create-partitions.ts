// @generated from schemas/ by `npm run generate`. Do not edit.
import type { Api } from '../message-codec.ts'
import { type CreatePartitionsRequest, createPartitionsRequest } from '../messages/create-partitions-request.ts'
import { type CreatePartitionsResponse, createPartitionsResponse } from '../messages/create-partitions-response.ts'

export const createPartitionsApi: Api<CreatePartitionsRequest, CreatePartitionsResponse> = {
  name: 'CreatePartitions',
  key: 37,
  minVersion: 0,
  maxVersion: 3,
  request: createPartitionsRequest,
  response: createPartitionsResponse,
}
