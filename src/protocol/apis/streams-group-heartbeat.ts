// @generated from schemas/ by `npm run generate`. Do not edit.
import type { Api } from '../message-codec.ts'
import {
  type StreamsGroupHeartbeatRequest,
  streamsGroupHeartbeatRequest,
} from '../messages/streams-group-heartbeat-request.ts'
import {
  type StreamsGroupHeartbeatResponse,
  streamsGroupHeartbeatResponse,
} from '../messages/streams-group-heartbeat-response.ts'

export const streamsGroupHeartbeatApi: Api<StreamsGroupHeartbeatRequest, StreamsGroupHeartbeatResponse> = {
  name: 'StreamsGroupHeartbeat',
  key: 88,
  minVersion: 0,
  maxVersion: 1,
  request: streamsGroupHeartbeatRequest,
  response: streamsGroupHeartbeatResponse,
}
