// @generated from schemas/ by `npm run generate`. Do not edit.
import type { Api } from '../message-codec.ts'
import { type EndQuorumEpochRequest, endQuorumEpochRequest } from '../messages/end-quorum-epoch-request.ts'
import { type EndQuorumEpochResponse, endQuorumEpochResponse } from '../messages/end-quorum-epoch-response.ts'

export const endQuorumEpochApi: Api<EndQuorumEpochRequest, EndQuorumEpochResponse> = {
  name: 'EndQuorumEpoch',
  key: 54,
  minVersion: 0,
  maxVersion: 1,
  request: endQuorumEpochRequest,
  response: endQuorumEpochResponse,
}
