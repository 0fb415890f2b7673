import { ConfigError } from '../errors/client-errors.ts'
import type { TopicPartition } from '../record/record.ts'
import type { ConsumerBatch } from './consumer-batch.ts'
import { describe } from './consumer-options.ts'

/** An offset to commit: that of the next record to read, one more than the last one that is done. */
export interface CommitOffset extends TopicPartition {
  readonly offset: bigint
  /** Kept with the offset, for people and tools. Default: empty. */
  readonly metadata?: string
  /** The epoch of the last record that is done (`record.leaderEpoch`), for truncation detection. Default: unknown. */
  readonly leaderEpoch?: number
}

/** A record that was given: committing or marking it says that it, and all before it in its partition, is done. */
export interface DoneRecord extends TopicPartition {
  readonly offset: bigint
  readonly leaderEpoch: number
  readonly timestamp: number
}

/** A batch that was given, whole. */
export type DoneBatch = Pick<ConsumerBatch, 'topic' | 'partition' | 'firstOffset' | 'lastOffset'>

/** What can be committed and marked: a record or a batch that is done, offsets to go on from, or a list of any of them. */
export type Committable = DoneRecord | DoneBatch | CommitOffset | readonly (DoneRecord | DoneBatch | CommitOffset)[]

/**
 * The offsets that `given` means. Of several for one partition the furthest counts: a list of records says that all of
 * them are done. Throws a `ConfigError` for what means none.
 */
export function offsetsOf(given: unknown): readonly Required<CommitOffset>[] {
  const furthest = new Map<string, Required<CommitOffset>>()
  for (const each of Array.isArray(given) ? given : [given]) {
    const offset = offsetOf(each)
    const name = `${offset.topic}-${offset.partition}`
    const known = furthest.get(name)
    if (known === undefined || offset.offset > known.offset) furthest.set(name, offset)
  }
  return [...furthest.values()]
}

function offsetOf(given: unknown): Required<CommitOffset> {
  if (typeof given !== 'object' || given === null) throw notCommittable(given)
  const { topic, partition, ...rest } = fieldsOf(given)
  if (typeof topic !== 'string' || !Number.isInteger(partition)) throw notCommittable(given)
  const { offset, metadata, leaderEpoch } = rest
  if (typeof offset !== 'bigint' || offset < 0n) {
    throw new ConfigError(`offset must be a bigint that is not negative: ${describe(offset)}`)
  }
  if (typeof metadata !== 'string') throw new ConfigError(`metadata must be a string: ${describe(metadata)}`)
  if (!Number.isInteger(leaderEpoch)) throw new ConfigError(`leaderEpoch must be a number: ${describe(leaderEpoch)}`)
  return { topic, partition: partition as number, offset, metadata, leaderEpoch: leaderEpoch as number }
}

/** Records and batches say what was done; offsets say what comes next. */
function fieldsOf(given: object): Partial<Record<keyof CommitOffset, unknown>> {
  const { topic, partition, offset } = given as Partial<CommitOffset>
  if ('lastOffset' in given) {
    const { lastOffset } = given as DoneBatch
    return { topic, partition, offset: lastOffset + 1n, metadata: '', leaderEpoch: -1 }
  }
  const { metadata = '', leaderEpoch = -1 } = given as Partial<CommitOffset>
  if (!('timestamp' in given)) return { topic, partition, offset, metadata, leaderEpoch }
  return { topic, partition, offset: typeof offset === 'bigint' ? offset + 1n : offset, metadata: '', leaderEpoch }
}

function notCommittable(given: unknown): ConfigError {
  const rule = 'a record, a batch, { topic, partition, offset, metadata }, or a list of them'
  return new ConfigError(`What is committed or marked must be ${rule}: ${describe(given)}`)
}
