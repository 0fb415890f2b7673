import { SendAllError, type SendOutcome } from '../errors/produce-error.ts'
import type { CallOptions } from '../support/deadline.ts'
import type { RecordMetadata } from './record-metadata.ts'

/**
 * Who waits for a record: a `send` or one place in a `sendAll`. Batches keep one reference a record, and settle each
 * exactly once.
 */
export interface SendSettler {
  /** Its call was taken back or is over: what becomes of the record is nobody's concern any more. */
  readonly isAbandoned: boolean
  succeed(slot: number, metadata: RecordMetadata): void
  fail(slot: number, error: unknown): void
}

/** A call of `send` or `sendAll` that its records have in common. */
export type SendCall = OpenSend | SingleSend | GroupSend

/** Whom a record is sent for while it is on its way into a batch. */
export type Sender = OpenSend | SendSettler

/** What can be kept of it for longer than the call that it came with. */
export function kept<Kept extends SendSettler>(sender: Kept | OpenSend): Kept | SingleSend {
  return sender instanceof OpenSend ? sender.keep() : sender
}

/**
 * A `send()` that is being accepted. Its promise is made where its record goes: with the others of the batch that it joins
 * (`BatchSettlers`), or alone where it has to wait. Over when the call returns; nobody holds on to it.
 */
export class OpenSend {
  readonly sentAtMs: number
  readonly options: CallOptions | undefined = undefined
  #promise: Promise<RecordMetadata> | undefined

  constructor(sentAtMs: number) {
    this.sentAtMs = sentAtMs
  }

  /** There when the record was accepted or refused. */
  get promise(): Promise<RecordMetadata> {
    return this.#promise!
  }

  /** The record is in a batch, which settles this. */
  follow(promise: Promise<RecordMetadata>): void {
    this.#promise = promise
  }

  /** The record waits, and this send with it. */
  keep(): SingleSend {
    const send = new SingleSend(this.sentAtMs)
    this.#promise = send.promise
    return send
  }

  fail(_slot: number, error: unknown): void {
    this.#promise = Promise.reject(error)
  }
}

/** One `send()` with a promise of its own. May be settled early by the caller's own signal or deadline; what comes later is dropped. */
export class SingleSend implements SendSettler {
  /** When the call was made, since the epoch: the timestamp of records without one. */
  readonly sentAtMs: number
  readonly options: CallOptions | undefined
  isAbandoned = false
  readonly promise: Promise<RecordMetadata>
  #resolve!: (metadata: RecordMetadata) => void
  #reject!: (error: unknown) => void

  constructor(sentAtMs: number, options?: CallOptions) {
    this.sentAtMs = sentAtMs
    this.options = options
    this.promise = new Promise((resolve, reject) => {
      this.#resolve = resolve
      this.#reject = reject
    })
  }

  succeed(_slot: number, metadata: RecordMetadata): void {
    this.#resolve(metadata)
  }

  fail(_slot: number, error: unknown): void {
    this.#reject(error)
  }
}

/** One `sendAll()`: a promise for many records. Waits for all of them, so that one failure does not hide the others. */
export class GroupSend implements SendSettler {
  readonly sentAtMs: number
  readonly options: CallOptions | undefined
  isAbandoned = false
  readonly promise: Promise<RecordMetadata[]>
  readonly #results: (RecordMetadata | undefined)[]
  #failures: Map<number, unknown> | undefined
  #remaining: number
  #resolve!: (metadata: RecordMetadata[]) => void
  #reject!: (error: unknown) => void

  constructor(count: number, sentAtMs: number, options?: CallOptions) {
    this.sentAtMs = sentAtMs
    this.options = options
    this.#results = new Array<RecordMetadata | undefined>(count)
    this.#remaining = count
    this.promise = new Promise((resolve, reject) => {
      this.#resolve = resolve
      this.#reject = reject
    })
    if (count === 0) this.#resolve([])
  }

  succeed(slot: number, metadata: RecordMetadata): void {
    this.#results[slot] = metadata
    this.#settleOne()
  }

  fail(slot: number, error: unknown): void {
    this.#failures ??= new Map()
    this.#failures.set(slot, error)
    this.#settleOne()
  }

  #settleOne(): void {
    this.#remaining -= 1
    if (this.#remaining > 0) return
    const failures = this.#failures
    if (failures === undefined) this.#resolve(this.#results as RecordMetadata[])
    // Not `map`, which passes over the places that nothing was written to.
    else this.#reject(new SendAllError(Array.from(this.#results, (place, slot) => outcome(place, failures.get(slot)))))
  }
}

function outcome(metadata: RecordMetadata | undefined, reason: unknown): SendOutcome<RecordMetadata> {
  return metadata === undefined ? { status: 'rejected', reason } : { status: 'fulfilled', value: metadata }
}
