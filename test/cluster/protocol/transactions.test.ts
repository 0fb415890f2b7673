/** Transactions as every client knows them: partitions are added, the transaction ends, readers see it or do not. */
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { ErrorCodes } from '../../../src/errors/error-codes.ts'
import { describeProducersApi } from '../../../src/protocol/apis/describe-producers.ts'
import { describeTransactionsApi } from '../../../src/protocol/apis/describe-transactions.ts'
import { listOffsetsApi } from '../../../src/protocol/apis/list-offsets.ts'
import { listTransactionsApi } from '../../../src/protocol/apis/list-transactions.ts'
import { describeOnEveryBroker, uniqueName } from '../every-broker.ts'
import { RawConnection } from '../raw-connection.ts'
import { createRawTopic, newProducerId } from '../raw-topics.ts'
import { fetchRaw, RawTransactions } from '../raw-transactions.ts'

describeOnEveryBroker('Transactions', (broker) => {
  let raw: RawConnection
  let topic: string
  beforeAll(async () => {
    raw = await RawConnection.open(broker.address)
    await newProducerId(raw)
  })
  afterAll(() => raw.close())
  beforeEach(async () => {
    topic = await createRawTopic(raw)
  })

  async function producers() {
    const topics = [{ name: topic, partitionIndexes: [0] }]
    const answer = await raw.send(describeProducersApi, 0, { topics })
    return answer.topics[0]!.partitions[0]!.activeProducers
  }

  it('are seen by readers of committed records once they are committed, with an offset for the marker', async () => {
    const transactions = await RawTransactions.start(raw)
    await transactions.add(topic)
    await transactions.write(topic, ['a', 'b'])
    const before = await fetchRaw(raw, topic)

    const { errorCode } = await transactions.end(true)

    expect(before).toMatchObject({ values: [], highWatermark: 2n, lastStableOffset: 0n })
    expect(errorCode).toBe(0)
    expect(await fetchRaw(raw, topic)).toMatchObject({
      values: ['a', 'b'],
      highWatermark: 3n,
      lastStableOffset: 3n,
      abortedTransactions: [],
    })
  })

  it('are named to readers of committed records when they were aborted, and to others not', async () => {
    const transactions = await RawTransactions.start(raw)
    const { producerId } = transactions.producer
    await transactions.add(topic)
    await transactions.write(topic, ['lost'])

    await transactions.end(false)

    expect(await fetchRaw(raw, topic)).toMatchObject({
      lastStableOffset: 2n,
      abortedTransactions: [{ producerId, firstOffset: 0n }],
    })
    expect(await fetchRaw(raw, topic, { isolationLevel: 0 })).toMatchObject({
      values: ['lost'],
      abortedTransactions: null,
    })
  })

  it('hold the last stable offset at the first record of the oldest that is open', async () => {
    const first = await RawTransactions.start(raw)
    const second = await RawTransactions.start(raw)
    await first.add(topic)
    await second.add(topic)
    await first.write(topic, ['f1'])
    await second.write(topic, ['s1'])
    await first.write(topic, ['f2'])
    await second.end(false)
    const whileOpen = await fetchRaw(raw, topic)

    await first.end(true)

    expect(whileOpen).toMatchObject({ values: [], lastStableOffset: 0n, highWatermark: 4n })
    const { producerId } = second.producer
    expect(await fetchRaw(raw, topic)).toMatchObject({
      lastStableOffset: 5n,
      abortedTransactions: [{ producerId, firstOffset: 1n }],
    })
  })

  it('name only the aborted ones that reach into what was fetched', async () => {
    const transactions = await RawTransactions.start(raw)
    for (const isCommitted of [false, true, false]) {
      await transactions.add(topic)
      await transactions.write(topic, ['x'])
      await transactions.end(isCommitted)
    }

    const { abortedTransactions } = await fetchRaw(raw, topic, { fetchOffset: 2n })

    expect(abortedTransactions?.map(({ firstOffset }) => firstOffset)).toEqual([4n])
  })

  it('have an end for ListOffsets that is the last stable offset', async () => {
    const transactions = await RawTransactions.start(raw)
    await transactions.add(topic)
    await transactions.write(topic, ['a', 'b'])

    const ends = await Promise.all(
      [0, 1].map(async (isolationLevel) => {
        const topics = [{ name: topic, partitions: [{ partitionIndex: 0, timestamp: -1n }] }]
        const answer = await raw.send(listOffsetsApi, 5, { replicaId: -1, isolationLevel, topics })
        return answer.topics[0]!.partitions[0]!.offset
      }),
    )

    expect(ends).toEqual([2n, 0n])
  })

  it('answer the same end twice, and not another one', async () => {
    const transactions = await RawTransactions.start(raw)
    await transactions.add(topic)
    await transactions.write(topic, ['a'])
    await transactions.end(true)

    const again = await transactions.endOnce(true)
    const other = await transactions.endOnce(false)

    expect([again.errorCode, other.errorCode]).toEqual([ErrorCodes.NONE, ErrorCodes.INVALID_TXN_STATE])
  })

  it('cannot end before they have begun', async () => {
    const transactions = await RawTransactions.start(raw)

    const codes = [(await transactions.endOnce(true)).errorCode, (await transactions.endOnce(false)).errorCode]

    expect(codes).toEqual([ErrorCodes.INVALID_TXN_STATE, ErrorCodes.INVALID_TXN_STATE])
  })

  it('take all partitions or none', async () => {
    const transactions = await RawTransactions.start(raw)

    const codes = await transactions.add(topic, [0, 5])

    expect(codes).toEqual([ErrorCodes.OPERATION_NOT_ATTEMPTED, ErrorCodes.UNKNOWN_TOPIC_OR_PARTITION])
    expect((await transactions.describe()).transactionState).toBe('Empty')
  })

  it('take no partition of an internal topic', async () => {
    const transactions = await RawTransactions.start(raw)

    const codes = await transactions.add('__transaction_state', [0])

    expect(codes).toEqual([ErrorCodes.TOPIC_AUTHORIZATION_FAILED])
  })

  it.each([9, 11])(
    'know a batch that is not transactional from a producer that has one open (Produce v%d)',
    async (version) => {
      const transactions = await RawTransactions.start(raw)
      await transactions.add(topic)
      await transactions.write(topic, ['a'], { version })

      const { errorCode } = await transactions.write(topic, ['b'], { version, isTransactional: false })

      expect(errorCode).toBe(ErrorCodes.INVALID_TXN_STATE)
    },
  )

  it('are described with their partitions, timeout and state', async () => {
    const transactions = await RawTransactions.start(raw, undefined, { timeoutMs: 54_321 })
    const empty = await transactions.describe()
    await transactions.add(topic)
    const ongoing = await transactions.describe()
    await transactions.end(true)

    const complete = await transactions.describe()

    expect(empty).toMatchObject({
      ...transactions.producer,
      errorCode: 0,
      transactionState: 'Empty',
      transactionTimeoutMs: 54_321,
      transactionStartTimeMs: -1n,
      topics: [],
    })
    expect(ongoing).toMatchObject({ transactionState: 'Ongoing', topics: [{ topic, partitions: [0] }] })
    expect(Number(ongoing.transactionStartTimeMs)).toBeGreaterThan(1_700_000_000_000)
    expect(complete).toMatchObject({ transactionState: 'CompleteCommit', topics: [] })
  })

  it('are not there for an id that nobody has used', async () => {
    const transactionalIds = [uniqueName('nobody')]

    const { transactionStates } = await raw.send(describeTransactionsApi, 0, { transactionalIds })

    expect(transactionStates[0]!.errorCode).toBe(ErrorCodes.TRANSACTIONAL_ID_NOT_FOUND)
  })

  it('are listed by state, producer, duration and pattern', async () => {
    const name = uniqueName('listed')
    const open = await RawTransactions.start(raw, `${name}-open`)
    await RawTransactions.start(raw, `${name}-empty`)
    await open.add(topic)

    async function list(filters: object): Promise<string[]> {
      const { transactionStates } = await raw.send(listTransactionsApi, 2, {
        durationFilter: -1n,
        transactionalIdPattern: `${name}.*`,
        ...filters,
      })
      return transactionStates
        .map(({ transactionalId, transactionState }) => `${transactionalId} ${transactionState}`)
        .sort()
    }

    expect(await list({})).toEqual([`${name}-empty Empty`, `${name}-open Ongoing`])
    expect(await list({ stateFilters: ['Ongoing'] })).toEqual([`${name}-open Ongoing`])
    expect(await list({ producerIdFilters: [open.producer.producerId] })).toEqual([`${name}-open Ongoing`])
    expect(await list({ durationFilter: 3_600_000n, stateFilters: ['Ongoing'] })).toEqual([])
    expect(await list({ transactionalIdPattern: `${name}-op` })).toEqual([])
    expect(await list({ transactionalIdPattern: `${name}-(open|other)` })).toEqual([`${name}-open Ongoing`])
  })

  it('name the states that they do not know, and refuse a pattern that is none', async () => {
    const unknown = await raw.send(listTransactionsApi, 1, { stateFilters: ['Ongoing', 'Asleep'], durationFilter: -1n })
    const pattern = { durationFilter: -1n, transactionalIdPattern: '(' }

    const invalid = await raw.send(listTransactionsApi, 2, pattern)

    expect(unknown.unknownStateFilters).toEqual(['Asleep'])
    expect(invalid.errorCode).toBe(ErrorCodes.INVALID_REGULAR_EXPRESSION)
  })

  it('show among the producers of a partition, with where they begin', async () => {
    const transactions = await RawTransactions.start(raw)
    await transactions.add(topic)
    await transactions.write(topic, ['a', 'b'])
    const open = await producers()
    await transactions.end(true)

    const ended = await producers()

    const { producer } = transactions
    expect(open).toMatchObject([{ ...producer, lastSequence: 1, coordinatorEpoch: -1, currentTxnStartOffset: 0n }])
    expect(ended).toMatchObject([{ ...producer, lastSequence: 1, coordinatorEpoch: 0, currentTxnStartOffset: -1n }])
  })
})
