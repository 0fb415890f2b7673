/**
 * What a partition knows of its idempotent producers (KIP-98; Kafka's `ProducerStateManager` and `ProducerAppendInfo`).
 *
 * Owned by the partition's log, changed only while it appends, truncates or expires. For each producer: its epoch, and the
 * last five batches by sequence, enough to answer what a client with five requests in flight may send again.
 */
import { ErrorCodes } from '../../errors/error-codes.ts'
import { incrementSequence, isNextSequence } from './sequence.ts'

/** How many batches of each producer are remembered. Clients may have as many in flight. */
export const rememberedBatches = 5

/** A batch that was appended. */
export interface AppendedBatch {
  readonly baseSequence: number
  readonly lastSequence: number
  readonly baseOffset: bigint
  readonly lastOffset: bigint
  /** Of the broker, when it set the records' time; -1 otherwise. */
  readonly logAppendTimeMs: number
}

/** The part of a batch's header that its producer's state depends on. */
export interface SequencedBatch {
  readonly producerId: bigint
  readonly producerEpoch: number
  readonly baseSequence: number
  readonly recordCount: number
}

/** One producer, as a partition knows it. */
export interface ProducerStateView {
  readonly producerId: bigint
  readonly producerEpoch: number
  /** -1 when it has only written markers. */
  readonly lastSequence: number
  readonly lastTimestamp: number
  /** Of the transaction coordinator that wrote its last marker; -1 when there is none. */
  readonly coordinatorEpoch: number
  /** The last batches, oldest first. */
  readonly batches: readonly AppendedBatch[]
}

/** The end of a transaction, as its coordinator wants it in the log. */
export interface SequencedMarker {
  readonly producerId: bigint
  readonly producerEpoch: number
  readonly coordinatorEpoch: number
}

export type SequenceVerdict =
  | { readonly kind: 'append' }
  | { readonly kind: 'duplicate'; readonly batch: AppendedBatch }
  | {
      readonly kind: 'refused'
      readonly errorCode: number
      readonly message: string
      readonly expectedSequence: number
    }

interface ProducerState extends ProducerStateView {
  producerEpoch: number
  lastTimestamp: number
  coordinatorEpoch: number
  batches: AppendedBatch[]
}

export class ProducerStates {
  readonly #states = new Map<bigint, ProducerState>()
  /** Producers whose first batch here was not verified yet, with the lowest sequence that came (KIP-890). */
  readonly #unverified = new Map<bigint, { readonly producerEpoch: number; readonly lowestSequence: number }>()

