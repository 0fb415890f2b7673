// @generated from schemas/OffsetFetchResponse.json by `npm run generate`. Do not edit.
import type { Draft, MessageCodec, Tagged } from '../message-codec.ts'
import type { Reader } from '../reader.ts'
import { noTaggedFields } from '../tagged-field.ts'
import { type Uuid, zeroUuid } from '../uuid.ts'
import { refuseField, type Writer } from '../writer.ts'

export interface OffsetFetchResponsePartition extends Tagged {
  readonly partitionIndex: number // v1-7
  readonly committedOffset: bigint // v1-7
  readonly committedLeaderEpoch: number // v5-7
  readonly metadata: string | null // v1-7
  readonly errorCode: number // v1-7
}

function encodeOffsetFetchResponsePartition(
  writer: Writer,
  message: Draft<OffsetFetchResponsePartition>,
  version: number,
): void {
  const flexible = version >= 6
  writer.int32(message.partitionIndex ?? 0)
  writer.int64(message.committedOffset ?? 0n)
  if (version >= 5) writer.int32(message.committedLeaderEpoch ?? -1)
  const metadata = message.metadata === undefined ? '' : message.metadata
  writer.nullableString(metadata, flexible)
  writer.int16(message.errorCode ?? 0)
  if (flexible) writer.taggedFields(message.unknownTaggedFields)
}

function decodeOffsetFetchResponsePartition(reader: Reader, version: number): OffsetFetchResponsePartition {
  const flexible = version >= 6
  const partitionIndex = reader.int32('partitionIndex')
  const committedOffset = reader.int64('committedOffset')
  const committedLeaderEpoch = version >= 5 ? reader.int32('committedLeaderEpoch') : -1
  const metadata = reader.nullableString('metadata', flexible)
  const errorCode = reader.int16('errorCode')
  const unknownTaggedFields = flexible ? reader.taggedFields() : noTaggedFields
  return { partitionIndex, committedOffset, committedLeaderEpoch, metadata, errorCode, unknownTaggedFields }
}

export interface OffsetFetchResponseTopic extends Tagged {
  readonly name: string // v1-7
  readonly partitions: readonly OffsetFetchResponsePartition[] // v1-7
}

function encodeOffsetFetchResponseTopic(
  writer: Writer,
  message: Draft<OffsetFetchResponseTopic>,
  version: number,
): void {
  const flexible = version >= 6
  writer.string(message.name ?? '', flexible)
  const partitions = message.partitions ?? []
  writer.arrayLength(partitions.length, flexible)
  for (const item of partitions) encodeOffsetFetchResponsePartition(writer, item, version)
  if (flexible) writer.taggedFields(message.unknownTaggedFields)
}

function decodeOffsetFetchResponseTopic(reader: Reader, version: number): OffsetFetchResponseTopic {
  const flexible = version >= 6
  const name = reader.string('name', flexible)
  const partitions = reader.array('partitions', flexible, version, decodeOffsetFetchResponsePartition)
  const unknownTaggedFields = flexible ? reader.taggedFields() : noTaggedFields
  return { name, partitions, unknownTaggedFields }
}

export interface OffsetFetchResponsePartitions extends Tagged {
  readonly partitionIndex: number // v8+
  readonly committedOffset: bigint // v8+
  readonly committedLeaderEpoch: number // v8+
  readonly metadata: string | null // v8+
  readonly errorCode: number // v8+
}

