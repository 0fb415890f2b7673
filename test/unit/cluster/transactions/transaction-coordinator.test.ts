import { describe, expect, it } from 'vitest'
import type { ClusterState } from '../../../../src/cluster/cluster-state.ts'
import { BrokerConfig } from '../../../../src/cluster/topics/broker-config.ts'
import { offsetsPartitionOf } from '../../../../src/cluster/transactions/offsets-partition.ts'
import { ErrorCodes } from '../../../../src/errors/error-codes.ts'
import { listTransactionsApi } from '../../../../src/protocol/apis/list-transactions.ts'
import { updateFeaturesApi } from '../../../../src/protocol/apis/update-features.ts'
import { fetchRaw, RawTransactions } from '../../../cluster/raw-transactions.ts'
import { type ClusterWorld, startWorld } from '../cluster-world.ts'

const topic = 'orders'

interface TransactionsWorld extends ClusterWorld {
  readonly transactions: RawTransactions
}

/** One broker, and a producer `id` that has its producer id. */
async function startTransactions(options: object = {}): Promise<TransactionsWorld> {
  const world = await startWorld({ brokers: 1, ...options })
  const transactions = await RawTransactions.start(await world.connect())
  return Object.assign(world, { transactions })
}

describe('transactions that take too long', () => {
  it('are aborted when their time is over, and their producer is fenced', async () => {
    await using world = await startTransactions()
    const { transactions, clock, cluster } = world
    await transactions.write(topic, ['a'], { version: 12 })
    await clock.advance(59_999)
    const before = cluster.transaction(transactions.transactionalId)!.state

    await clock.advance(1)

    expect(before).toBe('Ongoing')
    expect(cluster.transaction(transactions.transactionalId)).toMatchObject({
      state: 'CompleteAbort',
      producerEpoch: 1,
    })
    expect((await transactions.endOnce(true, 4)).errorCode).toBe(ErrorCodes.PRODUCER_FENCED)
  })

  it('count from their first partition, and not from the last', async () => {
    await using world = await startTransactions()
    const { transactions, clock, cluster } = world
    await transactions.write(topic, ['a'], { version: 12 })
    await clock.advance(30_000)
    await transactions.write(topic, ['b'], { version: 12, partition: 1 })

    await clock.advance(30_000)

    expect(cluster.transaction(transactions.transactionalId)?.state).toBe('CompleteAbort')
  })

  it('have no timer once they have ended', async () => {
    await using world = await startTransactions()
    const { transactions, clock } = world
    await transactions.write(topic, ['a'], { version: 12 })

    await transactions.end(true, 5)

    expect(clock.liveTimers.filter(({ label }) => label === 'transaction timeout')).toEqual([])
  })

  it('end at a word of a test', async () => {
    await using world = await startTransactions()
    const { transactions, cluster } = world
    await transactions.write(topic, ['a'], { version: 12 })

    cluster.faults.expireTransaction(transactions.transactionalId)

    expect(cluster.log(topic, 0).abortedTransactions).toHaveLength(1)
    expect(() => cluster.faults.expireTransaction(transactions.transactionalId)).toThrow('no transaction that is open')
  })

  it('fence with an epoch that nobody has, where brokers do not know Transactions v2', async () => {
    await using world = await startTransactions({ version: '3.9' })
    const { transactions, cluster } = world
    const { producer } = transactions
    await transactions.add(topic)

    cluster.faults.expireTransaction(transactions.transactionalId)

    expect((await transactions.initOnce(producer)).errorCode).toBe(ErrorCodes.PRODUCER_FENCED)
    expect((await transactions.init()).producerEpoch).toBe(2)
  })
})

describe('the feature transaction.version', () => {
  it('decides how brokers abort by themselves, also when it was lowered', async () => {
    await using world = await startTransactions()
    const { transactions, cluster } = world
    const { producer } = transactions
    await transactions.raw.send(updateFeaturesApi, 1, {
      timeoutMs: 1000,
      featureUpdates: [{ feature: 'transaction.version', maxVersionLevel: 1, upgradeType: 2 }],
    })
    await transactions.add(topic)

    cluster.faults.expireTransaction(transactions.transactionalId)

    // Before Transactions v2 the producer cannot go on: nobody has the epoch of the fence.
    expect((await transactions.initOnce(producer)).errorCode).toBe(ErrorCodes.PRODUCER_FENCED)
  })
})

