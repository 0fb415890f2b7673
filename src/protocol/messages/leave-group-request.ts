// @generated from schemas/LeaveGroupRequest.json by `npm run generate`. Do not edit.
import type { Draft, MessageCodec, Tagged } from '../message-codec.ts'
import type { Reader } from '../reader.ts'
import { noTaggedFields } from '../tagged-field.ts'
import { refuseField, type Writer } from '../writer.ts'

export interface LeaveGroupRequestMemberIdentity extends Tagged {
  readonly memberId: string // v3+
  readonly groupInstanceId: string | null // v3+
  readonly reason: string | null // v5+
}

function encodeLeaveGroupRequestMemberIdentity(
  writer: Writer,
  message: Draft<LeaveGroupRequestMemberIdentity>,
  version: number,
): void {
  const flexible = version >= 4
  writer.string(message.memberId ?? '', flexible)
  const groupInstanceId = message.groupInstanceId ?? null
  writer.nullableString(groupInstanceId, flexible)
  if (version === 5) {
    const reason = message.reason ?? null
    writer.nullableString(reason, flexible)
  }
  if (flexible) writer.taggedFields(message.unknownTaggedFields)
}

function decodeLeaveGroupRequestMemberIdentity(reader: Reader, version: number): LeaveGroupRequestMemberIdentity {
  const flexible = version >= 4
  const memberId = reader.string('memberId', flexible)
  const groupInstanceId = reader.nullableString('groupInstanceId', flexible)
  const reason = version === 5 ? reader.nullableString('reason', flexible) : null
  const unknownTaggedFields = flexible ? reader.taggedFields() : noTaggedFields
  return { memberId, groupInstanceId, reason, unknownTaggedFields }
}

export interface LeaveGroupRequest extends Tagged {
  readonly groupId: string
  readonly memberId: string // v0-2
  readonly members: readonly LeaveGroupRequestMemberIdentity[] // v3+
}

function encodeLeaveGroupRequest(writer: Writer, message: Draft<LeaveGroupRequest>, version: number): void {
  const flexible = version >= 4
  writer.string(message.groupId ?? '', flexible)
  if (version <= 2) writer.string(message.memberId ?? '', flexible)
  if (version > 2 && message.memberId !== undefined && message.memberId !== '')
    refuseField('LeaveGroupRequest', 'memberId', version)
  if (version >= 3) {
    const members = message.members ?? []
    writer.arrayLength(members.length, flexible)
    for (const item of members) encodeLeaveGroupRequestMemberIdentity(writer, item, version)
  }
  if (version < 3 && message.members !== undefined && message.members.length !== 0)
    refuseField('LeaveGroupRequest', 'members', version)
  if (flexible) writer.taggedFields(message.unknownTaggedFields)
}

function decodeLeaveGroupRequest(reader: Reader, version: number): LeaveGroupRequest {
  const flexible = version >= 4
  const groupId = reader.string('groupId', flexible)
  const memberId = version <= 2 ? reader.string('memberId', flexible) : ''
  const members = version >= 3 ? reader.array('members', flexible, version, decodeLeaveGroupRequestMemberIdentity) : []
  const unknownTaggedFields = flexible ? reader.taggedFields() : noTaggedFields
  return { groupId, memberId, members, unknownTaggedFields }
}

export const leaveGroupRequest: MessageCodec<LeaveGroupRequest> = {
  name: 'LeaveGroupRequest',
  apiKey: 13,
  minVersion: 0,
  maxVersion: 5,
  firstFlexibleVersion: 4,
  encode: encodeLeaveGroupRequest,
  decode: decodeLeaveGroupRequest,
}
