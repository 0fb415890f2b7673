// @generated from schemas/ by `npm run generate`. Do not edit.
import type { Api } from '../message-codec.ts'
import {
  type GetTelemetrySubscriptionsRequest,
  getTelemetrySubscriptionsRequest,
} from '../messages/get-telemetry-subscriptions-request.ts'
import {
  type GetTelemetrySubscriptionsResponse,
  getTelemetrySubscriptionsResponse,
} from '../messages/get-telemetry-subscriptions-response.ts'

export const getTelemetrySubscriptionsApi: Api<GetTelemetrySubscriptionsRequest, GetTelemetrySubscriptionsResponse> = {
  name: 'GetTelemetrySubscriptions',
  key: 71,
  minVersion: 0,
  maxVersion: 0,
  request: getTelemetrySubscriptionsRequest,
  response: getTelemetrySubscriptionsResponse,
}
