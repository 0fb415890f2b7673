import type { ClientCore } from '../client/client-core.ts'
import { type ListedOffset, type ListOffsetsTarget, listOffsets } from '../client/list-offsets.ts'
import { asKafkaError } from '../errors/as-kafka-error.ts'
import type { FindOffsets, FoundOffset, OffsetQuery } from './offset-reset.ts'

/** Offset look-ups by the client's own ListOffsets, each partition with an outcome of its own. */
export function findOffsetsBy(core: ClientCore): FindOffsets {
  return async (queries, { isolationLevel, ...options }) => {
    const targets = queries.map(({ topic, partition, target }) => ({ topic, partition, offset: target }))
    const deadline = core.startCall('Cannot look offsets up', options)
    const outcomes = await listOffsets(core, targets, isolationLevel, deadline)
    return queries.map((query, index) => foundOffset(query, outcomes.get(targets[index] as ListOffsetsTarget)!))
  }
}

function foundOffset(
  { topic, partition }: OffsetQuery,
  outcome: { readonly value: ListedOffset } | { readonly error: unknown },
): FoundOffset {
  if ('error' in outcome) return { topic, partition, offset: undefined, error: asKafkaError(outcome.error) }
  const { offset, timestamp, leaderEpoch } = outcome.value
  // -1: no record is as late as the timestamp.
  return { topic, partition, offset: offset < 0n ? undefined : offset, timestamp, leaderEpoch }
}
