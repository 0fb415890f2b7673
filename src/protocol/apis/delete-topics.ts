// @generated from schemas/ by `npm run generate`. Do not edit.
import type { Api } from '../message-codec.ts'
import { type DeleteTopicsRequest, deleteTopicsRequest } from '../messages/delete-topics-request.ts'
import { type DeleteTopicsResponse, deleteTopicsResponse } from '../messages/delete-topics-response.ts'

export const deleteTopicsApi: Api<DeleteTopicsRequest, DeleteTopicsResponse> = {
  name: 'DeleteTopics',
  key: 20,
  minVersion: 1,
  maxVersion: 6,
  request: deleteTopicsRequest,
  response: deleteTopicsResponse,
}
