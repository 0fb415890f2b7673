/**
 * The ways to read a consumer: record by record, in batches, by polling, and by a run.
 *
 * Owned by the consumer. All of them take from the one record stream and differ in what they keep account of: a group's
 * consumer notes what is in hand, typed records go through deserializers. What was taken and cannot be given after all
 * (it cannot be read, its partition was paused meanwhile) is put back, unless the application went elsewhere.
 */
import { UndecodableBatchError } from '../errors/fetch-errors.ts'
import type { Cursor } from '../fetch/cursor.ts'
import type { Fetcher } from '../fetch/fetcher.ts'
import type { RecordView } from '../record/batch-records.ts'
import type { ConsumedRecord } from '../record/record.ts'
import type { Clock } from '../support/clock.ts'
import { type ConsumerBatch, FetchedConsumerBatch } from './consumer-batch.ts'
import type { Coordination } from './coordination.ts'
import type { Hand } from './hand.ts'
import { type ReaderHost, StreamIterator } from './reader.ts'
import type { RecordReader } from './record-reader.ts'
import { TypedConsumerBatch } from './typed-record.ts'

export interface ReadingOptions<K, V> {
  readonly fetcher: Fetcher
  readonly clock: Clock
  /** Undefined when records are given as they are. */
  readonly reader: RecordReader<K, V> | undefined
  readonly coordination: Coordination | undefined
  readonly isClosed: () => boolean
}

export interface PollBounds {
  readonly maxRecords: number
  readonly timeoutMs: number
  readonly signal: AbortSignal | undefined
}

export interface TakeBatchOptions {
  readonly movesBack: boolean
  readonly includesEmpty: boolean
}

/** Where a partition was when the first of some records was taken from it. */
interface Place {
  readonly positionEpoch: number
  readonly offset: bigint
}

/**
 * Batches of one answer are given together until they have so many bytes. Larger ones cost no less and are longer turns
 * of the event loop for who iterates them: 1 MiB took 9 ms of CPU in the 99th percentile of turns, this 8.
 */
const batchTargetBytes = 256 * 1024

export class Reading<K, V> {
  readonly host: ReaderHost
  readonly #options: ReadingOptions<K, V>
  readonly #pollHand: Hand | undefined

  constructor(options: ReadingOptions<K, V>) {
    this.#options = options
    this.#pollHand = options.coordination?.hands.open()
    this.host = readerHost(options)
  }

  records(): AsyncIterableIterator<ConsumedRecord<K, V>, void, void> {
    const { reader, fetcher } = this.#options
    const takeRaw = (): RecordView | undefined => fetcher.stream.takeRecord()
    // Without deserializers, what is fetched is what is given.
    if (reader === undefined) return this.#iterator(takeRaw, (raw) => raw as ConsumedRecord<unknown, unknown>) as never
    return this.#iterator(takeRaw, (raw) => this.#giveTyped(reader, raw))
  }

  batches(includesEmpty: boolean): AsyncIterableIterator<ConsumerBatch<K, V>, void, void> {
    const { reader } = this.#options
    const takeRaw = (): FetchedConsumerBatch | undefined => this.takeBatch({ movesBack: true, includesEmpty })
    if (reader === undefined) return this.#iterator(takeRaw, (raw) => raw as ConsumerBatch<unknown, unknown>) as never
    return this.#iterator(takeRaw, (raw) => this.#giveTypedBatch(reader, raw))
  }

  async poll({ maxRecords, timeoutMs, signal }: PollBounds): Promise<ConsumedRecord<K, V>[]> {
    const { fetcher, clock, coordination, isClosed } = this.#options
    const { stream } = fetcher
    const expiresAtMs = clock.now() + timeoutMs
    this.#pollHand?.finish()
    for (;;) {
      if (isClosed()) return []
      coordination?.throwFailure()
      const wait = stream.prepare()
      const records = wait === undefined ? await this.#takeRecords(maxRecords) : []
      if (records.length > 0) return records
      if (wait === undefined) continue
      const remainingMs = expiresAtMs - clock.now()
      // What only waits for its turn of the event loop is there, and given even without time to wait.
      if (remainingMs <= 0 && !stream.isYielding) return []
      await waitWithin(clock, wait, stream.isYielding ? Number.POSITIVE_INFINITY : remainingMs, signal)
    }
  }

