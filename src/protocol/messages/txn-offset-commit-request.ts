// @generated from schemas/TxnOffsetCommitRequest.json by `npm run generate`. Do not edit.
import type { Draft, MessageCodec, Tagged } from '../message-codec.ts'
import type { Reader } from '../reader.ts'
import { noTaggedFields } from '../tagged-field.ts'
import { type Uuid, zeroUuid } from '../uuid.ts'
import { refuseField, type Writer } from '../writer.ts'

export interface TxnOffsetCommitRequestPartition extends Tagged {
  readonly partitionIndex: number
  readonly committedOffset: bigint
  readonly committedLeaderEpoch: number // v2+
  readonly committedMetadata: string | null
}

function encodeTxnOffsetCommitRequestPartition(
  writer: Writer,
  message: Draft<TxnOffsetCommitRequestPartition>,
  version: number,
): void {
  const flexible = version >= 3
  writer.int32(message.partitionIndex ?? 0)
  writer.int64(message.committedOffset ?? 0n)
  if (version >= 2) writer.int32(message.committedLeaderEpoch ?? -1)
  const committedMetadata = message.committedMetadata === undefined ? '' : message.committedMetadata
  writer.nullableString(committedMetadata, flexible)
  if (flexible) writer.taggedFields(message.unknownTaggedFields)
}

function decodeTxnOffsetCommitRequestPartition(reader: Reader, version: number): TxnOffsetCommitRequestPartition {
  const flexible = version >= 3
  const partitionIndex = reader.int32('partitionIndex')
  const committedOffset = reader.int64('committedOffset')
  const committedLeaderEpoch = version >= 2 ? reader.int32('committedLeaderEpoch') : -1
  const committedMetadata = reader.nullableString('committedMetadata', flexible)
  const unknownTaggedFields = flexible ? reader.taggedFields() : noTaggedFields
  return { partitionIndex, committedOffset, committedLeaderEpoch, committedMetadata, unknownTaggedFields }
}

export interface TxnOffsetCommitRequestTopic extends Tagged {
  readonly name: string // v0-5
  readonly topicId: Uuid // v6+
  readonly partitions: readonly TxnOffsetCommitRequestPartition[]
}

function encodeTxnOffsetCommitRequestTopic(
  writer: Writer,
  message: Draft<TxnOffsetCommitRequestTopic>,
  version: number,
): void {
  const flexible = version >= 3
  if (version <= 5) writer.string(message.name ?? '', flexible)
  if (version === 6) writer.uuid(message.topicId ?? zeroUuid)
  const partitions = message.partitions ?? []
  writer.arrayLength(partitions.length, flexible)
  for (const item of partitions) encodeTxnOffsetCommitRequestPartition(writer, item, version)
  if (flexible) writer.taggedFields(message.unknownTaggedFields)
}

function decodeTxnOffsetCommitRequestTopic(reader: Reader, version: number): TxnOffsetCommitRequestTopic {
  const flexible = version >= 3
  const name = version <= 5 ? reader.string('name', flexible) : ''
  const topicId = version === 6 ? reader.uuid('topicId') : zeroUuid
  const partitions = reader.array('partitions', flexible, version, decodeTxnOffsetCommitRequestPartition)
  const unknownTaggedFields = flexible ? reader.taggedFields() : noTaggedFields
  return { name, topicId, partitions, unknownTaggedFields }
}

export interface TxnOffsetCommitRequest extends Tagged {
  readonly transactionalId: string
  readonly groupId: string
  readonly producerId: bigint
  readonly producerEpoch: number
  readonly generationIdOrMemberEpoch: number // v3+
  readonly memberId: string // v3+
  readonly groupInstanceId: string | null // v3+
  readonly topics: readonly TxnOffsetCommitRequestTopic[]
}

function encodeTxnOffsetCommitRequest(writer: Writer, message: Draft<TxnOffsetCommitRequest>, version: number): void {
  const flexible = version >= 3
  writer.string(message.transactionalId ?? '', flexible)
  writer.string(message.groupId ?? '', flexible)
  writer.int64(message.producerId ?? 0n)
  writer.int16(message.producerEpoch ?? 0)
  if (version >= 3) writer.int32(message.generationIdOrMemberEpoch ?? -1)
  if (version < 3 && message.generationIdOrMemberEpoch !== undefined && message.generationIdOrMemberEpoch !== -1)
    refuseField('TxnOffsetCommitRequest', 'generationIdOrMemberEpoch', version)
  if (version >= 3) writer.string(message.memberId ?? '', flexible)
  if (version < 3 && message.memberId !== undefined && message.memberId !== '')
    refuseField('TxnOffsetCommitRequest', 'memberId', version)
  if (version >= 3) {
    const groupInstanceId = message.groupInstanceId ?? null
    writer.nullableString(groupInstanceId, flexible)
  }
  if (version < 3 && message.groupInstanceId !== undefined && message.groupInstanceId !== null)
    refuseField('TxnOffsetCommitRequest', 'groupInstanceId', version)
  const topics = message.topics ?? []
  writer.arrayLength(topics.length, flexible)
  for (const item of topics) encodeTxnOffsetCommitRequestTopic(writer, item, version)
  if (flexible) writer.taggedFields(message.unknownTaggedFields)
}

function decodeTxnOffsetCommitRequest(reader: Reader, version: number): TxnOffsetCommitRequest {
  const flexible = version >= 3
  const transactionalId = reader.string('transactionalId', flexible)
  const groupId = reader.string('groupId', flexible)
  const producerId = reader.int64('producerId')
  const producerEpoch = reader.int16('producerEpoch')
  const generationIdOrMemberEpoch = version >= 3 ? reader.int32('generationIdOrMemberEpoch') : -1
  const memberId = version >= 3 ? reader.string('memberId', flexible) : ''
  const groupInstanceId = version >= 3 ? reader.nullableString('groupInstanceId', flexible) : null
  const topics = reader.array('topics', flexible, version, decodeTxnOffsetCommitRequestTopic)
  const unknownTaggedFields = flexible ? reader.taggedFields() : noTaggedFields
  return {
    transactionalId,
    groupId,
    producerId,
    producerEpoch,
    generationIdOrMemberEpoch,
    memberId,
    groupInstanceId,
    topics,
    unknownTaggedFields,
  }
}

export const txnOffsetCommitRequest: MessageCodec<TxnOffsetCommitRequest> = {
  name: 'TxnOffsetCommitRequest',
  apiKey: 28,
  minVersion: 0,
  maxVersion: 6,
  firstFlexibleVersion: 3,
  encode: encodeTxnOffsetCommitRequest,
  decode: decodeTxnOffsetCommitRequest,
}
