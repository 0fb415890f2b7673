// @generated from schemas/SyncGroupResponse.json by `npm run generate`. Do not edit.
import type { Draft, MessageCodec, Tagged } from '../message-codec.ts'
import type { Reader } from '../reader.ts'
import { noTaggedFields } from '../tagged-field.ts'
import type { Writer } from '../writer.ts'

const emptyBytes = Buffer.alloc(0)

export interface SyncGroupResponse extends Tagged {
  readonly throttleTimeMs: number // v1+
  readonly errorCode: number
  readonly protocolType: string | null // v5+
  readonly protocolName: string | null // v5+
  readonly assignment: Buffer
}

function encodeSyncGroupResponse(writer: Writer, message: Draft<SyncGroupResponse>, version: number): void {
  const flexible = version >= 4
  if (version >= 1) writer.int32(message.throttleTimeMs ?? 0)
  writer.int16(message.errorCode ?? 0)
  if (version === 5) {
    const protocolType = message.protocolType ?? null
    writer.nullableString(protocolType, flexible)
  }
  if (version === 5) {
    const protocolName = message.protocolName ?? null
    writer.nullableString(protocolName, flexible)
  }
  writer.bytes(message.assignment ?? emptyBytes, flexible)
  if (flexible) writer.taggedFields(message.unknownTaggedFields)
}

function decodeSyncGroupResponse(reader: Reader, version: number): SyncGroupResponse {
  const flexible = version >= 4
  const throttleTimeMs = version >= 1 ? reader.int32('throttleTimeMs') : 0
  const errorCode = reader.int16('errorCode')
  const protocolType = version === 5 ? reader.nullableString('protocolType', flexible) : null
  const protocolName = version === 5 ? reader.nullableString('protocolName', flexible) : null
  const assignment = reader.bytes('assignment', flexible)
  const unknownTaggedFields = flexible ? reader.taggedFields() : noTaggedFields
  return { throttleTimeMs, errorCode, protocolType, protocolName, assignment, unknownTaggedFields }
}

export const syncGroupResponse: MessageCodec<SyncGroupResponse> = {
  name: 'SyncGroupResponse',
  apiKey: 14,
  minVersion: 0,
  maxVersion: 5,
  firstFlexibleVersion: 4,
  encode: encodeSyncGroupResponse,
  decode: decodeSyncGroupResponse,
}
