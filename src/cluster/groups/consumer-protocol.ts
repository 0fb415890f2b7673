/** What consumers put into JoinGroup and SyncGroup (the embedded consumer protocol), read as a broker reads it. */
import type { Draft } from '../../protocol/message-codec.ts'
import {
  type ConsumerProtocolAssignment,
  consumerProtocolAssignment,
} from '../../protocol/messages/consumer-protocol-assignment.ts'
import {
  type ConsumerProtocolSubscription,
  consumerProtocolSubscription,
} from '../../protocol/messages/consumer-protocol-subscription.ts'
import { Reader } from '../../protocol/reader.ts'
import { Writer } from '../../protocol/writer.ts'

/** The protocol type of consumers' groups. */
export const consumerProtocolType = 'consumer'

const highestVersion = 3
const versionSizeBytes = 2

/** Undefined where it is not one. */
export function decodeSubscription(metadata: Buffer): ConsumerProtocolSubscription | undefined {
  return decode(metadata, consumerProtocolSubscription)
}

export function decodeAssignment(assignment: Buffer): ConsumerProtocolAssignment | undefined {
  return decode(assignment, consumerProtocolAssignment)
}

export function encodeAssignment(version: number, assignment: Draft<ConsumerProtocolAssignment>): Buffer {
  const writer = new Writer()
  writer.int16(version)
  consumerProtocolAssignment.encode(writer, assignment, Math.min(version, highestVersion))
  return Buffer.concat(writer.finish())
}

/** The topics of all subscriptions; undefined where one of them cannot be read. */
export function subscribedTopicsOf(subscriptions: readonly Buffer[]): ReadonlySet<string> | undefined {
  const topics = new Set<string>()
  for (const metadata of subscriptions) {
    const subscription = decodeSubscription(metadata)
    if (subscription === undefined) return undefined
    for (const topic of subscription.topics) topics.add(topic)
  }
  return topics
}

/** The version that a subscription was written in. */
export function subscriptionVersion(metadata: Buffer): number {
  return metadata.length < versionSizeBytes ? 0 : Math.min(metadata.readInt16BE(0), highestVersion)
}

function decode<T>(bytes: Buffer, codec: { decode(reader: Reader, version: number): T }): T | undefined {
  try {
    const reader = new Reader(bytes)
    return codec.decode(reader, Math.min(reader.int16('version'), highestVersion))
  } catch {
    return undefined
  }
}
