/** A transactional producer for tests that speak the protocol themselves: one request a method, nothing repeated but waits. */
import { ErrorCodes } from '../../src/errors/error-codes.ts'
import { addOffsetsToTxnApi } from '../../src/protocol/apis/add-offsets-to-txn.ts'
import { addPartitionsToTxnApi } from '../../src/protocol/apis/add-partitions-to-txn.ts'
import { describeTransactionsApi } from '../../src/protocol/apis/describe-transactions.ts'
import { endTxnApi } from '../../src/protocol/apis/end-txn.ts'
import { fetchApi } from '../../src/protocol/apis/fetch.ts'
import { findCoordinatorApi } from '../../src/protocol/apis/find-coordinator.ts'
import { initProducerIdApi } from '../../src/protocol/apis/init-producer-id.ts'
import { txnOffsetCommitApi } from '../../src/protocol/apis/txn-offset-commit.ts'
import { type BatchInput, batchOf, valuesOf } from './batches.ts'
import { uniqueName } from './every-broker.ts'
import type { RawConnection } from './raw-connection.ts'
import { produceRaw } from './raw-topics.ts'

/** What brokers answer while they are still at it: a coordinator that starts, markers that are being written. */
const passing: ReadonlySet<number> = new Set([
  ErrorCodes.COORDINATOR_LOAD_IN_PROGRESS,
  ErrorCodes.COORDINATOR_NOT_AVAILABLE,
  ErrorCodes.NOT_COORDINATOR,
  ErrorCodes.CONCURRENT_TRANSACTIONS,
])

/** Asks again while the answer is one that passes. */
export async function settled<T extends { readonly errorCode: number }>(ask: () => Promise<T>): Promise<T> {
  for (let tries = 0; tries < 5000; tries++) {
    const answer = await ask()
    if (!passing.has(answer.errorCode)) return answer
  }
  throw new Error('The coordinator is busy for ever')
}

export interface InitInput {
  readonly version?: number
  readonly timeoutMs?: number
  readonly producerId?: bigint
  readonly producerEpoch?: number
}

/** Who a producer is. Tests that play a zombie keep a copy. */
export interface Producer {
  readonly producerId: bigint
  readonly producerEpoch: number
}

export interface WriteInput extends Partial<BatchInput> {
  /** Of Produce. Default 9. */
  readonly version?: number
  readonly partition?: number
}

export interface RecordFetch {
  readonly fetchOffset?: bigint
  readonly isolationLevel?: number
}

/** What a reader gets of a partition: 1 reads what is committed. */
export async function fetchRaw(
  raw: RawConnection,
  topic: string,
  { fetchOffset = 0n, isolationLevel = 1 }: RecordFetch = {},
) {
  const { responses } = await raw.send(fetchApi, 11, {
    maxWaitMs: 0,
    minBytes: 0,
    maxBytes: 1 << 24,
    sessionEpoch: -1,
    isolationLevel,
    topics: [{ topic, partitions: [{ partition: 0, fetchOffset, partitionMaxBytes: 1 << 24 }] }],
  })
  const { errorCode, highWatermark, lastStableOffset, abortedTransactions, records } = responses[0]!.partitions[0]!
  return { errorCode, highWatermark, lastStableOffset, abortedTransactions, values: valuesOf(records, fetchOffset) }
}

const nobody = { generationIdOrMemberEpoch: -1, memberId: '' }

export class RawTransactions {
  readonly transactionalId: string
  readonly raw: RawConnection
  producer: Producer = { producerId: -1n, producerEpoch: -1 }
  readonly #sequences = new Map<string, number>()

  constructor(raw: RawConnection, transactionalId: string = uniqueName('txn')) {
    this.raw = raw
    this.transactionalId = transactionalId
  }

  /** A producer that has its id, on a broker whose coordinators are there. */
  static async start(raw: RawConnection, transactionalId?: string, input?: InitInput): Promise<RawTransactions> {
    const transactions = new RawTransactions(raw, transactionalId)
    const key = transactions.transactionalId
    await settled(() => raw.send(findCoordinatorApi, 3, { key, keyType: 1 }))
    const { errorCode } = await transactions.init(input)
    if (errorCode !== ErrorCodes.NONE) throw new Error(`InitProducerId: error ${errorCode}`)
    return transactions
  }

  /** InitProducerId once, whatever the answer is. */
  initOnce({ version = 4, timeoutMs = 60_000, ...expected }: InitInput = {}) {
    const { transactionalId } = this
    return this.raw.send(initProducerIdApi, version, { transactionalId, transactionTimeoutMs: timeoutMs, ...expected })
  }

