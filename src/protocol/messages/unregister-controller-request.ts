// @generated from schemas/UnregisterControllerRequest.json by `npm run generate`. Do not edit.
import type { Draft, MessageCodec, Tagged } from '../message-codec.ts'
import type { Reader } from '../reader.ts'
import type { Writer } from '../writer.ts'

export interface UnregisterControllerRequest extends Tagged {
  readonly controllerId: number
}

function encodeUnregisterControllerRequest(
  writer: Writer,
  message: Draft<UnregisterControllerRequest>,
  _version: number,
): void {
  writer.int32(message.controllerId ?? 0)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeUnregisterControllerRequest(reader: Reader, _version: number): UnregisterControllerRequest {
  const controllerId = reader.int32('controllerId')
  const unknownTaggedFields = reader.taggedFields()
  return { controllerId, unknownTaggedFields }
}

export const unregisterControllerRequest: MessageCodec<UnregisterControllerRequest> = {
  name: 'UnregisterControllerRequest',
  apiKey: 94,
  minVersion: 0,
  maxVersion: 0,
  firstFlexibleVersion: 0,
  encode: encodeUnregisterControllerRequest,
  decode: decodeUnregisterControllerRequest,
}
