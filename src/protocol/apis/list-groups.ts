// @generated from schemas/ by `npm run generate`. Do not edit.
import type { Api } from '../message-codec.ts'
import { type ListGroupsRequest, listGroupsRequest } from '../messages/list-groups-request.ts'
import { type ListGroupsResponse, listGroupsResponse } from '../messages/list-groups-response.ts'

export const listGroupsApi: Api<ListGroupsRequest, ListGroupsResponse> = {
  name: 'ListGroups',
  key: 16,
  minVersion: 0,
  maxVersion: 5,
  request: listGroupsRequest,
  response: listGroupsResponse,
}
