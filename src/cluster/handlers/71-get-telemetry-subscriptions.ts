/**
 * GetTelemetrySubscriptions (key 71), v0 (KIP-714). Brokers have it when they have somewhere to send metrics to: the option
 * `takesTelemetry`. Who has no id yet is given one.
 */
import { ErrorCodes } from '../../errors/error-codes.ts'
import { getTelemetrySubscriptionsApi } from '../../protocol/apis/get-telemetry-subscriptions.ts'
import { type Uuid, zeroUuid } from '../../protocol/uuid.ts'
import {
  mostTelemetryBytes,
  Telemetry,
  type TelemetryClient,
  telemetryCompressions,
} from '../administration/telemetry.ts'
import { type ApiHandler, defineHandler, type RequestContext } from './handler.ts'

export const getTelemetrySubscriptionsHandler: ApiHandler = defineHandler(
  getTelemetrySubscriptionsApi,
  ({ clientInstanceId: asked }, context) => {
    const telemetry = context.cluster.part(Telemetry)
    const clientInstanceId = asked === zeroUuid ? telemetry.newInstanceId() : asked
    const subscription = telemetry.subscribe(clientInstanceId, telemetryClientOf(context, clientInstanceId))
    if (subscription.errorCode !== ErrorCodes.NONE) return { ...nothing, errorCode: subscription.errorCode }
    return {
      clientInstanceId,
      subscriptionId: subscription.subscriptionId,
      acceptedCompressionTypes: telemetryCompressions,
      pushIntervalMs: subscription.pushIntervalMs,
      telemetryMaxBytes: mostTelemetryBytes,
      deltaTemporality: true,
      requestedMetrics: subscription.metrics,
    }
  },
  (_request, errorCode) => ({ ...nothing, errorCode }),
)

const nothing = {
  clientInstanceId: zeroUuid,
  subscriptionId: 0,
  acceptedCompressionTypes: [],
  pushIntervalMs: 0,
  telemetryMaxBytes: 0,
  deltaTemporality: false,
  requestedMetrics: [],
}

export function telemetryClientOf({ connection, clientId }: RequestContext, clientInstanceId: Uuid): TelemetryClient {
  const { remoteAddress, clientSoftwareName = '', clientSoftwareVersion = '' } = connection
  const colon = remoteAddress.lastIndexOf(':')
  return {
    client_instance_id: clientInstanceId,
    client_id: clientId ?? '',
    client_software_name: clientSoftwareName,
    client_software_version: clientSoftwareVersion,
    client_source_address: remoteAddress.slice(0, colon),
    client_source_port: remoteAddress.slice(colon + 1),
  }
}
