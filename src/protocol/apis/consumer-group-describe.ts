// @generated from schemas/ by `npm run generate`. Do not edit.
import type { Api } from '../message-codec.ts'
import {
  type ConsumerGroupDescribeRequest,
  consumerGroupDescribeRequest,
} from '../messages/consumer-group-describe-request.ts'
import {
  type ConsumerGroupDescribeResponse,
  consumerGroupDescribeResponse,
} from '../messages/consumer-group-describe-response.ts'

export const consumerGroupDescribeApi: Api<ConsumerGroupDescribeRequest, ConsumerGroupDescribeResponse> = {
  name: 'ConsumerGroupDescribe',
  key: 69,
  minVersion: 0,
  maxVersion: 1,
  request: consumerGroupDescribeRequest,
  response: consumerGroupDescribeResponse,
}
