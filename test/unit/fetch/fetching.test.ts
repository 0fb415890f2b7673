import { describe, expect, it } from 'vitest'
import { ErrorCodes } from '../../../src/errors/error-codes.ts'
import { fetchApi } from '../../../src/protocol/apis/fetch.ts'
import { metadataApi } from '../../../src/protocol/apis/metadata.ts'
import { zeroUuid } from '../../../src/protocol/uuid.ts'
import { encodeLegacyMessage } from '../../support/legacy-messages.ts'
import { encodeBatch } from '../../support/records.ts'
import { type ConsumerWorld, consumerWorld, fromEarliest, take, textOf } from '../consumer/consumer-world.ts'

const fromStart = { topic: 'orders', partition: 0, offset: 0n } as const

/** So many batches of one record to each of the first partitions. */
function fill(world: ConsumerWorld, partitionCount: number, batchCount: number, valueBytes: number): void {
  const records = [{ timestamp: 1, key: null, value: 'x'.repeat(valueBytes), headers: [] }]
  for (let offset = 0; offset < batchCount; offset++) {
    const batch = encodeBatch(records, 'none', { baseOffset: BigInt(offset) })
    for (let partition = 0; partition < partitionCount; partition++) world.appendBatch('orders', partition, batch)
  }
}

describe('fetching in every version of the API', () => {
  for (let version = fetchApi.minVersion; version <= fetchApi.maxVersion; version++) {
    it(`reads with Fetch v${version}, with sessions and without`, async () => {
      for (const hasSessions of [false, true]) {
        const world = consumerWorld({ partitionCount: 2, hasSessions })
        world.cluster.setVersions(fetchApi, 4, version)
        for (const partition of [0, 1]) world.append('orders', partition, 3)
        const assignments = [0, 1].map((partition) => ({ ...fromStart, partition }))
        const consumer = world.consumer({ assignments })
        expect(await take(world, consumer, 6)).toHaveLength(6)
        world.append('orders', 1, 1)
        expect(await take(world, consumer, 1)).toEqual(['1:3:value-3'])
        expect(world.fetches.every((fetch) => fetch.version === version)).toBe(true)
        world.cluster.expectNothingUnexpected()
        await consumer.close()
      }
    })
  }

  it('names topics when one of them has no id', async () => {
    const world = consumerWorld()
    world.cluster.createTopic('old', { partitionCount: 1, topicId: zeroUuid })
    world.append('orders', 0, 1)
    world.append('old', 0, 1)
    const consumer = world.consumer({ assignments: [fromStart, { ...fromStart, topic: 'old' }] })
    expect(await take(world, consumer, 2)).toHaveLength(2)
    expect(world.fetches.at(-1)?.version).toBe(12)
    await consumer.close()
  })
})

describe('a fetch session', () => {
  it('names only what has changed, and ends when the consumer is closed', async () => {
    const world = consumerWorld({ partitionCount: 3, hasSessions: true })
    world.append('orders', 1, 2)
    const assignments = [0, 1, 2].map((partition) => ({ ...fromStart, partition }))
    const consumer = world.consumer({ assignments })
    await take(world, consumer, 2)
    await world.clock.advance(1000)
    const [first, second, third] = world.fetches.map(({ body }) => ({
      epoch: body.sessionEpoch,
      named: body.topics.flatMap(({ partitions }) => partitions.map(({ partition }) => partition)),
    }))
    expect(first?.named.toSorted()).toEqual([0, 1, 2])
    expect(second).toEqual({ epoch: 1, named: [1] })
    expect(third).toEqual({ epoch: 2, named: [] })
    const { sessionId } = world.fetches.at(-1)!.body
    await consumer.close()
    await world.clock.advance(1000)
    expect(world.fetches.at(-1)?.body).toMatchObject({ sessionId, sessionEpoch: -1, topics: [] })
  })

  it('is replaced at once when the broker has lost it', async () => {
    const world = consumerWorld({ hasSessions: true })
    world.append('orders', 0, 1)
    const consumer = world.consumer({ assignments: [fromStart] })
    await take(world, consumer, 1)
    world.cluster.once(fetchApi, () => ({ errorCode: ErrorCodes.FETCH_SESSION_ID_NOT_FOUND }))
    await world.clock.advance(1000)
    const requests = world.cluster.requestsOf(fetchApi)
    const renewedAt = requests.findIndex(({ body }, index) => index > 0 && body.sessionEpoch === 0)
    const lost = requests[renewedAt - 1]
    expect(lost?.body.sessionEpoch).toBe(2)
    expect(requests[renewedAt]?.body.sessionId).toBe(0)
    expect(requests[renewedAt]?.atMs).toBe(lost?.atMs)
    world.append('orders', 0, 1)
    expect(await take(world, consumer, 1)).toEqual(['0:1:value-1'])
    await consumer.close()
  })

  it('is replaced after a connection was cut: nobody knows what the broker has seen', async () => {
    const world = consumerWorld({ hasSessions: true })
    world.append('orders', 0, 1)
    const consumer = world.consumer({ assignments: [fromStart] })
    await take(world, consumer, 1)
    await world.settleNow()
    const before = world.fetches.at(-1)?.body
    expect(before?.sessionEpoch).toBeGreaterThan(0)
    const fetchCount = world.fetches.length
    world.cluster.node(1).cut()
    world.append('orders', 0, 1)
    expect(await take(world, consumer, 1)).toEqual(['0:1:value-1'])
    expect(world.fetches[fetchCount]?.body).toMatchObject({ sessionId: before?.sessionId, sessionEpoch: 0 })
    await consumer.close()
  })

  it('is done without when the broker refuses any, without a busy loop', async () => {
    const world = consumerWorld()
    world.cluster.on(fetchApi, () => ({ errorCode: ErrorCodes.INVALID_FETCH_SESSION_EPOCH }))
    const consumer = world.consumer({ assignments: [fromStart] })
    const polled = consumer.poll({ timeoutMs: 10_000 })
    await world.clock.advance(10_000)
    await polled
    expect(world.fetches.at(-1)?.body.sessionEpoch).toBe(-1)
    expect(world.fetches.length).toBeLessThan(30)
    await consumer.close()
  })
})

