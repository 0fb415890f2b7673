// @generated from schemas/DeleteShareGroupOffsetsRequest.json by `npm run generate`. Do not edit.
import type { Draft, MessageCodec, Tagged } from '../message-codec.ts'
import type { Reader } from '../reader.ts'
import type { Writer } from '../writer.ts'

export interface DeleteShareGroupOffsetsRequestTopic extends Tagged {
  readonly topicName: string
}

function encodeDeleteShareGroupOffsetsRequestTopic(
  writer: Writer,
  message: Draft<DeleteShareGroupOffsetsRequestTopic>,
  _version: number,
): void {
  writer.string(message.topicName ?? '', true)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeDeleteShareGroupOffsetsRequestTopic(
  reader: Reader,
  _version: number,
): DeleteShareGroupOffsetsRequestTopic {
  const topicName = reader.string('topicName', true)
  const unknownTaggedFields = reader.taggedFields()
  return { topicName, unknownTaggedFields }
}

export interface DeleteShareGroupOffsetsRequest extends Tagged {
  readonly groupId: string
  readonly topics: readonly DeleteShareGroupOffsetsRequestTopic[]
}

function encodeDeleteShareGroupOffsetsRequest(
  writer: Writer,
  message: Draft<DeleteShareGroupOffsetsRequest>,
  version: number,
): void {
  writer.string(message.groupId ?? '', true)
  const topics = message.topics ?? []
  writer.arrayLength(topics.length, true)
  for (const item of topics) encodeDeleteShareGroupOffsetsRequestTopic(writer, item, version)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeDeleteShareGroupOffsetsRequest(reader: Reader, version: number): DeleteShareGroupOffsetsRequest {
  const groupId = reader.string('groupId', true)
  const topics = reader.array('topics', true, version, decodeDeleteShareGroupOffsetsRequestTopic)
  const unknownTaggedFields = reader.taggedFields()
  return { groupId, topics, unknownTaggedFields }
}

export const deleteShareGroupOffsetsRequest: MessageCodec<DeleteShareGroupOffsetsRequest> = {
  name: 'DeleteShareGroupOffsetsRequest',
  apiKey: 92,
  minVersion: 0,
  maxVersion: 0,
  firstFlexibleVersion: 0,
  encode: encodeDeleteShareGroupOffsetsRequest,
  decode: decodeDeleteShareGroupOffsetsRequest,
}
