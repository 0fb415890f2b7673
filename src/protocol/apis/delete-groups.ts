// @generated from schemas/ by `npm run generate`. Do not edit.
import type { Api } from '../message-codec.ts'
import { type DeleteGroupsRequest, deleteGroupsRequest } from '../messages/delete-groups-request.ts'
import { type DeleteGroupsResponse, deleteGroupsResponse } from '../messages/delete-groups-response.ts'

export const deleteGroupsApi: Api<DeleteGroupsRequest, DeleteGroupsResponse> = {
  name: 'DeleteGroups',
  key: 42,
  minVersion: 0,
  maxVersion: 3,
  request: deleteGroupsRequest,
  response: deleteGroupsResponse,
}
