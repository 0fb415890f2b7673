// @generated from schemas/ by `npm run generate`. Do not edit.
import type { Api } from '../message-codec.ts'
import {
  type ConsumerGroupHeartbeatRequest,
  consumerGroupHeartbeatRequest,
} from '../messages/consumer-group-heartbeat-request.ts'
import {
  type ConsumerGroupHeartbeatResponse,
  consumerGroupHeartbeatResponse,
} from '../messages/consumer-group-heartbeat-response.ts'

export const consumerGroupHeartbeatApi: Api<ConsumerGroupHeartbeatRequest, ConsumerGroupHeartbeatResponse> = {
  name: 'ConsumerGroupHeartbeat',
  key: 68,
  minVersion: 0,
  maxVersion: 1,
  request: consumerGroupHeartbeatRequest,
  response: consumerGroupHeartbeatResponse,
}
