// @generated from schemas/ by `npm run generate`. Do not edit.
import type { Api } from '../message-codec.ts'
import {
  type DescribeShareGroupOffsetsRequest,
  describeShareGroupOffsetsRequest,
} from '../messages/describe-share-group-offsets-request.ts'
import {
  type DescribeShareGroupOffsetsResponse,
  describeShareGroupOffsetsResponse,
} from '../messages/describe-share-group-offsets-response.ts'

export const describeShareGroupOffsetsApi: Api<DescribeShareGroupOffsetsRequest, DescribeShareGroupOffsetsResponse> = {
  name: 'DescribeShareGroupOffsets',
  key: 90,
  minVersion: 0,
  maxVersion: 1,
  request: describeShareGroupOffsetsRequest,
  response: describeShareGroupOffsetsResponse,
}
