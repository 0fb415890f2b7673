// @generated from schemas/ by `npm run generate`. Do not edit.
import type { Api } from '../message-codec.ts'
import { type CreateTopicsRequest, createTopicsRequest } from '../messages/create-topics-request.ts'
import { type CreateTopicsResponse, createTopicsResponse } from '../messages/create-topics-response.ts'

export const createTopicsApi: Api<CreateTopicsRequest, CreateTopicsResponse> = {
  name: 'CreateTopics',
  key: 19,
  minVersion: 2,
  maxVersion: 7,
  request: createTopicsRequest,
  response: createTopicsResponse,
}
