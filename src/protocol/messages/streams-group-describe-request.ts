// @generated from schemas/StreamsGroupDescribeRequest.json by `npm run generate`. Do not edit.
import type { Draft, MessageCodec, Tagged } from '../message-codec.ts'
import { type Reader, readCompactString } from '../reader.ts'
import { refuseField, type Writer } from '../writer.ts'

export interface StreamsGroupDescribeRequest extends Tagged {
  readonly groupIds: readonly string[]
  readonly includeAuthorizedOperations: boolean
  readonly includeTopologyDescription: boolean // v1+
}

function encodeStreamsGroupDescribeRequest(
  writer: Writer,
  message: Draft<StreamsGroupDescribeRequest>,
  version: number,
): void {
  const groupIds = message.groupIds ?? []
  writer.arrayLength(groupIds.length, true)
  for (const item of groupIds) writer.string(item, true)
  writer.bool(message.includeAuthorizedOperations ?? false)
  if (version === 1) writer.bool(message.includeTopologyDescription ?? false)
  if (version < 1 && message.includeTopologyDescription !== undefined && message.includeTopologyDescription !== false)
    refuseField('StreamsGroupDescribeRequest', 'includeTopologyDescription', version)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeStreamsGroupDescribeRequest(reader: Reader, version: number): StreamsGroupDescribeRequest {
  const groupIds = reader.array('groupIds', true, version, readCompactString)
  const includeAuthorizedOperations = reader.bool('includeAuthorizedOperations')
  const includeTopologyDescription = version === 1 ? reader.bool('includeTopologyDescription') : false
  const unknownTaggedFields = reader.taggedFields()
  return { groupIds, includeAuthorizedOperations, includeTopologyDescription, unknownTaggedFields }
}

export const streamsGroupDescribeRequest: MessageCodec<StreamsGroupDescribeRequest> = {
  name: 'StreamsGroupDescribeRequest',
  apiKey: 89,
  minVersion: 0,
  maxVersion: 1,
  firstFlexibleVersion: 0,
  encode: encodeStreamsGroupDescribeRequest,
  decode: decodeStreamsGroupDescribeRequest,
}
