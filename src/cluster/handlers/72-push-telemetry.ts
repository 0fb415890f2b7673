/** PushTelemetry (key 72), v0 (KIP-714). Takes metrics that it does not read: `cluster.requestsOf(pushTelemetryApi)` has them. */
import { pushTelemetryApi } from '../../protocol/apis/push-telemetry.ts'
import { Telemetry } from '../administration/telemetry.ts'
import { telemetryClientOf } from './71-get-telemetry-subscriptions.ts'
import { type ApiHandler, defineHandler } from './handler.ts'

export const pushTelemetryHandler: ApiHandler = defineHandler(
  pushTelemetryApi,
  (request, context) => {
    const client = telemetryClientOf(context, request.clientInstanceId)
    return { errorCode: context.cluster.part(Telemetry).push(request, client) }
  },
  (_request, errorCode) => ({ errorCode }),
)
