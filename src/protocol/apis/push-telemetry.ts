// @generated from schemas/ by `npm run generate`. Do not edit.
import type { Api } from '../message-codec.ts'
import { type PushTelemetryRequest, pushTelemetryRequest } from '../messages/push-telemetry-request.ts'
import { type PushTelemetryResponse, pushTelemetryResponse } from '../messages/push-telemetry-response.ts'

export const pushTelemetryApi: Api<PushTelemetryRequest, PushTelemetryResponse> = {
  name: 'PushTelemetry',
  key: 72,
  minVersion: 0,
  maxVersion: 0,
  request: pushTelemetryRequest,
  response: pushTelemetryResponse,
}
