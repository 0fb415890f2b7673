/**
 * Who waits for the records of a batch, in the order of the records. Owned by the batch; settled once, as a whole.
 *
 * Most records of a busy producer are sent one by one, and a promise that is resolved by itself keeps its two functions
 * alive, with their context and a settler: 300 bytes for each record in flight. So these `send`s have one promise together,
 * which ends with the batch, and each has one that follows it: 100 bytes. The collector copies what is in flight time and
 * again, and makes the young generation larger the more it copies.
 */
import { createDeferred, type Deferred } from '../support/deferred.ts'
import type { RecordMetadata } from './record-metadata.ts'
import { OpenSend, type Sender, type SendSettler } from './send-settler.ts'

export class BatchSettlers {
  /** By record, `undefined` for a `send` by itself. Nothing as long as all are. */
  #settlers: (SendSettler | undefined)[] | undefined
  /** What `#settlers` know their records by. */
  readonly #slots: number[] = []
  #count = 0
  /** Ends when the batch does, for the `send`s by themselves; there once there is one. */
  #ended: Deferred<void> | undefined
  #outcomeOf: ((index: number) => RecordMetadata | Promise<RecordMetadata>) | undefined
  /** All before it have been told their outcome, where they are `send`s by themselves. */
  #toldIndex = 0
  /** A promise tells those that follow it in the order in which they came: one function will do for all. */
  readonly #tellNext = (): RecordMetadata | Promise<RecordMetadata> => {
    while (this.#settlers?.[this.#toldIndex] !== undefined) this.#toldIndex += 1
    return this.#outcomeOf!(this.#toldIndex++)
  }

  get count(): number {
    return this.#count
  }

  /** Nobody waits for any of the records any more. */
  get isAbandoned(): boolean {
    return this.#ended === undefined && (this.#settlers ?? []).every((settler) => settler?.isAbandoned === true)
  }

  /** The batch has one record more. */
  add(sender: Sender, slot: number): void {
    if (sender instanceof OpenSend) sender.follow(this.#addSend())
    else this.#addSettler(sender, slot)
  }

  #addSend(): Promise<RecordMetadata> {
    this.#settlers?.push(undefined)
    this.#count += 1
    this.#ended ??= createDeferred()
    return this.#ended.promise.then(this.#tellNext)
  }

  #addSettler(settler: SendSettler, slot: number): void {
    this.#settlers ??= Array.from({ length: this.#count }, () => undefined)
    this.#settlers.push(settler)
    this.#slots[this.#count] = slot
    this.#count += 1
  }

  succeed(metadataOf: (index: number) => RecordMetadata): void {
    for (let index = 0; index < (this.#settlers?.length ?? 0); index++) {
      this.#settlers![index]?.succeed(this.#slots[index]!, metadataOf(index))
    }
    this.#outcomeOf = metadataOf
    this.#ended?.resolve()
  }

  fail(error: unknown): void {
    this.#settlers?.forEach((settler, index) => {
      settler?.fail(this.#slots[index]!, error)
    })
    this.#ended?.reject(error)
  }

  /** The batch is divided: its first records are in one part now, the others in another, and end with these. */
  handOver(partOf: (index: number) => BatchSettlers): void {
    const moved: (Promise<RecordMetadata> | undefined)[] = Array.from({ length: this.#count }, (_, index) => {
      const settler = this.#settlers?.[index]
      if (settler === undefined) return partOf(index).#addSend()
      partOf(index).#addSettler(settler, this.#slots[index]!)
      return undefined
    })
    this.#outcomeOf = (index) => moved[index]!
    this.#ended?.resolve()
  }
}
