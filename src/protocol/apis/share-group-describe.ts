// @generated from schemas/ by `npm run generate`. Do not edit.
import type { Api } from '../message-codec.ts'
import { type ShareGroupDescribeRequest, shareGroupDescribeRequest } from '../messages/share-group-describe-request.ts'
import {
  type ShareGroupDescribeResponse,
  shareGroupDescribeResponse,
} from '../messages/share-group-describe-response.ts'

export const shareGroupDescribeApi: Api<ShareGroupDescribeRequest, ShareGroupDescribeResponse> = {
  name: 'ShareGroupDescribe',
  key: 77,
  minVersion: 1,
  maxVersion: 1,
  request: shareGroupDescribeRequest,
  response: shareGroupDescribeResponse,
}
