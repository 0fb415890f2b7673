// @generated from schemas/ by `npm run generate`. Do not edit.
import type { Api } from '../message-codec.ts'
import {
  type DescribeTopicPartitionsRequest,
  describeTopicPartitionsRequest,
} from '../messages/describe-topic-partitions-request.ts'
import {
  type DescribeTopicPartitionsResponse,
  describeTopicPartitionsResponse,
} from '../messages/describe-topic-partitions-response.ts'

export const describeTopicPartitionsApi: Api<DescribeTopicPartitionsRequest, DescribeTopicPartitionsResponse> = {
  name: 'DescribeTopicPartitions',
  key: 75,
  minVersion: 0,
  maxVersion: 0,
  request: describeTopicPartitionsRequest,
  response: describeTopicPartitionsResponse,
}