describe('a leader that moves', () => {
  it('is followed by its hint, without asking for metadata (KIP-951)', async () => {
    const world = consumerWorld({ nodeCount: 2, leaders: [1] })
    world.append('orders', 0, 2)
    const consumer = world.consumer({ assignments: [fromStart] })
    await take(world, consumer, 2)
    const metadataCount = world.cluster.requestsOf(metadataApi).length
    world.cluster.moveLeader('orders', 0, 2)
    world.log('orders', 0).override = (_request, { nodeId }) =>
      nodeId === 1
        ? { errorCode: ErrorCodes.NOT_LEADER_OR_FOLLOWER, currentLeader: { leaderId: 2, leaderEpoch: 1 } }
        : undefined
    world.append('orders', 0, 1)
    expect(await take(world, consumer, 1)).toEqual(['0:2:value-2'])
    expect(world.fetches.at(-1)?.nodeId).toBe(2)
    expect(world.cluster.requestsOf(metadataApi)).toHaveLength(metadataCount)
    await consumer.close()
  })

  for (const code of ['NOT_LEADER_OR_FOLLOWER', 'FENCED_LEADER_EPOCH', 'UNKNOWN_TOPIC_OR_PARTITION'] as const) {
    it(`is looked up after ${code}`, async () => {
      const world = consumerWorld({ nodeCount: 2, leaders: [1] })
      world.append('orders', 0, 2)
      const consumer = world.consumer({ assignments: [fromStart] })
      await take(world, consumer, 2)
      world.cluster.moveLeader('orders', 0, 2)
      const errorCode = ErrorCodes[code]
      world.log('orders', 0).override = (_request, { nodeId }) => (nodeId === 1 ? { errorCode } : undefined)
      world.append('orders', 0, 1)
      expect(await take(world, consumer, 1)).toEqual(['0:2:value-2'])
      await consumer.close()
    })
  }

  it('gives every record once when it moves while a fetch is under way', async () => {
    // The other partition keeps the fetch of the first broker wanted.
    const world = consumerWorld({ nodeCount: 2, leaders: [1, 1] })
    world.append('orders', 0, 3)
    const hold = world.cluster.hold(fetchApi)
    const consumer = world.consumer({ assignments: [fromStart, { ...fromStart, partition: 1 }] })
    const reading = take(world, consumer, 3)
    await world.settleNow()
    world.cluster.moveLeader('orders', 0, 2)
    await world.core.metadata.refreshFor({ topics: ['orders'] })
    hold.release()
    expect(await reading).toEqual(['0:0:value-0', '0:1:value-1', '0:2:value-2'])
    world.append('orders', 0, 1)
    expect(await take(world, consumer, 1)).toEqual(['0:3:value-3'])
    await consumer.close()
  })

  it('is waited for while there is none', async () => {
    const world = consumerWorld({ nodeCount: 2, leaders: [1] })
    world.append('orders', 0, 1)
    world.cluster.setLeader('orders', 0, -1)
    const consumer = world.consumer({ assignments: [fromEarliest] })
    const reading = take(world, consumer, 1)
    await world.clock.advance(3000)
    world.cluster.setLeader('orders', 0, 2, 1)
    expect(await reading).toEqual(['0:0:value-0'])
    await consumer.close()
  })
})

