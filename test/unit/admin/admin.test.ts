import { afterEach, describe, expect, it } from 'vitest'
import { Admin } from '../../../src/admin/admin.ts'
import { PartialFailureError } from '../../../src/errors/answer-errors.ts'
import { ErrorCodes } from '../../../src/errors/error-codes.ts'
import { createPartitionsApi } from '../../../src/protocol/apis/create-partitions.ts'
import { createTopicsApi } from '../../../src/protocol/apis/create-topics.ts'
import { deleteTopicsApi } from '../../../src/protocol/apis/delete-topics.ts'
import { describeClusterApi } from '../../../src/protocol/apis/describe-cluster.ts'
import { listOffsetsApi } from '../../../src/protocol/apis/list-offsets.ts'
import { metadataApi } from '../../../src/protocol/apis/metadata.ts'
import { type ClientWorld, clientWorld } from '../client/client-world.ts'

let world: ClientWorld

function setUp(nodeCount = 3): Admin {
  world = clientWorld(nodeCount)
  return new Admin(world.core)
}

/** The controller, as far as the tests need it: creates what it is asked for. */
function createsTopics(): void {
  world.cluster.on(createTopicsApi, ({ topics }) => {
    for (const { name, numPartitions } of topics) {
      world.cluster.createTopic(name, { partitionCount: numPartitions > 0 ? numPartitions : 1 })
    }
    return { topics: topics.map(({ name, numPartitions }) => ({ name, numPartitions, replicationFactor: 1 })) }
  })
}

afterEach(async () => {
  world.cluster.expectNothingUnexpected()
  await world.core.close()
  expect(world.clock.liveTimerLabels).toEqual([])
})

