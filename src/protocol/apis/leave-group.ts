// @generated from schemas/ by `npm run generate`. Do not edit.
import type { Api } from '../message-codec.ts'
import { type LeaveGroupRequest, leaveGroupRequest } from '../messages/leave-group-request.ts'
import { type LeaveGroupResponse, leaveGroupResponse } from '../messages/leave-group-response.ts'

export const leaveGroupApi: Api<LeaveGroupRequest, LeaveGroupResponse> = {
  name: 'LeaveGroup',
  key: 13,
  minVersion: 0,
  maxVersion: 5,
  request: leaveGroupRequest,
  response: leaveGroupResponse,
}
