// @generated from schemas/ by `npm run generate`. Do not edit.
import type { Api } from '../message-codec.ts'
import { type BeginQuorumEpochRequest, beginQuorumEpochRequest } from '../messages/begin-quorum-epoch-request.ts'
import { type BeginQuorumEpochResponse, beginQuorumEpochResponse } from '../messages/begin-quorum-epoch-response.ts'

export const beginQuorumEpochApi: Api<BeginQuorumEpochRequest, BeginQuorumEpochResponse> = {
  name: 'BeginQuorumEpoch',
  key: 53,
  minVersion: 0,
  maxVersion: 1,
  request: beginQuorumEpochRequest,
  response: beginQuorumEpochResponse,
}
