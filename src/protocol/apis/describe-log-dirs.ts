// @generated from schemas/ by `npm run generate`. Do not edit.
import type { Api } from '../message-codec.ts'
import { type DescribeLogDirsRequest, describeLogDirsRequest } from '../messages/describe-log-dirs-request.ts'
import { type DescribeLogDirsResponse, describeLogDirsResponse } from '../messages/describe-log-dirs-response.ts'

export const describeLogDirsApi: Api<DescribeLogDirsRequest, DescribeLogDirsResponse> = {
  name: 'DescribeLogDirs',
  key: 35,
  minVersion: 1,
  maxVersion: 5,
  request: describeLogDirsRequest,
  response: describeLogDirsResponse,
}
