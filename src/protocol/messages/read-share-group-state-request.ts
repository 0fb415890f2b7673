// @generated from schemas/ReadShareGroupStateRequest.json by `npm run generate`. Do not edit.
import type { Draft, MessageCodec, Tagged } from '../message-codec.ts'
import type { Reader } from '../reader.ts'
import { type Uuid, zeroUuid } from '../uuid.ts'
import type { Writer } from '../writer.ts'

export interface ReadShareGroupStateRequestPartitionData extends Tagged {
  readonly partition: number
  readonly leaderEpoch: number
}

function encodeReadShareGroupStateRequestPartitionData(
  writer: Writer,
  message: Draft<ReadShareGroupStateRequestPartitionData>,
  _version: number,
): void {
  writer.int32(message.partition ?? 0)
  writer.int32(message.leaderEpoch ?? 0)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeReadShareGroupStateRequestPartitionData(
  reader: Reader,
  _version: number,
): ReadShareGroupStateRequestPartitionData {
  const partition = reader.int32('partition')
  const leaderEpoch = reader.int32('leaderEpoch')
  const unknownTaggedFields = reader.taggedFields()
  return { partition, leaderEpoch, unknownTaggedFields }
}

export interface ReadShareGroupStateRequestReadStateData extends Tagged {
  readonly topicId: Uuid
  readonly partitions: readonly ReadShareGroupStateRequestPartitionData[]
}

function encodeReadShareGroupStateRequestReadStateData(
  writer: Writer,
  message: Draft<ReadShareGroupStateRequestReadStateData>,
  version: number,
): void {
  writer.uuid(message.topicId ?? zeroUuid)
  const partitions = message.partitions ?? []
  writer.arrayLength(partitions.length, true)
  for (const item of partitions) encodeReadShareGroupStateRequestPartitionData(writer, item, version)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeReadShareGroupStateRequestReadStateData(
  reader: Reader,
  version: number,
): ReadShareGroupStateRequestReadStateData {
  const topicId = reader.uuid('topicId')
  const partitions = reader.array('partitions', true, version, decodeReadShareGroupStateRequestPartitionData)
  const unknownTaggedFields = reader.taggedFields()
  return { topicId, partitions, unknownTaggedFields }
}

export interface ReadShareGroupStateRequest extends Tagged {
  readonly groupId: string
  readonly topics: readonly ReadShareGroupStateRequestReadStateData[]
}

function encodeReadShareGroupStateRequest(
  writer: Writer,
  message: Draft<ReadShareGroupStateRequest>,
  version: number,
): void {
  writer.string(message.groupId ?? '', true)
  const topics = message.topics ?? []
  writer.arrayLength(topics.length, true)
  for (const item of topics) encodeReadShareGroupStateRequestReadStateData(writer, item, version)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeReadShareGroupStateRequest(reader: Reader, version: number): ReadShareGroupStateRequest {
  const groupId = reader.string('groupId', true)
  const topics = reader.array('topics', true, version, decodeReadShareGroupStateRequestReadStateData)
  const unknownTaggedFields = reader.taggedFields()
  return { groupId, topics, unknownTaggedFields }
}

export const readShareGroupStateRequest: MessageCodec<ReadShareGroupStateRequest> = {
  name: 'ReadShareGroupStateRequest',
  apiKey: 84,
  minVersion: 0,
  maxVersion: 0,
  firstFlexibleVersion: 0,
  encode: encodeReadShareGroupStateRequest,
  decode: decodeReadShareGroupStateRequest,
}
