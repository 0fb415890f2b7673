// @generated from schemas/ by `npm run generate`. Do not edit.
import type { Api } from '../message-codec.ts'
import { type DeleteAclsRequest, deleteAclsRequest } from '../messages/delete-acls-request.ts'
import { type DeleteAclsResponse, deleteAclsResponse } from '../messages/delete-acls-response.ts'

export const deleteAclsApi: Api<DeleteAclsRequest, DeleteAclsResponse> = {
  name: 'DeleteAcls',
  key: 31,
  minVersion: 1,
  maxVersion: 3,
  request: deleteAclsRequest,
  response: deleteAclsResponse,
}
