import { Reader } from '../../protocol/reader.ts'
import { Writer } from '../../protocol/writer.ts'
import type { TopicPartition } from '../../record/record.ts'
import { byTopic } from '../topic-partitions.ts'
import type { OwnClaim } from './assignor.ts'
import type { Claim } from './balance-sticky.ts'

/**
 * What Java's `StickyAssignor` puts into its subscription: what the member owned, and (since version 1, which only
 * appends) in which generation. It is eager, so the subscription's own `ownedPartitions` are empty.
 */
export function encodeStickyUserData({ ownedPartitions, generationId }: OwnClaim): Uint8Array | null {
  if (generationId < 0) return null
  const writer = new Writer()
  const topics = byTopic(ownedPartitions)
  writer.arrayLength(topics.size, false)
  for (const [topic, partitions] of topics) {
    writer.string(topic, false)
    writer.arrayLength(partitions.length, false)
    for (const partition of partitions) writer.int32(partition)
  }
  writer.int32(generationId)
  return Buffer.concat(writer.finish())
}

/** Undefined for what cannot be read: another client's bytes are no reason to fail a group. */
export function decodeStickyUserData(userData: Buffer | null): Claim | undefined {
  if (userData === null) return undefined
  try {
    const reader = new Reader(userData)
    const partitions = reader.array('previousAssignment', false, 0, readTopic).flat()
    const generationId = reader.remaining >= 4 ? reader.int32('generation') : -1
    return { partitions, generationId }
  } catch {
    return undefined
  }
}

function readTopic(reader: Reader): TopicPartition[] {
  const topic = reader.string('topic', false)
  return reader.array('partitions', false, 0, (item) => ({ topic, partition: item.int32('partition') }))
}

/** What Java's `CooperativeStickyAssignor` adds for subscriptions that have no `generationId` field yet (before v2). */
export function encodeCooperativeUserData({ generationId }: OwnClaim): Uint8Array {
  const writer = new Writer()
  writer.int32(generationId)
  return Buffer.concat(writer.finish())
}

export function decodeCooperativeUserData(userData: Buffer | null): number {
  return userData === null || userData.length < 4 ? -1 : userData.readInt32BE(0)
}
