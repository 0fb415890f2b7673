// @generated from schemas/ListGroupsResponse.json by `npm run generate`. Do not edit.
import type { Draft, MessageCodec, Tagged } from '../message-codec.ts'
import type { Reader } from '../reader.ts'
import { noTaggedFields } from '../tagged-field.ts'
import type { Writer } from '../writer.ts'

export interface ListGroupsResponseListedGroup extends Tagged {
  readonly groupId: string
  readonly protocolType: string
  readonly groupState: string // v4+
  readonly groupType: string // v5+
}

function encodeListGroupsResponseListedGroup(
  writer: Writer,
  message: Draft<ListGroupsResponseListedGroup>,
  version: number,
): void {
  const flexible = version >= 3
  writer.string(message.groupId ?? '', flexible)
  writer.string(message.protocolType ?? '', flexible)
  if (version >= 4) writer.string(message.groupState ?? '', flexible)
  if (version === 5) writer.string(message.groupType ?? '', flexible)
  if (flexible) writer.taggedFields(message.unknownTaggedFields)
}

function decodeListGroupsResponseListedGroup(reader: Reader, version: number): ListGroupsResponseListedGroup {
  const flexible = version >= 3
  const groupId = reader.string('groupId', flexible)
  const protocolType = reader.string('protocolType', flexible)
  const groupState = version >= 4 ? reader.string('groupState', flexible) : ''
  const groupType = version === 5 ? reader.string('groupType', flexible) : ''
  const unknownTaggedFields = flexible ? reader.taggedFields() : noTaggedFields
  return { groupId, protocolType, groupState, groupType, unknownTaggedFields }
}

export interface ListGroupsResponse extends Tagged {
  readonly throttleTimeMs: number // v1+
  readonly errorCode: number
  readonly groups: readonly ListGroupsResponseListedGroup[]
}

function encodeListGroupsResponse(writer: Writer, message: Draft<ListGroupsResponse>, version: number): void {
  const flexible = version >= 3
  if (version >= 1) writer.int32(message.throttleTimeMs ?? 0)
  writer.int16(message.errorCode ?? 0)
  const groups = message.groups ?? []
  writer.arrayLength(groups.length, flexible)
  for (const item of groups) encodeListGroupsResponseListedGroup(writer, item, version)
  if (flexible) writer.taggedFields(message.unknownTaggedFields)
}

function decodeListGroupsResponse(reader: Reader, version: number): ListGroupsResponse {
  const flexible = version >= 3
  const throttleTimeMs = version >= 1 ? reader.int32('throttleTimeMs') : 0
  const errorCode = reader.int16('errorCode')
  const groups = reader.array('groups', flexible, version, decodeListGroupsResponseListedGroup)
  const unknownTaggedFields = flexible ? reader.taggedFields() : noTaggedFields
  return { throttleTimeMs, errorCode, groups, unknownTaggedFields }
}

export const listGroupsResponse: MessageCodec<ListGroupsResponse> = {
  name: 'ListGroupsResponse',
  apiKey: 16,
  minVersion: 0,
  maxVersion: 5,
  firstFlexibleVersion: 3,
  encode: encodeListGroupsResponse,
  decode: decodeListGroupsResponse,
}
