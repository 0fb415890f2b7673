// @generated from schemas/ by `npm run generate`. Do not edit.
import type { Api } from '../message-codec.ts'
import { type DescribeConfigsRequest, describeConfigsRequest } from '../messages/describe-configs-request.ts'
import { type DescribeConfigsResponse, describeConfigsResponse } from '../messages/describe-configs-response.ts'

export const describeConfigsApi: Api<DescribeConfigsRequest, DescribeConfigsResponse> = {
  name: 'DescribeConfigs',
  key: 32,
  minVersion: 1,
  maxVersion: 4,
  request: describeConfigsRequest,
  response: describeConfigsResponse,
}
