// @generated from schemas/OffsetCommitRequest.json by `npm run generate`. Do not edit.
import type { Draft, MessageCodec, Tagged } from '../message-codec.ts'
import type { Reader } from '../reader.ts'
import { noTaggedFields } from '../tagged-field.ts'
import { type Uuid, zeroUuid } from '../uuid.ts'
import { refuseField, type Writer } from '../writer.ts'

export interface OffsetCommitRequestPartition extends Tagged {
  readonly partitionIndex: number
  readonly committedOffset: bigint
  readonly committedLeaderEpoch: number // v6+
  readonly committedMetadata: string | null
}

function encodeOffsetCommitRequestPartition(
  writer: Writer,
  message: Draft<OffsetCommitRequestPartition>,
  version: number,
): void {
  const flexible = version >= 8
  writer.int32(message.partitionIndex ?? 0)
  writer.int64(message.committedOffset ?? 0n)
  if (version >= 6) writer.int32(message.committedLeaderEpoch ?? -1)
  const committedMetadata = message.committedMetadata === undefined ? '' : message.committedMetadata
  writer.nullableString(committedMetadata, flexible)
  if (flexible) writer.taggedFields(message.unknownTaggedFields)
}

function decodeOffsetCommitRequestPartition(reader: Reader, version: number): OffsetCommitRequestPartition {
  const flexible = version >= 8
  const partitionIndex = reader.int32('partitionIndex')
  const committedOffset = reader.int64('committedOffset')
  const committedLeaderEpoch = version >= 6 ? reader.int32('committedLeaderEpoch') : -1
  const committedMetadata = reader.nullableString('committedMetadata', flexible)
  const unknownTaggedFields = flexible ? reader.taggedFields() : noTaggedFields
  return { partitionIndex, committedOffset, committedLeaderEpoch, committedMetadata, unknownTaggedFields }
}

export interface OffsetCommitRequestTopic extends Tagged {
  readonly name: string // v2-9
  readonly topicId: Uuid // v10+
  readonly partitions: readonly OffsetCommitRequestPartition[]
}

function encodeOffsetCommitRequestTopic(
  writer: Writer,
  message: Draft<OffsetCommitRequestTopic>,
  version: number,
): void {
  const flexible = version >= 8
  if (version <= 9) writer.string(message.name ?? '', flexible)
  if (version === 10) writer.uuid(message.topicId ?? zeroUuid)
  const partitions = message.partitions ?? []
  writer.arrayLength(partitions.length, flexible)
  for (const item of partitions) encodeOffsetCommitRequestPartition(writer, item, version)
  if (flexible) writer.taggedFields(message.unknownTaggedFields)
}

function decodeOffsetCommitRequestTopic(reader: Reader, version: number): OffsetCommitRequestTopic {
  const flexible = version >= 8
  const name = version <= 9 ? reader.string('name', flexible) : ''
  const topicId = version === 10 ? reader.uuid('topicId') : zeroUuid
  const partitions = reader.array('partitions', flexible, version, decodeOffsetCommitRequestPartition)
  const unknownTaggedFields = flexible ? reader.taggedFields() : noTaggedFields
  return { name, topicId, partitions, unknownTaggedFields }
}

export interface OffsetCommitRequest extends Tagged {
  readonly groupId: string
  readonly generationIdOrMemberEpoch: number
  readonly memberId: string
  readonly groupInstanceId: string | null // v7+
  readonly retentionTimeMs: bigint // v2-4
  readonly topics: readonly OffsetCommitRequestTopic[]
}

function encodeOffsetCommitRequest(writer: Writer, message: Draft<OffsetCommitRequest>, version: number): void {
  const flexible = version >= 8
  writer.string(message.groupId ?? '', flexible)
  writer.int32(message.generationIdOrMemberEpoch ?? -1)
  writer.string(message.memberId ?? '', flexible)
  if (version >= 7) {
    const groupInstanceId = message.groupInstanceId ?? null
    writer.nullableString(groupInstanceId, flexible)
  }
  if (version < 7 && message.groupInstanceId !== undefined && message.groupInstanceId !== null)
    refuseField('OffsetCommitRequest', 'groupInstanceId', version)
  if (version <= 4) writer.int64(message.retentionTimeMs ?? -1n)
  const topics = message.topics ?? []
  writer.arrayLength(topics.length, flexible)
  for (const item of topics) encodeOffsetCommitRequestTopic(writer, item, version)
  if (flexible) writer.taggedFields(message.unknownTaggedFields)
}

function decodeOffsetCommitRequest(reader: Reader, version: number): OffsetCommitRequest {
  const flexible = version >= 8
  const groupId = reader.string('groupId', flexible)
  const generationIdOrMemberEpoch = reader.int32('generationIdOrMemberEpoch')
  const memberId = reader.string('memberId', flexible)
  const groupInstanceId = version >= 7 ? reader.nullableString('groupInstanceId', flexible) : null
  const retentionTimeMs = version <= 4 ? reader.int64('retentionTimeMs') : -1n
  const topics = reader.array('topics', flexible, version, decodeOffsetCommitRequestTopic)
  const unknownTaggedFields = flexible ? reader.taggedFields() : noTaggedFields
  return { groupId, generationIdOrMemberEpoch, memberId, groupInstanceId, retentionTimeMs, topics, unknownTaggedFields }
}

export const offsetCommitRequest: MessageCodec<OffsetCommitRequest> = {
  name: 'OffsetCommitRequest',
  apiKey: 8,
  minVersion: 2,
  maxVersion: 10,
  firstFlexibleVersion: 8,
  encode: encodeOffsetCommitRequest,
  decode: decodeOffsetCommitRequest,
}
