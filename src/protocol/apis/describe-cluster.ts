// @generated from schemas/ by `npm run generate`. Do not edit.
import type { Api } from '../message-codec.ts'
import { type DescribeClusterRequest, describeClusterRequest } from '../messages/describe-cluster-request.ts'
import { type DescribeClusterResponse, describeClusterResponse } from '../messages/describe-cluster-response.ts'

export const describeClusterApi: Api<DescribeClusterRequest, DescribeClusterResponse> = {
  name: 'DescribeCluster',
  key: 60,
  minVersion: 0,
  maxVersion: 2,
  request: describeClusterRequest,
  response: describeClusterResponse,
}
