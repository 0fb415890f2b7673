// @generated from schemas/AlterShareGroupOffsetsRequest.json by `npm run generate`. Do not edit.
import type { Draft, MessageCodec, Tagged } from '../message-codec.ts'
import type { Reader } from '../reader.ts'
import type { Writer } from '../writer.ts'

export interface AlterShareGroupOffsetsRequestPartition extends Tagged {
  readonly partitionIndex: number
  readonly startOffset: bigint
}

function encodeAlterShareGroupOffsetsRequestPartition(
  writer: Writer,
  message: Draft<AlterShareGroupOffsetsRequestPartition>,
  _version: number,
): void {
  writer.int32(message.partitionIndex ?? 0)
  writer.int64(message.startOffset ?? 0n)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeAlterShareGroupOffsetsRequestPartition(
  reader: Reader,
  _version: number,
): AlterShareGroupOffsetsRequestPartition {
  const partitionIndex = reader.int32('partitionIndex')
  const startOffset = reader.int64('startOffset')
  const unknownTaggedFields = reader.taggedFields()
  return { partitionIndex, startOffset, unknownTaggedFields }
}

export interface AlterShareGroupOffsetsRequestTopic extends Tagged {
  readonly topicName: string
  readonly partitions: readonly AlterShareGroupOffsetsRequestPartition[]
}

function encodeAlterShareGroupOffsetsRequestTopic(
  writer: Writer,
  message: Draft<AlterShareGroupOffsetsRequestTopic>,
  version: number,
): void {
  writer.string(message.topicName ?? '', true)
  const partitions = message.partitions ?? []
  writer.arrayLength(partitions.length, true)
  for (const item of partitions) encodeAlterShareGroupOffsetsRequestPartition(writer, item, version)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeAlterShareGroupOffsetsRequestTopic(reader: Reader, version: number): AlterShareGroupOffsetsRequestTopic {
  const topicName = reader.string('topicName', true)
  const partitions = reader.array('partitions', true, version, decodeAlterShareGroupOffsetsRequestPartition)
  const unknownTaggedFields = reader.taggedFields()
  return { topicName, partitions, unknownTaggedFields }
}

export interface AlterShareGroupOffsetsRequest extends Tagged {
  readonly groupId: string
  readonly topics: readonly AlterShareGroupOffsetsRequestTopic[]
}

function encodeAlterShareGroupOffsetsRequest(
  writer: Writer,
  message: Draft<AlterShareGroupOffsetsRequest>,
  version: number,
): void {
  writer.string(message.groupId ?? '', true)
  const topics = message.topics ?? []
  writer.arrayLength(topics.length, true)
  for (const item of topics) encodeAlterShareGroupOffsetsRequestTopic(writer, item, version)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeAlterShareGroupOffsetsRequest(reader: Reader, version: number): AlterShareGroupOffsetsRequest {
  const groupId = reader.string('groupId', true)
  const topics = reader.array('topics', true, version, decodeAlterShareGroupOffsetsRequestTopic)
  const unknownTaggedFields = reader.taggedFields()
  return { groupId, topics, unknownTaggedFields }
}

export const alterShareGroupOffsetsRequest: MessageCodec<AlterShareGroupOffsetsRequest> = {
  name: 'AlterShareGroupOffsetsRequest',
  apiKey: 91,
  minVersion: 0,
  maxVersion: 0,
  firstFlexibleVersion: 0,
  encode: encodeAlterShareGroupOffsetsRequest,
  decode: decodeAlterShareGroupOffsetsRequest,
}
