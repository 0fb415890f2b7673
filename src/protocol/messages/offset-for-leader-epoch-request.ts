// @generated from schemas/OffsetForLeaderEpochRequest.json by `npm run generate`. Do not edit.
import type { Draft, MessageCodec, Tagged } from '../message-codec.ts'
import type { Reader } from '../reader.ts'
import { noTaggedFields } from '../tagged-field.ts'
import type { Writer } from '../writer.ts'

export interface OffsetForLeaderEpochRequestOffsetForLeaderPartition extends Tagged {
  readonly partition: number
  readonly currentLeaderEpoch: number
  readonly leaderEpoch: number
}

function encodeOffsetForLeaderEpochRequestOffsetForLeaderPartition(
  writer: Writer,
  message: Draft<OffsetForLeaderEpochRequestOffsetForLeaderPartition>,
  version: number,
): void {
  const flexible = version === 4
  writer.int32(message.partition ?? 0)
  writer.int32(message.currentLeaderEpoch ?? -1)
  writer.int32(message.leaderEpoch ?? 0)
  if (flexible) writer.taggedFields(message.unknownTaggedFields)
}

function decodeOffsetForLeaderEpochRequestOffsetForLeaderPartition(
  reader: Reader,
  version: number,
): OffsetForLeaderEpochRequestOffsetForLeaderPartition {
  const flexible = version === 4
  const partition = reader.int32('partition')
  const currentLeaderEpoch = reader.int32('currentLeaderEpoch')
  const leaderEpoch = reader.int32('leaderEpoch')
  const unknownTaggedFields = flexible ? reader.taggedFields() : noTaggedFields
  return { partition, currentLeaderEpoch, leaderEpoch, unknownTaggedFields }
}

export interface OffsetForLeaderEpochRequestOffsetForLeaderTopic extends Tagged {
  readonly topic: string
  readonly partitions: readonly OffsetForLeaderEpochRequestOffsetForLeaderPartition[]
}

function encodeOffsetForLeaderEpochRequestOffsetForLeaderTopic(
  writer: Writer,
  message: Draft<OffsetForLeaderEpochRequestOffsetForLeaderTopic>,
  version: number,
): void {
  const flexible = version === 4
  writer.string(message.topic ?? '', flexible)
  const partitions = message.partitions ?? []
  writer.arrayLength(partitions.length, flexible)
  for (const item of partitions) encodeOffsetForLeaderEpochRequestOffsetForLeaderPartition(writer, item, version)
  if (flexible) writer.taggedFields(message.unknownTaggedFields)
}

function decodeOffsetForLeaderEpochRequestOffsetForLeaderTopic(
  reader: Reader,
  version: number,
): OffsetForLeaderEpochRequestOffsetForLeaderTopic {
  const flexible = version === 4
  const topic = reader.string('topic', flexible)
  const partitions = reader.array(
    'partitions',
    flexible,
    version,
    decodeOffsetForLeaderEpochRequestOffsetForLeaderPartition,
  )
  const unknownTaggedFields = flexible ? reader.taggedFields() : noTaggedFields
  return { topic, partitions, unknownTaggedFields }
}

export interface OffsetForLeaderEpochRequest extends Tagged {
  readonly replicaId: number // v3+
  readonly topics: readonly OffsetForLeaderEpochRequestOffsetForLeaderTopic[]
}

function encodeOffsetForLeaderEpochRequest(
  writer: Writer,
  message: Draft<OffsetForLeaderEpochRequest>,
  version: number,
): void {
  const flexible = version === 4
  if (version >= 3) writer.int32(message.replicaId ?? -2)
  const topics = message.topics ?? []
  writer.arrayLength(topics.length, flexible)
  for (const item of topics) encodeOffsetForLeaderEpochRequestOffsetForLeaderTopic(writer, item, version)
  if (flexible) writer.taggedFields(message.unknownTaggedFields)
}

function decodeOffsetForLeaderEpochRequest(reader: Reader, version: number): OffsetForLeaderEpochRequest {
  const flexible = version === 4
  const replicaId = version >= 3 ? reader.int32('replicaId') : -2
  const topics = reader.array('topics', flexible, version, decodeOffsetForLeaderEpochRequestOffsetForLeaderTopic)
  const unknownTaggedFields = flexible ? reader.taggedFields() : noTaggedFields
  return { replicaId, topics, unknownTaggedFields }
}

export const offsetForLeaderEpochRequest: MessageCodec<OffsetForLeaderEpochRequest> = {
  name: 'OffsetForLeaderEpochRequest',
  apiKey: 23,
  minVersion: 2,
  maxVersion: 4,
  firstFlexibleVersion: 4,
  encode: encodeOffsetForLeaderEpochRequest,
  decode: decodeOffsetForLeaderEpochRequest,
}
