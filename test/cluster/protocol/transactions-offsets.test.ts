/** Offsets that are committed within a transaction: nobody sees them before it ends. */
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { ErrorCodes } from '../../../src/errors/error-codes.ts'
import { findCoordinatorApi } from '../../../src/protocol/apis/find-coordinator.ts'
import { offsetFetchApi } from '../../../src/protocol/apis/offset-fetch.ts'
import { describeOnEveryBroker, uniqueName } from '../every-broker.ts'
import { RawConnection } from '../raw-connection.ts'
import { createRawTopic, newProducerId } from '../raw-topics.ts'
import { RawTransactions, settled } from '../raw-transactions.ts'

describeOnEveryBroker(
  'Offsets in transactions',
  (broker) => {
    let raw: RawConnection
    let topic: string
    let groupId: string
    beforeAll(async () => {
      raw = await RawConnection.open(broker.address)
      await newProducerId(raw)
    })
    afterAll(() => raw.close())
    beforeEach(async () => {
      topic = await createRawTopic(raw)
      groupId = uniqueName('group')
      await settled(() => raw.send(findCoordinatorApi, 3, { key: groupId, keyType: 0 }))
    })

    async function committed(requireStable: boolean) {
      const answer = await settled(() =>
        raw.send(offsetFetchApi, 7, { groupId, topics: [{ name: topic, partitionIndexes: [0] }], requireStable }),
      )
      const { errorCode, committedOffset } = answer.topics[0]!.partitions[0]!
      return { errorCode, committedOffset }
    }

    async function open(): Promise<RawTransactions> {
      const transactions = await RawTransactions.start(raw)
      await transactions.addOffsets(groupId)
      return transactions
    }

    it('are seen when the transaction was committed', async () => {
      const transactions = await open()
      const { errorCode } = await transactions.commitOffset(groupId, topic, 7n)
      const whileOpen = await committed(false)

      await transactions.end(true)

      expect(errorCode).toBe(0)
      expect(whileOpen.committedOffset).toBe(-1n)
      expect(await committed(true)).toEqual({ errorCode: 0, committedOffset: 7n })
    })

    it('are forgotten when it was aborted', async () => {
      const transactions = await open()
      await transactions.commitOffset(groupId, topic, 7n)

      await transactions.end(false)

      expect(await committed(true)).toEqual({ errorCode: 0, committedOffset: -1n })
    })

    it('make a fetch of stable offsets wait', async () => {
      const transactions = await open()
      await transactions.commitOffset(groupId, topic, 7n)

      expect((await committed(true)).errorCode).toBe(ErrorCodes.UNSTABLE_OFFSET_COMMIT)
    })

    it('show as a partition of the topic that holds them', async () => {
      const transactions = await open()

      const { topics } = await transactions.describe()

      expect(topics).toMatchObject([{ topic: '__consumer_offsets', partitions: [expect.any(Number)] }])
    })

    it.each([
      [3, ErrorCodes.INVALID_TXN_STATE],
      [4, ErrorCodes.TRANSACTION_ABORTABLE],
    ])('need a group that was added (TxnOffsetCommit v%d)', async (version, errorCode) => {
      const transactions = await RawTransactions.start(raw)

      expect((await transactions.commitOffset(groupId, topic, 7n, version)).errorCode).toBe(errorCode)
    })

    it('are added by the broker, with Transactions v2', async () => {
      const transactions = await RawTransactions.start(raw)

      const { errorCode } = await transactions.commitOffset(groupId, topic, 7n, 5)
      await transactions.end(true, 5)

      expect(errorCode).toBe(0)
      expect(await committed(true)).toEqual({ errorCode: 0, committedOffset: 7n })
    })

    it('are refused of a producer that was fenced', async () => {
      const zombie = await open()
      await RawTransactions.start(raw, zombie.transactionalId)

      const { errorCode } = await zombie.commitOffset(groupId, topic, 7n)

      expect(errorCode).toBe(ErrorCodes.INVALID_PRODUCER_EPOCH)
    })

    it('are refused of a member that the group does not have', async () => {
      const transactions = await open()
      const member = { generationIdOrMemberEpoch: 3, memberId: 'nobody' }

      const { errorCode } = await transactions.commitOffset(groupId, topic, 7n, 3, member)

      expect(errorCode).toBe(ErrorCodes.ILLEGAL_GENERATION)
    })

    it('are refused for a topic that is not there', async () => {
      const transactions = await open()

      const { errorCode } = await transactions.commitOffset(groupId, uniqueName('nowhere'), 7n)

      expect(errorCode).toBe(ErrorCodes.UNKNOWN_TOPIC_OR_PARTITION)
    })
  },
  { breaksRules: true },
)
