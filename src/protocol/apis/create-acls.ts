// @generated from schemas/ by `npm run generate`. Do not edit.
import type { Api } from '../message-codec.ts'
import { type CreateAclsRequest, createAclsRequest } from '../messages/create-acls-request.ts'
import { type CreateAclsResponse, createAclsResponse } from '../messages/create-acls-response.ts'

export const createAclsApi: Api<CreateAclsRequest, CreateAclsResponse> = {
  name: 'CreateAcls',
  key: 30,
  minVersion: 1,
  maxVersion: 3,
  request: createAclsRequest,
  response: createAclsResponse,
}
