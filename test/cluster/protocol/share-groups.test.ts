import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { ErrorCodes } from '../../../src/errors/error-codes.ts'
import { batchOf, valuesOf } from '../batches.ts'
import { describeOnEveryBroker, uniqueName } from '../every-broker.ts'
import { RawConnection } from '../raw-connection.ts'
import { Acknowledge, all, RawShareMember } from '../raw-share.ts'
import { createRawTopic, produceRaw } from '../raw-topics.ts'
import { RawTransactions } from '../raw-transactions.ts'

describeOnEveryBroker('A share group', (broker) => {
  let raw: RawConnection
  let topic: string
  beforeAll(async () => {
    raw = await RawConnection.open(broker.address)
  })
  afterAll(() => raw.close())
  beforeEach(async () => {
    topic = await createRawTopic(raw)
  })

  const produce = (...values: string[]) => produceRaw(raw, topic, 0, batchOf({ values }))

  /** Another member of the same group, on a connection of its own. */
  async function another(member: RawShareMember): Promise<RawShareMember> {
    const connection = await RawConnection.open(broker.address)
    return new RawShareMember(connection, member.groupId, member.topicId)
  }

  describe('gives records', () => {
    it('to one member at a time', async () => {
      await produce('a', 'b')
      const one = await RawShareMember.join(raw, topic)
      const two = await another(one)

      const given = await one.fetchSome()
      const left = await two.fetch({ maxWaitMs: 100 })

      expect(given.values).toEqual(['a', 'b'])
      expect(given.acquired).toEqual([[0n, 1n, 1]])
      expect(given.acquisitionLockTimeoutMs).toBe(30_000)
      expect(left.acquired).toEqual([])
      two.raw.close()
    })

    it('that come while a member waits', async () => {
      const one = await RawShareMember.join(raw, topic)
      const two = await another(one)
      const waiting = two.fetchSome({ maxWaitMs: 10_000 })

      await produce('late')

      expect((await waiting).values).toEqual(['late'])
      two.raw.close()
    })

    it('by whole batches, however few are asked for', async () => {
      await produce('a', 'b', 'c')
      await produce('d', 'e')
      const member = await RawShareMember.join(raw, topic)

      const first = await member.fetchSome({ maxRecords: 2 })
      const second = await member.fetchSome({ maxRecords: 2 })

      expect([first.acquired, second.acquired]).toEqual([[[0n, 2n, 1]], [[3n, 4n, 1]]])
    })

    it('no more than are asked for in strict mode (KIP-1206)', async () => {
      await produce('a', 'b', 'c')
      await produce('d', 'e')
      const member = await RawShareMember.join(raw, topic)

      const first = await member.fetchSome({ maxRecords: 2, shareAcquireMode: 1 })
      const second = await member.fetchSome({ maxRecords: 2, shareAcquireMode: 1 })

      const offsetsOf = ({ acquired }: typeof first) =>
        acquired.flatMap(([from, to]) =>
          Array.from({ length: Number(to - from) + 1 }, (_, index) => Number(from) + index),
        )
      expect([offsetsOf(first), offsetsOf(second)]).toEqual([
        [0, 1],
        [2, 3],
      ])
    })

    it('from the end on where the group does not say where', async () => {
      await produce('before')
      const member = await RawShareMember.join(raw, topic, { configs: { 'share.auto.offset.reset': 'latest' } })
      // Long enough for a busy broker to find the group's place: it does so behind the first fetch.
      await member.fetch({ maxWaitMs: 2000 })

      await produce('after')

      expect((await member.fetchSome()).values).toEqual(['after'])
    })
  })

  describe('takes acknowledgements', () => {
    it('that end records for good, and gives others again', async () => {
      await produce('a', 'b', 'c', 'd')
      const member = await RawShareMember.join(raw, topic)
      await member.fetchSome()

      const { errorCode, partitionErrorCode } = await member.acknowledge([
        all(Acknowledge.accept, 0n),
        all(Acknowledge.release, 1n),
        all(Acknowledge.reject, 2n),
        all(Acknowledge.gap, 3n),
      ])
      const again = await member.fetchSome()

      expect([errorCode, partitionErrorCode]).toEqual([0, 0])
      expect(again.acquired).toEqual([[1n, 1n, 2]])
    })

    it('with a type for each offset', async () => {
      await produce('a', 'b', 'c')
      const member = await RawShareMember.join(raw, topic)
      await member.fetchSome()

      const batch = { firstOffset: 0n, lastOffset: 2n, acknowledgeTypes: [1, 2, 1] }
      const { partitionErrorCode } = await member.acknowledge([batch])

      expect(partitionErrorCode).toBe(0)
      expect((await member.fetchSome()).acquired).toEqual([[1n, 1n, 2]])
    })

    it('along with the next fetch', async () => {
      await produce('a')
      const member = await RawShareMember.join(raw, topic)
      await member.fetchSome()
      await produce('b')

      const next = await member.fetchSome({}, [all(Acknowledge.accept, 0n)])

      expect(next.acknowledgeErrorCode).toBe(0)
      expect(next.acquired).toEqual([[1n, 1n, 1]])
      expect(valuesOf(next.partition!.records, 1n)).toEqual(['b'])
    })

    it('of nobody but the member that has the records', async () => {
      await produce('a')
      const one = await RawShareMember.join(raw, topic)
      await one.fetchSome()
      const two = await another(one)
      await two.fetch({ maxWaitMs: 1 })

      const { errorCode, partitionErrorCode } = await two.acknowledge([all(Acknowledge.accept, 0n)])

      expect([errorCode, partitionErrorCode]).toEqual([0, ErrorCodes.INVALID_RECORD_STATE])
      two.raw.close()
    })

    it('once', async () => {
      await produce('a', 'b')
      const member = await RawShareMember.join(raw, topic)
      await member.fetchSome()
      await member.acknowledge([all(Acknowledge.accept, 1n)])

      const { partitionErrorCode } = await member.acknowledge([all(Acknowledge.accept, 1n)])

      expect(partitionErrorCode).toBe(ErrorCodes.INVALID_RECORD_STATE)
    })

    it('and does not mind those of records that are over', async () => {
      await produce('a', 'b')
      const member = await RawShareMember.join(raw, topic)
      await member.fetchSome()
      await member.acknowledge([all(Acknowledge.accept, 0n)])

      const { partitionErrorCode } = await member.acknowledge([all(Acknowledge.accept, 0n)])

      expect(partitionErrorCode).toBe(0)
    })

    it.each([
      ['that are out of order', [all(1, 1n), all(1, 0n)]],
      ['that end before they begin', [all(1, 1n, 0n)]],
      ['of no type', [{ firstOffset: 0n, lastOffset: 1n, acknowledgeTypes: [] }]],
      ['of too few types', [{ firstOffset: 0n, lastOffset: 2n, acknowledgeTypes: [1, 1] }]],
      ['of a type that is not there', [all(9, 0n)]],
      ['of records that nobody was given', [all(1, 70n)]],
    ])('never of batches %s', async (_, batches) => {
      await produce('a', 'b', 'c')
      const member = await RawShareMember.join(raw, topic)
      await member.fetchSome()

      const { errorCode, partitionErrorCode } = await member.acknowledge(batches)

      expect([errorCode, partitionErrorCode]).toEqual([0, ErrorCodes.INVALID_REQUEST])
    })

    it('all or none of them', async () => {
      await produce('a', 'b', 'c', 'd')
      const member = await RawShareMember.join(raw, topic)
      await member.fetchSome()
      await member.acknowledge([all(Acknowledge.accept, 1n)])

      const { partitionErrorCode } = await member.acknowledge([
        all(Acknowledge.accept, 0n),
        all(Acknowledge.accept, 1n),
      ])
      await member.acknowledge([all(Acknowledge.release, 0n)])

      expect(partitionErrorCode).toBe(ErrorCodes.INVALID_RECORD_STATE)
      expect((await member.fetchSome()).acquired).toEqual([[0n, 0n, 2]])
    })

    it('that renew a lock and keep the record (KIP-1222)', async () => {
      await produce('a')
      const member = await RawShareMember.join(raw, topic)
      await member.fetchSome()

      const renewed = await member.acknowledge([all(Acknowledge.renew, 0n)], { isRenewAck: true })
      const accepted = await member.acknowledge([all(Acknowledge.accept, 0n)])

      expect([renewed.errorCode, renewed.partitionErrorCode, renewed.acquisitionLockTimeoutMs]).toEqual([0, 0, 30_000])
      expect(accepted.partitionErrorCode).toBe(0)
    })
  })

  describe('reads transactions', () => {
    /** What a group gets until it has the last value. */
    async function readUntil(last: string, isolationLevel: string) {
      const member = await RawShareMember.join(raw, topic, { configs: { 'share.isolation.level': isolationLevel } })
      const values: (string | null)[] = []
      const acquired: bigint[] = []
      for (let tries = 0; tries < 10 && !values.includes(last); tries++) {
        const given = await member.fetchSome()
        values.push(...given.values)
        acquired.push(...given.acquired.flatMap(([from, to]) => offsetsBetween(from, to)))
      }
      return { values, acquired }
    }

    const offsetsBetween = (from: bigint, to: bigint) =>
      Array.from({ length: Number(to - from) + 1 }, (_, index) => from + BigInt(index))

    async function writeTransactions(): Promise<void> {
      const transactions = await RawTransactions.start(raw)
      for (const [value, isCommitted] of [
        ['lost', false],
        ['kept', true],
      ] as const) {
        await transactions.add(topic)
        await transactions.write(topic, [value])
        await transactions.end(isCommitted)
      }
      await produce('last')
    }

    it('that were committed, where the group wants only these', async () => {
      await writeTransactions()

      const { values, acquired } = await readUntil('last', 'read_committed')

      expect(values).toEqual(['kept', 'last'])
      expect(acquired).not.toContain(0n)
    })

    it('whatever became of them, where it does not', async () => {
      await writeTransactions()

      const { values, acquired } = await readUntil('last', 'read_uncommitted')

      expect(values).toEqual(['lost', 'kept', 'last'])
      // Markers are given out too; members acknowledge them as gaps.
      expect(acquired).toEqual([0n, 1n, 2n, 3n, 4n])
    })
  })

  describe('renews locks', () => {
    const nothingElse = { isRenewAck: true, maxWaitMs: 0, minBytes: 0, maxBytes: 0, maxRecords: 0 }
    const renewal = [all(Acknowledge.renew, 0n)]

    it('along with a fetch that asks for nothing', async () => {
      await produce('a')
      const member = await RawShareMember.join(raw, topic)
      await member.fetchSome()

      const { errorCode, acknowledgeErrorCode, acquired } = await member.fetch(nothingElse, renewal)

      expect({ errorCode, acknowledgeErrorCode, acquired }).toEqual({
        errorCode: 0,
        acknowledgeErrorCode: 0,
        acquired: [],
      })
    })

    it('not along with one that asks for records', async () => {
      await produce('a')
      const member = await RawShareMember.join(raw, topic)
      await member.fetchSome()

      const { errorCode } = await member.fetch({ ...nothingElse, maxRecords: 1 }, renewal)

      expect(errorCode).toBe(ErrorCodes.INVALID_REQUEST)
    })

    it('not where the request does not say that it does', async () => {
      await produce('a')
      const member = await RawShareMember.join(raw, topic)
      await member.fetchSome()

      const acknowledged = await member.acknowledge(renewal)
      const fetched = await member.fetch({ maxWaitMs: 1 }, renewal)

      const invalid = ErrorCodes.INVALID_REQUEST
      expect([acknowledged.partitionErrorCode, fetched.acknowledgeErrorCode]).toEqual([invalid, invalid])
    })
  })

  describe('delivers', () => {
    it('a record five times, and never again', async () => {
      await produce('a')
      const member = await RawShareMember.join(raw, topic)
      const counts: number[] = []
      for (let time = 0; time < 5; time++) {
        const { acquired } = await member.fetchSome()
        counts.push(acquired[0]![2])
        await member.acknowledge([all(Acknowledge.release, 0n)])
      }

      const sixth = await member.fetch({ maxWaitMs: 50 })

      expect(counts).toEqual([1, 2, 3, 4, 5])
      expect(sixth.acquired).toEqual([])
    })

    it('records that were delivered often in smaller numbers, and the last time alone', async () => {
      await produce(...Array.from({ length: 20 }, (_, index) => `value ${index}`))
      const member = await RawShareMember.join(raw, topic)
      const given: unknown[] = []
      for (let time = 0; time < 6; time++) {
        const { acquired } = await member.fetchSome()
        given.push(acquired)
        await member.acknowledge(acquired.map(([from, to]) => all(Acknowledge.release, from, to)))
      }

      expect(given).toEqual([
        [[0n, 19n, 1]],
        [[0n, 19n, 2]],
        [[0n, 19n, 3]],
        [[0n, 9n, 4]],
        [[0n, 0n, 5]],
        [[1n, 1n, 5]],
      ])
    })

    it('together what was delivered together before', async () => {
      for (const value of ['a', 'b', 'c']) await produce(`${value}1`, `${value}2`)
      const member = await RawShareMember.join(raw, topic)
      const first = await member.fetchSome({ batchSize: 3 })
      await member.acknowledge([all(Acknowledge.release, 0n, 5n)])

      const again = await member.fetchSome()

      expect([first.acquired, again.acquired]).toEqual([
        [
          [0n, 3n, 1],
          [4n, 5n, 1],
        ],
        [
          [0n, 3n, 2],
          [4n, 5n, 2],
        ],
      ])
    })

    it('nothing to others because a member left its group, while its session is open', async () => {
      await produce('a')
      const one = await RawShareMember.join(raw, topic)
      await one.fetchSome()
      const two = await another(one)

      await one.heartbeat({ memberEpoch: -1 })

      expect((await two.fetch({ maxWaitMs: 100 })).acquired).toEqual([])
      two.raw.close()
    })

    it('records for as long as the group says', async () => {
      await produce('a')
      const member = await RawShareMember.join(raw, topic, { configs: { 'share.record.lock.duration.ms': '15000' } })

      expect((await member.fetchSome()).acquisitionLockTimeoutMs).toBe(15_000)
    })
  })

  describe('has sessions', () => {
    it('whose epochs follow each other', async () => {
      const member = await RawShareMember.join(raw, topic)
      await member.fetch({ maxWaitMs: 1 })

      const skipped = await member.fetch({ shareSessionEpoch: 5, maxWaitMs: 1 })
      const right = await member.fetch({ maxWaitMs: 1 })

      expect(skipped.errorCode).toBe(ErrorCodes.INVALID_SHARE_SESSION_EPOCH)
      expect(right.errorCode).toBe(0)
    })

    it('that must be opened first', async () => {
      const member = await RawShareMember.join(raw, topic)

      const fetched = await member.fetch({ shareSessionEpoch: 1, maxWaitMs: 1 })
      const closed = await member.acknowledge([], { epoch: -1 })

      expect([fetched.errorCode, closed.errorCode]).toEqual([
        ErrorCodes.SHARE_SESSION_NOT_FOUND,
        ErrorCodes.SHARE_SESSION_NOT_FOUND,
      ])
    })

    it('that cannot be opened with acknowledgements', async () => {
      const member = await RawShareMember.join(raw, topic)

      const fetched = await member.fetch({ maxWaitMs: 1 }, [all(Acknowledge.accept, 0n)])
      const acknowledged = await member.acknowledge([all(Acknowledge.accept, 0n)], { epoch: 0 })

      expect([fetched.errorCode, acknowledged.errorCode]).toEqual([
        ErrorCodes.INVALID_REQUEST,
        ErrorCodes.INVALID_SHARE_SESSION_EPOCH,
      ])
    })

    it('that give back what was not acknowledged when they are closed', async () => {
      await produce('a', 'b')
      const one = await RawShareMember.join(raw, topic)
      await one.fetchSome()
      const two = await another(one)

      const { errorCode, partitionErrorCode } = await one.closeSession([all(Acknowledge.accept, 0n)])
      const given = await two.fetchSome()

      expect([errorCode, partitionErrorCode]).toEqual([0, 0])
      expect(given.acquired.map(([first, last]) => [first, last])).toEqual([[1n, 1n]])
      two.raw.close()
    })

    it('that a fetch can close, with acknowledgements', async () => {
      await produce('a', 'b')
      const one = await RawShareMember.join(raw, topic)
      await one.fetchSome()
      const two = await another(one)

      const closed = await one.fetch({ shareSessionEpoch: -1 }, [all(Acknowledge.accept, 0n)])
      const given = await two.fetchSome()

      expect([closed.errorCode, closed.acknowledgeErrorCode, closed.acquired]).toEqual([0, 0, []])
      expect(given.acquired).toEqual([[1n, 1n, 2]])
      two.raw.close()
    })

    it('that say nothing of partitions without news', async () => {
      const member = await RawShareMember.join(raw, topic)
      await member.fetch({ maxWaitMs: 1 })

      const next = await member.fetch({ maxWaitMs: 1, topics: [] })

      expect([next.errorCode, next.partitions]).toEqual([0, []])
    })

    it('of members whose ids are no longer than a UUID', async () => {
      const member = await RawShareMember.join(raw, topic)

      const { errorCode } = await member.fetch({ memberId: 'x'.repeat(37), maxWaitMs: 1 })

      expect(errorCode).toBe(ErrorCodes.INVALID_REQUEST)
    })

    it('that end with their connection', async () => {
      await produce('a')
      const one = await RawShareMember.join(raw, topic)
      const two = await another(one)
      await two.fetchSome()

      two.raw.close()
      const given = await one.fetchSome({ maxWaitMs: 2_000 })

      expect(given.acquired.map(([first, last]) => [first, last])).toEqual([[0n, 0n]])
    })
  })

  it('does not read a topic that is not there', async () => {
    const member = await RawShareMember.join(raw, topic)
    const stranger = new RawShareMember(raw, member.groupId, 'AAAAAAAAAAAAAAAAAAAAzA')

    const { errorCode, partition } = await stranger.fetch({ maxWaitMs: 1 })

    // Kafka 4.3 stumbles over such an id, and refuses all of the request.
    const refused = [ErrorCodes.UNKNOWN_SERVER_ERROR, undefined]
    expect([errorCode, partition?.errorCode]).toEqual(broker.isEmbedded ? [0, ErrorCodes.UNKNOWN_TOPIC_ID] : refused)
  })

  it('does not read a partition that is not there', async () => {
    const member = await RawShareMember.join(raw, topic)

    const { errorCode, partition } = await member.fetch({ maxWaitMs: 1 }, [], [7])

    expect([errorCode, partition?.errorCode]).toEqual([0, ErrorCodes.UNKNOWN_TOPIC_OR_PARTITION])
  })

  it('has a name', async () => {
    const member = new RawShareMember(raw, '', 'AAAAAAAAAAAAAAAAAAAAzA')

    const { errorCode } = await member.heartbeat({ subscribedTopicNames: [uniqueName('none')] })

    expect(errorCode).toBe(ErrorCodes.INVALID_REQUEST)
  })
})
