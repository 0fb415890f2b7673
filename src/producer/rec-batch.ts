/**
 * One batch of records of one partition, from its first record to the settling of its promises.
 *
 * Owned by its RecBuf. Two kinds of state, guarded in two ways:
 *
 * - `lock` guards what decides whether the batch may still be failed, and the ownership of its bytes: `tries`,
 *   `canFailFromLoadErrs`, `unsureIfProduced`, `isFailingFromLoadErr`, and the sealed bytes. It is held by a sink from the
 *   start of sealing (which may await a compressor on another thread) until the bytes were handed to a connection, and
 *   by whoever decides to fail the batch. So exactly one of the two happens: the bytes may reach a broker, or the records
 *   are failed and their sequence is never sent.
 * - Everything else belongs to synchronous sections of the RecBuf: no `await` lies between reading and writing it.
 *
 * The lock is the innermost one: no user code, no request and no other lock inside it.
 */
import type { CompressionCodec } from '../compression/codec.ts'
import { shouldOffload } from '../compression/codec.ts'
import type { KafkaError } from '../errors/kafka-error.ts'
import { type Persisted, ProduceError } from '../errors/produce-error.ts'
import { BatchBuilder } from '../record/batch-encoder.ts'
import { assembleBatch, patchBatchHeader } from '../record/batch-header.ts'
import { batchHeaderBytes } from '../record/batch-layout.ts'
import { BatchRecords, type RecordCursor } from '../record/batch-records.ts'
import type { BufferSource } from '../record/buffer-source.ts'
import { DefaultRecordBatch } from '../record/record-batch.ts'
import { AsyncLock } from '../support/async-lock.ts'
import type { Offload } from '../support/offload.ts'
import { BatchSettlers } from './batch-settlers.ts'
import type { ProducerStamp } from './producer-id.ts'
import type { ProducerRecord } from './producer-record.ts'
import { RecordMetadata } from './record-metadata.ts'
import type { Sender } from './send-settler.ts'
import { addSequence } from './sequence.ts'

/** How a producer seals its batches. */
export interface SealingOptions {
  readonly codec: CompressionCodec
  readonly compressionLevel: number | undefined
  readonly offload: Offload
  /** A codec that makes a batch larger than this is passed over: uncompressed it is smaller. */
  readonly maxBatchBytes: number
}

/** Where a sealed batch stands in its partition's sequence. Sticks to the batch once its bytes may have left. */
export interface BatchSequence {
  readonly stamp: ProducerStamp
  readonly baseSequence: number
}

export interface BatchPlace {
  readonly topic: string
  readonly partition: number
}

const smallestBufferBytes = 1024

export class RecBatch {
  readonly lock: AsyncLock = new AsyncLock()

  /** Attempts that have ended. Guarded by `lock`. */
  tries = 0
  /** Failures to load its partition while it was the first there. They cost it no `tries`. Guarded by `lock`. */
  loadFailures = 0
  /** What the last attempt or load failed with, for the error that its records end with. Guarded by `lock`. */
  lastFailure: KafkaError | undefined
  /** False while an attempt is under way: failing it now could let its sequence be used twice. Guarded by `lock`. */
  canFailFromLoadErrs = true
  /**
   * An attempt may have been appended, and no answer said so or denied it. Stays until the batch ends: a later refusal
   * says nothing about the earlier attempt (simulation study, finding 1). Guarded by `lock`.
   */
  unsureIfProduced = false
  /** The decision to fail the batch was taken; a sink that had it staged must drop it. Guarded by `lock`. */
  isFailingFromLoadErr = false
  /** Some attempt may have left this process, whatever came of it: its sequence belongs to these records for ever. */
  wasCommitted = false
  /** How often its compressor has failed. Guarded by `lock`. */
  sealingFailures = 0

  readonly createdAtMs: number
  /** The request that it is staged in or on its way with. Only that request's outcome counts. */
  stagedIn: object | undefined
  /** Assigned when first staged; kept for every further attempt unless the RecBuf proves that it was never appended. */
  sequence: BatchSequence | undefined

  readonly #place: BatchPlace
  readonly #bufferSource: BufferSource
  readonly #builder: BatchBuilder
  readonly #settlers = new BatchSettlers()
  readonly #timestamps: number[] = []
  /** Bytes reserved in the producer's memory. */
  #reservedBytes = 0
  #isFrozen = false
  #isEnded = false
  #isSealing = false
  /** Its codec made it larger than a request may be. */
  #isIncompressible = false
  /** The whole batch, header included, once sealed. Guarded by `lock`. */
  #bytes: Buffer | undefined
  #onEnd: (() => void)[] | undefined

  /** `expectedBytes`, such as the size of the batch before, spares a busy partition the growing of its buffers. */
  constructor(place: BatchPlace, createdAtMs: number, bufferSource: BufferSource, expectedBytes: number) {
    this.#place = place
    this.createdAtMs = createdAtMs
    this.#bufferSource = bufferSource
    this.#builder = new BatchBuilder({ bufferSource, initialSizeBytes: Math.max(smallestBufferBytes, expectedBytes) })
  }

