// @generated from schemas/ by `npm run generate`. Do not edit.
import type { Api } from '../message-codec.ts'
import { type DescribeQuorumRequest, describeQuorumRequest } from '../messages/describe-quorum-request.ts'
import { type DescribeQuorumResponse, describeQuorumResponse } from '../messages/describe-quorum-response.ts'

export const describeQuorumApi: Api<DescribeQuorumRequest, DescribeQuorumResponse> = {
  name: 'DescribeQuorum',
  key: 55,
  minVersion: 0,
  maxVersion: 2,
  request: describeQuorumRequest,
  response: describeQuorumResponse,
}
