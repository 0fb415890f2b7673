/** Who may write in the name of a transactional id: one producer, the last that has asked. */
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { ErrorCodes } from '../../../src/errors/error-codes.ts'
import { initProducerIdApi } from '../../../src/protocol/apis/init-producer-id.ts'
import { describeOnEveryBroker } from '../every-broker.ts'
import { RawConnection } from '../raw-connection.ts'
import { createRawTopic, newProducerId } from '../raw-topics.ts'
import { fetchRaw, RawTransactions } from '../raw-transactions.ts'

describeOnEveryBroker('Producers of a transactional id', (broker) => {
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

  /** A producer, and the one that it took the id from. */
  async function startTwice(): Promise<[zombie: RawTransactions, present: RawTransactions]> {
    const zombie = await RawTransactions.start(raw)
    return [zombie, await RawTransactions.start(raw, zombie.transactionalId)]
  }

  it('keep the producer id, and get the next epoch', async () => {
    const [first, second] = await startTwice()

    expect(first.producer.producerEpoch).toBe(0)
    expect(second.producer).toEqual({ producerId: first.producer.producerId, producerEpoch: 1 })
  })

  it.each([
    [1, ErrorCodes.INVALID_PRODUCER_EPOCH],
    [3, ErrorCodes.PRODUCER_FENCED],
  ])('are fenced by the next when they add partitions (v%d)', async (version, errorCode) => {
    const [zombie] = await startTwice()

    expect(await zombie.add(topic, [0], version)).toEqual([errorCode])
  })

  it.each([
    [1, ErrorCodes.INVALID_PRODUCER_EPOCH],
    [4, ErrorCodes.PRODUCER_FENCED],
    [5, ErrorCodes.PRODUCER_FENCED],
  ])('are fenced when they end a transaction (v%d)', async (version, errorCode) => {
    const [zombie] = await startTwice()

    expect((await zombie.endOnce(true, version)).errorCode).toBe(errorCode)
  })

  it.each([
    [1, ErrorCodes.INVALID_PRODUCER_EPOCH],
    [3, ErrorCodes.PRODUCER_FENCED],
  ])('are fenced when they add offsets (v%d)', async (version, errorCode) => {
    const [zombie] = await startTwice()

    expect((await zombie.addOffsets('group', version)).errorCode).toBe(errorCode)
  })

  it.each([9, 11, 12])('are fenced when they write (v%d)', async (version) => {
    const [zombie, present] = await startTwice()
    await present.add(topic)
    await present.write(topic, ['mine'], { version: 9 })

    const { errorCode } = await zombie.write(topic, ['late'], { version })

    expect(errorCode).toBe(ErrorCodes.INVALID_PRODUCER_EPOCH)
  })

  it('abort what the one before has left open, and come again meanwhile', async () => {
    const zombie = await RawTransactions.start(raw)
    await zombie.add(topic)
    await zombie.write(topic, ['lost'])
    const present = new RawTransactions(raw, zombie.transactionalId)

    const first = await present.initOnce()
    const { errorCode, producerEpoch } = await present.init()

    expect(first).toMatchObject({ errorCode: ErrorCodes.CONCURRENT_TRANSACTIONS, producerId: -1n, producerEpoch: -1 })
    // The abort takes an epoch, and the new producer the next.
    expect({ errorCode, producerEpoch }).toEqual({ errorCode: 0, producerEpoch: 2 })
    const { abortedTransactions } = await fetchRaw(raw, topic)
    expect(abortedTransactions).toEqual([expect.objectContaining({ producerId: zombie.producer.producerId })])
  })

  it('go on with a higher epoch when they name their own', async () => {
    const transactions = await RawTransactions.start(raw)
    const { producer } = transactions

    const recovered = await transactions.initOnce(producer)

    expect(recovered).toMatchObject({ errorCode: 0, producerId: producer.producerId, producerEpoch: 1 })
  })

  it('get the same answer again when it was lost', async () => {
    const transactions = await RawTransactions.start(raw)
    const { producer } = transactions
    await transactions.initOnce(producer)

    const again = await transactions.initOnce(producer)

    expect(again).toMatchObject({ errorCode: 0, producerId: producer.producerId, producerEpoch: 1 })
  })

  it.each([
    [3, ErrorCodes.INVALID_PRODUCER_EPOCH],
    [4, ErrorCodes.PRODUCER_FENCED],
  ])('do not go on once another one has the id (v%d)', async (version, errorCode) => {
    const [zombie] = await startTwice()

    const answer = await zombie.initOnce({ version, ...zombie.producer })

    expect(answer).toMatchObject({ errorCode, producerId: -1n, producerEpoch: -1 })
  })

  it('go on after their own transaction, which is aborted first', async () => {
    const transactions = await RawTransactions.start(raw)
    const { producer } = transactions
    await transactions.write(topic, ['lost'], { version: 12 })

    const first = await transactions.initOnce(producer)
    const second = await transactions.init(producer)

    expect(first.errorCode).toBe(ErrorCodes.CONCURRENT_TRANSACTIONS)
    expect(second).toMatchObject({ errorCode: 0, producerId: producer.producerId, producerEpoch: 1 })
  })

  it('do not go on with a producer id of somebody else', async () => {
    const transactions = await RawTransactions.start(raw)
    const { producerId } = (await RawTransactions.start(raw)).producer

    const { errorCode } = await transactions.initOnce({ producerId, producerEpoch: 0 })

    expect(errorCode).toBe(ErrorCodes.PRODUCER_FENCED)
  })

  it('cannot act with a producer id that is not of their transactional id', async () => {
    const transactions = await RawTransactions.start(raw)
    transactions.become((await RawTransactions.start(raw)).producer)

    expect(await transactions.add(topic)).toEqual([ErrorCodes.INVALID_PRODUCER_ID_MAPPING])
    expect((await transactions.endOnce(true)).errorCode).toBe(ErrorCodes.INVALID_PRODUCER_ID_MAPPING)
  })

  it.each([0, -1, 900_001])('need a timeout that the broker allows, and not %d ms', async (timeoutMs) => {
    const { errorCode } = await new RawTransactions(raw).init({ timeoutMs })

    expect(errorCode).toBe(ErrorCodes.INVALID_TRANSACTION_TIMEOUT)
  })

  it('need an id that is not empty, and both of producer id and epoch or none', async () => {
    const empty = await raw.send(initProducerIdApi, 4, { transactionalId: '', transactionTimeoutMs: 1000 })

    const half = await new RawTransactions(raw).initOnce({ producerId: 7n, producerEpoch: -1 })

    expect([empty.errorCode, half.errorCode]).toEqual([ErrorCodes.INVALID_REQUEST, ErrorCodes.INVALID_REQUEST])
  })
})
