/**
 * One transactional id as its coordinator knows it: producer, epoch, state, partitions (Kafka's `TransactionMetadata`).
 *
 * Owned by the coordinator. Only the methods here change it, each one step of the state table; a step that the table does
 * not have is a mistake of the embedded cluster, and throws.
 */
import { canFollow, isEnding, type TransactionStateName } from './transaction-states.ts'

/** Nobody's epoch: the id was just made, or nothing is remembered. */
export const noProducerEpoch = -1
export const noProducerId = -1n

/** The last epoch a client gets. The one behind it is kept for fencing. */
const lastClientEpoch = 32766
const largestEpoch = 32767

/** KIP-890: 2 when the client takes part in it, 0 otherwise. What the epoch does at the end depends on it. */
export type ClientTransactionVersion = 0 | 2

export interface ProducerIdAndEpoch {
  readonly producerId: bigint
  readonly producerEpoch: number
}

export interface TransactionPartition {
  readonly topic: string
  readonly partition: number
}

/** A transactional id, as tests look at it. */
export interface TransactionListing {
  readonly transactionalId: string
  readonly state: TransactionStateName
  readonly producerId: bigint
  readonly producerEpoch: number
  readonly timeoutMs: number
  /** Wall clock; -1 while there is no transaction. */
  readonly startTimestampMs: number
  /** Offsets of a group count as a partition of `__consumer_offsets`. */
  readonly partitions: readonly TransactionPartition[]
}

/** All of it, as JSON can hold it. */
export interface TransactionSnapshot {
  readonly transactionalId: string
  readonly state: TransactionStateName
  readonly producerId: string
  readonly previousProducerId: string
  readonly nextProducerId: string
  readonly producerEpoch: number
  readonly lastProducerEpoch: number
  readonly timeoutMs: number
  readonly startTimestampMs: number
  readonly updatedAtMs: number
  readonly clientTransactionVersion: ClientTransactionVersion
  readonly coordinatorEpoch: number
  readonly partitions: readonly TransactionPartition[]
}

export function isEpochExhausted(producerEpoch: number): boolean {
  return producerEpoch >= lastClientEpoch
}

export class Transaction {
  readonly transactionalId: string
  #coordinatorEpoch = 0
  #coordinatorId: number | undefined
  #state: TransactionStateName = 'Empty'
  #producerId: bigint
  #previousProducerId = noProducerId
  /** Takes over when the markers are written, since the epochs are used up. */
  #nextProducerId = noProducerId
  #producerEpoch = noProducerEpoch
  #lastProducerEpoch = noProducerEpoch
  #timeoutMs: number
  #startTimestampMs = -1
  #updatedAtMs: number
  #clientTransactionVersion: ClientTransactionVersion = 0
  #partitions = new Map<string, TransactionPartition>()
  /** Partitions that this producer id and epoch have ever been allowed to write to. For violations. */
  readonly #everAdded = new Set<string>()
  /** A snapshot does not have them: until the next epoch nobody is blamed. */
  #remembersAdded = true

  constructor(transactionalId: string, producerId: bigint, timeoutMs: number, nowMs: number) {
    this.transactionalId = transactionalId
    this.#producerId = producerId
    this.#timeoutMs = timeoutMs
    this.#updatedAtMs = nowMs
  }

  static fromSnapshot(snapshot: TransactionSnapshot): Transaction {
    const { transactionalId, producerId, timeoutMs, updatedAtMs } = snapshot
    const transaction = new Transaction(transactionalId, BigInt(producerId), timeoutMs, updatedAtMs)
    transaction.#state = snapshot.state
    transaction.#previousProducerId = BigInt(snapshot.previousProducerId)
    transaction.#nextProducerId = BigInt(snapshot.nextProducerId)
    transaction.#producerEpoch = snapshot.producerEpoch
    transaction.#lastProducerEpoch = snapshot.lastProducerEpoch
    transaction.#startTimestampMs = snapshot.startTimestampMs
    transaction.#clientTransactionVersion = snapshot.clientTransactionVersion
    // A coordinator that starts again is a later one.
    transaction.#coordinatorEpoch = snapshot.coordinatorEpoch + 1
    transaction.#remembersAdded = false
    transaction.#add(snapshot.partitions)
    return transaction
  }

