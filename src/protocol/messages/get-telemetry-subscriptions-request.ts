// @generated from schemas/GetTelemetrySubscriptionsRequest.json by `npm run generate`. Do not edit.
import type { Draft, MessageCodec, Tagged } from '../message-codec.ts'
import type { Reader } from '../reader.ts'
import { type Uuid, zeroUuid } from '../uuid.ts'
import type { Writer } from '../writer.ts'

export interface GetTelemetrySubscriptionsRequest extends Tagged {
  readonly clientInstanceId: Uuid
}

function encodeGetTelemetrySubscriptionsRequest(
  writer: Writer,
  message: Draft<GetTelemetrySubscriptionsRequest>,
  _version: number,
): void {
  writer.uuid(message.clientInstanceId ?? zeroUuid)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeGetTelemetrySubscriptionsRequest(reader: Reader, _version: number): GetTelemetrySubscriptionsRequest {
  const clientInstanceId = reader.uuid('clientInstanceId')
  const unknownTaggedFields = reader.taggedFields()
  return { clientInstanceId, unknownTaggedFields }
}

export const getTelemetrySubscriptionsRequest: MessageCodec<GetTelemetrySubscriptionsRequest> = {
  name: 'GetTelemetrySubscriptionsRequest',
  apiKey: 71,
  minVersion: 0,
  maxVersion: 0,
  firstFlexibleVersion: 0,
  encode: encodeGetTelemetrySubscriptionsRequest,
  decode: decodeGetTelemetrySubscriptionsRequest,
}
