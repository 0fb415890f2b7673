// @generated from schemas/ by `npm run generate`. Do not edit.
import type { Api } from '../message-codec.ts'
import { type SyncGroupRequest, syncGroupRequest } from '../messages/sync-group-request.ts'
import { type SyncGroupResponse, syncGroupResponse } from '../messages/sync-group-response.ts'

export const syncGroupApi: Api<SyncGroupRequest, SyncGroupResponse> = {
  name: 'SyncGroup',
  key: 14,
  minVersion: 0,
  maxVersion: 5,
  request: syncGroupRequest,
  response: syncGroupResponse,
}