describe('failures on the way', () => {
  it('goes on after a cut connection, giving every record once', async () => {
    const world = consumerWorld()
    world.append('orders', 0, 2)
    const consumer = world.consumer({ assignments: [fromStart] })
    await take(world, consumer, 1)
    world.cluster.node(1).cut()
    world.append('orders', 0, 2)
    expect(await take(world, consumer, 3)).toEqual(['0:1:value-1', '0:2:value-2', '0:3:value-3'])
    await consumer.close()
  })

  it('waits for a broker that is down with growing pauses, which do not pile up', async () => {
    const world = consumerWorld()
    world.append('orders', 0, 1)
    const consumer = world.consumer({ assignments: [fromStart] })
    await take(world, consumer, 1)
    world.cluster.node(1).stop()
    const polled = consumer.poll({ timeoutMs: 60_000 })
    await world.clock.advance(20_000)
    expect(world.events.filter(({ name }) => name === 'fetch.failed').length).toBeLessThan(60)
    world.cluster.node(1).start()
    world.append('orders', 0, 1)
    const restartedAtMs = world.clock.now()
    expect((await world.settle(polled)).map(textOf)).toEqual(['value-1'])
    expect(world.clock.now() - restartedAtMs).toBeLessThan(5000)
    await consumer.close()
  })

  it('gives what was fetched before an error that came later', async () => {
    const world = consumerWorld()
    world.append('orders', 0, 3)
    const log = world.log('orders', 0)
    log.override = ({ topics }) =>
      topics[0]?.partitions[0]?.fetchOffset === 0n ? undefined : { errorCode: ErrorCodes.TOPIC_AUTHORIZATION_FAILED }
    const consumer = world.consumer({ assignments: [fromStart] })
    await world.settle(consumer.poll({ maxRecords: 1 }))
    await world.clock.advance(3000)
    expect(world.fetches.length).toBeGreaterThan(1)
    expect((await world.settle(consumer.poll())).map(textOf)).toEqual(['value-1', 'value-2'])
    expect(await world.settleError(consumer.poll({ timeoutMs: 10_000 }))).toMatchObject({
      code: 'TOPIC_AUTHORIZATION_FAILED',
    })
    await consumer.close()
  })

  it('does not let a partition at its end hold up one with a backlog', async () => {
    const world = consumerWorld({ partitionCount: 2 })
    for (let index = 0; index < 200; index++) world.append('orders', 1, 2)
    const assignments = [fromStart, { ...fromStart, partition: 1 }]
    const consumer = world.consumer({ assignments, maxPartitionFetchBytes: 1000 })
    let count = 0
    while (count < 400) {
      count += (await world.settle(consumer.poll({ maxRecords: 5, timeoutMs: 5000 }))).length
      // The buffer fills up while the reader is busy; no time passes.
      for (let turn = 0; turn < 5; turn++) await world.clock.settle()
    }
    expect(world.clock.now()).toBeLessThan(50)
    await consumer.close()
  })

  it('does not forget a partition at its end beside one whose records nobody takes', async () => {
    const world = consumerWorld({ partitionCount: 2 })
    for (let index = 0; index < 200; index++) world.append('orders', 1, 2)
    const assignments = [fromStart, { ...fromStart, partition: 1 }]
    const consumer = world.consumer({ assignments, maxPartitionFetchBytes: 1000 })
    await world.settle(consumer.poll({ maxRecords: 1 }))
    await world.clock.advance(1000)
    world.append('orders', 0, 1)
    const bytesBefore = consumer.bufferedBytes
    await world.clock.advance(1000)
    expect(world.fetches.at(-1)?.body.topics[0]?.partitions[0]?.fetchOffset).toBe(1n)
    expect(consumer.bufferedBytes).toBeGreaterThan(bytesBefore)
    await consumer.close()
  })

  it('leaves a partition with an error alone for a while, and the others not', async () => {
    const world = consumerWorld({ partitionCount: 2 })
    world.log('orders', 0).override = () => ({ errorCode: ErrorCodes.UNKNOWN_LEADER_EPOCH })
    world.append('orders', 1, 1)
    const consumer = world.consumer({ assignments: [fromStart, { ...fromStart, partition: 1 }] })
    expect(await take(world, consumer, 1)).toEqual(['1:0:value-0'])
    const polled = consumer.poll({ timeoutMs: 5000 })
    await world.clock.advance(5000)
    await polled
    const tries = world.fetches.filter(({ body }) =>
      body.topics.some(({ partitions }) => partitions.some(({ partition }) => partition === 0)),
    )
    expect(tries.length).toBeLessThan(15)
    delete world.log('orders', 0).override
    world.append('orders', 0, 1)
    expect(await take(world, consumer, 1)).toEqual(['0:0:value-0'])
    await consumer.close()
  })

  it('does not ask without pause a broker that answers at once and with nothing', async () => {
    const world = consumerWorld()
    world.log('orders', 0).override = () => ({ records: null })
    const consumer = world.consumer({ assignments: [fromStart] })
    const polled = consumer.poll({ timeoutMs: 5000 })
    await world.clock.advance(5000)
    await polled
    expect(world.fetches.length).toBeLessThan(80)
    await consumer.close()
  })

  it('waits as long as the broker asks it to', async () => {
    const world = consumerWorld()
    world.cluster.once(fetchApi, () => ({ throttleTimeMs: 3000 }))
    const consumer = world.consumer({ assignments: [fromStart] })
    const polled = consumer.poll({ timeoutMs: 4000 })
    await world.clock.advance(2900)
    expect(world.fetches).toHaveLength(1)
    await world.clock.advance(1100)
    await polled
    expect(world.fetches.length).toBeGreaterThan(1)
    await consumer.close()
  })

  it('stays within its budget when nobody takes the records, and goes on when somebody does', async () => {
    const world = consumerWorld({ partitionCount: 4 })
    fill(world, 4, 100, 10_000)
    const assignments = [0, 1, 2, 3].map((partition) => ({ ...fromStart, partition }))
    const maxBufferedBytes = 200_000
    const consumer = world.consumer({ assignments, maxBufferedBytes, maxPartitionFetchBytes: 40_000 })
    await world.settle(consumer.poll({ maxRecords: 1 }))
    await world.clock.advance(60_000)
    expect(consumer.bufferedBytes).toBeLessThanOrEqual(maxBufferedBytes)
    const fetchCount = world.fetches.length
    expect(await take(world, consumer, 399)).toHaveLength(399)
    expect(world.fetches.length).toBeGreaterThan(fetchCount)
    await consumer.close()
    expect(consumer.bufferedBytes).toBe(0)
  })
})

