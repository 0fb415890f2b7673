// @generated from schemas/LeaveGroupResponse.json by `npm run generate`. Do not edit.
import type { Draft, MessageCodec, Tagged } from '../message-codec.ts'
import type { Reader } from '../reader.ts'
import { noTaggedFields } from '../tagged-field.ts'
import { refuseField, type Writer } from '../writer.ts'

export interface LeaveGroupResponseMemberResponse extends Tagged {
  readonly memberId: string // v3+
  readonly groupInstanceId: string | null // v3+
  readonly errorCode: number // v3+
}

function encodeLeaveGroupResponseMemberResponse(
  writer: Writer,
  message: Draft<LeaveGroupResponseMemberResponse>,
  version: number,
): void {
  const flexible = version >= 4
  writer.string(message.memberId ?? '', flexible)
  const groupInstanceId = message.groupInstanceId === undefined ? '' : message.groupInstanceId
  writer.nullableString(groupInstanceId, flexible)
  writer.int16(message.errorCode ?? 0)
  if (flexible) writer.taggedFields(message.unknownTaggedFields)
}

function decodeLeaveGroupResponseMemberResponse(reader: Reader, version: number): LeaveGroupResponseMemberResponse {
  const flexible = version >= 4
  const memberId = reader.string('memberId', flexible)
  const groupInstanceId = reader.nullableString('groupInstanceId', flexible)
  const errorCode = reader.int16('errorCode')
  const unknownTaggedFields = flexible ? reader.taggedFields() : noTaggedFields
  return { memberId, groupInstanceId, errorCode, unknownTaggedFields }
}

export interface LeaveGroupResponse extends Tagged {
  readonly throttleTimeMs: number // v1+
  readonly errorCode: number
  readonly members: readonly LeaveGroupResponseMemberResponse[] // v3+
}

function encodeLeaveGroupResponse(writer: Writer, message: Draft<LeaveGroupResponse>, version: number): void {
  const flexible = version >= 4
  if (version >= 1) writer.int32(message.throttleTimeMs ?? 0)
  writer.int16(message.errorCode ?? 0)
  if (version >= 3) {
    const members = message.members ?? []
    writer.arrayLength(members.length, flexible)
    for (const item of members) encodeLeaveGroupResponseMemberResponse(writer, item, version)
  }
  if (version < 3 && message.members !== undefined && message.members.length !== 0)
    refuseField('LeaveGroupResponse', 'members', version)
  if (flexible) writer.taggedFields(message.unknownTaggedFields)
}

function decodeLeaveGroupResponse(reader: Reader, version: number): LeaveGroupResponse {
  const flexible = version >= 4
  const throttleTimeMs = version >= 1 ? reader.int32('throttleTimeMs') : 0
  const errorCode = reader.int16('errorCode')
  const members = version >= 3 ? reader.array('members', flexible, version, decodeLeaveGroupResponseMemberResponse) : []
  const unknownTaggedFields = flexible ? reader.taggedFields() : noTaggedFields
  return { throttleTimeMs, errorCode, members, unknownTaggedFields }
}

export const leaveGroupResponse: MessageCodec<LeaveGroupResponse> = {
  name: 'LeaveGroupResponse',
  apiKey: 13,
  minVersion: 0,
  maxVersion: 5,
  firstFlexibleVersion: 4,
  encode: encodeLeaveGroupResponse,
  decode: decodeLeaveGroupResponse,
}
