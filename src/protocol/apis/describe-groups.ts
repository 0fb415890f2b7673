// @generated from schemas/ by `npm run generate`. Do not edit.
import type { Api } from '../message-codec.ts'
import { type DescribeGroupsRequest, describeGroupsRequest } from '../messages/describe-groups-request.ts'
import { type DescribeGroupsResponse, describeGroupsResponse } from '../messages/describe-groups-response.ts'

export const describeGroupsApi: Api<DescribeGroupsRequest, DescribeGroupsResponse> = {
  name: 'DescribeGroups',
  key: 15,
  minVersion: 0,
  maxVersion: 6,
  request: describeGroupsRequest,
  response: describeGroupsResponse,
}