describe('how much is asked for at a time', () => {
  const limits = ({ fetches }: ConsumerWorld): number[][] =>
    fetches.map(({ body }) =>
      body.topics.flatMap(({ partitions }) => partitions.map((asked) => asked.partitionMaxBytes)),
    )
  const assignments = [0, 1, 2, 3].map((partition) => ({ ...fromStart, partition }))

  it('is a share of an answer of each partition, so that no more than two answers are kept', async () => {
    const world = consumerWorld({ partitionCount: 4 })
    fill(world, 4, 400, 10_000)
    const consumer = world.consumer({ assignments })
    await world.settle(consumer.poll({ maxRecords: 1 }))
    await world.clock.advance(60_000)
    expect(consumer.bufferedBytes).toBeGreaterThan(2 * 1024 * 1024)
    expect(consumer.bufferedBytes).toBeLessThanOrEqual(4 * 1024 * 1024)
    await take(world, consumer, 600)
    // What there is had to be learned first.
    expect(new Set(limits(world)[0])).toEqual(new Set([1024 * 1024]))
    expect(new Set(limits(world).at(-1))).toEqual(new Set([512 * 1024]))
    await consumer.close()
  })

  it('is all that a partition may give in one answer where the others have no more', async () => {
    const world = consumerWorld({ partitionCount: 4, hasSessions: true })
    const consumer = world.consumer({ assignments })
    fill(world, 1, 400, 10_000)
    await take(world, consumer, 400)
    expect(new Set(limits(world).flat())).toEqual(new Set([1024 * 1024]))
    // With a session, those that give nothing are named once.
    expect(limits(world).flat().length).toBeLessThan(4 + world.fetches.length)
    await consumer.close()
  })

  it('is more of partitions whose batches are larger than their share: they do not come one in an answer', async () => {
    const world = consumerWorld({ partitionCount: 4 })
    fill(world, 4, 6, 600_000)
    const consumer = world.consumer({ assignments })
    const given: unknown[] = []
    while (given.length < 24) given.push(...(await world.settle(consumer.poll({ timeoutMs: 1000 }))))
    expect(given).toHaveLength(24)
    const fetchCount = limits(world).filter((asked) => asked.length > 0).length
    expect(fetchCount).toBeLessThanOrEqual(14)
    expect(
      limits(world)
        .slice(1)
        .flat()
        .every((limit) => limit > 600_000),
    ).toBe(true)
    await consumer.close()
  })
})

