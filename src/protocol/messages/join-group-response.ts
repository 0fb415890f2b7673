// @generated from schemas/JoinGroupResponse.json by `npm run generate`. Do not edit.
import type { Draft, MessageCodec, Tagged } from '../message-codec.ts'
import type { Reader } from '../reader.ts'
import { noTaggedFields } from '../tagged-field.ts'
import { refuseField, type Writer } from '../writer.ts'

const emptyBytes = Buffer.alloc(0)

export interface JoinGroupResponseMember extends Tagged {
  readonly memberId: string
  readonly groupInstanceId: string | null // v5+
  readonly metadata: Buffer
}

function encodeJoinGroupResponseMember(writer: Writer, message: Draft<JoinGroupResponseMember>, version: number): void {
  const flexible = version >= 6
  writer.string(message.memberId ?? '', flexible)
  if (version >= 5) {
    const groupInstanceId = message.groupInstanceId ?? null
    writer.nullableString(groupInstanceId, flexible)
  }
  writer.bytes(message.metadata ?? emptyBytes, flexible)
  if (flexible) writer.taggedFields(message.unknownTaggedFields)
}

function decodeJoinGroupResponseMember(reader: Reader, version: number): JoinGroupResponseMember {
  const flexible = version >= 6
  const memberId = reader.string('memberId', flexible)
  const groupInstanceId = version >= 5 ? reader.nullableString('groupInstanceId', flexible) : null
  const metadata = reader.bytes('metadata', flexible)
  const unknownTaggedFields = flexible ? reader.taggedFields() : noTaggedFields
  return { memberId, groupInstanceId, metadata, unknownTaggedFields }
}

export interface JoinGroupResponse extends Tagged {
  readonly throttleTimeMs: number // v2+
  readonly errorCode: number
  readonly generationId: number
  readonly protocolType: string | null // v7+
  readonly protocolName: string | null
  readonly leader: string
  readonly skipAssignment: boolean // v9+
  readonly memberId: string
  readonly members: readonly JoinGroupResponseMember[]
}

function encodeJoinGroupResponse(writer: Writer, message: Draft<JoinGroupResponse>, version: number): void {
  const flexible = version >= 6
  if (version >= 2) writer.int32(message.throttleTimeMs ?? 0)
  writer.int16(message.errorCode ?? 0)
  writer.int32(message.generationId ?? -1)
  if (version >= 7) {
    const protocolType = message.protocolType ?? null
    writer.nullableString(protocolType, flexible)
  }
  const protocolName = message.protocolName === undefined ? '' : message.protocolName
  if (protocolName === null && version < 7) refuseField('JoinGroupResponse', 'a null protocolName', version)
  writer.nullableString(protocolName, flexible)
  writer.string(message.leader ?? '', flexible)
  if (version === 9) writer.bool(message.skipAssignment ?? false)
  if (version < 9 && message.skipAssignment !== undefined && message.skipAssignment !== false)
    refuseField('JoinGroupResponse', 'skipAssignment', version)
  writer.string(message.memberId ?? '', flexible)
  const members = message.members ?? []
  writer.arrayLength(members.length, flexible)
  for (const item of members) encodeJoinGroupResponseMember(writer, item, version)
  if (flexible) writer.taggedFields(message.unknownTaggedFields)
}

function decodeJoinGroupResponse(reader: Reader, version: number): JoinGroupResponse {
  const flexible = version >= 6
  const throttleTimeMs = version >= 2 ? reader.int32('throttleTimeMs') : 0
  const errorCode = reader.int16('errorCode')
  const generationId = reader.int32('generationId')
  const protocolType = version >= 7 ? reader.nullableString('protocolType', flexible) : null
  const protocolName =
    version >= 7 ? reader.nullableString('protocolName', flexible) : reader.string('protocolName', flexible)
  const leader = reader.string('leader', flexible)
  const skipAssignment = version === 9 ? reader.bool('skipAssignment') : false
  const memberId = reader.string('memberId', flexible)
  const members = reader.array('members', flexible, version, decodeJoinGroupResponseMember)
  const unknownTaggedFields = flexible ? reader.taggedFields() : noTaggedFields
  return {
    throttleTimeMs,
    errorCode,
    generationId,
    protocolType,
    protocolName,
    leader,
    skipAssignment,
    memberId,
    members,
    unknownTaggedFields,
  }
}

export const joinGroupResponse: MessageCodec<JoinGroupResponse> = {
  name: 'JoinGroupResponse',
  apiKey: 11,
  minVersion: 0,
  maxVersion: 9,
  firstFlexibleVersion: 6,
  encode: encodeJoinGroupResponse,
  decode: decodeJoinGroupResponse,
}
