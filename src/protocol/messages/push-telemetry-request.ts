// @generated from schemas/PushTelemetryRequest.json by `npm run generate`. Do not edit.
import type { Draft, MessageCodec, Tagged } from '../message-codec.ts'
import type { Reader } from '../reader.ts'
import { type Uuid, zeroUuid } from '../uuid.ts'
import type { Writer } from '../writer.ts'

const emptyBytes = Buffer.alloc(0)

export interface PushTelemetryRequest extends Tagged {
  readonly clientInstanceId: Uuid
  readonly subscriptionId: number
  readonly terminating: boolean
  readonly compressionType: number
  readonly metrics: Buffer
}

function encodePushTelemetryRequest(writer: Writer, message: Draft<PushTelemetryRequest>, _version: number): void {
  writer.uuid(message.clientInstanceId ?? zeroUuid)
  writer.int32(message.subscriptionId ?? 0)
  writer.bool(message.terminating ?? false)
  writer.int8(message.compressionType ?? 0)
  writer.bytes(message.metrics ?? emptyBytes, true)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodePushTelemetryRequest(reader: Reader, _version: number): PushTelemetryRequest {
  const clientInstanceId = reader.uuid('clientInstanceId')
  const subscriptionId = reader.int32('subscriptionId')
  const terminating = reader.bool('terminating')
  const compressionType = reader.int8('compressionType')
  const metrics = reader.bytes('metrics', true)
  const unknownTaggedFields = reader.taggedFields()
  return { clientInstanceId, subscriptionId, terminating, compressionType, metrics, unknownTaggedFields }
}

export const pushTelemetryRequest: MessageCodec<PushTelemetryRequest> = {
  name: 'PushTelemetryRequest',
  apiKey: 72,
  minVersion: 0,
  maxVersion: 0,
  firstFlexibleVersion: 0,
  encode: encodePushTelemetryRequest,
  decode: decodePushTelemetryRequest,
}
