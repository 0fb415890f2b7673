// @generated from schemas/DeleteShareGroupStateRequest.json by `npm run generate`. Do not edit.
import type { Draft, MessageCodec, Tagged } from '../message-codec.ts'
import type { Reader } from '../reader.ts'
import { type Uuid, zeroUuid } from '../uuid.ts'
import type { Writer } from '../writer.ts'

export interface DeleteShareGroupStateRequestPartitionData extends Tagged {
  readonly partition: number
}

function encodeDeleteShareGroupStateRequestPartitionData(
  writer: Writer,
  message: Draft<DeleteShareGroupStateRequestPartitionData>,
  _version: number,
): void {
  writer.int32(message.partition ?? 0)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeDeleteShareGroupStateRequestPartitionData(
  reader: Reader,
  _version: number,
): DeleteShareGroupStateRequestPartitionData {
  const partition = reader.int32('partition')
  const unknownTaggedFields = reader.taggedFields()
  return { partition, unknownTaggedFields }
}

export interface DeleteShareGroupStateRequestDeleteStateData extends Tagged {
  readonly topicId: Uuid
  readonly partitions: readonly DeleteShareGroupStateRequestPartitionData[]
}

function encodeDeleteShareGroupStateRequestDeleteStateData(
  writer: Writer,
  message: Draft<DeleteShareGroupStateRequestDeleteStateData>,
  version: number,
): void {
  writer.uuid(message.topicId ?? zeroUuid)
  const partitions = message.partitions ?? []
  writer.arrayLength(partitions.length, true)
  for (const item of partitions) encodeDeleteShareGroupStateRequestPartitionData(writer, item, version)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeDeleteShareGroupStateRequestDeleteStateData(
  reader: Reader,
  version: number,
): DeleteShareGroupStateRequestDeleteStateData {
  const topicId = reader.uuid('topicId')
  const partitions = reader.array('partitions', true, version, decodeDeleteShareGroupStateRequestPartitionData)
  const unknownTaggedFields = reader.taggedFields()
  return { topicId, partitions, unknownTaggedFields }
}

export interface DeleteShareGroupStateRequest extends Tagged {
  readonly groupId: string
  readonly topics: readonly DeleteShareGroupStateRequestDeleteStateData[]
}

function encodeDeleteShareGroupStateRequest(
  writer: Writer,
  message: Draft<DeleteShareGroupStateRequest>,
  version: number,
): void {
  writer.string(message.groupId ?? '', true)
  const topics = message.topics ?? []
  writer.arrayLength(topics.length, true)
  for (const item of topics) encodeDeleteShareGroupStateRequestDeleteStateData(writer, item, version)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeDeleteShareGroupStateRequest(reader: Reader, version: number): DeleteShareGroupStateRequest {
  const groupId = reader.string('groupId', true)
  const topics = reader.array('topics', true, version, decodeDeleteShareGroupStateRequestDeleteStateData)
  const unknownTaggedFields = reader.taggedFields()
  return { groupId, topics, unknownTaggedFields }
}

export const deleteShareGroupStateRequest: MessageCodec<DeleteShareGroupStateRequest> = {
  name: 'DeleteShareGroupStateRequest',
  apiKey: 86,
  minVersion: 0,
  maxVersion: 0,
  firstFlexibleVersion: 0,
  encode: encodeDeleteShareGroupStateRequest,
  decode: decodeDeleteShareGroupStateRequest,
}
