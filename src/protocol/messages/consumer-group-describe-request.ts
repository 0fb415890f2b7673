// @generated from schemas/ConsumerGroupDescribeRequest.json by `npm run generate`. Do not edit.
import type { Draft, MessageCodec, Tagged } from '../message-codec.ts'
import { type Reader, readCompactString } from '../reader.ts'
import type { Writer } from '../writer.ts'

export interface ConsumerGroupDescribeRequest extends Tagged {
  readonly groupIds: readonly string[]
  readonly includeAuthorizedOperations: boolean
}

function encodeConsumerGroupDescribeRequest(
  writer: Writer,
  message: Draft<ConsumerGroupDescribeRequest>,
  _version: number,
): void {
  const groupIds = message.groupIds ?? []
  writer.arrayLength(groupIds.length, true)
  for (const item of groupIds) writer.string(item, true)
  writer.bool(message.includeAuthorizedOperations ?? false)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeConsumerGroupDescribeRequest(reader: Reader, version: number): ConsumerGroupDescribeRequest {
  const groupIds = reader.array('groupIds', true, version, readCompactString)
  const includeAuthorizedOperations = reader.bool('includeAuthorizedOperations')
  const unknownTaggedFields = reader.taggedFields()
  return { groupIds, includeAuthorizedOperations, unknownTaggedFields }
}

export const consumerGroupDescribeRequest: MessageCodec<ConsumerGroupDescribeRequest> = {
  name: 'ConsumerGroupDescribeRequest',
  apiKey: 69,
  minVersion: 0,
  maxVersion: 1,
  firstFlexibleVersion: 0,
  encode: encodeConsumerGroupDescribeRequest,
  decode: decodeConsumerGroupDescribeRequest,
}
