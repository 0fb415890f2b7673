import { TimeoutError } from '../errors/client-errors.ts'
import { ProduceError } from '../errors/produce-error.ts'
import { RecordSerializationError } from '../errors/serialization-error.ts'
import type { SerializedBytes, Serializer } from '../serde/serde.ts'
import type { Clock, Timer } from '../support/clock.ts'
import type { ProducerRecord } from './producer-record.ts'
import { kept, type SendCall } from './send-settler.ts'

/** What turns keys and values into bytes. Without one, a part is sent as it is. */
export interface Serializers<K, V> {
  readonly key?: Serializer<K>
  readonly value?: Serializer<V>
}

export interface SerializationLimits {
  /** So many records are being serialized, or are serialized and wait for one ahead of them; others wait as they are. */
  readonly maxRecords: number
  /** How long one may take. */
  readonly timeoutMs: number
}

type SerializedParts = Pick<ProducerRecord, 'key' | 'value'>

interface Entry<K, V> {
  readonly record: ProducerRecord<K, V>
  readonly call: SendCall
  readonly slot: number
  readonly expiresAtMs: number
  isStarted: boolean
  parts: SerializedParts | undefined
  isDone: boolean
}

/**
 * Serializes records before they are admitted, and keeps their order: where a serializer has to ask somebody first, all
 * that is sent after it waits in line behind it.
 *
 * Owned by the producer; synchronous but for the serializers themselves. Holds no permit: a record is admitted by its true
 * size when it leaves the line. Each entry ends once: delivered, or its call failed.
 */
export class SerializationLine<K, V> {
  readonly #serializers: Serializers<K, V>
  readonly #clock: Clock
  readonly #limits: SerializationLimits
  readonly #deliver: (record: ProducerRecord, call: SendCall, slot: number) => void
  /** In order of the calls. Those before `#first` have left; a long line is never shifted. */
  #line: Entry<K, V>[] = []
  #first = 0
  #startedCount = 0
  #timer: Timer | undefined
  #emptyWaiters: (() => void)[] = []

  /** `deliver` must not throw. */
  constructor(
    serializers: Serializers<K, V>,
    clock: Clock,
    limits: SerializationLimits,
    deliver: (record: ProducerRecord, call: SendCall, slot: number) => void,
  ) {
    this.#serializers = serializers
    this.#clock = clock
    this.#limits = limits
    this.#deliver = deliver
  }

  get isEmpty(): boolean {
    return this.#first === this.#line.length
  }

  /** Serializes the record and delivers it when all before it were. Throws when its serializer does so at once. */
  add(record: ProducerRecord<K, V>, call: SendCall, slot: number): void {
    const mayStart = this.#startedCount < this.#limits.maxRecords
    const parts = mayStart ? this.#serialize(record) : undefined
    if (this.isEmpty && parts !== undefined && !(parts instanceof Promise)) {
      this.#deliver({ ...(record as ProducerRecord), ...parts }, call, slot)
      return
    }
    const expiresAtMs = this.#clock.now() + Math.min(this.#limits.timeoutMs, call.options?.timeoutMs ?? Infinity)
    const entry: Entry<K, V> = {
      record,
      call: kept(call),
      slot,
      expiresAtMs,
      isStarted: mayStart,
      parts: undefined,
      isDone: false,
    }
    this.#line.push(entry)
    if (parts !== undefined) {
      this.#startedCount += 1
      this.#await(entry, parts)
    }
    this.#watchHead()
  }

  /** Fails the calls of those topics that are still in line. */
  fail(isIncluded: (topic: string) => boolean, reasonFor: (topic: string) => unknown): void {
    for (const entry of this.#line.slice(this.#first)) {
      if (isIncluded(entry.record.topic)) this.#end(entry, reasonFor(entry.record.topic))
    }
    this.#advance()
  }

