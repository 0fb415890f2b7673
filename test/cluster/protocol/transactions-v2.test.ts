/** Transactions v2 (KIP-890): the broker adds partitions, and every end takes an epoch. */
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { ErrorCodes } from '../../../src/errors/error-codes.ts'
import { addPartitionsToTxnApi } from '../../../src/protocol/apis/add-partitions-to-txn.ts'
import { apiVersionsApi } from '../../../src/protocol/apis/api-versions.ts'
import { writeTxnMarkersApi } from '../../../src/protocol/apis/write-txn-markers.ts'
import { describeOnEveryBroker } from '../every-broker.ts'
import { RawConnection } from '../raw-connection.ts'
import { createRawTopic, newProducerId } from '../raw-topics.ts'
import { fetchRaw, RawTransactions } from '../raw-transactions.ts'

describeOnEveryBroker(
  'Transactions v2',
  (broker) => {
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

    it('are announced as a feature', async () => {
      const answer = await raw.send(apiVersionsApi, 4, { clientSoftwareName: 'raw', clientSoftwareVersion: '1' })

      const named = ({ name }: { name: string }) => name === 'transaction.version'
      expect(answer.supportedFeatures.find(named)).toMatchObject({ minVersion: 0, maxVersion: 2 })
      expect(answer.finalizedFeatures.find(named)).toMatchObject({ minVersionLevel: 2, maxVersionLevel: 2 })
    })

    it('begin with the first batch, without a word to the coordinator', async () => {
      const transactions = await RawTransactions.start(raw)

      const { errorCode } = await transactions.write(topic, ['a'], { version: 12 })

      expect(errorCode).toBe(0)
      expect(await transactions.describe()).toMatchObject({
        transactionState: 'Ongoing',
        topics: [{ topic, partitions: [0] }],
      })
    })

    it('end with a higher epoch, which the answer names and the markers carry', async () => {
      const transactions = await RawTransactions.start(raw)
      const { producerId } = transactions.producer
      await transactions.write(topic, ['a'], { version: 12 })

      const ended = await transactions.end(true, 5)
      const { errorCode } = await transactions.write(topic, ['b'], { version: 12 })

      expect(ended).toMatchObject({ errorCode: 0, producerId, producerEpoch: 1 })
      expect(errorCode).toBe(0)
      expect((await fetchRaw(raw, topic)).values).toEqual(['a'])
    })

    it('fence a batch that comes late, after the end', async () => {
      const transactions = await RawTransactions.start(raw)
      const { producer } = transactions
      await transactions.write(topic, ['a'], { version: 12 })
      await transactions.end(false, 5)

      const { errorCode } = await transactions.write(topic, ['late'], { version: 12, ...producer, baseSequence: 1 })

      expect(errorCode).toBe(ErrorCodes.INVALID_PRODUCER_EPOCH)
      expect((await transactions.describe()).transactionState).toBe('CompleteAbort')
    })

    it('answer an end again with the same epoch, and never the other outcome', async () => {
      const transactions = await RawTransactions.start(raw)
      const { producer } = transactions
      await transactions.write(topic, ['a'], { version: 12 })
      await transactions.end(true, 5)

      const again = await transactions.endOnce(true, 5, producer)
      const other = await transactions.endOnce(false, 5, producer)

      expect(again).toMatchObject({ errorCode: 0, producerId: producer.producerId, producerEpoch: 1 })
      expect(other.errorCode).toBe(ErrorCodes.INVALID_TXN_STATE)
    })

    it('can be aborted without a record, each time with another epoch, and not committed', async () => {
      const transactions = await RawTransactions.start(raw)

      const commit = await transactions.end(true, 5)
      const first = await transactions.end(false, 5)
      const second = await transactions.end(false, 5)

      expect(commit.errorCode).toBe(ErrorCodes.INVALID_TXN_STATE)
      expect([first, second]).toMatchObject([
        { errorCode: 0, producerEpoch: 1 },
        { errorCode: 0, producerEpoch: 2 },
      ])
    })

    it('begin with sequence 0 where nothing is known of the producer', async () => {
      const transactions = await RawTransactions.start(raw)

      const { errorCode } = await transactions.write(topic, ['a'], { version: 12, baseSequence: 3 })

      expect(errorCode).toBe(ErrorCodes.OUT_OF_ORDER_SEQUENCE_NUMBER)
    })

    it('get a partition although its batch is refused', async () => {
      const small = await createRawTopic(raw, { configs: { 'max.message.bytes': '200' } })
      const transactions = await RawTransactions.start(raw)

      const { errorCode } = await transactions.write(small, ['x'.repeat(400)], { version: 12 })

      expect(errorCode).toBe(ErrorCodes.MESSAGE_TOO_LARGE)
      expect(await transactions.describe()).toMatchObject({ topics: [{ topic: small, partitions: [0] }] })
    })

    it.each([
      [9, ErrorCodes.INVALID_TXN_STATE],
      [10, ErrorCodes.INVALID_TXN_STATE],
      [11, ErrorCodes.TRANSACTION_ABORTABLE],
    ])('know a batch of an older client whose partition was not added (Produce v%d)', async (version, errorCode) => {
      const transactions = await RawTransactions.start(raw)

      expect((await transactions.write(topic, ['a'], { version })).errorCode).toBe(errorCode)
    })

    it('know a late batch of an older client, of a transaction that has ended', async () => {
      const transactions = await RawTransactions.start(raw)
      await transactions.add(topic)
      await transactions.write(topic, ['a'])
      await transactions.end(true)

      const { errorCode } = await transactions.write(topic, ['late'])

      expect(errorCode).toBe(ErrorCodes.INVALID_TXN_STATE)
      expect(await fetchRaw(raw, topic)).toMatchObject({ highWatermark: 2n, lastStableOffset: 2n })
    })

    it('take no transactional batch without a transactional id', async () => {
      const transactions = await RawTransactions.start(raw)
      await transactions.add(topic)
      Object.assign(transactions, { transactionalId: null })

      const { errorCode } = await transactions.write(topic, ['a'])

      expect(errorCode).toBe(ErrorCodes.TRANSACTIONAL_ID_AUTHORIZATION_FAILED)
    })

    it('tell brokers whether partitions were added, and add them, many transactions at once', async () => {
      const one = await RawTransactions.start(raw)
      const other = await RawTransactions.start(raw)
      const nobody = await RawTransactions.start(raw)
      await one.add(topic)
      const ask = ({ transactionalId, producer }: RawTransactions, verifyOnly: boolean, producerEpoch = 0) => ({
        ...{ transactionalId, ...producer, producerEpoch, verifyOnly },
        topics: [{ name: topic, partitions: [0] }],
      })

      const { resultsByTransaction } = await raw.send(addPartitionsToTxnApi, 5, {
        transactions: [ask(one, true), ask(other, true), ask(nobody, false, 7)],
      })

      const codes = new Map(
        resultsByTransaction.map(({ transactionalId, topicResults }) => [
          transactionalId,
          topicResults[0]!.resultsByPartition[0]!.partitionErrorCode,
        ]),
      )
      expect(codes.get(one.transactionalId)).toBe(ErrorCodes.NONE)
      expect(codes.get(other.transactionalId)).toBe(ErrorCodes.TRANSACTION_ABORTABLE)
      expect(codes.get(nobody.transactionalId)).toBe(ErrorCodes.PRODUCER_FENCED)
    })

    it('can be ended by hand, partition by partition', async () => {
      const transactions = await RawTransactions.start(raw)
      await transactions.add(topic)
      await transactions.write(topic, ['a'])
      const marker = { ...transactions.producer, transactionResult: false, coordinatorEpoch: 0 }
      const topics = [
        { name: topic, partitionIndexes: [0] },
        { name: 'nowhere', partitionIndexes: [0] },
      ]

      const { markers } = await raw.send(writeTxnMarkersApi, 1, { markers: [{ ...marker, topics }] })

      const codes = new Map(markers[0]!.topics.map(({ name, partitions }) => [name, partitions[0]!.errorCode]))
      expect([codes.get(topic), codes.get('nowhere')]).toEqual([ErrorCodes.NONE, ErrorCodes.UNKNOWN_TOPIC_OR_PARTITION])
      expect(await fetchRaw(raw, topic)).toMatchObject({ lastStableOffset: 2n })
      expect((await transactions.describe()).transactionState).toBe('Ongoing')
    })

    it.each([
      [1, 0, 0, ErrorCodes.NONE],
      [1, -1, 0, ErrorCodes.INVALID_PRODUCER_EPOCH],
      [2, 0, 0, ErrorCodes.INVALID_PRODUCER_EPOCH],
      [2, 1, 0, ErrorCodes.NONE],
    ])(
      'judge the epoch of markers: v%d, %d above that of the records, coordinator epoch %d',
      async (version, above, coordinatorEpoch, errorCode) => {
        const transactions = await RawTransactions.start(raw)
        await transactions.init()
        await transactions.add(topic)
        await transactions.write(topic, ['a'])
        const { producerId, producerEpoch } = transactions.producer
        const marker = { producerId, producerEpoch: producerEpoch + above, transactionResult: true, coordinatorEpoch }

        const { markers } = await raw.send(writeTxnMarkersApi, version, {
          markers: [
            {
              ...marker,
              topics: [{ name: topic, partitionIndexes: [0] }],
              ...(version >= 2 ? { transactionVersion: 2 } : {}),
            },
          ],
        })

        expect(markers[0]!.topics[0]!.partitions[0]!.errorCode).toBe(errorCode)
      },
    )
  },
  { breaksRules: true },
)
