// @generated from schemas/ by `npm run generate`. Do not edit.
import type { Api } from '../message-codec.ts'
import { type RemoveRaftVoterRequest, removeRaftVoterRequest } from '../messages/remove-raft-voter-request.ts'
import { type RemoveRaftVoterResponse, removeRaftVoterResponse } from '../messages/remove-raft-voter-response.ts'

export const removeRaftVoterApi: Api<RemoveRaftVoterRequest, RemoveRaftVoterResponse> = {
  name: 'RemoveRaftVoter',
  key: 81,
  minVersion: 0,
  maxVersion: 0,
  request: removeRaftVoterRequest,
  response: removeRaftVoterResponse,
}
