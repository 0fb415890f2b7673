// @generated from schemas/DescribeGroupsResponse.json by `npm run generate`. Do not edit.
import type { Draft, MessageCodec, Tagged } from '../message-codec.ts'
import type { Reader } from '../reader.ts'
import { noTaggedFields } from '../tagged-field.ts'
import { refuseField, type Writer } from '../writer.ts'

const emptyBytes = Buffer.alloc(0)

export interface DescribeGroupsResponseDescribedGroupMember extends Tagged {
  readonly memberId: string
  readonly groupInstanceId: string | null // v4+
  readonly clientId: string
  readonly clientHost: string
  readonly memberMetadata: Buffer
  readonly memberAssignment: Buffer
}

function encodeDescribeGroupsResponseDescribedGroupMember(
  writer: Writer,
  message: Draft<DescribeGroupsResponseDescribedGroupMember>,
  version: number,
): void {
  const flexible = version >= 5
  writer.string(message.memberId ?? '', flexible)
  if (version >= 4) {
    const groupInstanceId = message.groupInstanceId ?? null
    writer.nullableString(groupInstanceId, flexible)
  }
  writer.string(message.clientId ?? '', flexible)
  writer.string(message.clientHost ?? '', flexible)
  writer.bytes(message.memberMetadata ?? emptyBytes, flexible)
  writer.bytes(message.memberAssignment ?? emptyBytes, flexible)
  if (flexible) writer.taggedFields(message.unknownTaggedFields)
}

function decodeDescribeGroupsResponseDescribedGroupMember(
  reader: Reader,
  version: number,
): DescribeGroupsResponseDescribedGroupMember {
  const flexible = version >= 5
  const memberId = reader.string('memberId', flexible)
  const groupInstanceId = version >= 4 ? reader.nullableString('groupInstanceId', flexible) : null
  const clientId = reader.string('clientId', flexible)
  const clientHost = reader.string('clientHost', flexible)
  const memberMetadata = reader.bytes('memberMetadata', flexible)
  const memberAssignment = reader.bytes('memberAssignment', flexible)
  const unknownTaggedFields = flexible ? reader.taggedFields() : noTaggedFields
  return { memberId, groupInstanceId, clientId, clientHost, memberMetadata, memberAssignment, unknownTaggedFields }
}

export interface DescribeGroupsResponseDescribedGroup extends Tagged {
  readonly errorCode: number
  readonly errorMessage: string | null // v6+
  readonly groupId: string
  readonly groupState: string
  readonly protocolType: string
  readonly protocolData: string
  readonly members: readonly DescribeGroupsResponseDescribedGroupMember[]
  readonly authorizedOperations: number // v3+
}

function encodeDescribeGroupsResponseDescribedGroup(
  writer: Writer,
  message: Draft<DescribeGroupsResponseDescribedGroup>,
  version: number,
): void {
  const flexible = version >= 5
  writer.int16(message.errorCode ?? 0)
  if (version === 6) {
    const errorMessage = message.errorMessage ?? null
    writer.nullableString(errorMessage, flexible)
  }
  if (version < 6 && message.errorMessage !== undefined && message.errorMessage !== null)
    refuseField('DescribeGroupsResponse', 'errorMessage', version)
  writer.string(message.groupId ?? '', flexible)
  writer.string(message.groupState ?? '', flexible)
  writer.string(message.protocolType ?? '', flexible)
  writer.string(message.protocolData ?? '', flexible)
  const members = message.members ?? []
  writer.arrayLength(members.length, flexible)
  for (const item of members) encodeDescribeGroupsResponseDescribedGroupMember(writer, item, version)
  if (version >= 3) writer.int32(message.authorizedOperations ?? -2147483648)
  if (version < 3 && message.authorizedOperations !== undefined && message.authorizedOperations !== -2147483648)
    refuseField('DescribeGroupsResponse', 'authorizedOperations', version)
  if (flexible) writer.taggedFields(message.unknownTaggedFields)
}

function decodeDescribeGroupsResponseDescribedGroup(
  reader: Reader,
  version: number,
): DescribeGroupsResponseDescribedGroup {
  const flexible = version >= 5
  const errorCode = reader.int16('errorCode')
  const errorMessage = version === 6 ? reader.nullableString('errorMessage', flexible) : null
  const groupId = reader.string('groupId', flexible)
  const groupState = reader.string('groupState', flexible)
  const protocolType = reader.string('protocolType', flexible)
  const protocolData = reader.string('protocolData', flexible)
  const members = reader.array('members', flexible, version, decodeDescribeGroupsResponseDescribedGroupMember)
  const authorizedOperations = version >= 3 ? reader.int32('authorizedOperations') : -2147483648
  const unknownTaggedFields = flexible ? reader.taggedFields() : noTaggedFields
  return {
    errorCode,
    errorMessage,
    groupId,
    groupState,
    protocolType,
    protocolData,
    members,
    authorizedOperations,
    unknownTaggedFields,
  }
}

export interface DescribeGroupsResponse extends Tagged {
  readonly throttleTimeMs: number // v1+
  readonly groups: readonly DescribeGroupsResponseDescribedGroup[]
}

function encodeDescribeGroupsResponse(writer: Writer, message: Draft<DescribeGroupsResponse>, version: number): void {
  const flexible = version >= 5
  if (version >= 1) writer.int32(message.throttleTimeMs ?? 0)
  const groups = message.groups ?? []
  writer.arrayLength(groups.length, flexible)
  for (const item of groups) encodeDescribeGroupsResponseDescribedGroup(writer, item, version)
  if (flexible) writer.taggedFields(message.unknownTaggedFields)
}

function decodeDescribeGroupsResponse(reader: Reader, version: number): DescribeGroupsResponse {
  const flexible = version >= 5
  const throttleTimeMs = version >= 1 ? reader.int32('throttleTimeMs') : 0
  const groups = reader.array('groups', flexible, version, decodeDescribeGroupsResponseDescribedGroup)
  const unknownTaggedFields = flexible ? reader.taggedFields() : noTaggedFields
  return { throttleTimeMs, groups, unknownTaggedFields }
}

export const describeGroupsResponse: MessageCodec<DescribeGroupsResponse> = {
  name: 'DescribeGroupsResponse',
  apiKey: 15,
  minVersion: 0,
  maxVersion: 6,
  firstFlexibleVersion: 5,
  encode: encodeDescribeGroupsResponse,
  decode: decodeDescribeGroupsResponse,
}
