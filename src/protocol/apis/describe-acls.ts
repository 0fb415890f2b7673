// @generated from schemas/ by `npm run generate`. Do not edit.
import type { Api } from '../message-codec.ts'
import { type DescribeAclsRequest, describeAclsRequest } from '../messages/describe-acls-request.ts'
import { type DescribeAclsResponse, describeAclsResponse } from '../messages/describe-acls-response.ts'

export const describeAclsApi: Api<DescribeAclsRequest, DescribeAclsResponse> = {
  name: 'DescribeAcls',
  key: 29,
  minVersion: 1,
  maxVersion: 3,
  request: describeAclsRequest,
  response: describeAclsResponse,
}