describe('transactional ids that nobody uses', () => {
  it('are forgotten after a week, with their producer id', async () => {
    await using world = await startTransactions()
    const { transactions, clock, cluster } = world
    const { producerId } = transactions.producer

    await clock.advance(7 * 24 * 3_600_000)

    expect(cluster.transaction(transactions.transactionalId)).toBeUndefined()
    const raw = await world.connect()
    const fresh = await RawTransactions.start(raw, transactions.transactionalId)
    expect(fresh.producer.producerId).not.toBe(producerId)
    expect(fresh.producer.producerEpoch).toBe(0)
  })

  it('are forgotten at a word of a test: the producer is not the id’s any more', async () => {
    await using world = await startTransactions()
    const { transactions, cluster } = world

    cluster.faults.expireTransactionalId(transactions.transactionalId)

    expect(await transactions.add(topic)).toEqual([ErrorCodes.INVALID_PRODUCER_ID_MAPPING])
  })

  it('are not forgotten while a transaction is open', async () => {
    await using world = await startTransactions()
    const { transactions, cluster } = world
    await transactions.add(topic)

    expect(() => cluster.faults.expireTransactionalId(transactions.transactionalId)).toThrow('could expire')
  })
})

describe('markers', () => {
  it('are held by a test: CONCURRENT_TRANSACTIONS meets who is faster, and readers wait', async () => {
    await using world = await startTransactions()
    const { transactions, cluster } = world
    await transactions.add(topic)
    await transactions.write(topic, ['a'])
    cluster.faults.holdMarkers()

    const { errorCode } = await transactions.endOnce(true)
    const meanwhile = [
      (await transactions.addOnce(topic))[0],
      (await transactions.endOnce(true)).errorCode,
      (await transactions.initOnce()).errorCode,
    ]
    const waiting = await fetchRaw(transactions.raw, topic)
    cluster.faults.releaseMarkers()

    expect(errorCode).toBe(ErrorCodes.NONE)
    expect(meanwhile).toEqual(meanwhile.map(() => ErrorCodes.CONCURRENT_TRANSACTIONS))
    expect(waiting.values).toEqual([])
    expect((await fetchRaw(transactions.raw, topic)).values).toEqual(['a'])
    expect(cluster.transaction(transactions.transactionalId)?.state).toBe('CompleteCommit')
  })

  it.each([
    [9, 4, ErrorCodes.NOT_ENOUGH_REPLICAS],
    [12, 5, ErrorCodes.CONCURRENT_TRANSACTIONS],
  ])(
    'that are missing keep the next transaction out (Produce v%d, EndTxn v%d)',
    async (version, endVersion, errorCode) => {
      await using world = await startTransactions()
      const { transactions, cluster } = world
      await transactions.add(topic)
      cluster.faults.holdMarkers()
      const { producerId, producerEpoch } = await transactions.endOnce(true, endVersion)
      if (endVersion === 5) transactions.become({ producerId, producerEpoch })

      const early = await transactions.writeOnce(topic, ['next'], { version })
      cluster.faults.releaseMarkers()
      await transactions.add(topic)
      const late = await transactions.writeOnce(topic, ['next'], { version, baseSequence: 0 })

      expect([early.errorCode, late.errorCode]).toEqual([errorCode, ErrorCodes.NONE])
    },
  )

  it('wait for a leader', async () => {
    await using world = await startWorld({ brokers: 2, topics: { orders: { partitions: 1 } } })
    const { cluster } = world
    cluster.faults.moveCoordinator('id', 1, 'transaction')
    const transactions = await RawTransactions.start(await world.connect(), 'id')
    await transactions.add(topic)
    cluster.faults.removeLeader(topic, 0)
    await transactions.endOnce(true)
    const before = cluster.transaction(transactions.transactionalId)!.state

    cluster.faults.moveLeader(topic, 0, 2)

    expect(before).toBe('PrepareCommit')
    expect(cluster.transaction(transactions.transactionalId)?.state).toBe('CompleteCommit')
  })

  it('wait for room on a full disk, until somebody asks again', async () => {
    await using world = await startTransactions()
    const { transactions, cluster } = world
    await transactions.add(topic)
    cluster.broker(1).fillDisk()
    await transactions.endOnce(true)
    const before = cluster.transaction(transactions.transactionalId)!.state

    cluster.broker(1).freeDisk()
    const { errorCode } = await transactions.endOnce(true)

    expect([before, errorCode]).toEqual(['PrepareCommit', ErrorCodes.NONE])
  })

  it('wait for a leader that is down, until it is back', async () => {
    await using world = await startWorld({ brokers: 2, topics: { orders: { partitions: 1, assignments: [[2]] } } })
    const { cluster } = world
    cluster.faults.moveCoordinator('id', 1, 'transaction')
    const transactions = await RawTransactions.start(await world.connect(1), 'id')
    await transactions.add(topic)
    await cluster.broker(2).stop()
    await transactions.endOnce(true)
    const before = cluster.transaction('id')!.state

    await cluster.broker(2).restart()

    expect(cluster.coordinatorOf('id', 'transaction')?.nodeId).toBe(1)
    expect([before, cluster.transaction('id')!.state]).toEqual(['PrepareCommit', 'CompleteCommit'])
  })

  it('count when they are replicated, and are written again when they get lost', async () => {
    await using world = await startWorld({ brokers: 2, topics: { orders: { partitions: 1 } } })
    const { cluster } = world
    const transactionalId = 'id'
    cluster.faults.moveCoordinator(transactionalId, 1, 'transaction')
    const transactions = await RawTransactions.start(await world.connect(), transactionalId)
    await transactions.add(topic)
    await transactions.write(topic, ['a'])
    cluster.faults.holdReplication(topic, 0)
    await transactions.endOnce(true)
    const before = cluster.transaction(transactionalId)!.state
    const stableBefore = cluster.log(topic, 0).lastStableOffset

    cluster.faults.moveLeader(topic, 0, 2)
    cluster.faults.releaseReplication(topic, 0)

    expect([before, stableBefore]).toEqual(['PrepareCommit', 0n])
    expect(cluster.transaction(transactionalId)?.state).toBe('CompleteCommit')
    expect(cluster.log(topic, 0)).toMatchObject({ endOffset: 2n, lastStableOffset: 2n })
  })

  it('are not needed where the topic is gone', async () => {
    await using world = await startTransactions()
    const { transactions, cluster } = world
    await transactions.add(topic)
    cluster.faults.holdMarkers()
    await transactions.endOnce(true)

    cluster.deleteTopic(topic)

    expect(cluster.transaction(transactions.transactionalId)?.state).toBe('CompleteCommit')
  })

  it('are there once, however long they were waited for', async () => {
    await using world = await startTransactions()
    const { transactions, cluster } = world
    await transactions.add(topic)
    await transactions.write(topic, ['a'])
    cluster.faults.holdMarkers()
    await transactions.endOnce(false)
    for (let tries = 0; tries < 3; tries++) await transactions.initOnce()

    cluster.faults.releaseMarkers()

    expect(cluster.log(topic, 0).batches.map(({ isControl }) => isControl)).toEqual([false, true])
  })
})

