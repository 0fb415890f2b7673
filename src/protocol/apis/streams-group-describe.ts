// @generated from schemas/ by `npm run generate`. Do not edit.
import type { Api } from '../message-codec.ts'
import {
  type StreamsGroupDescribeRequest,
  streamsGroupDescribeRequest,
} from '../messages/streams-group-describe-request.ts'
import {
  type StreamsGroupDescribeResponse,
  streamsGroupDescribeResponse,
} from '../messages/streams-group-describe-response.ts'

export const streamsGroupDescribeApi: Api<StreamsGroupDescribeRequest, StreamsGroupDescribeResponse> = {
  name: 'StreamsGroupDescribe',
  key: 89,
  minVersion: 0,
  maxVersion: 1,
  request: streamsGroupDescribeRequest,
  response: streamsGroupDescribeResponse,
}
