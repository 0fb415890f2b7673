// @generated from schemas/JoinGroupRequest.json by `npm run generate`. Do not edit.
import type { Draft, MessageCodec, Tagged } from '../message-codec.ts'
import type { Reader } from '../reader.ts'
import { noTaggedFields } from '../tagged-field.ts'
import { refuseField, type Writer } from '../writer.ts'

const emptyBytes = Buffer.alloc(0)

export interface JoinGroupRequestProtocol extends Tagged {
  readonly name: string
  readonly metadata: Buffer
}

function encodeJoinGroupRequestProtocol(
  writer: Writer,
  message: Draft<JoinGroupRequestProtocol>,
  version: number,
): void {
  const flexible = version >= 6
  writer.string(message.name ?? '', flexible)
  writer.bytes(message.metadata ?? emptyBytes, flexible)
  if (flexible) writer.taggedFields(message.unknownTaggedFields)
}

function decodeJoinGroupRequestProtocol(reader: Reader, version: number): JoinGroupRequestProtocol {
  const flexible = version >= 6
  const name = reader.string('name', flexible)
  const metadata = reader.bytes('metadata', flexible)
  const unknownTaggedFields = flexible ? reader.taggedFields() : noTaggedFields
  return { name, metadata, unknownTaggedFields }
}

export interface JoinGroupRequest extends Tagged {
  readonly groupId: string
  readonly sessionTimeoutMs: number
  readonly rebalanceTimeoutMs: number // v1+
  readonly memberId: string
  readonly groupInstanceId: string | null // v5+
  readonly protocolType: string
  readonly protocols: readonly JoinGroupRequestProtocol[]
  readonly reason: string | null // v8+
}

function encodeJoinGroupRequest(writer: Writer, message: Draft<JoinGroupRequest>, version: number): void {
  const flexible = version >= 6
  writer.string(message.groupId ?? '', flexible)
  writer.int32(message.sessionTimeoutMs ?? 0)
  if (version >= 1) writer.int32(message.rebalanceTimeoutMs ?? -1)
  writer.string(message.memberId ?? '', flexible)
  if (version >= 5) {
    const groupInstanceId = message.groupInstanceId ?? null
    writer.nullableString(groupInstanceId, flexible)
  }
  if (version < 5 && message.groupInstanceId !== undefined && message.groupInstanceId !== null)
    refuseField('JoinGroupRequest', 'groupInstanceId', version)
  writer.string(message.protocolType ?? '', flexible)
  const protocols = message.protocols ?? []
  writer.arrayLength(protocols.length, flexible)
  for (const item of protocols) encodeJoinGroupRequestProtocol(writer, item, version)
  if (version >= 8) {
    const reason = message.reason ?? null
    writer.nullableString(reason, flexible)
  }
  if (flexible) writer.taggedFields(message.unknownTaggedFields)
}

function decodeJoinGroupRequest(reader: Reader, version: number): JoinGroupRequest {
  const flexible = version >= 6
  const groupId = reader.string('groupId', flexible)
  const sessionTimeoutMs = reader.int32('sessionTimeoutMs')
  const rebalanceTimeoutMs = version >= 1 ? reader.int32('rebalanceTimeoutMs') : -1
  const memberId = reader.string('memberId', flexible)
  const groupInstanceId = version >= 5 ? reader.nullableString('groupInstanceId', flexible) : null
  const protocolType = reader.string('protocolType', flexible)
  const protocols = reader.array('protocols', flexible, version, decodeJoinGroupRequestProtocol)
  const reason = version >= 8 ? reader.nullableString('reason', flexible) : null
  const unknownTaggedFields = flexible ? reader.taggedFields() : noTaggedFields
  return {
    groupId,
    sessionTimeoutMs,
    rebalanceTimeoutMs,
    memberId,
    groupInstanceId,
    protocolType,
    protocols,
    reason,
    unknownTaggedFields,
  }
}

export const joinGroupRequest: MessageCodec<JoinGroupRequest> = {
  name: 'JoinGroupRequest',
  apiKey: 11,
  minVersion: 0,
  maxVersion: 9,
  firstFlexibleVersion: 6,
  encode: encodeJoinGroupRequest,
  decode: decodeJoinGroupRequest,
}
