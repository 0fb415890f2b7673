// @generated from schemas/ by `npm run generate`. Do not edit.
import type { Api } from '../message-codec.ts'
import { type AddRaftVoterRequest, addRaftVoterRequest } from '../messages/add-raft-voter-request.ts'
import { type AddRaftVoterResponse, addRaftVoterResponse } from '../messages/add-raft-voter-response.ts'

export const addRaftVoterApi: Api<AddRaftVoterRequest, AddRaftVoterResponse> = {
  name: 'AddRaftVoter',
  key: 80,
  minVersion: 0,
  maxVersion: 1,
  request: addRaftVoterRequest,
  response: addRaftVoterResponse,
}