  get state(): TransactionStateName {
    return this.#state
  }

  get producerId(): bigint {
    return this.#producerId
  }

  /** The producer id before the last step: another one only right after the epochs were used up. */
  get previousProducerId(): bigint {
    return this.#previousProducerId
  }

  get producerEpoch(): number {
    return this.#producerEpoch
  }

  get lastProducerEpoch(): number {
    return this.#lastProducerEpoch
  }

  get timeoutMs(): number {
    return this.#timeoutMs
  }

  get startTimestampMs(): number {
    return this.#startTimestampMs
  }

  get updatedAtMs(): number {
    return this.#updatedAtMs
  }

  /** Goes up with each coordinator. Markers carry it. */
  get coordinatorEpoch(): number {
    return this.#coordinatorEpoch
  }

  get clientTransactionVersion(): ClientTransactionVersion {
    return this.#clientTransactionVersion
  }

  get partitions(): readonly TransactionPartition[] {
    return [...this.#partitions.values()]
  }

  get isEpochExhausted(): boolean {
    return isEpochExhausted(this.#producerEpoch)
  }

  has(partition: TransactionPartition): boolean {
    return this.#partitions.has(keyOf(partition))
  }

  /** Whether a batch of this producer's present epoch may be a late one: its partition was in a transaction before. */
  everHad(partition: TransactionPartition): boolean {
    return !this.#remembersAdded || this.#everAdded.has(keyOf(partition))
  }

  /** InitProducerId: a higher epoch, which fences whoever had this one. `lastProducerEpoch` tells a retry from a zombie. */
  bumpEpoch(lastProducerEpoch: number, timeoutMs: number, nowMs: number): void {
    this.#begin('Empty')
    this.#producerEpoch++
    this.#lastProducerEpoch = lastProducerEpoch
    this.#restart(timeoutMs, nowMs)
  }

  /** InitProducerId once more, of a client that did not get the answer: all stays. */
  repeatInit(timeoutMs: number, nowMs: number): void {
    this.#begin('Empty')
    this.#restart(timeoutMs, nowMs)
  }

  /** InitProducerId when the epochs are used up. */
  rotateProducerId(producerId: bigint, remembersEpoch: boolean, timeoutMs: number, nowMs: number): void {
    this.#begin('Empty')
    this.#producerId = producerId
    this.#lastProducerEpoch = remembersEpoch ? this.#producerEpoch : noProducerEpoch
    this.#producerEpoch = 0
    this.#restart(timeoutMs, nowMs)
  }

  addPartitions(
    partitions: readonly TransactionPartition[],
    clientTransactionVersion: ClientTransactionVersion,
    nowMs: number,
  ): void {
    const isFirst = this.#state !== 'Ongoing'
    this.#begin('Ongoing')
    if (isFirst) this.#startTimestampMs = nowMs
    this.#updatedAtMs = nowMs
    this.#clientTransactionVersion = clientTransactionVersion
    this.#add(partitions)
  }

  /**
   * The producer cannot do anything more, and its transaction is to be aborted. With Transactions v2 it is the abort that
   * raises the epoch, and a producer that names its former one may go on; before, nobody has the new epoch.
   */
  fence(serverTransactionVersion: ClientTransactionVersion): void {
    this.#begin('PrepareEpochFence')
    if (serverTransactionVersion === 2) return
    if (this.#producerEpoch < largestEpoch) this.#producerEpoch++
    this.#lastProducerEpoch = noProducerEpoch
  }

  /** The outcome is decided. With Transactions v2 the epoch goes up, and the markers carry the new one. */
  prepare(
    state: 'PrepareCommit' | 'PrepareAbort',
    clientTransactionVersion: ClientTransactionVersion,
    nextProducerId: bigint,
    nowMs: number,
  ): void {
    const hasNothing = this.#state !== 'Ongoing' && this.#state !== 'PrepareEpochFence'
    this.#begin(state)
    if (clientTransactionVersion === 2) {
      this.#lastProducerEpoch = this.#producerEpoch
      if (this.#producerEpoch < largestEpoch) this.#producerEpoch++
    }
    if (hasNothing) this.#startTimestampMs = nowMs
    this.#nextProducerId = nextProducerId
    this.#clientTransactionVersion = clientTransactionVersion
    this.#updatedAtMs = nowMs
  }

  /** Who goes on when the markers are written: what the answer to EndTxn v5 says already now. */
  get successor(): ProducerIdAndEpoch {
    if (isEnding(this.#state) && this.#clientTransactionVersion === 2 && this.#nextProducerId !== noProducerId) {
      return { producerId: this.#nextProducerId, producerEpoch: 0 }
    }
    return { producerId: this.#producerId, producerEpoch: this.#producerEpoch }
  }

  onMarkerWritten(partition: TransactionPartition): void {
    this.#partitions.delete(keyOf(partition))
  }

  /** A coordinator that takes over has a higher epoch: what the one before it still sends is refused. */
  onCoordinatedBy(coordinatorId: number): void {
    if (this.#coordinatorId !== undefined && this.#coordinatorId !== coordinatorId) this.#coordinatorEpoch++
    this.#coordinatorId = coordinatorId
  }

  /** Every partition has its marker. */
  complete(nowMs: number): void {
    const { producerId, producerEpoch } = this.successor
    this.#begin(this.#state === 'PrepareCommit' ? 'CompleteCommit' : 'CompleteAbort')
    if (producerId !== this.#producerId) this.#everAdded.clear()
    this.#producerId = producerId
    this.#producerEpoch = producerEpoch
    this.#nextProducerId = noProducerId
    this.#partitions = new Map()
    this.#updatedAtMs = nowMs
  }

  expire(): void {
    this.#begin('Dead')
  }

  /** What it is now; no later step changes it. */
  describe(): TransactionListing {
    return {
      transactionalId: this.transactionalId,
      state: this.#state,
      producerId: this.#producerId,
      producerEpoch: this.#producerEpoch,
      timeoutMs: this.#timeoutMs,
      startTimestampMs: this.#startTimestampMs,
      partitions: this.partitions,
    }
  }

  toSnapshot(): TransactionSnapshot {
    return {
      transactionalId: this.transactionalId,
      state: this.#state,
      producerId: `${this.#producerId}`,
      previousProducerId: `${this.#previousProducerId}`,
      nextProducerId: `${this.#nextProducerId}`,
      producerEpoch: this.#producerEpoch,
      lastProducerEpoch: this.#lastProducerEpoch,
      timeoutMs: this.#timeoutMs,
      startTimestampMs: this.#startTimestampMs,
      updatedAtMs: this.#updatedAtMs,
      clientTransactionVersion: this.#clientTransactionVersion,
      coordinatorEpoch: this.#coordinatorEpoch,
      partitions: this.partitions,
    }
  }

  #begin(state: TransactionStateName): void {
    if (!canFollow(this.#state, state)) {
      throw new Error(`Transactional id ${this.transactionalId} cannot go from ${this.#state} to ${state}`)
    }
    this.#previousProducerId = this.#producerId
    this.#state = state
  }

  /** What a producer begins with. */
  #restart(timeoutMs: number, nowMs: number): void {
    this.#everAdded.clear()
    this.#remembersAdded = true
    this.#timeoutMs = timeoutMs
    this.#partitions = new Map()
    this.#startTimestampMs = -1
    this.#updatedAtMs = nowMs
  }

  #add(partitions: readonly TransactionPartition[]): void {
    for (const { topic, partition } of partitions) {
      const key = keyOf({ topic, partition })
      this.#partitions.set(key, { topic, partition })
      this.#everAdded.add(key)
    }
  }
}

function keyOf({ topic, partition }: TransactionPartition): string {
  return `${topic}-${partition}`
}
