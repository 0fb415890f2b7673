// @generated from schemas/ by `npm run generate`. Do not edit.
import type { Api } from '../message-codec.ts'
import {
  type ShareGroupHeartbeatRequest,
  shareGroupHeartbeatRequest,
} from '../messages/share-group-heartbeat-request.ts'
import {
  type ShareGroupHeartbeatResponse,
  shareGroupHeartbeatResponse,
} from '../messages/share-group-heartbeat-response.ts'

export const shareGroupHeartbeatApi: Api<ShareGroupHeartbeatRequest, ShareGroupHeartbeatResponse> = {
  name: 'ShareGroupHeartbeat',
  key: 76,
  minVersion: 1,
  maxVersion: 1,
  request: shareGroupHeartbeatRequest,
  response: shareGroupHeartbeatResponse,
}
