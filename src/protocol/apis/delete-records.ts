// @generated from schemas/ by `npm run generate`. Do not edit.
import type { Api } from '../message-codec.ts'
import { type DeleteRecordsRequest, deleteRecordsRequest } from '../messages/delete-records-request.ts'
import { type DeleteRecordsResponse, deleteRecordsResponse } from '../messages/delete-records-response.ts'

export const deleteRecordsApi: Api<DeleteRecordsRequest, DeleteRecordsResponse> = {
  name: 'DeleteRecords',
  key: 21,
  minVersion: 0,
  maxVersion: 2,
  request: deleteRecordsRequest,
  response: deleteRecordsResponse,
}
