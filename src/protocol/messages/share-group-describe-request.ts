// @generated from schemas/ShareGroupDescribeRequest.json by `npm run generate`. Do not edit.
import type { Draft, MessageCodec, Tagged } from '../message-codec.ts'
import { type Reader, readCompactString } from '../reader.ts'
import type { Writer } from '../writer.ts'

export interface ShareGroupDescribeRequest extends Tagged {
  readonly groupIds: readonly string[]
  readonly includeAuthorizedOperations: boolean
}

function encodeShareGroupDescribeRequest(
  writer: Writer,
  message: Draft<ShareGroupDescribeRequest>,
  _version: number,
): void {
  const groupIds = message.groupIds ?? []
  writer.arrayLength(groupIds.length, true)
  for (const item of groupIds) writer.string(item, true)
  writer.bool(message.includeAuthorizedOperations ?? false)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeShareGroupDescribeRequest(reader: Reader, version: number): ShareGroupDescribeRequest {
  const groupIds = reader.array('groupIds', true, version, readCompactString)
  const includeAuthorizedOperations = reader.bool('includeAuthorizedOperations')
  const unknownTaggedFields = reader.taggedFields()
  return { groupIds, includeAuthorizedOperations, unknownTaggedFields }
}

export const shareGroupDescribeRequest: MessageCodec<ShareGroupDescribeRequest> = {
  name: 'ShareGroupDescribeRequest',
  apiKey: 77,
  minVersion: 1,
  maxVersion: 1,
  firstFlexibleVersion: 1,
  encode: encodeShareGroupDescribeRequest,
  decode: decodeShareGroupDescribeRequest,
}