describe('creating topics', () => {
  it('asks the controller and tells what was created', async () => {
    const admin = setUp()
    world.cluster.controllerId = 2
    createsTopics()
    const created = await world.settle(
      admin.createTopics([{ topic: 'orders', numPartitions: 3, replicationFactor: 1 }]),
    )
    expect(created).toEqual([{ topic: 'orders', topicId: null, numPartitions: 3, replicationFactor: 1 }])
    const [request] = world.cluster.requestsOf(createTopicsApi)
    expect(request).toMatchObject({
      nodeId: 2,
      body: { topics: [{ name: 'orders', numPartitions: 3 }], validateOnly: false },
    })
  })

  it('passes configuration and assignments on', async () => {
    const admin = setUp()
    createsTopics()
    await world.settle(
      admin.createTopics(
        [
          {
            topic: 'orders',
            assignments: [
              [1, 2],
              [2, 3],
            ],
            configs: { 'cleanup.policy': 'compact', 'retention.ms': 1000 },
          },
        ],
        { waitForLeaders: false },
      ),
    )
    expect(world.cluster.requestsOf(createTopicsApi)[0]?.body.topics).toMatchObject([
      {
        numPartitions: -1,
        replicationFactor: -1,
        assignments: [
          { partitionIndex: 0, brokerIds: [1, 2] },
          { partitionIndex: 1, brokerIds: [2, 3] },
        ],
        configs: [
          { name: 'cleanup.policy', value: 'compact' },
          { name: 'retention.ms', value: '1000' },
        ],
      },
    ])
  })

  it('waits until every partition has a leader', async () => {
    const admin = setUp()
    createsTopics()
    world.cluster.once(createTopicsApi, () => {
      world.cluster.createTopic('orders', { leaders: [1, -1] })
      return { topics: [{ name: 'orders', numPartitions: 2 }] }
    })
    const creating = admin.createTopics([{ topic: 'orders', numPartitions: 2, replicationFactor: 1 }])
    let isDone = false
    void creating.then(() => {
      isDone = true
    })
    await world.clock.advance(3_000)
    expect(isDone).toBe(false)
    world.cluster.moveLeader('orders', 1, 2)
    await world.settle(creating)
    expect(isDone).toBe(true)
  })

  it('is not satisfied by an earlier topic of the same name', async () => {
    const admin = setUp()
    world.cluster.createTopic('orders', { topicId: 'OLDOLDOLDOLDOLDOLDOLDA' })
    await world.settle(world.core.metadata.ensureTopics(['orders']))
    world.cluster.on(createTopicsApi, () => ({
      topics: [{ name: 'orders', topicId: 'NEWNEWNEWNEWNEWNEWNEWA', numPartitions: 1 }],
    }))
    const creating = admin.createTopics([{ topic: 'orders', numPartitions: 1, replicationFactor: 1 }])
    await world.clock.advance(2_000)
    world.cluster.createTopic('orders', { topicId: 'NEWNEWNEWNEWNEWNEWNEWA' })
    await world.settle(creating)
    expect(world.core.metadata.snapshot.topics.get('orders')?.topicId).toBe('NEWNEWNEWNEWNEWNEWNEWA')
  })

  it('does not wait for what was only validated', async () => {
    const admin = setUp()
    world.cluster.on(createTopicsApi, () => ({ topics: [{ name: 'orders' }] }))
    await world.settle(admin.createTopics([{ topic: 'orders' }], { validateOnly: true }))
    expect(world.cluster.requestsOf(createTopicsApi)[0]?.body.validateOnly).toBe(true)
  })

  it("rejects with the broker's code and words", async () => {
    const admin = setUp()
    world.cluster.on(createTopicsApi, () => ({
      topics: [{ name: 'orders', errorCode: ErrorCodes.POLICY_VIOLATION, errorMessage: 'Names begin with the team' }],
    }))
    const error = await world.settleError(admin.createTopics([{ topic: 'orders' }]))
    expect(error).toMatchObject({ code: 'POLICY_VIOLATION', brokerMessage: 'Names begin with the team' })
    expect(error.message).toContain('Cannot create topic orders')
  })

  it('of which one fails says so of that one, and creates the others', async () => {
    const admin = setUp()
    world.cluster.on(createTopicsApi, () => {
      world.cluster.createTopic('fine')
      return {
        topics: [
          { name: 'there', errorCode: ErrorCodes.TOPIC_ALREADY_EXISTS, errorMessage: "Topic 'there' already exists." },
          { name: 'fine', numPartitions: 1 },
        ],
      }
    })
    const error = await world.settleError(admin.createTopics([{ topic: 'there' }, { topic: 'fine' }]))
    expect(error).toBeInstanceOf(PartialFailureError)
    expect((error as PartialFailureError).succeeded).toEqual(['fine'])
    expect([...(error as PartialFailureError).failures]).toMatchObject([['there', { code: 'TOPIC_ALREADY_EXISTS' }]])
  })

  it('takes an answer without the topic for a failure, not for success', async () => {
    const admin = setUp()
    world.cluster.on(createTopicsApi, () => ({ topics: [] }))
    const error = await world.settleError(admin.createTopics([{ topic: 'orders' }]))
    expect(error.code).toBe('MISSING_ANSWER')
  })

  it('goes to the new controller when the old one has been replaced', async () => {
    const admin = setUp()
    createsTopics()
    world.cluster.once(createTopicsApi, () => {
      world.cluster.controllerId = 3
      return { topics: [{ name: 'orders', errorCode: ErrorCodes.NOT_CONTROLLER }] }
    })
    await world.settle(admin.createTopics([{ topic: 'orders', numPartitions: 1, replicationFactor: 1 }]))
    expect(world.cluster.requestsOf(createTopicsApi).map(({ nodeId }) => nodeId)).toEqual([1, 3])
  })

  it('repeats only the topics that were throttled', async () => {
    const admin = setUp()
    createsTopics()
    world.cluster.once(createTopicsApi, () => {
      world.cluster.createTopic('a')
      return { topics: [{ name: 'a' }, { name: 'b', errorCode: ErrorCodes.THROTTLING_QUOTA_EXCEEDED }] }
    })
    await world.settle(admin.createTopics([{ topic: 'a' }, { topic: 'b' }]))
    expect(world.cluster.requestsOf(createTopicsApi).map(({ body }) => body.topics.map(({ name }) => name))).toEqual([
      ['a', 'b'],
      ['b'],
    ])
  })

  it('says that an earlier attempt without answer may be why the topic exists', async () => {
    const admin = setUp()
    world.cluster.once(createTopicsApi, () => 'drop')
    world.cluster.on(createTopicsApi, () => ({
      topics: [{ name: 'orders', errorCode: ErrorCodes.TOPIC_ALREADY_EXISTS }],
    }))
    const error = await world.settleError(admin.createTopics([{ topic: 'orders' }]))
    expect(error.code).toBe('TOPIC_ALREADY_EXISTS')
    expect(error.message).toContain('an earlier attempt of this call')
  })

  it('refuses what no broker could make sense of', async () => {
    const admin = setUp()
    await expect(admin.createTopics([{ topic: '' }])).rejects.toMatchObject({ code: 'INVALID_CONFIG' })
    await expect(admin.createTopics([{ topic: 'a', numPartitions: 0 }])).rejects.toThrow('numPartitions is 0')
    await expect(admin.createTopics([{ topic: 'a' }, { topic: 'a' }])).rejects.toThrow('named twice')
    await expect(admin.createTopics([{ topic: 'a', numPartitions: 1, assignments: [[1]] }])).rejects.toThrow(
      'assignments',
    )
    expect(world.cluster.requests).toEqual([])
  })

  it("ends with the caller's time, and says what the last attempt failed with", async () => {
    const admin = setUp()
    world.cluster.on(createTopicsApi, () => ({ topics: [{ name: 'orders', errorCode: ErrorCodes.NOT_CONTROLLER }] }))
    const error = await world.settleError(admin.createTopics([{ topic: 'orders' }], { timeoutMs: 2_000 }))
    expect(error).toMatchObject({ code: 'TIMEOUT', cause: { code: 'NOT_CONTROLLER' } })
    expect(error.message).toMatch(/^Cannot create topics within 2000 ms: .*NOT_CONTROLLER/)
    expect(world.clock.now()).toBeLessThanOrEqual(2_000)
  })

  it("ends with the signal's own reason", async () => {
    const admin = setUp()
    world.cluster.on(createTopicsApi, () => 'never')
    const controller = new AbortController()
    const creating = admin.createTopics([{ topic: 'orders' }], { signal: controller.signal })
    await world.clock.settle()
    const reason = new Error('the user went home')
    controller.abort(reason)
    expect(await world.settleError(creating)).toBe(reason)
  })
})