  /** Every producer that is known, for inspection. */
  get all(): readonly ProducerStateView[] {
    return [...this.#states.values()].map((state) => ({ ...state, lastSequence: lastSequenceOf(state) }))
  }

  /** Judges a batch with a producer id. A producer that is not known may begin anywhere: its past may have expired. */
  check(batch: SequencedBatch): SequenceVerdict {
    const state = this.#states.get(batch.producerId)
    if (state === undefined) return { kind: 'append' }
    const { producerId, producerEpoch, baseSequence } = batch
    if (producerEpoch === state.producerEpoch) {
      const lastSequence = incrementSequence(baseSequence, batch.recordCount - 1)
      const same = state.batches.find((b) => b.baseSequence === baseSequence && b.lastSequence === lastSequence)
      if (same !== undefined) return { kind: 'duplicate', batch: same }
    }
    if (producerEpoch < state.producerEpoch) {
      const message = `Epoch ${producerEpoch} of producer ${producerId} is smaller than the last seen epoch ${state.producerEpoch}`
      return { kind: 'refused', errorCode: ErrorCodes.INVALID_PRODUCER_EPOCH, message, expectedSequence: -1 }
    }
    const lastSequence = producerEpoch === state.producerEpoch ? lastSequenceOf(state) : -1
    if (isNextSequence(lastSequence, baseSequence)) return { kind: 'append' }
    const where = `producer ${producerId}, epoch ${producerEpoch}: ${baseSequence} (incoming), ${lastSequence} (current end)`
    return {
      kind: 'refused',
      errorCode: ErrorCodes.OUT_OF_ORDER_SEQUENCE_NUMBER,
      message: `Out of order sequence number for ${where}`,
      expectedSequence: incrementSequence(lastSequence, 1),
    }
  }

  /** The coordinator is asked about a batch. Others may be let through before it, and must not be appended before it. */
  onVerifying({ producerId, producerEpoch, baseSequence }: Omit<SequencedBatch, 'recordCount'>): void {
    const known = this.#unverified.get(producerId)
    const isLower = known === undefined || producerEpoch > known.producerEpoch || baseSequence < known.lowestSequence
    if (isLower && producerEpoch >= (known?.producerEpoch ?? 0)) {
      this.#unverified.set(producerId, { producerEpoch, lowestSequence: baseSequence })
    }
  }

  /** The lowest sequence of that epoch which came here before anything was appended. */
  lowestUnverified({
    producerId,
    producerEpoch,
  }: Pick<SequencedBatch, 'producerId' | 'producerEpoch'>): number | undefined {
    const known = this.#unverified.get(producerId)
    return known?.producerEpoch === producerEpoch ? known.lowestSequence : undefined
  }

  /** A batch that `check` let through is in the log. */
  onAppended(batch: SequencedBatch & { readonly maxTimestamp: number }, appended: AppendedBatch): void {
    const state = this.#touch(batch)
    this.#unverified.delete(batch.producerId)
    state.lastTimestamp = batch.maxTimestamp
    state.batches.push(appended)
    if (state.batches.length > rememberedBatches) state.batches.shift()
  }

  /** The epoch of the last batch or marker of a producer; undefined when it is not known. */
  epochOf(producerId: bigint): number | undefined {
    return this.#states.get(producerId)?.producerEpoch
  }

  /**
   * Judges a marker: NONE, or the error for WriteTxnMarkers. With Transactions v2 its epoch is above that of the records;
   * the same epoch is a repetition then, which is harmless once the transaction has ended.
   */
  checkMarker(marker: SequencedMarker, isEpochBumped: boolean, hasOpenTransaction: boolean): number {
    const state = this.#states.get(marker.producerId)
    if (state === undefined) return ErrorCodes.NONE
    const isStale = marker.producerEpoch < state.producerEpoch
    const isRepetition = isEpochBumped && marker.producerEpoch === state.producerEpoch && hasOpenTransaction
    if (isStale || isRepetition) return ErrorCodes.INVALID_PRODUCER_EPOCH
    if (marker.coordinatorEpoch < state.coordinatorEpoch) return ErrorCodes.TRANSACTION_COORDINATOR_FENCED
    return ErrorCodes.NONE
  }

  /** A transaction's marker was appended: it has an epoch, and no sequence. */
  onMarker(marker: SequencedMarker & { readonly maxTimestamp: number }): void {
    const state = this.#touch(marker)
    this.#unverified.delete(marker.producerId)
    state.lastTimestamp = marker.maxTimestamp
    state.coordinatorEpoch = marker.coordinatorEpoch
  }

  /** Forgets everybody, as after `producer.id.expiration.ms`. */
  expireAll(): void {
    this.#states.clear()
    this.#unverified.clear()
  }

  expire(producerId: bigint): void {
    this.#states.delete(producerId)
    this.#unverified.delete(producerId)
  }

  /** Whether a producer's batches reach `offset` or beyond: then a truncation there changes its state. */
  reaches(offset: bigint): readonly bigint[] {
    const reaching = [...this.#states.values()].filter(({ batches }) => batches.some((b) => b.lastOffset >= offset))
    return reaching.map(({ producerId }) => producerId)
  }

  #touch({
    producerId,
    producerEpoch,
  }: {
    readonly producerId: bigint
    readonly producerEpoch: number
  }): ProducerState {
    let state = this.#states.get(producerId)
    if (state === undefined) {
      state = { producerId, producerEpoch, lastSequence: -1, lastTimestamp: -1, coordinatorEpoch: -1, batches: [] }
      this.#states.set(producerId, state)
    }
    if (producerEpoch !== state.producerEpoch) {
      state.producerEpoch = producerEpoch
      state.batches = []
    }
    return state
  }
}

function lastSequenceOf(state: ProducerStateView): number {
  return state.batches.at(-1)?.lastSequence ?? -1
}
