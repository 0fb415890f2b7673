// @generated from schemas/ by `npm run generate`. Do not edit.
import type { Api } from '../message-codec.ts'
import { type HeartbeatRequest, heartbeatRequest } from '../messages/heartbeat-request.ts'
import { type HeartbeatResponse, heartbeatResponse } from '../messages/heartbeat-response.ts'

export const heartbeatApi: Api<HeartbeatRequest, HeartbeatResponse> = {
  name: 'Heartbeat',
  key: 12,
  minVersion: 0,
  maxVersion: 4,
  request: heartbeatRequest,
  response: heartbeatResponse,
}