describe('coordinators of transactions', () => {
  it('refuse ids of others', async () => {
    await using world = await startWorld()
    const { cluster } = world
    cluster.faults.moveCoordinator('id', 2, 'transaction')
    const transactions = new RawTransactions(await world.connect(1), 'id')

    const codes = [
      (await transactions.initOnce()).errorCode,
      (await transactions.addOnce(topic))[0],
      (await transactions.endOnce(true)).errorCode,
      (await transactions.describe()).errorCode,
    ]

    expect(codes).toEqual(codes.map(() => ErrorCodes.NOT_COORDINATOR))
  })

  it('take over what is open, with a higher epoch of their own', async () => {
    await using world = await startWorld({ topics: { orders: { partitions: 1, assignments: [[1]] } } })
    const { cluster } = world
    cluster.faults.moveCoordinator('id', 1, 'transaction')
    const transactions = await RawTransactions.start(await world.connect(1), 'id')
    await transactions.add(topic)
    await transactions.write(topic, ['a'])

    cluster.faults.moveCoordinator('id', 2, 'transaction')
    const refused = await transactions.endOnce(true)
    const moved = new RawTransactions(await world.connect(2), 'id')
    moved.become(transactions.producer)
    const { errorCode } = await moved.end(true)

    expect([refused.errorCode, errorCode]).toEqual([ErrorCodes.NOT_COORDINATOR, ErrorCodes.NONE])
    expect(cluster.log(topic, 0).producers).toMatchObject([{ coordinatorEpoch: 1 }])
  })

  it('load for a while, and producers are told in their own words', async () => {
    await using world = await startTransactions()
    const { transactions, cluster, clock } = world
    await transactions.add(topic)
    cluster.faults.loadTransactions(transactions.transactionalId, 100)

    const init = await transactions.initOnce()
    const written = await transactions.write(topic, ['a'])
    const listed = await transactions.raw.send(listTransactionsApi, 0, {})
    await clock.advance(100)

    expect(init.errorCode).toBe(ErrorCodes.COORDINATOR_LOAD_IN_PROGRESS)
    expect(written.errorCode).toBe(ErrorCodes.NOT_ENOUGH_REPLICAS)
    expect(listed.errorCode).toBe(ErrorCodes.COORDINATOR_LOAD_IN_PROGRESS)
    expect((await transactions.write(topic, ['a'], { baseSequence: 0 })).errorCode).toBe(ErrorCodes.NONE)
  })
})

