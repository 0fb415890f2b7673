/**
 * The transactional ids of a cluster, and what becomes of their transactions: Kafka's `TransactionCoordinator` and
 * `TransactionStateManager`.
 *
 * One object for all brokers, as `__transaction_state` would be: coordinators come and go, ids stay. Who coordinates an id
 * says `ClusterState.coordinators`; requests to another broker are refused by the handlers, with `whyNotHere`. Every change
 * is synchronous. A transaction has one timer while it is open, for its timeout.
 */
import { ErrorCodes } from '../../errors/error-codes.ts'
import type { Timer } from '../../support/clock.ts'
import { FeatureLevels } from '../administration/feature-levels.ts'
import type { BrokerNode } from '../broker-node.ts'
import type { ClusterPart, ClusterState } from '../cluster-state.ts'
import { GroupOffsets } from '../groups/group-offsets.ts'
import type { Marker } from './append-marker.ts'
import { judgeEnd } from './end-transaction.ts'
import { judgeInit } from './init-producer.ts'
import { MarkerWriter } from './marker-writer.ts'
import { offsetsTopic } from './offsets-partition.ts'
import {
  type ClientTransactionVersion,
  noProducerEpoch,
  noProducerId,
  type ProducerIdAndEpoch,
  Transaction,
  type TransactionPartition,
  type TransactionSnapshot,
} from './transaction.ts'
import { hasEnded, isEnding } from './transaction-states.ts'

/** A producer, or why there is none. */
export interface ProducerOutcome extends ProducerIdAndEpoch {
  readonly errorCode: number
}

interface CoordinatorSnapshot {
  readonly transactions: readonly TransactionSnapshot[]
}

export class TransactionCoordinator implements ClusterPart {
  readonly snapshotName = 'transactions'
  readonly #cluster: ClusterState
  readonly #transactions = new Map<string, Transaction>()
  readonly #timers = new Map<Transaction, Timer>()
  readonly #markers: MarkerWriter
  /** Ids whose coordinators have not read their state yet, and until when. */
  readonly #loadingUntilMs = new Map<string, number>()

  constructor(cluster: ClusterState) {
    this.#cluster = cluster
    this.#markers = new MarkerWriter(cluster)
  }