describe('batches that cannot be read', () => {
  const damaged = (world: ConsumerWorld): void => {
    world.append('orders', 0, 2)
    const records = [0, 1, 2].map((index) => ({ timestamp: 1, key: null, value: `bad-${index}`, headers: [] }))
    const batch = encodeBatch(records, 'none', { baseOffset: 2n })
    batch[batch.length - 2]! ^= 0x01
    world.appendBatch('orders', 0, batch)
    world.append('orders', 0, 1)
  }

  it('are given to the reader as an error that says where, and left behind by a seek', async () => {
    const world = consumerWorld()
    damaged(world)
    const consumer = world.consumer({ assignments: [fromStart] })
    expect(await take(world, consumer, 2)).toHaveLength(2)
    const error = await world.settleError(take(world, consumer, 1))
    expect(error).toMatchObject({ code: 'UNDECODABLE_BATCH', offset: 2n, nextOffset: 5n })
    expect(error.message).toContain('Cannot read orders-0 at offset 2')
    expect(consumer.position('orders', 0)).toBe(2n)
    consumer.seek('orders', 0, 5n)
    expect(await take(world, consumer, 1)).toEqual(['0:5:value-5'])
    await consumer.close()
    expect(consumer.bufferedBytes).toBe(0)
  })

  it('give the same error again to who reads on without a seek', async () => {
    const world = consumerWorld()
    damaged(world)
    const consumer = world.consumer({ assignments: [{ ...fromStart, offset: 2n }] })
    for (let attempt = 0; attempt < 3; attempt++) {
      expect(await world.settleError(take(world, consumer, 1))).toMatchObject({ offset: 2n })
    }
    await consumer.close()
  })

  it('do not stop the other partitions', async () => {
    const world = consumerWorld({ partitionCount: 2 })
    damaged(world)
    world.append('orders', 1, 1)
    const assignments = [
      { ...fromStart, offset: 2n },
      { ...fromStart, partition: 1 },
    ]
    const consumer = world.consumer({ assignments })
    const outcomes: unknown[] = []
    for (let attempt = 0; attempt < 2; attempt++) {
      const outcome = await world.settle(take(world, consumer, 1).catch((error: { code: string }) => error.code))
      outcomes.push(outcome)
    }
    expect(outcomes).toContainEqual(['1:0:value-0'])
    expect(outcomes).toContain('UNDECODABLE_BATCH')
    await consumer.close()
  })

  it('are read without a look at the checksum when checkCrcs is false', async () => {
    const world = consumerWorld()
    damaged(world)
    const consumer = world.consumer({ assignments: [{ ...fromStart, offset: 2n }], checkCrcs: false })
    expect(await take(world, consumer, 3)).toHaveLength(3)
    await consumer.close()
  })

  it('put the position back when a record turns out to be unreadable while a batch is iterated', async () => {
    const world = consumerWorld()
    const records = [0, 1, 2].map((index) => ({ timestamp: 1, key: null, value: `v-${index}`, headers: [] }))
    const batch = encodeBatch(records, 'none')
    batch[61 + 10] = 0x7f
    world.appendBatch('orders', 0, batch)
    const consumer = world.consumer({ assignments: [fromStart], checkCrcs: false })
    const { value } = await world.settle(consumer.batches().next())
    expect(() => value?.toArray()).toThrow('Cannot read orders-0 at offset 1')
    expect(consumer.position('orders', 0)).toBe(1n)
    await consumer.close()
  })

  it('are not fetched without pause while the reader has not seen them', async () => {
    const world = consumerWorld()
    world.append('orders', 0, 1)
    const log = world.log('orders', 0)
    const nonsense = Buffer.alloc(100, 0x55)
    nonsense.writeInt32BE(88, 8)
    log.override = () => ({ records: nonsense })
    const consumer = world.consumer({ assignments: [fromStart] })
    await consumer.poll({ timeoutMs: 0 })
    await world.clock.advance(2000)
    expect(world.fetches.length).toBeLessThan(30)
    expect(await world.settleError(consumer.poll())).toMatchObject({ code: 'UNDECODABLE_BATCH', offset: 0n })
    await consumer.close()
    expect(consumer.bufferedBytes).toBe(0)
  })

  it('of an unknown codec name it', async () => {
    const world = consumerWorld()
    const batch = encodeBatch([{ timestamp: 1, key: null, value: 'a', headers: [] }], 'none')
    batch[22] = 6
    world.appendBatch('orders', 0, batch)
    const consumer = world.consumer({ assignments: [fromStart], checkCrcs: false })
    const error = await world.settleError(take(world, consumer, 1))
    expect(error.message).toContain('Compression codec 6 is not known')
    await consumer.close()
  })
})

