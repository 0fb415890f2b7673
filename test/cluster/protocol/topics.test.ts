import { afterAll, beforeAll, expect, it } from 'vitest'
import { ErrorCodes } from '../../../src/errors/error-codes.ts'
import { createPartitionsApi } from '../../../src/protocol/apis/create-partitions.ts'
import { createTopicsApi } from '../../../src/protocol/apis/create-topics.ts'
import { deleteTopicsApi } from '../../../src/protocol/apis/delete-topics.ts'
import { describeClusterApi } from '../../../src/protocol/apis/describe-cluster.ts'
import { describeConfigsApi } from '../../../src/protocol/apis/describe-configs.ts'
import { findCoordinatorApi } from '../../../src/protocol/apis/find-coordinator.ts'
import { incrementalAlterConfigsApi } from '../../../src/protocol/apis/incremental-alter-configs.ts'
import { metadataApi } from '../../../src/protocol/apis/metadata.ts'
import { zeroUuid } from '../../../src/protocol/uuid.ts'
import { describeOnEveryBroker, uniqueName } from '../every-broker.ts'
import { RawConnection } from '../raw-connection.ts'
import { createRawTopic } from '../raw-topics.ts'

const timeoutMs = 10_000

describeOnEveryBroker('Topics', (broker) => {
  let raw: RawConnection
  beforeAll(async () => {
    raw = await RawConnection.open(broker.address)
  })
  afterAll(() => raw.close())

  async function create(wish: object, version = 7, validateOnly = false) {
    const defaults = { name: uniqueName('topic'), numPartitions: 1, replicationFactor: 1 }
    const { topics } = await raw.send(createTopicsApi, version, {
      topics: [{ ...defaults, ...wish }],
      timeoutMs,
      validateOnly,
    })
    return topics[0]!
  }

  async function describeTopic(name: string, version = 9) {
    const { topics } = await raw.send(metadataApi, version, { topics: [{ name }], allowAutoTopicCreation: false })
    return topics[0]!
  }

  it('are created, and described with their configuration', async () => {
    const created = await create({ numPartitions: 3, configs: [{ name: 'retention.ms', value: '1234' }] })

    const retention = created.configs?.find(({ name }) => name === 'retention.ms')
    expect(created).toMatchObject({ errorCode: 0, numPartitions: 3, replicationFactor: 1 })
    expect(created.topicId).not.toBe(zeroUuid)
    expect(retention).toMatchObject({ value: '1234', configSource: 1 })
  })

  it.each([
    ['a name with a blank', { name: 'bad name' }, ErrorCodes.INVALID_TOPIC_EXCEPTION],
    ['no partitions', { numPartitions: 0 }, ErrorCodes.INVALID_PARTITIONS],
    ['no replicas', { replicationFactor: 0 }, ErrorCodes.INVALID_REPLICATION_FACTOR],
    ['more replicas than brokers', { replicationFactor: 50 }, ErrorCodes.INVALID_REPLICATION_FACTOR],
    ['an unknown configuration', { configs: [{ name: 'nope', value: '1' }] }, ErrorCodes.INVALID_CONFIG],
    [
      'a configuration of the wrong type',
      { configs: [{ name: 'retention.ms', value: 'x' }] },
      ErrorCodes.INVALID_CONFIG,
    ],
    [
      'a configuration without a value',
      { configs: [{ name: 'retention.ms', value: null }] },
      ErrorCodes.INVALID_CONFIG,
    ],
    [
      'replicas on a broker that is not there',
      { numPartitions: -1, replicationFactor: -1, assignments: [{ partitionIndex: 0, brokerIds: [77] }] },
      ErrorCodes.INVALID_REPLICA_ASSIGNMENT,
    ],
    [
      'partitions by hand with a hole',
      { numPartitions: -1, replicationFactor: -1, assignments: [{ partitionIndex: 1, brokerIds: [1] }] },
      ErrorCodes.INVALID_REPLICA_ASSIGNMENT,
    ],
    [
      'partitions by hand and by number',
      { numPartitions: 1, replicationFactor: 1, assignments: [{ partitionIndex: 0, brokerIds: [1] }] },
      ErrorCodes.INVALID_REQUEST,
    ],
  ])('are refused with %s', async (_what, wish, code) => {
    const { errorCode, errorMessage } = await create(wish)

    expect(errorCode).toBe(code)
    expect(errorMessage).not.toBe('')
  })

  it('are refused when they are there', async () => {
    const name = await createRawTopic(raw)

    const { errorCode, errorMessage } = await create({ name })

    expect({ errorCode, errorMessage }).toEqual({
      errorCode: ErrorCodes.TOPIC_ALREADY_EXISTS,
      errorMessage: `Topic '${name}' already exists.`,
    })
  })

  it('are refused when two names would be one in metrics', async () => {
    const name = uniqueName('a.b')
    await createRawTopic(raw, { name })

    const { errorCode } = await create({ name: name.replace('.', '_') })

    expect(errorCode).toBe(ErrorCodes.INVALID_TOPIC_EXCEPTION)
  })

  it('are not created when that is only to be checked', async () => {
    const name = uniqueName('checked')

    const { errorCode } = await create({ name }, 7, true)

    expect(errorCode).toBe(0)
    expect((await describeTopic(name)).errorCode).toBe(ErrorCodes.UNKNOWN_TOPIC_OR_PARTITION)
  })

  it('are created on the way, and are there at the next look', async () => {
    const name = uniqueName('auto')

    const first = await raw.send(metadataApi, 9, { topics: [{ name }], allowAutoTopicCreation: true })

    expect(first.topics[0]!.errorCode).toBe(ErrorCodes.UNKNOWN_TOPIC_OR_PARTITION)
    await createdOnTheWay(name)
  })

  async function createdOnTheWay(name: string): Promise<void> {
    for (let tries = 0; tries < 1000; tries++) if ((await describeTopic(name)).errorCode === 0) return
    throw new Error(`${name} was not created`)
  }

  it('are not created on the way under a bad name', async () => {
    const { topics } = await raw.send(metadataApi, 9, { topics: [{ name: 'bad name' }], allowAutoTopicCreation: true })

    expect(topics[0]!.errorCode).toBe(ErrorCodes.INVALID_TOPIC_EXCEPTION)
  })

  it('are described by id', async () => {
    const name = await createRawTopic(raw)
    const { topicId } = await describeTopic(name, 12)

    const { topics } = await raw.send(metadataApi, 12, { topics: [{ topicId, name: null }] })

    expect(topics[0]).toMatchObject({ errorCode: 0, name, topicId })
  })

  it('are not known by an id that is not there', async () => {
    const topicId = 'AAAAAAAAAAAAAAAAAAAAzA'

    const { topics } = await raw.send(metadataApi, 12, { topics: [{ topicId, name: null }] })

    expect(topics[0]).toMatchObject({ errorCode: ErrorCodes.UNKNOWN_TOPIC_ID, topicId })
  })

  it.each([1, 4, 8, 9, 12])('are all described when none is asked for by name, in v%d', async (version) => {
    const name = await createRawTopic(raw)

    const { topics, brokers, controllerId } = await raw.send(metadataApi, version, { topics: null })

    expect(topics.map((topic) => topic.name)).toContain(name)
    expect(brokers.map(({ nodeId }) => nodeId)).toContain(controllerId)
  })

  it('are not described when an empty list is asked for', async () => {
    const { topics, brokers } = await raw.send(metadataApi, 9, { topics: [] })

    expect(topics).toEqual([])
    expect(brokers).not.toEqual([])
  })

  it('say what may be done to them, when asked', async () => {
    const name = await createRawTopic(raw)

    const { topics } = await raw.send(metadataApi, 9, { topics: [{ name }], includeTopicAuthorizedOperations: true })
    const silent = await describeTopic(name)

    expect(topics[0]!.topicAuthorizedOperations).toBe(3576)
    expect(silent.topicAuthorizedOperations).toBe(-2147483648)
  })

  it('are deleted by name, once', async () => {
    const name = await createRawTopic(raw)
    const request = { topicNames: [name], timeoutMs }

    const first = await raw.send(deleteTopicsApi, 5, request)
    const second = await raw.send(deleteTopicsApi, 5, request)

    expect(first.responses[0]).toMatchObject({ name, errorCode: 0 })
    expect(second.responses[0]).toMatchObject({ name, errorCode: ErrorCodes.UNKNOWN_TOPIC_OR_PARTITION })
  })

  it('are deleted by id', async () => {
    const name = await createRawTopic(raw)
    const { topicId } = await describeTopic(name, 12)

    const { responses } = await raw.send(deleteTopicsApi, 6, { topics: [{ topicId, name: null }], timeoutMs })

    expect(responses[0]).toMatchObject({ name, topicId, errorCode: 0 })
  })

  it('get more partitions', async () => {
    const name = await createRawTopic(raw)

    const grow = { topics: [{ name, count: 3, assignments: null }], timeoutMs }
    const { results } = await raw.send(createPartitionsApi, 2, grow)

    expect(results[0]).toMatchObject({ name, errorCode: 0 })
    await createdOnTheWay(name)
  })

  it.each([
    ['as many as there are', 2, 'Topic already has 2 partition(s).'],
    ['fewer', 1, undefined],
  ])('do not get %s partitions', async (_what, count, message) => {
    const name = await createRawTopic(raw, { partitions: 2 })

    const { results } = await raw.send(createPartitionsApi, 2, {
      topics: [{ name, count, assignments: null }],
      timeoutMs,
    })

    expect(results[0]!.errorCode).toBe(ErrorCodes.INVALID_PARTITIONS)
    if (message !== undefined) expect(results[0]!.errorMessage).toBe(message)
  })

  it('tell their configuration, by key and by source', async () => {
    const name = await createRawTopic(raw, { configs: { 'cleanup.policy': 'compact' } })

    const { results } = await raw.send(describeConfigsApi, 4, {
      resources: [{ resourceType: 2, resourceName: name, configurationKeys: ['cleanup.policy', 'retention.ms'] }],
      includeSynonyms: true,
    })

    const configs = new Map(results[0]!.configs.map((config) => [config.name, config]))
    expect([...configs.keys()].sort()).toEqual(['cleanup.policy', 'retention.ms'])
    expect(configs.get('cleanup.policy')).toMatchObject({ value: 'compact', configSource: 1, configType: 7 })
    expect(configs.get('retention.ms')).toMatchObject({ value: '604800000', configSource: 5, configType: 5 })
    expect(configs.get('cleanup.policy')!.synonyms).toEqual([
      expect.objectContaining({ name: 'cleanup.policy', value: 'compact', source: 1 }),
      expect.objectContaining({ name: 'log.cleanup.policy', value: 'delete', source: 5 }),
    ])
  })

  it('have the same keys on every broker', async () => {
    const name = await createRawTopic(raw)

    const { results } = await raw.send(describeConfigsApi, 4, {
      resources: [{ resourceType: 2, resourceName: name, configurationKeys: null }],
    })

    expect(results[0]!.configs.map((config) => config.name)).toEqual(
      expect.arrayContaining(['cleanup.policy', 'max.message.bytes', 'min.insync.replicas', 'segment.bytes']),
    )
    expect(results[0]!.configs).toHaveLength(33)
  })

  async function alter(name: string, configs: { name: string; configOperation: number; value: string | null }[]) {
    const { responses } = await raw.send(incrementalAlterConfigsApi, 1, {
      resources: [{ resourceType: 2, resourceName: name, configs }],
    })
    return responses[0]!
  }

  it('change one key of their configuration, and take it back', async () => {
    const name = await createRawTopic(raw)

    const set = await alter(name, [{ name: 'retention.ms', configOperation: 0, value: '77' }])
    const taken = await alter(name, [{ name: 'retention.ms', configOperation: 1, value: null }])
    const appended = await alter(name, [{ name: 'cleanup.policy', configOperation: 2, value: 'compact' }])

    expect([set.errorCode, taken.errorCode, appended.errorCode]).toEqual([0, 0, 0])
  })

  it.each([
    ['an unknown key', { name: 'nope', configOperation: 0, value: '1' }, ErrorCodes.INVALID_CONFIG],
    ['a value of the wrong type', { name: 'retention.ms', configOperation: 0, value: 'x' }, ErrorCodes.INVALID_CONFIG],
    ['appending to a number', { name: 'retention.ms', configOperation: 2, value: '1' }, ErrorCodes.INVALID_CONFIG],
  ])('refuse %s', async (_what, change, code) => {
    const name = await createRawTopic(raw)

    const { errorCode } = await alter(name, [change])

    expect(errorCode).toBe(code)
  })

  it('belong to a cluster that can be described', async () => {
    const { errorCode, brokers, controllerId, clusterId } = await raw.send(describeClusterApi, 0, {
      includeClusterAuthorizedOperations: true,
    })

    expect(errorCode).toBe(0)
    expect(brokers.map(({ brokerId }) => brokerId)).toContain(controllerId)
    expect(clusterId).not.toBe('')
  })

  it.each([0, 1, 3, 4])('v%d: a group has a coordinator', async (version) => {
    const key = uniqueName('group')
    const request = version >= 4 ? { coordinatorKeys: [key] } : { key }
    for (let tries = 0; tries < 1000; tries++) {
      const answer = await raw.send(findCoordinatorApi, version, request)
      const { errorCode, nodeId, port } = answer.coordinators[0] ?? answer
      if (errorCode === ErrorCodes.COORDINATOR_NOT_AVAILABLE) continue
      expect(errorCode).toBe(0)
      expect(nodeId).toBeGreaterThan(0)
      expect(port).toBeGreaterThan(0)
      return
    }
    throw new Error('there is no coordinator')
  })
})
