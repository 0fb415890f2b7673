// @generated from schemas/DeleteGroupsRequest.json by `npm run generate`. Do not edit.
import type { Draft, MessageCodec, Tagged } from '../message-codec.ts'
import { type Reader, readCompactString, readString } from '../reader.ts'
import { noTaggedFields } from '../tagged-field.ts'
import type { Writer } from '../writer.ts'

export interface DeleteGroupsRequest extends Tagged {
  readonly groupsNames: readonly string[]
}

function encodeDeleteGroupsRequest(writer: Writer, message: Draft<DeleteGroupsRequest>, version: number): void {
  const flexible = version >= 2
  const groupsNames = message.groupsNames ?? []
  writer.arrayLength(groupsNames.length, flexible)
  for (const item of groupsNames) writer.string(item, flexible)
  if (flexible) writer.taggedFields(message.unknownTaggedFields)
}

function decodeDeleteGroupsRequest(reader: Reader, version: number): DeleteGroupsRequest {
  const flexible = version >= 2
  const groupsNames = reader.array('groupsNames', flexible, version, flexible ? readCompactString : readString)
  const unknownTaggedFields = flexible ? reader.taggedFields() : noTaggedFields
  return { groupsNames, unknownTaggedFields }
}

export const deleteGroupsRequest: MessageCodec<DeleteGroupsRequest> = {
  name: 'DeleteGroupsRequest',
  apiKey: 42,
  minVersion: 0,
  maxVersion: 3,
  firstFlexibleVersion: 2,
  encode: encodeDeleteGroupsRequest,
  decode: decodeDeleteGroupsRequest,
}
