// @generated from schemas/HeartbeatRequest.json by `npm run generate`. Do not edit.
import type { Draft, MessageCodec, Tagged } from '../message-codec.ts'
import type { Reader } from '../reader.ts'
import { noTaggedFields } from '../tagged-field.ts'
import { refuseField, type Writer } from '../writer.ts'

export interface HeartbeatRequest extends Tagged {
  readonly groupId: string
  readonly generationId: number
  readonly memberId: string
  readonly groupInstanceId: string | null // v3+
}

function encodeHeartbeatRequest(writer: Writer, message: Draft<HeartbeatRequest>, version: number): void {
  const flexible = version === 4
  writer.string(message.groupId ?? '', flexible)
  writer.int32(message.generationId ?? 0)
  writer.string(message.memberId ?? '', flexible)
  if (version >= 3) {
    const groupInstanceId = message.groupInstanceId ?? null
    writer.nullableString(groupInstanceId, flexible)
  }
  if (version < 3 && message.groupInstanceId !== undefined && message.groupInstanceId !== null)
    refuseField('HeartbeatRequest', 'groupInstanceId', version)
  if (flexible) writer.taggedFields(message.unknownTaggedFields)
}

function decodeHeartbeatRequest(reader: Reader, version: number): HeartbeatRequest {
  const flexible = version === 4
  const groupId = reader.string('groupId', flexible)
  const generationId = reader.int32('generationId')
  const memberId = reader.string('memberId', flexible)
  const groupInstanceId = version >= 3 ? reader.nullableString('groupInstanceId', flexible) : null
  const unknownTaggedFields = flexible ? reader.taggedFields() : noTaggedFields
  return { groupId, generationId, memberId, groupInstanceId, unknownTaggedFields }
}

export const heartbeatRequest: MessageCodec<HeartbeatRequest> = {
  name: 'HeartbeatRequest',
  apiKey: 12,
  minVersion: 0,
  maxVersion: 4,
  firstFlexibleVersion: 4,
  encode: encodeHeartbeatRequest,
  decode: decodeHeartbeatRequest,
}
