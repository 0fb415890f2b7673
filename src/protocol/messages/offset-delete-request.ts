// @generated from schemas/OffsetDeleteRequest.json by `npm run generate`. Do not edit.
import type { Draft, MessageCodec } from '../message-codec.ts'
import type { Reader } from '../reader.ts'
import type { Writer } from '../writer.ts'

export interface OffsetDeleteRequestPartition {
  readonly partitionIndex: number
}

function encodeOffsetDeleteRequestPartition(
  writer: Writer,
  message: Draft<OffsetDeleteRequestPartition>,
  _version: number,
): void {
  writer.int32(message.partitionIndex ?? 0)
}

function decodeOffsetDeleteRequestPartition(reader: Reader, _version: number): OffsetDeleteRequestPartition {
  const partitionIndex = reader.int32('partitionIndex')
  return { partitionIndex }
}

export interface OffsetDeleteRequestTopic {
  readonly name: string
  readonly partitions: readonly OffsetDeleteRequestPartition[]
}

function encodeOffsetDeleteRequestTopic(
  writer: Writer,
  message: Draft<OffsetDeleteRequestTopic>,
  version: number,
): void {
  writer.string(message.name ?? '', false)
  const partitions = message.partitions ?? []
  writer.arrayLength(partitions.length, false)
  for (const item of partitions) encodeOffsetDeleteRequestPartition(writer, item, version)
}

function decodeOffsetDeleteRequestTopic(reader: Reader, version: number): OffsetDeleteRequestTopic {
  const name = reader.string('name', false)
  const partitions = reader.array('partitions', false, version, decodeOffsetDeleteRequestPartition)
  return { name, partitions }
}

export interface OffsetDeleteRequest {
  readonly groupId: string
  readonly topics: readonly OffsetDeleteRequestTopic[]
}

function encodeOffsetDeleteRequest(writer: Writer, message: Draft<OffsetDeleteRequest>, version: number): void {
  writer.string(message.groupId ?? '', false)
  const topics = message.topics ?? []
  writer.arrayLength(topics.length, false)
  for (const item of topics) encodeOffsetDeleteRequestTopic(writer, item, version)
}

function decodeOffsetDeleteRequest(reader: Reader, version: number): OffsetDeleteRequest {
  const groupId = reader.string('groupId', false)
  const topics = reader.array('topics', false, version, decodeOffsetDeleteRequestTopic)
  return { groupId, topics }
}

export const offsetDeleteRequest: MessageCodec<OffsetDeleteRequest> = {
  name: 'OffsetDeleteRequest',
  apiKey: 47,
  minVersion: 0,
  maxVersion: 0,
  firstFlexibleVersion: -1,
  encode: encodeOffsetDeleteRequest,
  decode: decodeOffsetDeleteRequest,
}
