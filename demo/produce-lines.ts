/** The producing half: every line becomes a record, and every send is awaited. */
import { performance } from 'node:perf_hooks'
import { setTimeout as delay } from 'node:timers/promises'
import type { Kafka } from '../src/index.ts'
import { KeyLedger } from './key-ledger.ts'
import type { KeyedLine } from './keyed-lines.ts'

/** Sends whose acknowledgement is still out. More would only wait inside the producer. */
const MAX_UNACKNOWLEDGED = 10_000

export interface ProduceOptions {
  readonly kafka: Kafka
  readonly topic: string
  /** Marks the records of this run, in a topic that may hold others. */
  readonly runId: string
  readonly lines: AsyncIterable<KeyedLine>
  /** A limit for when the point is not speed. */
  readonly recordsPerSecond?: number
  readonly onProgress: (progress: Produced) => void
}

/** Grows while producing goes on. */
export interface Produced {
  readonly ledger: KeyLedger
  readonly acknowledgedCount: number
  /** By partition, as the broker said. */
  readonly offsets: ReadonlyMap<number, OffsetRange>
  readonly elapsedMs: number
  readonly longestWaitMs: number
}

export interface OffsetRange {
  readonly first: bigint
  readonly last: bigint
}

/** Rejects with the first error of a send. */
export async function produceLines(options: ProduceOptions): Promise<Produced> {
  const { kafka, topic, runId, recordsPerSecond } = options
  const producer = kafka.producer()
  const tracker = new SendTracker(options.onProgress)
  for await (const { key, value } of options.lines) {
    const bytes = Buffer.from(value)
    tracker.ledger.add(key, bytes)
    tracker.track(producer.send({ topic, key, value: bytes, headers: { run: runId } }))
    if (tracker.unacknowledgedCount >= MAX_UNACKNOWLEDGED) await tracker.waitForOne()
    if (recordsPerSecond !== undefined) {
      const aheadMs = (tracker.ledger.recordCount / recordsPerSecond) * 1_000 - tracker.elapsedMs
      if (aheadMs > 5) await delay(aheadMs)
    }
    tracker.throwFirstError()
  }
  await tracker.waitForAll()
  await producer.close()
  return tracker.snapshot()
}

class SendTracker implements Produced {
  readonly ledger = new KeyLedger()
  readonly offsets = new Map<number, OffsetRange>()
  readonly #onProgress: (progress: Produced) => void
  #startedAt: number | undefined
  acknowledgedCount = 0
  longestWaitMs = 0
  unacknowledgedCount = 0
  #firstError: { readonly error: unknown } | undefined
  #settled = Promise.withResolvers<void>()

  constructor(onProgress: (progress: Produced) => void) {
    this.#onProgress = onProgress
  }

  /** Since the first send: the input may take its time. */
  get elapsedMs(): number {
    return this.#startedAt === undefined ? 0 : performance.now() - this.#startedAt
  }

  track(sending: Promise<{ readonly partition: number; readonly offset: bigint }>): void {
    const sentAt = performance.now()
    this.#startedAt ??= sentAt
    this.unacknowledgedCount++
    sending
      .then(
        ({ partition, offset }) => {
          this.acknowledgedCount++
          this.longestWaitMs = Math.max(this.longestWaitMs, performance.now() - sentAt)
          this.#widen(partition, offset)
          this.#onProgress(this)
        },
        (error: unknown) => {
          this.#firstError ??= { error }
        },
      )
      .finally(() => {
        this.unacknowledgedCount--
        this.#settled.resolve()
      })
  }

  async waitForOne(): Promise<void> {
    this.#settled = Promise.withResolvers<void>()
    await this.#settled.promise
  }

  async waitForAll(): Promise<void> {
    while (this.unacknowledgedCount > 0) await this.waitForOne()
    this.throwFirstError()
  }

  throwFirstError(): void {
    if (this.#firstError !== undefined) throw this.#firstError.error
  }

  snapshot(): Produced {
    const { ledger, acknowledgedCount, offsets, elapsedMs, longestWaitMs } = this
    return { ledger, acknowledgedCount, offsets, elapsedMs, longestWaitMs }
  }

  #widen(partition: number, offset: bigint): void {
    const range = this.offsets.get(partition)
    if (range === undefined) this.offsets.set(partition, { first: offset, last: offset })
    else if (offset > range.last) this.offsets.set(partition, { first: range.first, last: offset })
    else if (offset < range.first) this.offsets.set(partition, { first: offset, last: range.last })
  }
}
