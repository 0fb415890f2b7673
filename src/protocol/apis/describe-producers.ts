// @generated from schemas/ by `npm run generate`. Do not edit.
import type { Api } from '../message-codec.ts'
import { type DescribeProducersRequest, describeProducersRequest } from '../messages/describe-producers-request.ts'
import { type DescribeProducersResponse, describeProducersResponse } from '../messages/describe-producers-response.ts'

export const describeProducersApi: Api<DescribeProducersRequest, DescribeProducersResponse> = {
  name: 'DescribeProducers',
  key: 61,
  minVersion: 0,
  maxVersion: 0,
  request: describeProducersRequest,
  response: describeProducersResponse,
}