describe('what lies in the log', () => {
  for (const codec of ['none', 'gzip', 'snappy', 'lz4', 'zstd']) {
    it(`is read when it is compressed with ${codec}, on this thread and on others`, async () => {
      const world = consumerWorld()
      const small = [{ timestamp: 1, key: 'k', value: 'small', headers: [] as const }]
      const large = Array.from({ length: 40 }, (_, index) => ({
        timestamp: 1,
        key: null,
        value: `${index}-`.repeat(40_000),
        headers: [],
      }))
      world.appendBatch('orders', 0, encodeBatch(small, codec))
      world.appendBatch('orders', 0, encodeBatch(large, codec, { baseOffset: 1n }))
      world.appendBatch('orders', 0, encodeBatch(small, codec, { baseOffset: 41n }))
      const consumer = world.consumer({ assignments: [fromStart] })
      const values: (string | undefined)[] = []
      await world.settle(
        (async () => {
          for await (const record of consumer) if (values.push(textOf(record)) === 42) break
        })(),
      )
      expect(values).toEqual(['small', ...large.map(({ value }) => value), 'small'])
      await consumer.close()
      expect(consumer.bufferedBytes).toBe(0)
    })
  }

  it('may have gaps, empty batches and a tail that compaction removed', async () => {
    const world = consumerWorld()
    const one = (baseOffset: bigint) =>
      encodeBatch([{ timestamp: 1, key: null, value: `v${baseOffset}`, headers: [] }], 'none', { baseOffset })
    const empty = Buffer.from(one(20n))
    empty.writeInt32BE(9, 23)
    empty.writeInt32BE(0, 57)
    const emptied = encodeBatch([], 'none', { baseOffset: 20n })
    emptied.writeInt32BE(9, 23)
    world.appendBatch('orders', 0, one(3n))
    world.appendBatch('orders', 0, one(17n))
    world.appendBatch('orders', 0, emptied)
    const consumer = world.consumer({ assignments: [fromStart], checkCrcs: false })
    expect(await take(world, consumer, 2)).toEqual(['0:3:v3', '0:17:v17'])
    const polled = consumer.poll({ timeoutMs: 100 })
    await world.clock.advance(100)
    await polled
    expect(consumer.position('orders', 0)).toBe(30n)
    expect(consumer.lag('orders', 0)).toBe(0n)
    await consumer.close()
  })

  it('may be message sets of before Kafka 0.11', async () => {
    const world = consumerWorld()
    for (const magic of [0, 1] as const) {
      const offset = BigInt(magic)
      world.appendBatch(
        'orders',
        0,
        encodeLegacyMessage({ offset, magic, key: null, value: Buffer.from(`old-${magic}`) }),
      )
    }
    const consumer = world.consumer({ assignments: [fromStart] })
    expect(await take(world, consumer, 2)).toEqual(['0:0:old-0', '0:1:old-1'])
    await consumer.close()
  })

  it('may be a batch larger than an answer may be: it is asked for until it comes whole', async () => {
    const world = consumerWorld()
    const batch = encodeBatch([{ timestamp: 1, key: null, value: 'x'.repeat(5000), headers: [] }], 'none')
    world.appendBatch('orders', 0, batch)
    world.log('orders', 0).override = ({ topics }) => {
      const maxBytes = topics[0]?.partitions[0]?.partitionMaxBytes ?? 0
      return { records: batch.subarray(0, Math.min(maxBytes, batch.length)) }
    }
    const consumer = world.consumer({ assignments: [fromStart], maxPartitionFetchBytes: 1000 })
    const [record] = await world.settle(consumer.poll({ timeoutMs: 10_000 }))
    expect(record?.value).toHaveLength(5000)
    await consumer.close()
  })
})

