// @generated from schemas/ by `npm run generate`. Do not edit.
import type { Api } from '../message-codec.ts'
import { type UpdateRaftVoterRequest, updateRaftVoterRequest } from '../messages/update-raft-voter-request.ts'
import { type UpdateRaftVoterResponse, updateRaftVoterResponse } from '../messages/update-raft-voter-response.ts'

export const updateRaftVoterApi: Api<UpdateRaftVoterRequest, UpdateRaftVoterResponse> = {
  name: 'UpdateRaftVoter',
  key: 82,
  minVersion: 0,
  maxVersion: 0,
  request: updateRaftVoterRequest,
  response: updateRaftVoterResponse,
}
