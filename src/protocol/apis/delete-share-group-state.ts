// @generated from schemas/ by `npm run generate`. Do not edit.
import type { Api } from '../message-codec.ts'
import {
  type DeleteShareGroupStateRequest,
  deleteShareGroupStateRequest,
} from '../messages/delete-share-group-state-request.ts'
import {
  type DeleteShareGroupStateResponse,
  deleteShareGroupStateResponse,
} from '../messages/delete-share-group-state-response.ts'

export const deleteShareGroupStateApi: Api<DeleteShareGroupStateRequest, DeleteShareGroupStateResponse> = {
  name: 'DeleteShareGroupState',
  key: 86,
  minVersion: 0,
  maxVersion: 0,
  request: deleteShareGroupStateRequest,
  response: deleteShareGroupStateResponse,
}