describe('deleting topics', () => {
  it('names them as the version wants it', async () => {
    const admin = setUp()
    world.cluster.setVersions(deleteTopicsApi, 1, 5)
    world.cluster.on(deleteTopicsApi, ({ topicNames }) => ({ responses: topicNames.map((name) => ({ name })) }))
    await world.settle(admin.deleteTopics(['orders']))
    expect(world.cluster.requestsOf(deleteTopicsApi)[0]?.body.topicNames).toEqual(['orders'])
  })

  it('does not wait for a topic that the controller does not know', async () => {
    const admin = setUp()
    world.cluster.on(deleteTopicsApi, ({ topics }) => ({
      responses: topics.map(({ name }) => ({ name, errorCode: ErrorCodes.UNKNOWN_TOPIC_OR_PARTITION })),
    }))
    const error = await world.settleError(admin.deleteTopics(['orders']))
    expect(error.code).toBe('UNKNOWN_TOPIC_OR_PARTITION')
    expect(world.cluster.requestsOf(deleteTopicsApi)).toHaveLength(1)
  })
})

describe('creating partitions', () => {
  it('waits until the metadata shows them all', async () => {
    const admin = setUp()
    world.cluster.createTopic('orders', { partitionCount: 1 })
    world.cluster.on(createPartitionsApi, ({ topics }) => ({ results: topics.map(({ name }) => ({ name })) }))
    const creating = admin.createPartitions([{ topic: 'orders', totalCount: 3 }])
    await world.clock.advance(1_000)
    world.cluster.createTopic('orders', {
      partitionCount: 3,
      topicId: world.core.metadata.snapshot.topics.get('orders')!.topicId,
    })
    await world.settle(creating)
    expect(world.core.metadata.snapshot.topics.get('orders')?.partitions).toHaveLength(3)
  })

  it("rejects with the broker's words", async () => {
    const admin = setUp()
    world.cluster.on(createPartitionsApi, () => ({
      results: [
        { name: 'orders', errorCode: ErrorCodes.INVALID_PARTITIONS, errorMessage: 'Topic already has 3 partitions.' },
      ],
    }))
    const error = await world.settleError(admin.createPartitions([{ topic: 'orders', totalCount: 2 }]))
    expect(error.message).toContain('Topic already has 3 partitions.')
  })
})