function encodeOffsetFetchResponsePartitions(
  writer: Writer,
  message: Draft<OffsetFetchResponsePartitions>,
  _version: number,
): void {
  writer.int32(message.partitionIndex ?? 0)
  writer.int64(message.committedOffset ?? 0n)
  writer.int32(message.committedLeaderEpoch ?? -1)
  const metadata = message.metadata === undefined ? '' : message.metadata
  writer.nullableString(metadata, true)
  writer.int16(message.errorCode ?? 0)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeOffsetFetchResponsePartitions(reader: Reader, _version: number): OffsetFetchResponsePartitions {
  const partitionIndex = reader.int32('partitionIndex')
  const committedOffset = reader.int64('committedOffset')
  const committedLeaderEpoch = reader.int32('committedLeaderEpoch')
  const metadata = reader.nullableString('metadata', true)
  const errorCode = reader.int16('errorCode')
  const unknownTaggedFields = reader.taggedFields()
  return { partitionIndex, committedOffset, committedLeaderEpoch, metadata, errorCode, unknownTaggedFields }
}

export interface OffsetFetchResponseTopics extends Tagged {
  readonly name: string // v8-9
  readonly topicId: Uuid // v10+
  readonly partitions: readonly OffsetFetchResponsePartitions[] // v8+
}

function encodeOffsetFetchResponseTopics(
  writer: Writer,
  message: Draft<OffsetFetchResponseTopics>,
  version: number,
): void {
  if (version <= 9) writer.string(message.name ?? '', true)
  if (version === 10) writer.uuid(message.topicId ?? zeroUuid)
  const partitions = message.partitions ?? []
  writer.arrayLength(partitions.length, true)
  for (const item of partitions) encodeOffsetFetchResponsePartitions(writer, item, version)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeOffsetFetchResponseTopics(reader: Reader, version: number): OffsetFetchResponseTopics {
  const name = version <= 9 ? reader.string('name', true) : ''
  const topicId = version === 10 ? reader.uuid('topicId') : zeroUuid
  const partitions = reader.array('partitions', true, version, decodeOffsetFetchResponsePartitions)
  const unknownTaggedFields = reader.taggedFields()
  return { name, topicId, partitions, unknownTaggedFields }
}

export interface OffsetFetchResponseGroup extends Tagged {
  readonly groupId: string // v8+
  readonly topics: readonly OffsetFetchResponseTopics[] // v8+
  readonly errorCode: number // v8+
}

function encodeOffsetFetchResponseGroup(
  writer: Writer,
  message: Draft<OffsetFetchResponseGroup>,
  version: number,
): void {
  writer.string(message.groupId ?? '', true)
  const topics = message.topics ?? []
  writer.arrayLength(topics.length, true)
  for (const item of topics) encodeOffsetFetchResponseTopics(writer, item, version)
  writer.int16(message.errorCode ?? 0)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeOffsetFetchResponseGroup(reader: Reader, version: number): OffsetFetchResponseGroup {
  const groupId = reader.string('groupId', true)
  const topics = reader.array('topics', true, version, decodeOffsetFetchResponseTopics)
  const errorCode = reader.int16('errorCode')
  const unknownTaggedFields = reader.taggedFields()
  return { groupId, topics, errorCode, unknownTaggedFields }
}

export interface OffsetFetchResponse extends Tagged {
  readonly throttleTimeMs: number // v3+
  readonly topics: readonly OffsetFetchResponseTopic[] // v1-7
  readonly errorCode: number // v2-7
  readonly groups: readonly OffsetFetchResponseGroup[] // v8+
}

function encodeOffsetFetchResponse(writer: Writer, message: Draft<OffsetFetchResponse>, version: number): void {
  const flexible = version >= 6
  if (version >= 3) writer.int32(message.throttleTimeMs ?? 0)
  if (version <= 7) {
    const topics = message.topics ?? []
    writer.arrayLength(topics.length, flexible)
    for (const item of topics) encodeOffsetFetchResponseTopic(writer, item, version)
  }
  if (version > 7 && message.topics !== undefined && message.topics.length !== 0)
    refuseField('OffsetFetchResponse', 'topics', version)
  if (version >= 2 && version <= 7) writer.int16(message.errorCode ?? 0)
  if (version >= 8) {
    const groups = message.groups ?? []
    writer.arrayLength(groups.length, flexible)
    for (const item of groups) encodeOffsetFetchResponseGroup(writer, item, version)
  }
  if (version < 8 && message.groups !== undefined && message.groups.length !== 0)
    refuseField('OffsetFetchResponse', 'groups', version)
  if (flexible) writer.taggedFields(message.unknownTaggedFields)
}

function decodeOffsetFetchResponse(reader: Reader, version: number): OffsetFetchResponse {
  const flexible = version >= 6
  const throttleTimeMs = version >= 3 ? reader.int32('throttleTimeMs') : 0
  const topics = version <= 7 ? reader.array('topics', flexible, version, decodeOffsetFetchResponseTopic) : []
  const errorCode = version >= 2 && version <= 7 ? reader.int16('errorCode') : 0
  const groups = version >= 8 ? reader.array('groups', flexible, version, decodeOffsetFetchResponseGroup) : []
  const unknownTaggedFields = flexible ? reader.taggedFields() : noTaggedFields
  return { throttleTimeMs, topics, errorCode, groups, unknownTaggedFields }
}

export const offsetFetchResponse: MessageCodec<OffsetFetchResponse> = {
  name: 'OffsetFetchResponse',
  apiKey: 9,
  minVersion: 1,
  maxVersion: 10,
  firstFlexibleVersion: 6,
  encode: encodeOffsetFetchResponse,
  decode: decodeOffsetFetchResponse,
}
