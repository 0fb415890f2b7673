// @generated from schemas/ by `npm run generate`. Do not edit.
import type { Api } from '../message-codec.ts'
import { type BrokerHeartbeatRequest, brokerHeartbeatRequest } from '../messages/broker-heartbeat-request.ts'
import { type BrokerHeartbeatResponse, brokerHeartbeatResponse } from '../messages/broker-heartbeat-response.ts'

export const brokerHeartbeatApi: Api<BrokerHeartbeatRequest, BrokerHeartbeatResponse> = {
  name: 'BrokerHeartbeat',
  key: 63,
  minVersion: 0,
  maxVersion: 2,
  request: brokerHeartbeatRequest,
  response: brokerHeartbeatResponse,
}
