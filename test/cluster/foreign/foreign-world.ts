/** What tests with other people's clients share. They start programs, so they run with the integration project only. */
import { inject } from 'vitest'
import type { FakeCluster } from '../../../src/testing/index.ts'

/** Long for a program that was compiled or installed just before. */
export const foreignTimeoutMs = 60_000

/** Why none of these tests run here; undefined when they do. */
export const notHere: string | undefined = whyNotHere()

function whyNotHere(): string | undefined {
  if (inject('broker' as never) === undefined) return 'only with the integration project'
  // They do not depend on the broker that CI runs the rest of this project on once more.
  return process.env.OTTLA_OWN_CLUSTERS === 'no' ? 'once is enough (OTTLA_OWN_CLUSTERS=no)' : undefined
}

export interface StoredRecord {
  readonly partition: number
  readonly offset: number
  readonly key: string | null
  readonly value: string | null
}

/** Everything that the cluster holds of a topic, by partition and offset. */
export function storedRecords(cluster: FakeCluster, topic: string): StoredRecord[] {
  const { partitions } = cluster.topics.find(({ name }) => name === topic)!
  return partitions.flatMap(({ index }) =>
    cluster.log(topic, index).records.map(({ offset, key, value }) => ({
      partition: index,
      offset: Number(offset),
      key: key?.toString() ?? null,
      value: value?.toString() ?? null,
    })),
  )
}

/** The same order as that of `storedRecords`. */
export function inOrder(records: readonly StoredRecord[]): StoredRecord[] {
  return [...records].sort((a, b) => a.partition - b.partition || a.offset - b.offset)
}

/** Keys and values for so many records. */
export function sampleRecords(count: number): { readonly key: string; readonly value: string }[] {
  return Array.from({ length: count }, (_, index) => ({ key: `key ${index % 17}`, value: `value ${index}` }))
}