  get recordCount(): number {
    return this.#settlers.count
  }

  get reservedBytes(): number {
    return this.#reservedBytes
  }

  /** Uncompressed size with header. A compressed batch may be smaller on the wire. */
  get sizeBytes(): number {
    return this.#builder.sizeBytes
  }

  /** Takes no further records: it was staged once, so its records may be known to a broker. */
  get isFrozen(): boolean {
    return this.#isFrozen
  }

  /** All its promises are settled. */
  get isEnded(): boolean {
    return this.#isEnded
  }

  /** Nobody waits for any of its records any more. */
  get isAbandoned(): boolean {
    return this.#settlers.isAbandoned
  }

  /** No attempt is under way and none left that could have been appended: failing it cannot contradict the log. */
  get isCertainlyNotProduced(): boolean {
    return this.canFailFromLoadErrs && !this.unsureIfProduced
  }

  get persisted(): Persisted {
    return this.isCertainlyNotProduced ? 'no' : 'possibly'
  }

  /** Encodes a record into the batch, unless that would make it larger than `limitBytes`. Throws what the record is guilty of. */
  tryAppend(record: ProducerRecord, timestamp: number, limitBytes: number, sender: Sender, slot: number): boolean {
    if (this.#isFrozen || !this.#tryEncode(record, timestamp, limitBytes)) return false
    this.#settlers.add(sender, slot)
    return true
  }

  #tryEncode(
    { key = null, value = null, headers }: Omit<ProducerRecord, 'topic'>,
    timestamp: number,
    limitBytes: number,
  ): boolean {
    const isEmpty = this.#timestamps.length === 0
    if (!isEmpty && !this.#builder.wouldFit(limitBytes, timestamp, key, value, headers)) return false
    const before = isEmpty ? 0 : this.#builder.sizeBytes
    this.#builder.append(timestamp, key, value, headers)
    this.#reservedBytes += this.#builder.sizeBytes - before
    this.#timestamps.push(timestamp)
    return true
  }

  freeze(): void {
    this.#isFrozen = true
  }

  /**
   * Compresses the records where a codec is set. The caller holds `lock`. Returns undefined when it was done at once, else
   * a promise: a window in which anything but the holder of the lock may act.
   */
  seal(options: SealingOptions): Promise<void> | undefined {
    this.#isFrozen = true
    if (this.#bytes !== undefined || this.#isIncompressible || options.codec.id === 0) return undefined
    const sealed = this.#builder.seal()
    const task = options.codec.compress(sealed.recordsSection, options.compressionLevel)
    const assemble = (recordsSection: Uint8Array): void => {
      const isSmaller = recordsSection.length < sealed.recordsSection.length
      this.#isIncompressible = !isSmaller && batchHeaderBytes + recordsSection.length > options.maxBatchBytes
      if (this.#isIncompressible) return
      this.#bytes = assembleBatch({ ...sealed, recordsSection, compressionId: options.codec.id })
    }
    const isLong = shouldOffload(options.codec, 'compress', sealed.recordsSection.length, options.compressionLevel)
    if (!isLong) {
      assemble(task.runSync())
      return undefined
    }
    const compressed = options.offload.run(task)
    this.#isSealing = true
    return compressed.then(assemble).finally(() => {
      this.#isSealing = false
    })
  }

  /**
   * The commit point: from here on the bytes may reach a broker. The caller holds `lock`, has sealed the batch, and hands
   * the bytes to a connection in the same turn.
   */
  commit(partitionLeaderEpoch: number): Buffer {
    const { stamp, baseSequence } = this.sequence!
    const ids = { ...stamp, baseSequence, partitionLeaderEpoch }
    if (this.#bytes === undefined) this.#bytes = this.#builder.sealUncompressed(ids)
    else patchBatchHeader(this.#bytes, ids)
    this.canFailFromLoadErrs = false
    this.wasCommitted = true
    return this.#bytes
  }

  /** An attempt ended without success. `isUnknown`: it may have been appended and nobody said. */
  endAttempt(isUnknown: boolean, failure?: KafkaError): void {
    this.tries += 1
    this.lastFailure = failure ?? this.lastFailure
    this.canFailFromLoadErrs = true
    if (isUnknown) this.unsureIfProduced = true
  }

  /** The attempt that was under way when the batch was given up has ended: nobody reads its bytes any more. */
  endLastAttempt(): void {
    this.canFailFromLoadErrs = true
    this.#builder.release()
  }

  /** A broker's answer proved that no attempt was appended. */
  clearDoubt(): void {
    this.unsureIfProduced = false
  }

  /**
   * Divides a batch that was never appended into two of half the records each, which take its place: with its deadline,
   * its promises, and the numbers of its records. It ends without settling anything. The caller holds `lock`.
   *
   * The memory that was reserved for it is shared out between the two, so that a split never asks for room: what one
   * header more takes is not counted.
   */
  split(): readonly RecBatch[] {
    this.#assertMayEnd()
    const bytes = this.#builder.sealUncompressed()
    const { recordCount } = this
    const records = new BatchRecords({
      batch: new DefaultRecordBatch(bytes),
      topicPartition: this.#place,
      recordsSection: bytes.subarray(batchHeaderBytes),
      recordCount,
      baseOffset: 0n,
      lastOffset: BigInt(recordCount - 1),
      baseTimestamp: this.#builder.baseTimestamp,
    }).cursor()
    const middle = Math.ceil(recordCount / 2)
    const parts = [
      [0, middle],
      [middle, recordCount],
    ].map(([first, end]) => this.#part(records, first!, end!))
    const [front, back] = parts as [RecBatch, RecBatch]
    this.#settlers.handOver((index) => (index < middle ? front : back).#settlers)
    front.#reservedBytes = Math.min(front.#reservedBytes, this.#reservedBytes)
    back.#reservedBytes = this.#reservedBytes - front.#reservedBytes
    this.#handOverWaiters(parts)
    this.discard()
    return parts
  }

  #part(records: RecordCursor, first: number, end: number): RecBatch {
    const part = new RecBatch(this.#place, this.createdAtMs, this.#bufferSource, Math.ceil(this.sizeBytes / 2))
    for (let index = first; index < end; index++) {
      part.#tryEncode(records.next()!, this.#timestamps[index]!, Number.POSITIVE_INFINITY)
    }
    part.freeze()
    // The attempt that found it too large is no fault of theirs: it would have none left where `retries` is 0.
    part.tries = this.tries - 1
    part.lastFailure = this.lastFailure
    // The broker was told these numbers, so they stay with these records; a part that fails leaves a gap.
    part.wasCommitted = this.wasCommitted
    const { stamp, baseSequence } = this.sequence!
    part.sequence = { stamp, baseSequence: baseSequence < 0 ? baseSequence : addSequence(baseSequence, first) }
    return part
  }

  /** Who waits for the end of this batch waits for all its parts. */
  #handOverWaiters(parts: readonly RecBatch[]): void {
    const callbacks = this.#onEnd
    this.#onEnd = undefined
    if (callbacks === undefined) return
    let openCount = parts.length
    for (const part of parts) {
      part.onEnd(() => {
        openCount -= 1
        if (openCount === 0) for (const callback of callbacks) callback()
      })
    }
  }

  /** Calls back once, when the batch has ended. */
  onEnd(callback: () => void): void {
    if (this.#isEnded) callback()
    else if (this.#onEnd === undefined) this.#onEnd = [callback]
    else this.#onEnd.push(callback)
  }

  /** Settles every record with its place in the log. `baseOffset` -1 where it is not known. */
  acknowledge(baseOffset: bigint, logAppendTimeMs: number): void {
    this.#assertMayEnd()
    this.canFailFromLoadErrs = true
    const { topic, partition } = this.#place
    this.#settlers.succeed((index) => {
      const timestamp = logAppendTimeMs >= 0 ? logAppendTimeMs : this.#timestamps[index]!
      return new RecordMetadata(topic, partition, timestamp, baseOffset, index)
    })
    this.#end()
  }

  /** Fails every record. Says what its flags say: never that a record is not persisted while an attempt is in doubt. */
  fail(cause: KafkaError): void {
    this.#assertMayEnd()
    const { topic, partition } = this.#place
    const persisted = this.persisted
    const doubt = persisted === 'no' ? '' : ' (it may have been written all the same)'
    const error = new ProduceError(`Cannot deliver to ${topic}-${partition}: ${cause.message}${doubt}`, persisted, {
      cause,
      context: { ...cause.context, topic, partition },
    })
    this.#settlers.fail(error)
    this.#end()
  }

  /** Nobody may settle a batch or free its bytes while its encoder runs: that is what holding the lock is for. */
  #assertMayEnd(): void {
    if (this.#isEnded) throw new Error(`A batch of ${this.#place.topic}-${this.#place.partition} was settled twice`)
    if (this.#isSealing)
      throw new Error(`A batch of ${this.#place.topic}-${this.#place.partition} was settled while it was being sealed`)
  }

  /** Ends a batch that nobody waits for: one that no record went into, or whose records are in others now. */
  discard(): void {
    this.#isEnded = true
    this.#bytes = undefined
    // While an attempt is under way its connection may still be reading the buffer, which somebody else would get.
    if (this.canFailFromLoadErrs) this.#builder.release()
  }

  #end(): void {
    this.discard()
    const callbacks = this.#onEnd
    this.#onEnd = undefined
    if (callbacks !== undefined) for (const callback of callbacks) callback()
  }
}