describe('batches that overtake others while they are verified', () => {
  it('are out of order, so that the first can still be the first', async () => {
    await using world = await startTransactions()
    const { transactions, cluster, clock } = world
    await transactions.add(topic)
    cluster.faults.loadTransactions(transactions.transactionalId, 100)

    const first = await transactions.writeOnce(topic, ['a'])
    await clock.advance(100)
    const second = await transactions.writeOnce(topic, ['b'])
    const firstAgain = await transactions.writeOnce(topic, ['a'], { baseSequence: 0 })
    const secondAgain = await transactions.writeOnce(topic, ['b'], { baseSequence: 1 })

    const codes = [first, second, firstAgain, secondAgain].map(({ errorCode }) => errorCode)
    expect(codes).toEqual([ErrorCodes.NOT_ENOUGH_REPLICAS, ErrorCodes.OUT_OF_ORDER_SEQUENCE_NUMBER, 0, 0])
    expect(cluster.violations).toEqual([])
  })
})

describe('a producer of before Transactions v2', () => {
  it.each(['2.8', '3.9', '4.3'])(
    'that writes where it has never added anything broke a rule, on %s too',
    async (version) => {
      await using world = await startTransactions({ version })

      await world.transactions.write(topic, ['a'])

      expect(world.cluster.violations).toMatchObject([{ kind: 'NOT_IN_TRANSACTION' }])
    },
  )

  it('may be late with a batch of a transaction that has ended', async () => {
    await using world = await startTransactions()
    const { transactions } = world
    await transactions.add(topic)
    await transactions.end(false)

    const { errorCode } = await transactions.write(topic, ['late'])

    expect(errorCode).toBe(ErrorCodes.INVALID_TXN_STATE)
    expect(world.cluster.violations).toEqual([])
  })

  it('is not asked by Kafka 2.8, where a late batch makes a transaction hang', async () => {
    await using world = await startTransactions({ version: '2.8' })
    const { transactions, cluster } = world
    await transactions.add(topic)
    await transactions.write(topic, ['a'])
    await transactions.endOnce(false, 3)

    const { errorCode } = await transactions.write(topic, ['late'])

    expect(errorCode).toBe(ErrorCodes.NONE)
    expect(cluster.log(topic, 0).openTransactions.size).toBe(1)
    expect(cluster.log(topic, 0).lastStableOffset).toBe(2n)
  })

  it('is not asked where the brokers’ configuration says so', async () => {
    await using world = await startTransactions({ config: { 'transaction.partition.verification.enable': false } })

    expect((await world.transactions.write(topic, ['a'])).errorCode).toBe(ErrorCodes.NONE)
  })
})

describe('the partition of a group’s offsets', () => {
  it.each([
    [50, 37],
    [6, 5],
  ])('is found as in Kafka among %d', (count, partition) => {
    const brokerConfig = new BrokerConfig({ 'offsets.topic.num.partitions': `${count}` })

    const found = offsetsPartitionOf('a group of many words', { brokerConfig } as unknown as ClusterState)

    expect(found).toEqual({ topic: '__consumer_offsets', partition })
  })
})
