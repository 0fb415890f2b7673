import { afterEach, describe, expect, it } from 'vitest'
import {
  type IsolationLevel,
  type ListOffsetsTarget,
  listOffsets,
  type OffsetSpec,
} from '../../../src/client/list-offsets.ts'
import type { Outcome } from '../../../src/client/split-request.ts'
import { ErrorCodes } from '../../../src/errors/error-codes.ts'
import { listOffsetsApi } from '../../../src/protocol/apis/list-offsets.ts'
import { metadataApi } from '../../../src/protocol/apis/metadata.ts'
import { type ClientWorld, clientWorld } from './client-world.ts'

let world: ClientWorld

afterEach(async () => {
  world.cluster.expectNothingUnexpected()
  await world.core.close()
  expect(world.clock.liveTimerLabels).toEqual([])
})

function setUp(maxVersion = 11): void {
  world = clientWorld()
  world.cluster.setVersions(listOffsetsApi, 1, maxVersion)
  world.cluster.createTopic('orders', { leaders: [1] })
  world.cluster.on(listOffsetsApi, ({ topics }) => ({
    topics: topics.map(({ name, partitions }) => ({
      name,
      partitions: partitions.map(({ partitionIndex, timestamp }) => ({
        partitionIndex,
        offset: 100n + timestamp,
        timestamp: -1n,
      })),
    })),
  }))
}

async function list(specs: readonly OffsetSpec[], isolation: IsolationLevel = 'read_uncommitted'): Promise<unknown[]> {
  const targets: ListOffsetsTarget[] = specs.map((offset) => ({ topic: 'orders', partition: 0, offset }))
  const outcomes = await world.settle(listOffsets(world.core, targets, isolation, world.deadline(5_000)))
  return targets.map((target) => {
    const outcome = outcomes.get(target) as Outcome<{ offset: bigint }>
    return 'value' in outcome ? outcome.value.offset : (outcome.error as { code: string }).code
  })
}

function sentTimestamps(): bigint[][] {
  return world.cluster
    .requestsOf(listOffsetsApi)
    .map(({ body }) => body.topics.flatMap(({ partitions }) => partitions.map(({ timestamp }) => timestamp)))
}

describe('listing offsets', () => {
  it('never names a partition twice in one request: brokers refuse that', async () => {
    setUp()
    expect(await list(['earliest', 'latest', { timestamp: 5 }])).toEqual([98n, 99n, 105n])
    expect(sentTimestamps()).toEqual([[-2n], [-1n], [5n]])
  })

  it('is not asked of a broker that would take the question for another one', async () => {
    setUp(6)
    expect(await list(['latest', 'maxTimestamp'])).toEqual([99n, 'UNSUPPORTED_VERSION'])
    expect(sentTimestamps()).toEqual([[-1n]])
  })

  it('asks for the last stable offset when only committed records are read', async () => {
    setUp()
    await list(['latest'], 'read_committed')
    expect(world.cluster.requestsOf(listOffsetsApi)[0]?.body.isolationLevel).toBe(1)
  })

  it('lets the broker compare the leader epoch, where there is one', async () => {
    setUp()
    world.cluster.moveLeader('orders', 0, 2)
    await list(['latest'])
    const [request] = world.cluster.requestsOf(listOffsetsApi)
    expect(request?.body.topics[0]?.partitions[0]?.currentLeaderEpoch).toBe(1)
    expect(request?.nodeId).toBe(2)
  })

  it('sends no leader epoch where brokers have none (Event Hubs, WarpStream)', async () => {
    setUp()
    world.cluster.on(metadataApi, (request, { version }) => {
      const response = world.cluster.metadataFor(request, version)
      const topics = (response.topics ?? []).map((topic) => ({
        ...topic,
        partitions: (topic.partitions ?? []).map((partition) => ({ ...partition, leaderEpoch: -1 })),
      }))
      return { ...response, topics }
    })
    await list(['latest'])
    expect(world.cluster.requestsOf(listOffsetsApi)[0]?.body.topics[0]?.partitions[0]?.currentLeaderEpoch).toBe(-1)
  })

  it('follows a leader that has moved', async () => {
    setUp()
    world.cluster.once(listOffsetsApi, () => {
      world.cluster.moveLeader('orders', 0, 3)
      return { topics: [{ name: 'orders', partitions: [{ errorCode: ErrorCodes.FENCED_LEADER_EPOCH }] }] }
    })
    expect(await list(['latest'])).toEqual([99n])
    expect(world.cluster.requestsOf(listOffsetsApi).map(({ nodeId }) => nodeId)).toEqual([1, 3])
  })

  it('tells the timestamp of the record that was found by time, and that there is none', async () => {
    setUp()
    world.cluster.on(listOffsetsApi, ({ topics }) => ({
      topics: topics.map(({ name, partitions }) => ({
        name,
        partitions: partitions.map(({ timestamp }) =>
          timestamp > 1000n ? { offset: -1n, timestamp: -1n } : { offset: 7n, timestamp: 900n, leaderEpoch: 2 },
        ),
      })),
    }))
    const targets = [800, 2000].map((timestamp) => ({ topic: 'orders', partition: 0, offset: { timestamp } }))
    const outcomes = await world.settle(listOffsets(world.core, targets, 'read_uncommitted', world.deadline()))
    expect([...outcomes.values()]).toEqual([
      { value: { topic: 'orders', partition: 0, offset: 7n, timestamp: 900, leaderEpoch: 2 } },
      { value: { topic: 'orders', partition: 0, offset: -1n, timestamp: null, leaderEpoch: -1 } },
    ])
  })

  it.each([['newest'], [-1], [{ timestamp: -5 }], [{ timestamp: 1.5 }], [null]])('refuses %j', async (offset) => {
    setUp()
    await expect(list([offset as OffsetSpec])).rejects.toMatchObject({ code: 'INVALID_CONFIG' })
  })
})