describe('read_committed', () => {
  const transaction = (world: ConsumerWorld, producerId: bigint, values: readonly string[]): void => {
    const baseOffset = world.log('orders', 0).highWatermark
    const records = values.map((value) => ({ timestamp: 1, key: null, value, headers: [] }))
    const ids = { baseOffset, producerId, producerEpoch: 0, baseSequence: 0 }
    world.appendBatch('orders', 0, encodeBatch(records, 'none', ids, { isTransactional: true }))
  }
  const marker = async (world: ConsumerWorld, producerId: bigint, type: 'abort' | 'commit'): Promise<void> => {
    const { encodeEndTransactionMarker } = await import('../../../src/record/control-record.ts')
    const baseOffset = world.log('orders', 0).highWatermark
    const fields = { type, producerId, producerEpoch: 0, coordinatorEpoch: 0, timestamp: 1, baseOffset }
    world.appendBatch('orders', 0, encodeEndTransactionMarker(fields))
  }
  const read = async (world: ConsumerWorld, isolationLevel?: 'read_uncommitted' | 'read_committed') => {
    const consumer = world.consumer({ assignments: [fromStart], ...(isolationLevel && { isolationLevel }) })
    const records: string[] = []
    const end = world.log('orders', 0).highWatermark
    while (consumer.position('orders', 0) !== end) {
      records.push(...(await world.settle(consumer.poll({ timeoutMs: 200 }))).map((record) => String(textOf(record))))
    }
    await consumer.close()
    expect(consumer.bufferedBytes).toBe(0)
    return records
  }

  it('gives committed records only, by default', async () => {
    const world = consumerWorld()
    transaction(world, 7n, ['a', 'b'])
    await marker(world, 7n, 'commit')
    transaction(world, 7n, ['lost'])
    await marker(world, 7n, 'abort')
    world.append('orders', 0, 1)
    world.log('orders', 0).aborted = [{ producerId: 7n, firstOffset: 3n }]
    expect(await read(world)).toEqual(['a', 'b', 'value-5'])
  })

  it('tells several aborted transactions of one producer from the committed ones between them, in any order of the list', async () => {
    const world = consumerWorld()
    transaction(world, 7n, ['lost-1'])
    transaction(world, 8n, ['kept-0'])
    await marker(world, 7n, 'abort')
    transaction(world, 7n, ['kept-1'])
    await marker(world, 7n, 'commit')
    transaction(world, 7n, ['lost-2'])
    await marker(world, 7n, 'abort')
    transaction(world, 7n, ['kept-2'])
    await marker(world, 7n, 'commit')
    await marker(world, 8n, 'commit')
    world.log('orders', 0).aborted = [
      { producerId: 7n, firstOffset: 5n },
      { producerId: 7n, firstOffset: 0n },
    ]
    expect(await read(world)).toEqual(['kept-0', 'kept-1', 'kept-2'])
  })

  it('filters a transaction whose marker comes in a later answer', async () => {
    const world = consumerWorld()
    transaction(world, 7n, ['lost-1'])
    transaction(world, 7n, ['lost-2'])
    await marker(world, 7n, 'abort')
    transaction(world, 7n, ['kept'])
    await marker(world, 7n, 'commit')
    world.log('orders', 0).aborted = [{ producerId: 7n, firstOffset: 0n, lastOffset: 2n }]
    const consumer = world.consumer({ assignments: [fromStart], maxPartitionFetchBytes: 1 })
    expect(await take(world, consumer, 1)).toEqual(['0:3:kept'])
    await consumer.close()
  })

  it('takes a marker without a list entry, and a list entry without a marker, in its stride', async () => {
    const world = consumerWorld()
    await marker(world, 9n, 'abort')
    transaction(world, 7n, ['lost'])
    transaction(world, 8n, ['kept'])
    await marker(world, 8n, 'commit')
    world.append('orders', 0, 1)
    world.log('orders', 0).aborted = [{ producerId: 7n, firstOffset: 1n }]
    expect(await read(world)).toEqual(['kept', 'value-4'])
  })

  it('ends at the last stable offset, and its lag does too', async () => {
    const world = consumerWorld()
    world.append('orders', 0, 2)
    transaction(world, 7n, ['open'])
    world.log('orders', 0).lastStableOffset = 2n
    const consumer = world.consumer({ assignments: [fromStart] })
    expect(await take(world, consumer, 2)).toHaveLength(2)
    expect(consumer.lag('orders', 0)).toBe(0n)
    await consumer.close()
  })

  it('is not what read_uncommitted does, even if the broker sends the list', async () => {
    const world = consumerWorld()
    transaction(world, 7n, ['aborted'])
    await marker(world, 7n, 'abort')
    world.append('orders', 0, 1)
    const log = world.log('orders', 0)
    log.override = () => ({
      records: Buffer.concat(log.batches),
      abortedTransactions: [{ producerId: 7n, firstOffset: 0n }],
    })
    expect(await read(world, 'read_uncommitted')).toEqual(['aborted', 'value-2'])
  })
})

describe('a log that was truncated (KIP-320)', () => {
  const diverge = (world: ConsumerWorld, epoch: number, endOffset: bigint): void => {
    world.log('orders', 0).override = ({ topics }) => {
      const named = topics[0]?.partitions[0]
      return named !== undefined && named.lastFetchedEpoch > epoch
        ? { divergingEpoch: { epoch, endOffset } }
        : undefined
    }
  }

  it('is read again from where it differs', async () => {
    const world = consumerWorld()
    world.append('orders', 0, 5, 'none', { partitionLeaderEpoch: 4 })
    const consumer = world.consumer({ assignments: [fromStart] })
    await take(world, consumer, 5)
    diverge(world, 3, 2n)
    const log = world.log('orders', 0)
    log.batches = []
    log.highWatermark = 0n
    world.append('orders', 0, 2, 'none', { partitionLeaderEpoch: 3 })
    const replaced = [{ timestamp: 1, key: null, value: 'instead', headers: [] }]
    world.appendBatch('orders', 0, encodeBatch(replaced, 'none', { baseOffset: 2n, partitionLeaderEpoch: 3 }))
    expect(await take(world, consumer, 1)).toEqual(['0:2:instead'])
    await consumer.close()
  })

  it('is an error when there is no reset policy', async () => {
    const world = consumerWorld()
    world.append('orders', 0, 5, 'none', { partitionLeaderEpoch: 4 })
    const consumer = world.consumer({ assignments: [fromStart], autoOffsetReset: 'none' })
    await take(world, consumer, 5)
    diverge(world, 3, 2n)
    const error = await world.settleError(take(world, consumer, 1))
    expect(error).toMatchObject({ code: 'LOG_TRUNCATION', offset: 5n, divergingOffset: 2n })
    expect(consumer.position('orders', 0)).toBe(5n)
    await consumer.close()
  })

  it('is none when the broker only has another epoch for what was read', async () => {
    const world = consumerWorld()
    world.append('orders', 0, 2, 'none', { partitionLeaderEpoch: 4 })
    const consumer = world.consumer({ assignments: [fromStart] })
    await take(world, consumer, 2)
    diverge(world, 3, 2n)
    world.append('orders', 0, 1)
    expect(await take(world, consumer, 1)).toEqual(['0:2:value-2'])
    expect(world.fetches.length).toBeLessThan(10)
    await consumer.close()
  })
})

