import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { ErrorCodes } from '../../../src/errors/error-codes.ts'
import { fetchApi } from '../../../src/protocol/apis/fetch.ts'
import { metadataApi } from '../../../src/protocol/apis/metadata.ts'
import type { Draft } from '../../../src/protocol/message-codec.ts'
import type { FetchRequest } from '../../../src/protocol/messages/fetch-request.ts'
import { batchOf, valuesOf } from '../batches.ts'
import { describeOnEveryBroker } from '../every-broker.ts'
import { RawConnection } from '../raw-connection.ts'
import { createRawTopic, produceRaw } from '../raw-topics.ts'

describeOnEveryBroker('Fetch', (broker) => {
  let raw: RawConnection
  let topic: string
  beforeAll(async () => {
    raw = await RawConnection.open(broker.address)
  })
  afterAll(() => raw.close())
  beforeEach(async () => {
    topic = await createRawTopic(raw, { partitions: 2 })
  })

  const wholeTopic = { maxWaitMs: 0, minBytes: 1, maxBytes: 1 << 24, sessionEpoch: -1 }

  function fetch(version: number, request: Draft<FetchRequest>, on = raw) {
    return on.send(fetchApi, version, { ...wholeTopic, ...request })
  }

  async function fetchPartition(version: number, fetchOffset: bigint, more: object = {}, request: object = {}) {
    const partitions = [{ partition: 0, fetchOffset, partitionMaxBytes: 1 << 20, ...more }]
    const { responses } = await fetch(version, { topics: [{ topic, partitions }], ...request })
    return responses[0]!.partitions[0]!
  }

  it.each([4, 7, 11, 12])('v%d gives what is behind an offset', async (version) => {
    await produceRaw(raw, topic, 0, batchOf({ values: ['a', 'b'] }))
    await produceRaw(raw, topic, 0, batchOf({ values: ['c'] }))

    const { errorCode, records, highWatermark, lastStableOffset } = await fetchPartition(version, 1n)

    expect({ errorCode, highWatermark, lastStableOffset }).toEqual({
      errorCode: 0,
      highWatermark: 3n,
      lastStableOffset: 3n,
    })
    expect(valuesOf(records, 1n)).toEqual(['b', 'c'])
  })

  it('v13 names topics by their ids', async () => {
    await produceRaw(raw, topic, 0, batchOf({ values: ['a'] }))
    const { topics } = await raw.send(metadataApi, 12, { topics: [{ name: topic }] })
    const { topicId } = topics[0]!

    const { responses } = await fetch(13, {
      topics: [{ topicId, partitions: [{ partition: 0, fetchOffset: 0n, partitionMaxBytes: 1 << 20 }] }],
    })

    expect(responses[0]!.topicId).toBe(topicId)
    expect(valuesOf(responses[0]!.partitions[0]!.records)).toEqual(['a'])
  })

  it('v13 does not know an id that is not there', async () => {
    const topicId = 'AAAAAAAAAAAAAAAAAAAAzA'

    const { responses, errorCode } = await fetch(13, { topics: [{ topicId, partitions: [{ partition: 0 }] }] })

    expect(errorCode).toBe(0)
    expect(responses[0]!.partitions[0]!.errorCode).toBe(ErrorCodes.UNKNOWN_TOPIC_ID)
  })

  it('gives nothing at the end, and an error beyond it', async () => {
    await produceRaw(raw, topic, 0, batchOf({ values: ['a'] }))

    const atEnd = await fetchPartition(11, 1n)
    const beyond = await fetchPartition(11, 2n)

    expect({ code: atEnd.errorCode, size: atEnd.records?.length ?? 0 }).toEqual({ code: 0, size: 0 })
    expect(beyond).toMatchObject({ errorCode: ErrorCodes.OFFSET_OUT_OF_RANGE, highWatermark: -1n })
  })

  it('does not know a partition that is not there', async () => {
    const { responses } = await fetch(11, {
      topics: [{ topic, partitions: [{ partition: 7, partitionMaxBytes: 100 }] }],
    })

    expect(responses[0]!.partitions[0]!.errorCode).toBe(ErrorCodes.UNKNOWN_TOPIC_OR_PARTITION)
  })

  it('does not know a leader epoch that is yet to come', async () => {
    const coming = await fetchPartition(11, 0n, { currentLeaderEpoch: 99 })

    expect(coming.errorCode).toBe(ErrorCodes.UNKNOWN_LEADER_EPOCH)
  })

  it('gives a first batch whole whatever the limits', async () => {
    const batch = batchOf({ values: ['x'.repeat(5000)] })
    await produceRaw(raw, topic, 0, batch)

    const { records } = await fetchPartition(11, 0n, { partitionMaxBytes: 10 }, { maxBytes: 10 })

    expect(records?.length).toBe(batch.length)
  })

  it('cuts at the limit of a partition, in the middle of a batch', async () => {
    const batch = batchOf({ values: ['x'.repeat(1000)] })
    for (let count = 0; count < 3; count++) await produceRaw(raw, topic, 0, batchOf({ values: ['x'.repeat(1000)] }))

    const { records } = await fetchPartition(11, 0n, { partitionMaxBytes: batch.length + 100 })

    expect(records?.length).toBe(batch.length + 100)
  })

  it('leaves out later partitions when the limit of the request is reached', async () => {
    const batch = batchOf({ values: ['x'.repeat(1000)] })
    for (const index of [0, 1]) await produceRaw(raw, topic, index, batchOf({ values: ['x'.repeat(1000)] }))

    const partitions = [0, 1].map((partition) => ({ partition, fetchOffset: 0n, partitionMaxBytes: 1 << 20 }))
    const { responses } = await fetch(11, { maxBytes: batch.length + 10, topics: [{ topic, partitions }] })

    expect(responses[0]!.partitions.map(({ records }) => records?.length ?? 0)).toEqual([batch.length, 0])
  })

  it('waits for records, and gives them when they come', async () => {
    using waiting = await RawConnection.open(broker.address)
    const partitions = [{ partition: 0, fetchOffset: 0n, partitionMaxBytes: 1 << 20 }]
    const answer = fetch(11, { maxWaitMs: 8_000, topics: [{ topic, partitions }] }, waiting)

    await produceRaw(raw, topic, 0, batchOf({ values: ['late'] }))

    const { responses } = await answer
    expect(valuesOf(responses[0]!.partitions[0]!.records)).toEqual(['late'])
  })

  it('answers empty-handed when the wait is over', async () => {
    const { errorCode, records } = await fetchPartition(11, 0n, {}, { maxWaitMs: 20 })

    expect({ errorCode, size: records?.length ?? 0 }).toEqual({ errorCode: 0, size: 0 })
  })

  it('waits for min.bytes', async () => {
    using waiting = await RawConnection.open(broker.address)
    await produceRaw(raw, topic, 0, batchOf({ values: ['small'] }))
    const partitions = [{ partition: 0, fetchOffset: 0n, partitionMaxBytes: 1 << 20 }]
    const answer = fetch(11, { maxWaitMs: 8_000, minBytes: 1_000, topics: [{ topic, partitions }] }, waiting)

    await produceRaw(raw, topic, 0, batchOf({ values: ['x'.repeat(2_000)] }))

    const { responses } = await answer
    expect(valuesOf(responses[0]!.partitions[0]!.records)).toHaveLength(2)
  })

  it('tells a reader of an epoch that never was', async () => {
    await produceRaw(raw, topic, 0, batchOf({ values: ['a'] }))

    const { errorCode } = await fetchPartition(12, 0n, { lastFetchedEpoch: 5 })

    expect(errorCode).toBe(ErrorCodes.OFFSET_OUT_OF_RANGE)
  })

  it('lists no aborted transactions unless asked for committed records', async () => {
    await produceRaw(raw, topic, 0, batchOf({ values: ['a'] }))

    const uncommitted = await fetchPartition(11, 0n)
    const committed = await fetchPartition(11, 0n, {}, { isolationLevel: 1 })

    expect(uncommitted.abortedTransactions).toBeNull()
    expect(committed.abortedTransactions).toEqual([])
  })

  describe('in a session', () => {
    const both = () => [0, 1].map((partition) => ({ partition, fetchOffset: 0n, partitionMaxBytes: 1 << 20 }))

    async function open() {
      return fetch(11, { sessionId: 0, sessionEpoch: 0, topics: [{ topic, partitions: both() }] })
    }

    it('is told of all partitions first, and then of those with news', async () => {
      const first = await open()
      await produceRaw(raw, topic, 1, batchOf({ values: ['a'] }))

      const second = await fetch(11, { sessionId: first.sessionId, sessionEpoch: 1, topics: [] })
      const moved = [{ partition: 1, fetchOffset: 1n, partitionMaxBytes: 1 << 20 }]
      const third = await fetch(11, {
        sessionId: first.sessionId,
        sessionEpoch: 2,
        topics: [{ topic, partitions: moved }],
      })

      expect(first.sessionId).not.toBe(0)
      expect(first.responses[0]!.partitions).toHaveLength(2)
      expect(second.responses.flatMap(({ partitions }) => partitions.map((p) => p.partitionIndex))).toEqual([1])
      expect(third.responses).toEqual([])
    })

    it('is refused the wrong epoch', async () => {
      const { sessionId } = await open()

      const { errorCode } = await fetch(11, { sessionId, sessionEpoch: 5, topics: [] })

      expect(errorCode).toBe(ErrorCodes.INVALID_FETCH_SESSION_EPOCH)
    })

    it('is refused when nobody knows it', async () => {
      const { errorCode } = await fetch(11, { sessionId: 123_456_789, sessionEpoch: 1, topics: [] })

      expect(errorCode).toBe(ErrorCodes.FETCH_SESSION_ID_NOT_FOUND)
    })

    it('forgets a partition', async () => {
      const { sessionId } = await open()
      await fetch(11, { sessionId, sessionEpoch: 1, topics: [], forgottenTopicsData: [{ topic, partitions: [1] }] })
      await produceRaw(raw, topic, 1, batchOf({ values: ['unheard'] }))

      const { responses } = await fetch(11, { sessionId, sessionEpoch: 2, topics: [] })

      expect(responses).toEqual([])
    })

    it('names a partition with an error in every answer', async () => {
      const partitions = [{ partition: 0, fetchOffset: 50n, partitionMaxBytes: 1 << 20 }]
      const { sessionId } = await fetch(11, { sessionId: 0, sessionEpoch: 0, topics: [{ topic, partitions }] })

      const second = await fetch(11, { sessionId, sessionEpoch: 1, topics: [] })

      expect(second.responses[0]?.partitions[0]?.errorCode).toBe(ErrorCodes.OFFSET_OUT_OF_RANGE)
    })

    it('ends with a request that says so', async () => {
      const { sessionId } = await open()
      await fetch(11, { sessionId, sessionEpoch: -1, topics: [] })

      const { errorCode } = await fetch(11, { sessionId, sessionEpoch: 1, topics: [] })

      expect(errorCode).toBe(ErrorCodes.FETCH_SESSION_ID_NOT_FOUND)
    })
  })
})
