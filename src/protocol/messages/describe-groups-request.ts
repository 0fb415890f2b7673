// @generated from schemas/DescribeGroupsRequest.json by `npm run generate`. Do not edit.
import type { Draft, MessageCodec, Tagged } from '../message-codec.ts'
import { type Reader, readCompactString, readString } from '../reader.ts'
import { noTaggedFields } from '../tagged-field.ts'
import { refuseField, type Writer } from '../writer.ts'

export interface DescribeGroupsRequest extends Tagged {
  readonly groups: readonly string[]
  readonly includeAuthorizedOperations: boolean // v3+
}

function encodeDescribeGroupsRequest(writer: Writer, message: Draft<DescribeGroupsRequest>, version: number): void {
  const flexible = version >= 5
  const groups = message.groups ?? []
  writer.arrayLength(groups.length, flexible)
  for (const item of groups) writer.string(item, flexible)
  if (version >= 3) writer.bool(message.includeAuthorizedOperations ?? false)
  if (version < 3 && message.includeAuthorizedOperations !== undefined && message.includeAuthorizedOperations !== false)
    refuseField('DescribeGroupsRequest', 'includeAuthorizedOperations', version)
  if (flexible) writer.taggedFields(message.unknownTaggedFields)
}

function decodeDescribeGroupsRequest(reader: Reader, version: number): DescribeGroupsRequest {
  const flexible = version >= 5
  const groups = reader.array('groups', flexible, version, flexible ? readCompactString : readString)
  const includeAuthorizedOperations = version >= 3 ? reader.bool('includeAuthorizedOperations') : false
  const unknownTaggedFields = flexible ? reader.taggedFields() : noTaggedFields
  return { groups, includeAuthorizedOperations, unknownTaggedFields }
}

export const describeGroupsRequest: MessageCodec<DescribeGroupsRequest> = {
  name: 'DescribeGroupsRequest',
  apiKey: 15,
  minVersion: 0,
  maxVersion: 6,
  firstFlexibleVersion: 5,
  encode: encodeDescribeGroupsRequest,
  decode: decodeDescribeGroupsRequest,
}