  /** Every id that has not expired. */
  get all(): readonly Transaction[] {
    return [...this.#transactions.keys()].flatMap((transactionalId) => this.get(transactionalId) ?? [])
  }

  /** What is known of an id; undefined when it never was there, or has expired. */
  get(transactionalId: string): Transaction | undefined {
    const transaction = this.#transactions.get(transactionalId)
    if (transaction === undefined) return undefined
    const idleMs = this.#cluster.clock.wallNow() - transaction.updatedAtMs
    const isExpired = idleMs >= this.#cluster.brokerConfig.number('transactional.id.expiration.ms')
    return isExpired && this.forget(transactionalId) ? undefined : transaction
  }

  /** NONE where that broker coordinates the id, and is ready. */
  whyNotHere(transactionalId: string, node: BrokerNode): number {
    if (this.#cluster.coordinators.of('transaction', transactionalId) !== node) return ErrorCodes.NOT_COORDINATOR
    return this.whyNotReady(transactionalId)
  }

  /** The same for another broker, which asks the coordinator itself. */
  whyNotReady(transactionalId: string): number {
    const coordinator = this.#cluster.coordinators.of('transaction', transactionalId)
    if (coordinator === undefined) return ErrorCodes.COORDINATOR_NOT_AVAILABLE
    const loadingUntilMs = this.#loadingUntilMs.get(transactionalId)
    if (loadingUntilMs === undefined) return ErrorCodes.NONE
    if (this.#cluster.clock.now() < loadingUntilMs) return ErrorCodes.COORDINATOR_LOAD_IN_PROGRESS
    this.#loadingUntilMs.delete(transactionalId)
    return ErrorCodes.NONE
  }

  /** InitProducerId. `expected`: who the client believes it is (KIP-360). */
  init(transactionalId: string, timeoutMs: number, expected: ProducerIdAndEpoch | undefined): ProducerOutcome {
    if (transactionalId === '') return refusedProducer(ErrorCodes.INVALID_REQUEST)
    const longestMs = this.#cluster.brokerConfig.number('transaction.max.timeout.ms')
    if (timeoutMs <= 0 || timeoutMs > longestMs) return refusedProducer(ErrorCodes.INVALID_TRANSACTION_TIMEOUT)
    const nowMs = this.#cluster.clock.wallNow()
    const transaction = this.#touch(transactionalId) ?? this.#create(transactionalId, timeoutMs)
    const verdict = judgeInit(transaction, expected)
    switch (verdict.kind) {
      case 'refuse':
        return refusedProducer(verdict.errorCode)
      case 'fence':
        // The client comes again, and gets an epoch above the one that fences.
        this.#abortFenced(transaction)
        return refusedProducer(ErrorCodes.CONCURRENT_TRANSACTIONS)
      case 'bump':
        transaction.bumpEpoch(verdict.lastProducerEpoch, timeoutMs, nowMs)
        break
      case 'repeat':
        transaction.repeatInit(timeoutMs, nowMs)
        break
      case 'rotate':
        transaction.rotateProducerId(this.#cluster.newProducerId(), expected !== undefined, timeoutMs, nowMs)
    }
    const { producerId, producerEpoch } = transaction
    return { errorCode: ErrorCodes.NONE, producerId, producerEpoch }
  }

  /** AddPartitionsToTxn and AddOffsetsToTxn, and what a broker sends for a producer of Transactions v2: all or nothing. */
  addPartitions(
    transactionalId: string,
    producer: ProducerIdAndEpoch,
    partitions: readonly TransactionPartition[],
    clientTransactionVersion: ClientTransactionVersion,
  ): number {
    const transaction = this.#touch(transactionalId)
    const errorCode = whyNotProducer(transaction, producer)
    if (transaction === undefined || errorCode !== ErrorCodes.NONE) return errorCode
    if (transaction.state === 'Ongoing' && partitions.every((partition) => transaction.has(partition))) return errorCode
    transaction.addPartitions(partitions, clientTransactionVersion, this.#cluster.clock.wallNow())
    this.#watchTimeout(transaction)
    return errorCode
  }

  /** Whether a producer of before Transactions v2 has added that partition (KIP-890, part 1). */
  verifyPartition(transactionalId: string, producer: ProducerIdAndEpoch, partition: TransactionPartition): number {
    const transaction = this.#touch(transactionalId)
    const errorCode = whyNotProducer(transaction, producer)
    if (transaction === undefined || errorCode !== ErrorCodes.NONE) return errorCode
    return transaction.has(partition) ? ErrorCodes.NONE : ErrorCodes.TRANSACTION_ABORTABLE
  }

  /** EndTxn of a client. The answer's producer is who it is from then on. */
  end(
    transactionalId: string,
    producer: ProducerIdAndEpoch,
    isCommit: boolean,
    clientTransactionVersion: ClientTransactionVersion,
  ): ProducerOutcome {
    const transaction = transactionalId === '' ? undefined : this.#touch(transactionalId)
    if (transactionalId === '') return refusedProducer(ErrorCodes.INVALID_REQUEST)
    if (transaction === undefined) return refusedProducer(ErrorCodes.INVALID_PRODUCER_ID_MAPPING)
    const verdict = judgeEnd(transaction, producer, isCommit, clientTransactionVersion)
    if (verdict.kind === 'refuse') return refusedProducer(verdict.errorCode)
    if (verdict.kind === 'end') {
      const isExhausted = clientTransactionVersion === 2 && transaction.isEpochExhausted
      const nextProducerId = isExhausted ? this.#cluster.newProducerId() : noProducerId
      this.#prepare(transaction, isCommit, clientTransactionVersion, nextProducerId)
    }
    // The markers may be there already, and with them the producer's next id.
    return { errorCode: ErrorCodes.NONE, ...transaction.successor }
  }

  /** Aborts what is open, as when its time is over: the producer is fenced. False when nothing is open. */
  timeOut(transactionalId: string): boolean {
    const transaction = this.#touch(transactionalId)
    if (transaction?.state !== 'Ongoing') return false
    this.#abortFenced(transaction)
    return true
  }

  /** An id expires, with what was known of its producer. False when there is none, or its transaction is open. */
  forget(transactionalId: string): boolean {
    const transaction = this.#transactions.get(transactionalId)
    if (transaction === undefined || !hasEnded(transaction.state)) return false
    transaction.expire()
    return this.#transactions.delete(transactionalId)
  }

  /** Decided transactions get no markers meanwhile: who comes again meets CONCURRENT_TRANSACTIONS. */
  setMarkersHeld(isHeld: boolean): void {
    this.#markers.setHeld(isHeld)
    if (!isHeld) for (const transaction of this.all) this.#writeGroupOffsets(transaction)
  }

  /** Requests for that id are answered with COORDINATOR_LOAD_IN_PROGRESS for so long. */
  load(transactionalId: string, durationMs: number): void {
    this.#loadingUntilMs.set(transactionalId, this.#cluster.clock.now() + durationMs)
  }

  onNodeStarted(): void {
    this.#markers.retry()
  }

  toSnapshot(): CoordinatorSnapshot {
    return { transactions: this.all.map((transaction) => transaction.toSnapshot()) }
  }

  /** Timeouts begin anew with what is left of them, and markers that were owed are written. */
  fromSnapshot(snapshot: unknown): void {
    for (const saved of (snapshot as CoordinatorSnapshot).transactions) {
      const transaction = Transaction.fromSnapshot(saved)
      this.#transactions.set(saved.transactionalId, transaction)
      if (transaction.state === 'Ongoing') this.#watchTimeout(transaction)
      if (isEnding(transaction.state)) this.#writeMarkers(transaction)
    }
  }

  close(): void {
    for (const timer of this.#timers.values()) timer.cancel()
    this.#timers.clear()
    this.#markers.close()
  }

  /** For a request: notices that another broker coordinates now, and that markers can be written again. */
  #touch(transactionalId: string): Transaction | undefined {
    this.#markers.retry()
    const transaction = this.get(transactionalId)
    const coordinatorId = this.#cluster.coordinators.of('transaction', transactionalId)?.nodeId
    if (transaction !== undefined && coordinatorId !== undefined) transaction.onCoordinatedBy(coordinatorId)
    return transaction
  }

  #create(transactionalId: string, timeoutMs: number): Transaction {
    const { clock } = this.#cluster
    const created = new Transaction(transactionalId, this.#cluster.newProducerId(), timeoutMs, clock.wallNow())
    this.#transactions.set(transactionalId, created)
    return this.#touch(transactionalId)!
  }

  #abortFenced(transaction: Transaction): void {
    const transactionVersion = serverTransactionVersion(this.#cluster)
    transaction.fence(transactionVersion)
    this.#prepare(transaction, false, transactionVersion, noProducerId)
  }

  #prepare(
    transaction: Transaction,
    isCommit: boolean,
    clientTransactionVersion: ClientTransactionVersion,
    nextProducerId: bigint,
  ): void {
    this.#timers.get(transaction)?.cancel()
    this.#timers.delete(transaction)
    const state = isCommit ? 'PrepareCommit' : 'PrepareAbort'
    transaction.prepare(state, clientTransactionVersion, nextProducerId, this.#cluster.clock.wallNow())
    this.#writeMarkers(transaction)
  }

  #writeMarkers(transaction: Transaction): void {
    const { producerId, producerEpoch, coordinatorEpoch, state, clientTransactionVersion } = transaction
    const isCommit = state === 'PrepareCommit'
    const transactionVersion = clientTransactionVersion
    const marker: Marker = { producerId, producerEpoch, coordinatorEpoch, isCommit, transactionVersion }
    this.#writeGroupOffsets(transaction)
    for (const written of transaction.partitions) {
      if (written.topic === offsetsTopic) continue
      const partition = this.#cluster.partition(written.topic, written.partition)
      this.#markers.write(partition, marker, () => {
        transaction.onMarkerWritten(written)
        this.#completeWhenWritten(transaction)
      })
    }
    this.#completeWhenWritten(transaction)
  }

  /** The groups' coordinators are told at once: their partitions are never without a leader here. */
  #writeGroupOffsets(transaction: Transaction): void {
    if (this.#markers.isHeld || !isEnding(transaction.state)) return
    const owed = transaction.partitions.filter(({ topic }) => topic === offsetsTopic)
    if (owed.length > 0) {
      this.#cluster.part(GroupOffsets).complete(transaction.producerId, transaction.state === 'PrepareCommit')
    }
    for (const partition of owed) transaction.onMarkerWritten(partition)
    this.#completeWhenWritten(transaction)
  }

  #completeWhenWritten(transaction: Transaction): void {
    if (!isEnding(transaction.state) || transaction.partitions.length > 0) return
    transaction.complete(this.#cluster.clock.wallNow())
  }

  #watchTimeout(transaction: Transaction): void {
    if (this.#timers.has(transaction)) return
    const { clock } = this.#cluster
    const leftMs = transaction.startTimestampMs + transaction.timeoutMs - clock.wallNow()
    const onDue = (): void => {
      this.#timers.delete(transaction)
      if (transaction.state === 'Ongoing') this.#abortFenced(transaction)
    }
    const timer = clock.setTimer(Math.max(1, leftMs), 'transaction timeout', onDue, { background: true })
    this.#timers.set(transaction, timer)
  }
}

/** What the brokers go by where no client is asked: their feature `transaction.version`. */
function serverTransactionVersion(cluster: ClusterState): ClientTransactionVersion {
  const features = cluster.runningNodes.flatMap((node) => cluster.part(FeatureLevels).of(node))
  return features.some(({ name, level }) => name === 'transaction.version' && level >= 2) ? 2 : 0
}

function refusedProducer(errorCode: number): ProducerOutcome {
  return { errorCode, producerId: noProducerId, producerEpoch: noProducerEpoch }
}

/** Why that producer must not touch the transaction; NONE where it may. */
function whyNotProducer(transaction: Transaction | undefined, producer: ProducerIdAndEpoch): number {
  if (transaction === undefined || transaction.producerId !== producer.producerId) {
    return ErrorCodes.INVALID_PRODUCER_ID_MAPPING
  }
  if (transaction.producerEpoch !== producer.producerEpoch) return ErrorCodes.PRODUCER_FENCED
  return isEnding(transaction.state) ? ErrorCodes.CONCURRENT_TRANSACTIONS : ErrorCodes.NONE
}
