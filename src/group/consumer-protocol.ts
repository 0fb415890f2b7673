/** The bytes that members of a consumer group exchange through the coordinator, which does not read them. */

import type { Draft, MessageCodec } from '../protocol/message-codec.ts'
import { consumerProtocolAssignment } from '../protocol/messages/consumer-protocol-assignment.ts'
import {
  type ConsumerProtocolSubscription,
  consumerProtocolSubscription,
} from '../protocol/messages/consumer-protocol-subscription.ts'
import { Reader } from '../protocol/reader.ts'
import { Writer } from '../protocol/writer.ts'
import type { TopicPartition } from '../record/record.ts'
import { byTopic } from './topic-partitions.ts'

/** All versions have had the same fields; the first is the one that every client reads. */
const assignmentVersion = 0

export function encodeSubscription(subscription: Draft<ConsumerProtocolSubscription>): Uint8Array {
  return encode(consumerProtocolSubscription, subscription, consumerProtocolSubscription.maxVersion)
}

/** Later versions only append: what is newer than we know is read as the newest that we know. Throws `CodecError`. */
export function decodeSubscription(bytes: Buffer): ConsumerProtocolSubscription {
  return decode(consumerProtocolSubscription, bytes)
}

export function encodeAssignment(partitions: Iterable<TopicPartition>): Uint8Array {
  const assignedPartitions = toTopics(partitions)
  return encode(consumerProtocolAssignment, { assignedPartitions }, assignmentVersion)
}

/** Nothing at all is how a leader gives a member no partitions. */
export function decodeAssignment(bytes: Buffer): TopicPartition[] {
  if (bytes.length === 0) return []
  return flatten(decode(consumerProtocolAssignment, bytes).assignedPartitions)
}

export function toTopics(partitions: Iterable<TopicPartition>): { topic: string; partitions: number[] }[] {
  return [...byTopic(partitions)].map(([topic, list]) => ({ topic, partitions: list }))
}

export function flatten(topics: readonly { topic: string; partitions: readonly number[] }[]): TopicPartition[] {
  return topics.flatMap(({ topic, partitions }) => partitions.map((partition) => ({ topic, partition })))
}

function encode<T>(codec: MessageCodec<T>, message: Draft<T>, version: number): Uint8Array {
  const writer = new Writer()
  writer.int16(version)
  codec.encode(writer, message, version)
  return Buffer.concat(writer.finish())
}

function decode<T>(codec: MessageCodec<T>, bytes: Buffer): T {
  const reader = new Reader(bytes)
  const version = reader.int16('version')
  return codec.decode(reader, Math.max(codec.minVersion, Math.min(version, codec.maxVersion)))
}
