// @generated from schemas/ by `npm run generate`. Do not edit.
import type { Api } from '../message-codec.ts'
import {
  type OffsetForLeaderEpochRequest,
  offsetForLeaderEpochRequest,
} from '../messages/offset-for-leader-epoch-request.ts'
import {
  type OffsetForLeaderEpochResponse,
  offsetForLeaderEpochResponse,
} from '../messages/offset-for-leader-epoch-response.ts'

export const offsetForLeaderEpochApi: Api<OffsetForLeaderEpochRequest, OffsetForLeaderEpochResponse> = {
  name: 'OffsetForLeaderEpoch',
  key: 23,
  minVersion: 2,
  maxVersion: 4,
  request: offsetForLeaderEpochRequest,
  response: offsetForLeaderEpochResponse,
}
