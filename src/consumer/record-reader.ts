import { ConfigError } from '../errors/client-errors.ts'
import { RecordDeserializationError } from '../errors/fetch-errors.ts'
import type { Log } from '../observe/log.ts'
import type { ConsumedRecord } from '../record/record.ts'
import type { Deserializer, SerdeContext } from '../serde/serde.ts'
import type { Clock } from '../support/clock.ts'
import { describe } from './consumer-options.ts'
import type { Deserializers, UnreadableDecision, UnreadablePolicy } from './deserializers.ts'
import { TypedRecord } from './typed-record.ts'

export interface RecordReaderOptions<K, V> {
  readonly deserializers: Deserializers<K, V>
  readonly onUnreadable: UnreadablePolicy
  readonly clock: Clock
  readonly log: Log
  /** The longest that reading goes on before timers and I/O get their turn. */
  readonly sliceMs: number
}

/** What came of reading many: the records up to the first that could not be read, if there is one. */
export interface ReadMany<K, V, Raw> {
  readonly records: readonly ConsumedRecord<K, V>[]
  /** `at` is undefined when the records themselves could not be read any further. */
  readonly failure: { readonly error: unknown; readonly at: Raw | undefined } | undefined
}

type Part = 'key' | 'value'

/** What stands for a part of a record that is to be left out. */
const skipped = Symbol('skipped')

/** The clock is read once in so many records. */
const recordsPerClockRead = 32

/** Runs the deserializers of one consumer, and its policy for what they fail on. */
export class RecordReader<K, V> {
  readonly #options: RecordReaderOptions<K, V>
  /** Of the topic that was read last: neighbours share it. */
  #contexts: Readonly<Record<Part, SerdeContext>> = contextsOf('')

  constructor(options: RecordReaderOptions<K, V>) {
    this.#options = options
  }

  /**
   * The record with its parts deserialized, or undefined when it is to be left out; a promise only when a deserializer,
   * or the policy, gives one. Throws, or rejects, when it cannot be read.
   */
  read(raw: ConsumedRecord): ConsumedRecord<K, V> | undefined | Promise<ConsumedRecord<K, V> | undefined> {
    const { key, value } = this.#options.deserializers
    const readKey = this.#readPart(raw, 'key', key)
    if (readKey === skipped) return undefined
    let readValue: unknown
    try {
      readValue = this.#readPart(raw, 'value', value)
    } catch (error) {
      // Whatever becomes of the key, one error is enough.
      if (readKey instanceof Promise) readKey.catch(() => {})
      throw error
    }
    if (readKey instanceof Promise || readValue instanceof Promise) return finishLater<K, V>(raw, readKey, readValue)
    return readValue === skipped ? undefined : new TypedRecord(raw, readKey as K, readValue as V)
  }

  /** As `read`, for many. Lets others run in between. Never rejects. */
  async readMany<Raw extends ConsumedRecord>(raws: Iterable<Raw>): Promise<ReadMany<K, V, Raw>> {
    const { clock, sliceMs } = this.#options
    const begun: { readonly raw: Raw; readonly read: ReturnType<RecordReader<K, V>['read']> }[] = []
    let failure: ReadMany<K, V, Raw>['failure']
    let at: Raw | undefined
    let sliceStartMs = clock.now()
    try {
      for (const raw of raws) {
        at = raw
        const read = this.read(raw)
        // Looked at below; until then it must not count as unhandled.
        if (read instanceof Promise) read.catch(() => {})
        begun.push({ raw, read })
        at = undefined
        if (begun.length % recordsPerClockRead > 0 || clock.now() - sliceStartMs < sliceMs) continue
        await new Promise<void>((resolve) => clock.defer('consumer.deserialize', resolve))
        sliceStartMs = clock.now()
      }
    } catch (error) {
      failure = { error, at }
    }
    const records: ConsumedRecord<K, V>[] = []
    for (const { raw, read } of begun) {
      try {
        const record = read instanceof Promise ? await read : read
        if (record !== undefined) records.push(record)
      } catch (error) {
        return { records, failure: { error, at: raw } }
      }
    }
    return { records, failure }
  }

  /** The value, `skipped`, or a promise of either. */
  #readPart(raw: ConsumedRecord, part: Part, deserializer: Deserializer<unknown> | undefined): unknown {
    const bytes = raw[part]
    if (deserializer === undefined) return bytes
    if (this.#contexts[part].topic !== raw.topic) this.#contexts = contextsOf(raw.topic)
    try {
      const data = deserializer.deserialize(bytes, this.#contexts[part])
      return isThenable(data) ? this.#partLater(data, raw, part) : data
    } catch (cause) {
      return this.#onUnreadable(raw, part, cause)
    }
  }

  async #partLater(data: PromiseLike<unknown>, raw: ConsumedRecord, part: Part): Promise<unknown> {
    try {
      return await data
    } catch (cause) {
      return await this.#onUnreadable(raw, part, cause)
    }
  }

  #onUnreadable(raw: ConsumedRecord, part: Part, cause: unknown): unknown {
    const error = new RecordDeserializationError(raw, part, cause)
    const { onUnreadable } = this.#options
    if (typeof onUnreadable !== 'function') return this.#apply(onUnreadable, error, raw)
    const decision = onUnreadable(error, raw)
    if (!isThenable(decision)) return this.#apply(decision, error, raw)
    return Promise.resolve(decision).then((settled) => this.#apply(settled, error, raw))
  }

  #apply(decision: UnreadableDecision, error: RecordDeserializationError, raw: ConsumedRecord): unknown {
    if (decision === 'fail') throw error
    if (decision === 'raw') return raw[error.part]
    if (decision !== 'skip') {
      throw new ConfigError(`onUnreadable must say 'fail', 'skip' or 'raw': ${describe(decision)}`)
    }
    const { topic, partition, offset, part } = error
    this.#options.log.event('warn', 'consumer.record_skipped', { topic, partition, offset, part, error })
    return skipped
  }
}

async function finishLater<K, V>(
  raw: ConsumedRecord,
  key: unknown,
  value: unknown,
): Promise<ConsumedRecord<K, V> | undefined> {
  const parts = await Promise.all([key, value])
  return parts.includes(skipped) ? undefined : new TypedRecord(raw, parts[0] as K, parts[1] as V)
}

function contextsOf(topic: string): Readonly<Record<Part, SerdeContext>> {
  return { key: { topic, part: 'key' }, value: { topic, part: 'value' } }
}

function isThenable<T>(value: T | PromiseLike<T>): value is PromiseLike<T> {
  return typeof value === 'object' && value !== null && typeof (value as { then?: unknown }).then === 'function'
}
