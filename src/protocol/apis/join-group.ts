// @generated from schemas/ by `npm run generate`. Do not edit.
import type { Api } from '../message-codec.ts'
import { type JoinGroupRequest, joinGroupRequest } from '../messages/join-group-request.ts'
import { type JoinGroupResponse, joinGroupResponse } from '../messages/join-group-response.ts'

export const joinGroupApi: Api<JoinGroupRequest, JoinGroupResponse> = {
  name: 'JoinGroup',
  key: 11,
  minVersion: 0,
  maxVersion: 9,
  request: joinGroupRequest,
  response: joinGroupResponse,
}