  /** InitProducerId until it is settled; then this is the producer. */
  async init(input?: InitInput) {
    const answer = await settled(() => this.initOnce(input))
    if (answer.errorCode === ErrorCodes.NONE) this.become(answer)
    return answer
  }

  /** Goes on as that producer, with sequences from 0. */
  become({ producerId, producerEpoch }: Producer): void {
    this.producer = { producerId, producerEpoch }
    this.#sequences.clear()
  }

  /** AddPartitionsToTxn of a client, until it is settled: the errors in the order of the partitions' numbers. */
  async add(topic: string, partitions: readonly number[] = [0], version = 3): Promise<number[]> {
    const { errorCode, codes } = await settled(async () => {
      const answer = await this.addOnce(topic, partitions, version)
      return { errorCode: answer[0]!, codes: answer }
    })
    return codes.length === 0 ? [errorCode] : codes
  }

  async addOnce(topic: string, partitions: readonly number[] = [0], version = 3): Promise<number[]> {
    const { resultsByTopicV3AndBelow } = await this.raw.send(addPartitionsToTxnApi, version, {
      v3AndBelowTransactionalId: this.transactionalId,
      v3AndBelowProducerId: this.producer.producerId,
      v3AndBelowProducerEpoch: this.producer.producerEpoch,
      v3AndBelowTopics: [{ name: topic, partitions }],
    })
    const results = resultsByTopicV3AndBelow[0]!.resultsByPartition.toSorted(
      (a, b) => a.partitionIndex - b.partitionIndex,
    )
    return results.map(({ partitionErrorCode }) => partitionErrorCode)
  }

  /** A batch of this producer, of the next sequence numbers unless they are given. Version 12 makes the broker add it. */
  write(topic: string, values: readonly string[], input: WriteInput = {}) {
    const records = this.#nextBatch(topic, values, input)
    return settled(() => this.#produce(topic, records, input))
  }

  /** The same without asking again. */
  writeOnce(topic: string, values: readonly string[], input: WriteInput = {}) {
    return this.#produce(topic, this.#nextBatch(topic, values, input), input)
  }

  #produce(topic: string, records: Buffer, { version = 9, partition = 0 }: WriteInput) {
    return produceRaw(this.raw, topic, partition, records, { version, transactionalId: this.transactionalId })
  }

  #nextBatch(topic: string, values: readonly string[], { partition = 0, ...batch }: WriteInput): Buffer {
    const key = `${topic}-${partition}`
    const baseSequence = this.#sequences.get(key) ?? 0
    this.#sequences.set(key, baseSequence + values.length)
    return batchOf({ values, baseSequence, ...this.producer, isTransactional: true, ...batch })
  }

  /** EndTxn once. */
  endOnce(committed: boolean, version = 4, producer = this.producer) {
    return this.raw.send(endTxnApi, version, { transactionalId: this.transactionalId, ...producer, committed })
  }

  /** EndTxn, and waits until the markers are written. With v5 this is the next producer then. */
  async end(committed: boolean, version = 4) {
    const answer = await settled(() => this.endOnce(committed, version))
    if (answer.errorCode === ErrorCodes.NONE) await this.whenComplete()
    if (answer.errorCode === ErrorCodes.NONE && version >= 5) this.become(answer)
    return answer
  }

  async whenComplete() {
    for (let tries = 0; tries < 5000; tries++) {
      const described = await this.describe()
      if (!described.transactionState.startsWith('Prepare')) return described
    }
    throw new Error('The markers are not written')
  }

  async describe() {
    const { transactionStates } = await this.raw.send(describeTransactionsApi, 0, {
      transactionalIds: [this.transactionalId],
    })
    return transactionStates[0]!
  }

  addOffsets(groupId: string, version = 3) {
    const { transactionalId } = this
    return settled(() => this.raw.send(addOffsetsToTxnApi, version, { transactionalId, ...this.producer, groupId }))
  }

  /** TxnOffsetCommit for partition 0, of a consumer that is in no group unless `member` says which. */
  commitOffset(groupId: string, topic: string, offset: bigint, version = 3, member = nobody) {
    const { transactionalId } = this
    const partitions = [{ partitionIndex: 0, committedOffset: offset, committedMetadata: 'm' }]
    return settled(async () => {
      const { topics } = await this.raw.send(txnOffsetCommitApi, version, {
        transactionalId,
        groupId,
        ...this.producer,
        ...(version >= 3 ? member : {}),
        topics: [{ name: topic, partitions }],
      })
      return topics[0]!.partitions[0]!
    })
  }
}
