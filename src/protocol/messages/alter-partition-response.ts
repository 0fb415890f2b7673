// @generated from schemas/AlterPartitionResponse.json by `npm run generate`. Do not edit.
import type { Draft, MessageCodec, Tagged } from '../message-codec.ts'
import { type Reader, readInt32 } from '../reader.ts'
import { type Uuid, zeroUuid } from '../uuid.ts'
import type { Writer } from '../writer.ts'

export interface AlterPartitionResponsePartitionData extends Tagged {
  readonly partitionIndex: number
  readonly errorCode: number
  readonly leaderId: number
  readonly leaderEpoch: number
  readonly isr: readonly number[]
  readonly leaderRecoveryState: number
  readonly partitionEpoch: number
}

function encodeAlterPartitionResponsePartitionData(
  writer: Writer,
  message: Draft<AlterPartitionResponsePartitionData>,
  _version: number,
): void {
  writer.int32(message.partitionIndex ?? 0)
  writer.int16(message.errorCode ?? 0)
  writer.int32(message.leaderId ?? 0)
  writer.int32(message.leaderEpoch ?? 0)
  const isr = message.isr ?? []
  writer.arrayLength(isr.length, true)
  for (const item of isr) writer.int32(item)
  writer.int8(message.leaderRecoveryState ?? 0)
  writer.int32(message.partitionEpoch ?? 0)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeAlterPartitionResponsePartitionData(
  reader: Reader,
  version: number,
): AlterPartitionResponsePartitionData {
  const partitionIndex = reader.int32('partitionIndex')
  const errorCode = reader.int16('errorCode')
  const leaderId = reader.int32('leaderId')
  const leaderEpoch = reader.int32('leaderEpoch')
  const isr = reader.array('isr', true, version, readInt32)
  const leaderRecoveryState = reader.int8('leaderRecoveryState')
  const partitionEpoch = reader.int32('partitionEpoch')
  const unknownTaggedFields = reader.taggedFields()
  return {
    partitionIndex,
    errorCode,
    leaderId,
    leaderEpoch,
    isr,
    leaderRecoveryState,
    partitionEpoch,
    unknownTaggedFields,
  }
}

export interface AlterPartitionResponseTopicData extends Tagged {
  readonly topicId: Uuid
  readonly partitions: readonly AlterPartitionResponsePartitionData[]
}

function encodeAlterPartitionResponseTopicData(
  writer: Writer,
  message: Draft<AlterPartitionResponseTopicData>,
  version: number,
): void {
  writer.uuid(message.topicId ?? zeroUuid)
  const partitions = message.partitions ?? []
  writer.arrayLength(partitions.length, true)
  for (const item of partitions) encodeAlterPartitionResponsePartitionData(writer, item, version)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeAlterPartitionResponseTopicData(reader: Reader, version: number): AlterPartitionResponseTopicData {
  const topicId = reader.uuid('topicId')
  const partitions = reader.array('partitions', true, version, decodeAlterPartitionResponsePartitionData)
  const unknownTaggedFields = reader.taggedFields()
  return { topicId, partitions, unknownTaggedFields }
}

export interface AlterPartitionResponse extends Tagged {
  readonly throttleTimeMs: number
  readonly errorCode: number
  readonly topics: readonly AlterPartitionResponseTopicData[]
}

function encodeAlterPartitionResponse(writer: Writer, message: Draft<AlterPartitionResponse>, version: number): void {
  writer.int32(message.throttleTimeMs ?? 0)
  writer.int16(message.errorCode ?? 0)
  const topics = message.topics ?? []
  writer.arrayLength(topics.length, true)
  for (const item of topics) encodeAlterPartitionResponseTopicData(writer, item, version)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeAlterPartitionResponse(reader: Reader, version: number): AlterPartitionResponse {
  const throttleTimeMs = reader.int32('throttleTimeMs')
  const errorCode = reader.int16('errorCode')
  const topics = reader.array('topics', true, version, decodeAlterPartitionResponseTopicData)
  const unknownTaggedFields = reader.taggedFields()
  return { throttleTimeMs, errorCode, topics, unknownTaggedFields }
}

export const alterPartitionResponse: MessageCodec<AlterPartitionResponse> = {
  name: 'AlterPartitionResponse',
  apiKey: 56,
  minVersion: 2,
  maxVersion: 3,
  firstFlexibleVersion: 2,
  encode: encodeAlterPartitionResponse,
  decode: decodeAlterPartitionResponse,
}