  /** `movesBack`: a record that turns out to be unreadable moves the position back to it. */
  takeBatch({ movesBack, includesEmpty }: TakeBatchOptions): FetchedConsumerBatch | undefined {
    const { fetcher } = this.#options
    const taken = fetcher.stream.takeBatches(batchTargetBytes, includesEmpty)
    if (taken === undefined) return undefined
    const { cursor, positionEpoch, batches, fromOffset, nextOffset, highWatermark } = taken
    const { topic, partition } = cursor
    const onUndecodable = (offset: bigint): void => {
      if (movesBack) this.putBack(cursor, { positionEpoch, offset })
    }
    const fields = { topic, partition, batches, fromOffset, nextOffset, highWatermark, onUndecodable }
    return new FetchedConsumerBatch(fields)
  }

  /** Unless the user has gone elsewhere since: then that counts. */
  putBack(cursor: Cursor, { positionEpoch, offset }: Place): void {
    if (cursor.positionEpoch === positionEpoch) this.#options.fetcher.moveTo(cursor, offset)
  }

  /** Whoever asks for the next item has finished the one before. */
  #iterator<Raw extends RecordView | FetchedConsumerBatch, Item>(
    takeRaw: () => Raw | undefined,
    give: (raw: Raw) => Item | undefined | Promise<Item | undefined>,
  ): AsyncIterableIterator<Item, void, void> {
    const { coordination, isClosed } = this.#options
    if (coordination === undefined) {
      return new StreamIterator(this.host, () => {
        const raw = takeRaw()
        return raw === undefined ? undefined : give(raw)
      })
    }
    const hand = coordination.hands.open()
    const takeNext = (): Item | undefined | Promise<Item | undefined> => {
      hand.finish()
      // While the group is being left there is still data, which belongs to the next owner.
      if (isClosed()) return undefined
      const raw = hand.hold(takeRaw())
      return raw === undefined ? undefined : give(raw)
    }
    return new StreamIterator(this.host, takeNext, () => hand.abandon())
  }

  #giveTyped(
    reader: RecordReader<K, V>,
    raw: RecordView,
  ): ConsumedRecord<K, V> | undefined | Promise<ConsumedRecord<K, V> | undefined> {
    const cursor = this.#options.fetcher.cursor(raw.topic, raw.partition)!
    const { positionEpoch } = cursor
    try {
      const read = reader.read(raw)
      if (!(read instanceof Promise)) return read
      return this.#giveLater(cursor, { positionEpoch, offset: raw.offset }, read)
    } catch (error) {
      this.putBack(cursor, { positionEpoch, offset: raw.offset })
      return Promise.reject(error)
    }
  }

  async #giveLater<Item>(cursor: Cursor, place: Place, pending: Promise<Item | undefined>): Promise<Item | undefined> {
    try {
      const item = await pending
      if (this.#isStill(cursor, place)) return item
    } catch (error) {
      // Of no interest to anybody who has gone elsewhere.
      if (cursor.positionEpoch !== place.positionEpoch) return undefined
      this.putBack(cursor, place)
      throw error
    }
    return undefined
  }

  /** False when the partition was sought, lost or paused meanwhile: what was taken is not to be given any more. */
  #isStill(cursor: Cursor, place: Place): boolean {
    if (cursor.positionEpoch !== place.positionEpoch) return false
    if (!cursor.isPaused) return true
    this.putBack(cursor, place)
    return false
  }

  async #giveTypedBatch(
    reader: RecordReader<K, V>,
    raw: FetchedConsumerBatch,
  ): Promise<ConsumerBatch<K, V> | undefined> {
    const cursor = this.#options.fetcher.cursor(raw.topic, raw.partition)!
    const { positionEpoch } = cursor
    const offset = raw.firstOffset
    const { batch, failure } = await readBatch(reader, raw, offset)
    if (!this.#isStill(cursor, { positionEpoch, offset })) return undefined
    if (failure === undefined) return batch
    this.putBack(cursor, { positionEpoch, offset: failure.offset })
    if (batch === undefined) throw failure.error
    // The records before it first; then reading gets here again.
    return batch
  }

  #takeRecords(maxRecords: number): ConsumedRecord<K, V>[] | Promise<ConsumedRecord<K, V>[]> {
    const { fetcher, reader } = this.#options
    const { stream } = fetcher
    const raws: RecordView[] = []
    while (raws.length < maxRecords) {
      const raw = stream.takeRecord()
      if (raw !== undefined) raws.push(raw)
      else if (!stream.isReady) break
    }
    this.#pollHand?.hold(raws)
    if (reader !== undefined) return this.#readPolled(reader, raws)
    return raws as readonly ConsumedRecord<unknown, unknown>[] as ConsumedRecord<K, V>[]
  }

  async #readPolled(reader: RecordReader<K, V>, raws: readonly RecordView[]): Promise<ConsumedRecord<K, V>[]> {
    const places = new Map<Cursor, Place>()
    for (const { topic, partition, offset } of raws) {
      const cursor = this.#options.fetcher.cursor(topic, partition)!
      if (!places.has(cursor)) places.set(cursor, { positionEpoch: cursor.positionEpoch, offset })
    }
    const { records, failure } = await reader.readMany(raws)
    const failedIndex = failure?.at === undefined ? raws.length : raws.indexOf(failure.at)
    const gone = new Set<string>()
    for (const [cursor, place] of places) {
      if (!this.#isStill(cursor, place)) gone.add(cursor.name)
      else {
        const rest = raws
          .slice(failedIndex)
          .find((raw) => raw.topic === cursor.topic && raw.partition === cursor.partition)
        if (rest !== undefined) this.putBack(cursor, { ...place, offset: rest.offset })
      }
    }
    const given = records.filter(({ topic, partition }) => !gone.has(`${topic}-${partition}`))
    const failed = failure?.at
    const isOfInterest = failed !== undefined && !gone.has(`${failed.topic}-${failed.partition}`)
    // The records before it first; the next poll gets here again.
    if (given.length === 0 && isOfInterest) throw failure?.error
    return given
  }
}

