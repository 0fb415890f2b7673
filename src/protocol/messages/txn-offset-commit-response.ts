// @generated from schemas/TxnOffsetCommitResponse.json by `npm run generate`. Do not edit.
import type { Draft, MessageCodec, Tagged } from '../message-codec.ts'
import type { Reader } from '../reader.ts'
import { noTaggedFields } from '../tagged-field.ts'
import { type Uuid, zeroUuid } from '../uuid.ts'
import type { Writer } from '../writer.ts'

export interface TxnOffsetCommitResponsePartition extends Tagged {
  readonly partitionIndex: number
  readonly errorCode: number
}

function encodeTxnOffsetCommitResponsePartition(
  writer: Writer,
  message: Draft<TxnOffsetCommitResponsePartition>,
  version: number,
): void {
  const flexible = version >= 3
  writer.int32(message.partitionIndex ?? 0)
  writer.int16(message.errorCode ?? 0)
  if (flexible) writer.taggedFields(message.unknownTaggedFields)
}

function decodeTxnOffsetCommitResponsePartition(reader: Reader, version: number): TxnOffsetCommitResponsePartition {
  const flexible = version >= 3
  const partitionIndex = reader.int32('partitionIndex')
  const errorCode = reader.int16('errorCode')
  const unknownTaggedFields = flexible ? reader.taggedFields() : noTaggedFields
  return { partitionIndex, errorCode, unknownTaggedFields }
}

export interface TxnOffsetCommitResponseTopic extends Tagged {
  readonly name: string // v0-5
  readonly topicId: Uuid // v6+
  readonly partitions: readonly TxnOffsetCommitResponsePartition[]
}

function encodeTxnOffsetCommitResponseTopic(
  writer: Writer,
  message: Draft<TxnOffsetCommitResponseTopic>,
  version: number,
): void {
  const flexible = version >= 3
  if (version <= 5) writer.string(message.name ?? '', flexible)
  if (version === 6) writer.uuid(message.topicId ?? zeroUuid)
  const partitions = message.partitions ?? []
  writer.arrayLength(partitions.length, flexible)
  for (const item of partitions) encodeTxnOffsetCommitResponsePartition(writer, item, version)
  if (flexible) writer.taggedFields(message.unknownTaggedFields)
}

function decodeTxnOffsetCommitResponseTopic(reader: Reader, version: number): TxnOffsetCommitResponseTopic {
  const flexible = version >= 3
  const name = version <= 5 ? reader.string('name', flexible) : ''
  const topicId = version === 6 ? reader.uuid('topicId') : zeroUuid
  const partitions = reader.array('partitions', flexible, version, decodeTxnOffsetCommitResponsePartition)
  const unknownTaggedFields = flexible ? reader.taggedFields() : noTaggedFields
  return { name, topicId, partitions, unknownTaggedFields }
}

export interface TxnOffsetCommitResponse extends Tagged {
  readonly throttleTimeMs: number
  readonly topics: readonly TxnOffsetCommitResponseTopic[]
}

function encodeTxnOffsetCommitResponse(writer: Writer, message: Draft<TxnOffsetCommitResponse>, version: number): void {
  const flexible = version >= 3
  writer.int32(message.throttleTimeMs ?? 0)
  const topics = message.topics ?? []
  writer.arrayLength(topics.length, flexible)
  for (const item of topics) encodeTxnOffsetCommitResponseTopic(writer, item, version)
  if (flexible) writer.taggedFields(message.unknownTaggedFields)
}

function decodeTxnOffsetCommitResponse(reader: Reader, version: number): TxnOffsetCommitResponse {
  const flexible = version >= 3
  const throttleTimeMs = reader.int32('throttleTimeMs')
  const topics = reader.array('topics', flexible, version, decodeTxnOffsetCommitResponseTopic)
  const unknownTaggedFields = flexible ? reader.taggedFields() : noTaggedFields
  return { throttleTimeMs, topics, unknownTaggedFields }
}

export const txnOffsetCommitResponse: MessageCodec<TxnOffsetCommitResponse> = {
  name: 'TxnOffsetCommitResponse',
  apiKey: 28,
  minVersion: 0,
  maxVersion: 6,
  firstFlexibleVersion: 3,
  encode: encodeTxnOffsetCommitResponse,
  decode: decodeTxnOffsetCommitResponse,
}
