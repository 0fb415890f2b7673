// @generated from schemas/ by `npm run generate`. Do not edit.
import type { Api } from '../message-codec.ts'
import { type VoteRequest, voteRequest } from '../messages/vote-request.ts'
import { type VoteResponse, voteResponse } from '../messages/vote-response.ts'

export const voteApi: Api<VoteRequest, VoteResponse> = {
  name: 'Vote',
  key: 52,
  minVersion: 0,
  maxVersion: 2,
  request: voteRequest,
  response: voteResponse,
}