describe('looking at the cluster', () => {
  it('lists topics, those of the cluster itself only when asked for', async () => {
    const admin = setUp()
    world.cluster.on(metadataApi, () => ({
      brokers: [{ nodeId: 1, host: 'broker-1', port: 9092 }],
      topics: [
        { name: 'orders', partitions: [{ leaderId: 1 }, { partitionIndex: 1, leaderId: 1 }] },
        { name: '__consumer_offsets', isInternal: true, partitions: [{ leaderId: 1 }] },
      ],
    }))
    const topics = await world.settle(admin.listTopics())
    expect(topics).toEqual([{ topic: 'orders', topicId: null, isInternal: false, partitionCount: 2 }])
    expect(await world.settle(admin.listTopics({ includeInternal: true }))).toHaveLength(2)
  })

  it('describes topics in the order of their names, and creates none', async () => {
    const admin = setUp()
    world.cluster.createTopic('a', { leaders: [3] })
    world.cluster.createTopic('b', { leaders: [2, -1] })
    const [b, a] = await world.settle(admin.describeTopics(['b', 'a']))
    expect(a).toMatchObject({ topic: 'a', partitions: [{ partition: 0, leader: 3, isr: [1, 2, 3] }] })
    expect(b).toMatchObject({ topic: 'b', partitions: [{ leader: 2 }, { leader: -1 }] })
    expect(world.cluster.requestsOf(metadataApi)[0]?.body.allowAutoTopicCreation).toBe(false)
  })

  it('gives up on a topic that is unknown again and again, not at once', async () => {
    const admin = setUp()
    const error = await world.settleError(admin.describeTopics(['nowhere']))
    expect(error).toMatchObject({ code: 'UNKNOWN_TOPIC_OR_PARTITION' })
    expect(world.cluster.requestsOf(metadataApi)).toHaveLength(5)
    expect(world.clock.now()).toBeLessThan(3_000)
  })

  it('describes the cluster', async () => {
    const admin = setUp(1)
    world.cluster.on(describeClusterApi, () => ({
      clusterId: 'abc',
      controllerId: 1,
      brokers: [{ brokerId: 1, host: 'broker-1', port: 9092, rack: 'r' }],
    }))
    expect(await world.settle(admin.describeCluster())).toEqual({
      clusterId: 'abc',
      controllerId: 1,
      brokers: [{ nodeId: 1, host: 'broker-1', port: 9092, rack: 'r' }],
    })
  })

  it('describes the cluster of old brokers by their metadata', async () => {
    const admin = setUp(2)
    world.cluster.removeApi(describeClusterApi)
    const description = await world.settle(admin.describeCluster())
    expect(description.clusterId).toBe('scripted')
    expect(description.brokers.map(({ nodeId }) => nodeId)).toEqual([1, 2])
  })

  it('asks the leaders for offsets and answers in the order of the question', async () => {
    const admin = setUp()
    world.cluster.createTopic('orders', { leaders: [3, 1] })
    world.cluster.on(listOffsetsApi, ({ topics }, { nodeId }) => ({
      topics: topics.map(({ name, partitions }) => ({
        name,
        partitions: partitions.map(({ partitionIndex }) => ({ partitionIndex, offset: BigInt(nodeId * 10) })),
      })),
    }))
    const offsets = await world.settle(
      admin.listOffsets([
        { topic: 'orders', partition: 1, offset: 'latest' },
        { topic: 'orders', partition: 0, offset: 'earliest' },
      ]),
    )
    expect(offsets.map(({ partition, offset }) => [partition, offset])).toEqual([
      [1, 10n],
      [0, 30n],
    ])
  })

  it('refuses calls after close', async () => {
    const admin = setUp()
    await admin.close()
    await expect(admin.listTopics()).rejects.toMatchObject({ code: 'CLOSED' })
  })
})