/** What of a batch, from an offset on, can be read: up to the first record that cannot. */
export async function readBatch<K, V>(
  reader: RecordReader<K, V>,
  raw: ConsumerBatch,
  fromOffset: bigint,
): Promise<{
  readonly batch: ConsumerBatch<K, V> | undefined
  readonly failure: { readonly error: unknown; readonly offset: bigint } | undefined
}> {
  const { topic, partition, highWatermark } = raw
  const { records, failure } = await reader.readMany(recordsFrom(raw, fromOffset))
  const whole = { topic, partition, highWatermark, records, firstOffset: fromOffset, lastOffset: raw.lastOffset }
  if (failure === undefined) return { batch: new TypedConsumerBatch(whole), failure }
  const { error, at } = failure
  const offset = at?.offset ?? (error instanceof UndecodableBatchError ? error.offset : fromOffset)
  const batch = records.length === 0 ? undefined : new TypedConsumerBatch({ ...whole, lastOffset: offset - 1n })
  return { batch, failure: { error, offset } }
}

function* recordsFrom(raw: ConsumerBatch, fromOffset: bigint): Generator<ConsumedRecord, void, undefined> {
  for (const record of raw) if (record.offset >= fromOffset) yield record
}

function readerHost({ fetcher, coordination, isClosed }: ReadingOptions<unknown, unknown>): ReaderHost {
  const { stream } = fetcher
  const guarded = {
    get isReady() {
      return stream.isReady
    },
    prepare: () => {
      coordination?.throwFailure()
      return stream.prepare()
    },
  }
  return {
    stream: coordination === undefined ? stream : guarded,
    get isClosed() {
      return isClosed()
    },
  }
}

function waitWithin(clock: Clock, wait: Promise<void>, maxMs: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = Number.isFinite(maxMs) ? clock.setTimer(maxMs, 'consumer.poll', () => end(resolve)) : undefined
    const end = (settle: () => void): void => {
      timer?.cancel()
      signal?.removeEventListener('abort', onAbort)
      settle()
    }
    const onAbort = (): void => end(() => reject(signal?.reason))
    signal?.addEventListener('abort', onAbort, { once: true })
    void wait.then(() => end(resolve))
  })
}
