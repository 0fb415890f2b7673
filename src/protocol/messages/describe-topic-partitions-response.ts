// @generated from schemas/DescribeTopicPartitionsResponse.json by `npm run generate`. Do not edit.
import type { Draft, MessageCodec, Tagged } from '../message-codec.ts'
import { type Reader, readInt32 } from '../reader.ts'
import { noTaggedFields } from '../tagged-field.ts'
import { type Uuid, zeroUuid } from '../uuid.ts'
import type { Writer } from '../writer.ts'

export interface DescribeTopicPartitionsResponsePartition extends Tagged {
  readonly errorCode: number
  readonly partitionIndex: number
  readonly leaderId: number
  readonly leaderEpoch: number
  readonly replicaNodes: readonly number[]
  readonly isrNodes: readonly number[]
  readonly eligibleLeaderReplicas: readonly number[] | null
  readonly lastKnownElr: readonly number[] | null
  readonly offlineReplicas: readonly number[]
}

function encodeDescribeTopicPartitionsResponsePartition(
  writer: Writer,
  message: Draft<DescribeTopicPartitionsResponsePartition>,
  _version: number,
): void {
  writer.int16(message.errorCode ?? 0)
  writer.int32(message.partitionIndex ?? 0)
  writer.int32(message.leaderId ?? 0)
  writer.int32(message.leaderEpoch ?? -1)
  const replicaNodes = message.replicaNodes ?? []
  writer.arrayLength(replicaNodes.length, true)
  for (const item of replicaNodes) writer.int32(item)
  const isrNodes = message.isrNodes ?? []
  writer.arrayLength(isrNodes.length, true)
  for (const item of isrNodes) writer.int32(item)
  const eligibleLeaderReplicas = message.eligibleLeaderReplicas ?? null
  if (eligibleLeaderReplicas === null) writer.nullArray(true)
  else {
    writer.arrayLength(eligibleLeaderReplicas.length, true)
    for (const item of eligibleLeaderReplicas) writer.int32(item)
  }
  const lastKnownElr = message.lastKnownElr ?? null
  if (lastKnownElr === null) writer.nullArray(true)
  else {
    writer.arrayLength(lastKnownElr.length, true)
    for (const item of lastKnownElr) writer.int32(item)
  }
  const offlineReplicas = message.offlineReplicas ?? []
  writer.arrayLength(offlineReplicas.length, true)
  for (const item of offlineReplicas) writer.int32(item)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeDescribeTopicPartitionsResponsePartition(
  reader: Reader,
  version: number,
): DescribeTopicPartitionsResponsePartition {
  const errorCode = reader.int16('errorCode')
  const partitionIndex = reader.int32('partitionIndex')
  const leaderId = reader.int32('leaderId')
  const leaderEpoch = reader.int32('leaderEpoch')
  const replicaNodes = reader.array('replicaNodes', true, version, readInt32)
  const isrNodes = reader.array('isrNodes', true, version, readInt32)
  const eligibleLeaderReplicas = reader.nullableArray('eligibleLeaderReplicas', true, version, readInt32)
  const lastKnownElr = reader.nullableArray('lastKnownElr', true, version, readInt32)
  const offlineReplicas = reader.array('offlineReplicas', true, version, readInt32)
  const unknownTaggedFields = reader.taggedFields()
  return {
    errorCode,
    partitionIndex,
    leaderId,
    leaderEpoch,
    replicaNodes,
    isrNodes,
    eligibleLeaderReplicas,
    lastKnownElr,
    offlineReplicas,
    unknownTaggedFields,
  }
}

export interface DescribeTopicPartitionsResponseTopic extends Tagged {
  readonly errorCode: number
  readonly name: string | null
  readonly topicId: Uuid
  readonly isInternal: boolean
  readonly partitions: readonly DescribeTopicPartitionsResponsePartition[]
  readonly topicAuthorizedOperations: number
}

function encodeDescribeTopicPartitionsResponseTopic(
  writer: Writer,
  message: Draft<DescribeTopicPartitionsResponseTopic>,
  version: number,
): void {
  writer.int16(message.errorCode ?? 0)
  const name = message.name === undefined ? '' : message.name
  writer.nullableString(name, true)
  writer.uuid(message.topicId ?? zeroUuid)
  writer.bool(message.isInternal ?? false)
  const partitions = message.partitions ?? []
  writer.arrayLength(partitions.length, true)
  for (const item of partitions) encodeDescribeTopicPartitionsResponsePartition(writer, item, version)
  writer.int32(message.topicAuthorizedOperations ?? -2147483648)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeDescribeTopicPartitionsResponseTopic(
  reader: Reader,
  version: number,
): DescribeTopicPartitionsResponseTopic {
  const errorCode = reader.int16('errorCode')
  const name = reader.nullableString('name', true)
  const topicId = reader.uuid('topicId')
  const isInternal = reader.bool('isInternal')
  const partitions = reader.array('partitions', true, version, decodeDescribeTopicPartitionsResponsePartition)
  const topicAuthorizedOperations = reader.int32('topicAuthorizedOperations')
  const unknownTaggedFields = reader.taggedFields()
  return { errorCode, name, topicId, isInternal, partitions, topicAuthorizedOperations, unknownTaggedFields }
}

export interface DescribeTopicPartitionsResponseCursor extends Tagged {
  readonly topicName: string
  readonly partitionIndex: number
}

const defaultDescribeTopicPartitionsResponseCursor: DescribeTopicPartitionsResponseCursor = {
  topicName: '',
  partitionIndex: 0,
  unknownTaggedFields: noTaggedFields,
}

function isDefaultDescribeTopicPartitionsResponseCursor(
  message: Draft<DescribeTopicPartitionsResponseCursor>,
): boolean {
  return (
    (message.topicName === undefined || message.topicName === '') &&
    (message.partitionIndex === undefined || message.partitionIndex === 0) &&
    (message.unknownTaggedFields ?? noTaggedFields).length === 0
  )
}

function encodeDescribeTopicPartitionsResponseCursor(
  writer: Writer,
  message: Draft<DescribeTopicPartitionsResponseCursor>,
  _version: number,
): void {
  writer.string(message.topicName ?? '', true)
  writer.int32(message.partitionIndex ?? 0)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeDescribeTopicPartitionsResponseCursor(
  reader: Reader,
  _version: number,
): DescribeTopicPartitionsResponseCursor {
  const topicName = reader.string('topicName', true)
  const partitionIndex = reader.int32('partitionIndex')
  const unknownTaggedFields = reader.taggedFields()
  return { topicName, partitionIndex, unknownTaggedFields }
}

export interface DescribeTopicPartitionsResponse extends Tagged {
  readonly throttleTimeMs: number
  readonly topics: readonly DescribeTopicPartitionsResponseTopic[]
  readonly nextCursor: DescribeTopicPartitionsResponseCursor | null
}

function encodeDescribeTopicPartitionsResponse(
  writer: Writer,
  message: Draft<DescribeTopicPartitionsResponse>,
  version: number,
): void {
  writer.int32(message.throttleTimeMs ?? 0)
  const topics = message.topics ?? []
  writer.arrayLength(topics.length, true)
  for (const item of topics) encodeDescribeTopicPartitionsResponseTopic(writer, item, version)
  const nextCursor = message.nextCursor ?? null
  if (nextCursor === null) writer.int8(-1)
  else {
    writer.int8(1)
    encodeDescribeTopicPartitionsResponseCursor(writer, nextCursor, version)
  }
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeDescribeTopicPartitionsResponse(reader: Reader, version: number): DescribeTopicPartitionsResponse {
  const throttleTimeMs = reader.int32('throttleTimeMs')
  const topics = reader.array('topics', true, version, decodeDescribeTopicPartitionsResponseTopic)
  const nextCursor = reader.nullableStruct('nextCursor', version, decodeDescribeTopicPartitionsResponseCursor)
  const unknownTaggedFields = reader.taggedFields()
  return { throttleTimeMs, topics, nextCursor, unknownTaggedFields }
}

export const describeTopicPartitionsResponse: MessageCodec<DescribeTopicPartitionsResponse> = {
  name: 'DescribeTopicPartitionsResponse',
  apiKey: 75,
  minVersion: 0,
  maxVersion: 0,
  firstFlexibleVersion: 0,
  encode: encodeDescribeTopicPartitionsResponse,
  decode: decodeDescribeTopicPartitionsResponse,
}
