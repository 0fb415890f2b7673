// @generated from schemas/GetTelemetrySubscriptionsResponse.json by `npm run generate`. Do not edit.
import type { Draft, MessageCodec, Tagged } from '../message-codec.ts'
import { type Reader, readCompactString, readInt8 } from '../reader.ts'
import { type Uuid, zeroUuid } from '../uuid.ts'
import type { Writer } from '../writer.ts'

export interface GetTelemetrySubscriptionsResponse extends Tagged {
  readonly throttleTimeMs: number
  readonly errorCode: number
  readonly clientInstanceId: Uuid
  readonly subscriptionId: number
  readonly acceptedCompressionTypes: readonly number[]
  readonly pushIntervalMs: number
  readonly telemetryMaxBytes: number
  readonly deltaTemporality: boolean
  readonly requestedMetrics: readonly string[]
}

function encodeGetTelemetrySubscriptionsResponse(
  writer: Writer,
  message: Draft<GetTelemetrySubscriptionsResponse>,
  _version: number,
): void {
  writer.int32(message.throttleTimeMs ?? 0)
  writer.int16(message.errorCode ?? 0)
  writer.uuid(message.clientInstanceId ?? zeroUuid)
  writer.int32(message.subscriptionId ?? 0)
  const acceptedCompressionTypes = message.acceptedCompressionTypes ?? []
  writer.arrayLength(acceptedCompressionTypes.length, true)
  for (const item of acceptedCompressionTypes) writer.int8(item)
  writer.int32(message.pushIntervalMs ?? 0)
  writer.int32(message.telemetryMaxBytes ?? 0)
  writer.bool(message.deltaTemporality ?? false)
  const requestedMetrics = message.requestedMetrics ?? []
  writer.arrayLength(requestedMetrics.length, true)
  for (const item of requestedMetrics) writer.string(item, true)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeGetTelemetrySubscriptionsResponse(reader: Reader, version: number): GetTelemetrySubscriptionsResponse {
  const throttleTimeMs = reader.int32('throttleTimeMs')
  const errorCode = reader.int16('errorCode')
  const clientInstanceId = reader.uuid('clientInstanceId')
  const subscriptionId = reader.int32('subscriptionId')
  const acceptedCompressionTypes = reader.array('acceptedCompressionTypes', true, version, readInt8)
  const pushIntervalMs = reader.int32('pushIntervalMs')
  const telemetryMaxBytes = reader.int32('telemetryMaxBytes')
  const deltaTemporality = reader.bool('deltaTemporality')
  const requestedMetrics = reader.array('requestedMetrics', true, version, readCompactString)
  const unknownTaggedFields = reader.taggedFields()
  return {
    throttleTimeMs,
    errorCode,
    clientInstanceId,
    subscriptionId,
    acceptedCompressionTypes,
    pushIntervalMs,
    telemetryMaxBytes,
    deltaTemporality,
    requestedMetrics,
    unknownTaggedFields,
  }
}

export const getTelemetrySubscriptionsResponse: MessageCodec<GetTelemetrySubscriptionsResponse> = {
  name: 'GetTelemetrySubscriptionsResponse',
  apiKey: 71,
  minVersion: 0,
  maxVersion: 0,
  firstFlexibleVersion: 0,
  encode: encodeGetTelemetrySubscriptionsResponse,
  decode: decodeGetTelemetrySubscriptionsResponse,
}