  /** Resolves when all that are in line now have left it. */
  async emptied(): Promise<void> {
    const last = this.#line.at(-1)
    while (last !== undefined && !last.isDone) await new Promise<void>((resolve) => this.#emptyWaiters.push(resolve))
  }

  #serialize(record: ProducerRecord<K, V>): SerializedParts | Promise<SerializedParts> {
    const key = serializePart(record.topic, 'key', record.key, this.#serializers.key)
    const value = serializePart(record.topic, 'value', record.value, this.#serializers.value)
    if (!(key instanceof Promise || value instanceof Promise)) return { key, value }
    return Promise.all([key, value]).then(([key, value]) => ({ key, value }))
  }

  #await(entry: Entry<K, V>, parts: SerializedParts | Promise<SerializedParts>): void {
    if (!(parts instanceof Promise)) {
      entry.parts = parts
      return
    }
    parts.then(
      (serialized) => {
        entry.parts = serialized
        this.#advance()
      },
      (error: unknown) => {
        this.#end(entry, error)
        this.#advance()
      },
    )
  }

  /** Lets go of those at the front that are done with, in order, and starts as many behind them. */
  #advance(): void {
    for (let head = this.#line[this.#first]; head !== undefined; head = this.#line[this.#first]) {
      if (!head.isDone && head.parts === undefined) break
      this.#first += 1
      if (!head.isDone) this.#leave(head)
    }
    if (this.#first * 2 > this.#line.length) {
      this.#line = this.#line.slice(this.#first)
      this.#first = 0
    }
    this.#startMore()
    this.#watchHead()
    for (const resume of this.#emptyWaiters.splice(0)) resume()
  }

  #leave(entry: Entry<K, V>): void {
    entry.isDone = true
    this.#startedCount -= 1
    this.#deliver({ ...(entry.record as ProducerRecord), ...entry.parts }, entry.call, entry.slot)
  }

  #startMore(): void {
    if (this.#startedCount >= this.#limits.maxRecords) return
    for (let index = this.#first; index < this.#line.length; index++) {
      const entry = this.#line[index]!
      if (this.#startedCount >= this.#limits.maxRecords) return
      if (entry.isStarted || entry.isDone) continue
      entry.isStarted = true
      this.#startedCount += 1
      try {
        this.#await(entry, this.#serialize(entry.record))
      } catch (error) {
        this.#end(entry, error)
      }
    }
  }

  #end(entry: Entry<K, V>, reason: unknown): void {
    if (entry.isDone) return
    entry.isDone = true
    if (entry.isStarted) this.#startedCount -= 1
    entry.call.fail(entry.slot, reason)
  }

  /** A serializer that never ends would hold up everybody behind it. */
  #watchHead(): void {
    const head = this.#line[this.#first]
    this.#timer?.cancel()
    this.#timer = undefined
    if (head === undefined) return
    const delayMs = Math.max(0, head.expiresAtMs - this.#clock.now())
    this.#timer = this.#clock.setTimer(delayMs, 'serialization', () => {
      this.#timer = undefined
      const { topic } = head.record
      const cause = new TimeoutError(`its serializers have not ended in time`)
      this.#end(
        head,
        new ProduceError(`Cannot send to ${topic}: ${cause.message}`, 'no', { cause, context: { topic } }),
      )
      this.#advance()
    })
  }
}

/** Null, and absent, is Kafka's null, and no serializer's business. */
function serializePart<T>(
  topic: string,
  part: 'key' | 'value',
  data: T | null | undefined,
  serializer: Serializer<T> | undefined,
): SerializedBytes | Promise<SerializedBytes> {
  if (data === null || data === undefined) return null
  if (serializer === undefined) return data as SerializedBytes
  const failed = (cause: unknown): never => {
    throw new RecordSerializationError(topic, part, cause instanceof Error ? cause.message : String(cause), cause)
  }
  const check = (bytes: SerializedBytes): SerializedBytes => {
    if (bytes === null || typeof bytes === 'string' || bytes instanceof Uint8Array) return bytes
    throw new RecordSerializationError(
      topic,
      part,
      `its serializer gave a ${typeof bytes}, not a string, bytes or null`,
    )
  }
  let given: SerializedBytes | PromiseLike<SerializedBytes>
  try {
    given = serializer.serialize(data, { topic, part })
  } catch (error) {
    return failed(error)
  }
  return isThenable(given) ? Promise.resolve(given).catch(failed).then(check) : check(given)
}

function isThenable(given: SerializedBytes | PromiseLike<SerializedBytes>): given is PromiseLike<SerializedBytes> {
  return typeof given === 'object' && given !== null && 'then' in given
}