describe('a replica nearby (KIP-392)', () => {
  const redirect = (world: ConsumerWorld, from: number, to: number): void => {
    const log = world.log('orders', 0)
    log.override = (_request, { nodeId }) =>
      nodeId === from ? { preferredReadReplica: to, records: null } : { records: log.batches[0] ?? null }
  }

  it('is read from when the leader names it, by the rack of the client', async () => {
    const world = consumerWorld({ nodeCount: 2, leaders: [1] })
    world.append('orders', 0, 1)
    redirect(world, 1, 2)
    const consumer = world.consumer({ assignments: [fromStart], clientRack: 'b' })
    expect(await take(world, consumer, 1)).toEqual(['0:0:value-0'])
    expect(world.fetches.map(({ nodeId }) => nodeId).slice(0, 2)).toEqual([1, 2])
    expect(world.fetches[0]?.body.rackId).toBe('b')
    await consumer.close()
  })

  it('is given up for the leader when it does not know the offset', async () => {
    const world = consumerWorld({ nodeCount: 2, leaders: [1] })
    world.append('orders', 0, 2)
    let isRedirecting = true
    world.log('orders', 0).override = (_request, { nodeId }) => {
      if (nodeId === 2) {
        isRedirecting = false
        return { errorCode: ErrorCodes.OFFSET_OUT_OF_RANGE }
      }
      return isRedirecting ? { preferredReadReplica: 2, records: null } : undefined
    }
    const consumer = world.consumer({ assignments: [fromStart], clientRack: 'b' })
    expect(await take(world, consumer, 2)).toEqual(['0:0:value-0', '0:1:value-1'])
    await consumer.close()
  })

  it('does not make a busy loop of two brokers that name each other', async () => {
    const world = consumerWorld({ nodeCount: 2, leaders: [1] })
    world.log('orders', 0).override = (_request, { nodeId }) => ({
      preferredReadReplica: nodeId === 1 ? 2 : 1,
      records: null,
    })
    const consumer = world.consumer({ assignments: [fromStart], clientRack: 'b' })
    const polled = consumer.poll({ timeoutMs: 10_000 })
    await world.clock.advance(10_000)
    await polled
    expect(world.fetches.length).toBeLessThan(30)
    await consumer.close()
  })

  it('is asked for anew when its time is over', async () => {
    const world = consumerWorld({ nodeCount: 2, leaders: [1] })
    world.append('orders', 0, 1)
    redirect(world, 1, 2)
    const consumer = world.consumer({ assignments: [fromStart], clientRack: 'b' })
    await take(world, consumer, 1)
    const log = world.log('orders', 0)
    log.override = (_request, { nodeId }) =>
      nodeId === 1 ? { preferredReadReplica: 2, records: null } : { records: null }
    await world.clock.advance(299_000)
    const leaderFetches = () => world.fetches.filter(({ nodeId }) => nodeId === 1).length
    const before = leaderFetches()
    await world.clock.advance(5000)
    expect(leaderFetches()).toBe(before + 1)
    await consumer.close()
  })

  it('is believed when it answers just after its time: nothing is fetched again from the leader', async () => {
    const world = consumerWorld({ nodeCount: 2, leaders: [1] })
    const log = world.log('orders', 0)
    let endsAtMs = 0
    log.override = ({ topics }, { nodeId }) => {
      if (nodeId === 1) {
        endsAtMs = world.clock.now() + 300_000
        return { preferredReadReplica: 2, records: null }
      }
      return { records: log.batches[Number(topics[0]?.partitions[0]?.fetchOffset)] ?? null }
    }
    world.append('orders', 0, 1)
    const consumer = world.consumer({ assignments: [fromStart], clientRack: 'b' })
    await take(world, consumer, 1)
    // Nothing is fetched until a moment before the end of its time.
    consumer.pause([fromStart])
    await world.clock.advance(endsAtMs - 1 - world.clock.now())
    world.append('orders', 0, 1)
    const fetchCount = world.fetches.length
    const hold = world.cluster.hold(fetchApi)
    consumer.resume([fromStart])
    await world.clock.settle()
    expect(hold.heldCount).toBe(1)
    await world.clock.advance(1)
    hold.release()
    expect(await take(world, consumer, 1)).toEqual(['0:1:value-1'])
    await world.settleNow()
    const asked = world.fetches
      .slice(fetchCount)
      .map(({ nodeId, body }) => [nodeId, body.topics[0]?.partitions[0]?.fetchOffset])
    // Its time was over, though: what comes behind is asked of the leader.
    expect(asked.slice(0, 2)).toEqual([
      [2, 1n],
      [1, 2n],
    ])
    expect(asked.filter(([, offset]) => offset === 1n)).toEqual([[2, 1n]])
    await consumer.close()
  })
})
