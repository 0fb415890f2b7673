// @generated from schemas/DescribeShareGroupOffsetsResponse.json by `npm run generate`. Do not edit.
import type { Draft, MessageCodec, Tagged } from '../message-codec.ts'
import type { Reader } from '../reader.ts'
import { type Uuid, zeroUuid } from '../uuid.ts'
import type { Writer } from '../writer.ts'

export interface DescribeShareGroupOffsetsResponsePartition extends Tagged {
  readonly partitionIndex: number
  readonly startOffset: bigint
  readonly leaderEpoch: number
  readonly lag: bigint // v1+
  readonly errorCode: number
  readonly errorMessage: string | null
}

function encodeDescribeShareGroupOffsetsResponsePartition(
  writer: Writer,
  message: Draft<DescribeShareGroupOffsetsResponsePartition>,
  version: number,
): void {
  writer.int32(message.partitionIndex ?? 0)
  writer.int64(message.startOffset ?? 0n)
  writer.int32(message.leaderEpoch ?? 0)
  if (version === 1) writer.int64(message.lag ?? -1n)
  writer.int16(message.errorCode ?? 0)
  const errorMessage = message.errorMessage ?? null
  writer.nullableString(errorMessage, true)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeDescribeShareGroupOffsetsResponsePartition(
  reader: Reader,
  version: number,
): DescribeShareGroupOffsetsResponsePartition {
  const partitionIndex = reader.int32('partitionIndex')
  const startOffset = reader.int64('startOffset')
  const leaderEpoch = reader.int32('leaderEpoch')
  const lag = version === 1 ? reader.int64('lag') : -1n
  const errorCode = reader.int16('errorCode')
  const errorMessage = reader.nullableString('errorMessage', true)
  const unknownTaggedFields = reader.taggedFields()
  return { partitionIndex, startOffset, leaderEpoch, lag, errorCode, errorMessage, unknownTaggedFields }
}

export interface DescribeShareGroupOffsetsResponseTopic extends Tagged {
  readonly topicName: string
  readonly topicId: Uuid
  readonly partitions: readonly DescribeShareGroupOffsetsResponsePartition[]
}

function encodeDescribeShareGroupOffsetsResponseTopic(
  writer: Writer,
  message: Draft<DescribeShareGroupOffsetsResponseTopic>,
  version: number,
): void {
  writer.string(message.topicName ?? '', true)
  writer.uuid(message.topicId ?? zeroUuid)
  const partitions = message.partitions ?? []
  writer.arrayLength(partitions.length, true)
  for (const item of partitions) encodeDescribeShareGroupOffsetsResponsePartition(writer, item, version)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeDescribeShareGroupOffsetsResponseTopic(
  reader: Reader,
  version: number,
): DescribeShareGroupOffsetsResponseTopic {
  const topicName = reader.string('topicName', true)
  const topicId = reader.uuid('topicId')
  const partitions = reader.array('partitions', true, version, decodeDescribeShareGroupOffsetsResponsePartition)
  const unknownTaggedFields = reader.taggedFields()
  return { topicName, topicId, partitions, unknownTaggedFields }
}

export interface DescribeShareGroupOffsetsResponseGroup extends Tagged {
  readonly groupId: string
  readonly topics: readonly DescribeShareGroupOffsetsResponseTopic[]
  readonly errorCode: number
  readonly errorMessage: string | null
}

function encodeDescribeShareGroupOffsetsResponseGroup(
  writer: Writer,
  message: Draft<DescribeShareGroupOffsetsResponseGroup>,
  version: number,
): void {
  writer.string(message.groupId ?? '', true)
  const topics = message.topics ?? []
  writer.arrayLength(topics.length, true)
  for (const item of topics) encodeDescribeShareGroupOffsetsResponseTopic(writer, item, version)
  writer.int16(message.errorCode ?? 0)
  const errorMessage = message.errorMessage ?? null
  writer.nullableString(errorMessage, true)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeDescribeShareGroupOffsetsResponseGroup(
  reader: Reader,
  version: number,
): DescribeShareGroupOffsetsResponseGroup {
  const groupId = reader.string('groupId', true)
  const topics = reader.array('topics', true, version, decodeDescribeShareGroupOffsetsResponseTopic)
  const errorCode = reader.int16('errorCode')
  const errorMessage = reader.nullableString('errorMessage', true)
  const unknownTaggedFields = reader.taggedFields()
  return { groupId, topics, errorCode, errorMessage, unknownTaggedFields }
}

export interface DescribeShareGroupOffsetsResponse extends Tagged {
  readonly throttleTimeMs: number
  readonly groups: readonly DescribeShareGroupOffsetsResponseGroup[]
}

function encodeDescribeShareGroupOffsetsResponse(
  writer: Writer,
  message: Draft<DescribeShareGroupOffsetsResponse>,
  version: number,
): void {
  writer.int32(message.throttleTimeMs ?? 0)
  const groups = message.groups ?? []
  writer.arrayLength(groups.length, true)
  for (const item of groups) encodeDescribeShareGroupOffsetsResponseGroup(writer, item, version)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeDescribeShareGroupOffsetsResponse(reader: Reader, version: number): DescribeShareGroupOffsetsResponse {
  const throttleTimeMs = reader.int32('throttleTimeMs')
  const groups = reader.array('groups', true, version, decodeDescribeShareGroupOffsetsResponseGroup)
  const unknownTaggedFields = reader.taggedFields()
  return { throttleTimeMs, groups, unknownTaggedFields }
}

export const describeShareGroupOffsetsResponse: MessageCodec<DescribeShareGroupOffsetsResponse> = {
  name: 'DescribeShareGroupOffsetsResponse',
  apiKey: 90,
  minVersion: 0,
  maxVersion: 1,
  firstFlexibleVersion: 0,
  encode: encodeDescribeShareGroupOffsetsResponse,
  decode: decodeDescribeShareGroupOffsetsResponse,
}
