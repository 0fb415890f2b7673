// @generated from schemas/ConsumerProtocolSubscription.json by `npm run generate`. Do not edit.
import type { Draft, MessageCodec } from '../message-codec.ts'
import { type Reader, readInt32, readString } from '../reader.ts'
import type { Writer } from '../writer.ts'

export interface ConsumerProtocolSubscriptionTopicPartition {
  readonly topic: string // v1+
  readonly partitions: readonly number[] // v1+
}

function encodeConsumerProtocolSubscriptionTopicPartition(
  writer: Writer,
  message: Draft<ConsumerProtocolSubscriptionTopicPartition>,
  _version: number,
): void {
  writer.string(message.topic ?? '', false)
  const partitions = message.partitions ?? []
  writer.arrayLength(partitions.length, false)
  for (const item of partitions) writer.int32(item)
}

function decodeConsumerProtocolSubscriptionTopicPartition(
  reader: Reader,
  version: number,
): ConsumerProtocolSubscriptionTopicPartition {
  const topic = reader.string('topic', false)
  const partitions = reader.array('partitions', false, version, readInt32)
  return { topic, partitions }
}

export interface ConsumerProtocolSubscription {
  readonly topics: readonly string[]
  readonly userData: Buffer | null
  readonly ownedPartitions: readonly ConsumerProtocolSubscriptionTopicPartition[] // v1+
  readonly generationId: number // v2+
  readonly rackId: string | null // v3+
}

function encodeConsumerProtocolSubscription(
  writer: Writer,
  message: Draft<ConsumerProtocolSubscription>,
  version: number,
): void {
  const topics = message.topics ?? []
  writer.arrayLength(topics.length, false)
  for (const item of topics) writer.string(item, false)
  const userData = message.userData ?? null
  writer.nullableBytes(userData, false)
  if (version >= 1) {
    const ownedPartitions = message.ownedPartitions ?? []
    writer.arrayLength(ownedPartitions.length, false)
    for (const item of ownedPartitions) encodeConsumerProtocolSubscriptionTopicPartition(writer, item, version)
  }
  if (version >= 2) writer.int32(message.generationId ?? -1)
  if (version === 3) {
    const rackId = message.rackId ?? null
    writer.nullableString(rackId, false)
  }
}

function decodeConsumerProtocolSubscription(reader: Reader, version: number): ConsumerProtocolSubscription {
  const topics = reader.array('topics', false, version, readString)
  const userData = reader.nullableBytes('userData', false)
  const ownedPartitions =
    version >= 1
      ? reader.array('ownedPartitions', false, version, decodeConsumerProtocolSubscriptionTopicPartition)
      : []
  const generationId = version >= 2 ? reader.int32('generationId') : -1
  const rackId = version === 3 ? reader.nullableString('rackId', false) : null
  return { topics, userData, ownedPartitions, generationId, rackId }
}

export const consumerProtocolSubscription: MessageCodec<ConsumerProtocolSubscription> = {
  name: 'ConsumerProtocolSubscription',
  apiKey: -1,
  minVersion: 0,
  maxVersion: 3,
  firstFlexibleVersion: -1,
  encode: encodeConsumerProtocolSubscription,
  decode: decodeConsumerProtocolSubscription,
}
