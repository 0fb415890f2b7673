import { afterAll, beforeAll, expect, it } from 'vitest'
import { ErrorCodes } from '../../../src/errors/error-codes.ts'
import { alterClientQuotasApi } from '../../../src/protocol/apis/alter-client-quotas.ts'
import { alterPartitionReassignmentsApi } from '../../../src/protocol/apis/alter-partition-reassignments.ts'
import { alterReplicaLogDirsApi } from '../../../src/protocol/apis/alter-replica-log-dirs.ts'
import { alterUserScramCredentialsApi } from '../../../src/protocol/apis/alter-user-scram-credentials.ts'
import { describeClientQuotasApi } from '../../../src/protocol/apis/describe-client-quotas.ts'
import { describeLogDirsApi } from '../../../src/protocol/apis/describe-log-dirs.ts'
import { describeQuorumApi } from '../../../src/protocol/apis/describe-quorum.ts'
import { describeTopicPartitionsApi } from '../../../src/protocol/apis/describe-topic-partitions.ts'
import { describeUserScramCredentialsApi } from '../../../src/protocol/apis/describe-user-scram-credentials.ts'
import { electLeadersApi } from '../../../src/protocol/apis/elect-leaders.ts'
import { listPartitionReassignmentsApi } from '../../../src/protocol/apis/list-partition-reassignments.ts'
import { metadataApi } from '../../../src/protocol/apis/metadata.ts'
import { unregisterBrokerApi } from '../../../src/protocol/apis/unregister-broker.ts'
import { updateFeaturesApi } from '../../../src/protocol/apis/update-features.ts'
import { batchOf } from '../batches.ts'
import { describeOnEveryBroker, uniqueName } from '../every-broker.ts'
import { RawConnection } from '../raw-connection.ts'
import { createRawTopic, produceRaw } from '../raw-topics.ts'
import { until } from '../until.ts'

const timeoutMs = 10_000

describeOnEveryBroker('Administration', (broker) => {
  let raw: RawConnection
  let nodeId: number
  beforeAll(async () => {
    raw = await RawConnection.open(broker.address)
    const { brokers } = await raw.send(metadataApi, 9, { topics: [] })
    nodeId = brokers[0]!.nodeId
  })
  afterAll(() => raw.close())

  async function alterQuota(entity: readonly object[], ops: readonly object[], validateOnly = false) {
    const entries = [{ entity, ops }] as never
    const answer = await raw.send(alterClientQuotasApi, 1, { entries, validateOnly })
    return answer.entries[0]!
  }

  function findQuotas(components: readonly object[], strict = false) {
    return raw.send(describeClientQuotasApi, 1, { components: components as never, strict })
  }

  it('sets quotas, finds them by name and by kind, and takes them back', async () => {
    const user = uniqueName('user')
    const entity = [{ entityType: 'user', entityName: user }]
    const find = () => findQuotas([{ entityType: 'user', matchType: 0, match: user }])

    const set = await alterQuota(entity, [
      { key: 'producer_byte_rate', value: 1000, remove: false },
      { key: 'request_percentage', value: 12.5, remove: false },
    ])

    const entries = await until(async () => {
      const answer = await find()
      return answer.entries?.length === 1 ? answer.entries : undefined
    })
    const values = Object.fromEntries(entries[0]!.values.map(({ key, value }) => [key, value]))
    expect(set).toMatchObject({ errorCode: 0, entity })
    expect(entries[0]!.entity).toMatchObject(entity)
    expect(values).toEqual({ producer_byte_rate: 1000, request_percentage: 12.5 })
    await alterQuota(entity, [
      { key: 'producer_byte_rate', value: 0, remove: true },
      { key: 'request_percentage', value: 0, remove: true },
    ])
    await until(async () => ((await find()).entries?.length === 0 ? true : undefined))
  })

  it('finds quotas of a user and a client when both are asked for, or when others may be there too', async () => {
    const user = uniqueName('user')
    const client = uniqueName('client')
    const entity = [
      { entityType: 'user', entityName: user },
      { entityType: 'client-id', entityName: client },
    ]
    await alterQuota(entity, [{ key: 'consumer_byte_rate', value: 5, remove: false }])
    const byUser = { entityType: 'user', matchType: 0, match: user }
    const anyClient = { entityType: 'client-id', matchType: 2, match: null }
    await until(async () => ((await findQuotas([byUser])).entries?.length === 1 ? true : undefined))

    const strictByUser = await findQuotas([byUser], true)
    const strictByBoth = await findQuotas([byUser, anyClient], true)
    const defaults = await findQuotas([byUser, { entityType: 'client-id', matchType: 1, match: null }])

    expect(strictByUser.entries).toEqual([])
    expect(strictByBoth.entries).toHaveLength(1)
    expect(defaults.entries).toEqual([])
    await alterQuota(entity, [{ key: 'consumer_byte_rate', value: 0, remove: true }])
  })

  it.each([
    ['a key that is not known', [{ entityType: 'user', entityName: 'u' }], { key: 'nope', value: 1 }],
    ['a fraction of a byte', [{ entityType: 'user', entityName: 'u' }], { key: 'producer_byte_rate', value: 1.5 }],
    ['nothing at all', [{ entityType: 'user', entityName: 'u' }], { key: 'producer_byte_rate', value: 0 }],
    ['an unknown kind', [{ entityType: 'planet', entityName: 'u' }], { key: 'producer_byte_rate', value: 1 }],
    ['an empty name', [{ entityType: 'user', entityName: '' }], { key: 'producer_byte_rate', value: 1 }],
    [
      'an address and a user',
      [
        { entityType: 'ip', entityName: '127.0.0.1' },
        { entityType: 'user', entityName: 'u' },
      ],
      { key: 'connection_creation_rate', value: 1 },
    ],
  ])('refuses a quota with %s', async (_what, entity, op) => {
    const { errorCode, errorMessage } = await alterQuota(entity, [{ remove: false, ...op }])

    expect(errorCode).toBe(ErrorCodes.INVALID_REQUEST)
    expect(errorMessage).not.toBeNull()
  })

  it.each([
    ['an unknown kind', [{ entityType: 'planet', matchType: 2, match: null }], ErrorCodes.UNSUPPORTED_VERSION],
    ['a name where any is asked for', [{ entityType: 'user', matchType: 2, match: 'u' }], ErrorCodes.INVALID_REQUEST],
    ['no name where one is asked for', [{ entityType: 'user', matchType: 0, match: null }], ErrorCodes.INVALID_REQUEST],
    ['an unknown way to match', [{ entityType: 'user', matchType: 9, match: null }], ErrorCodes.INVALID_REQUEST],
    [
      'an address and a user',
      [
        { entityType: 'ip', matchType: 2, match: null },
        { entityType: 'user', matchType: 2, match: null },
      ],
      ErrorCodes.INVALID_REQUEST,
    ],
  ])('refuses to look for quotas with %s', async (_what, components, expected) => {
    expect((await findQuotas(components)).errorCode).toBe(expected)
  })

  it('keeps SCRAM credentials, and says their mechanisms and iterations', async () => {
    const user = uniqueName('user')
    const upsertions = [
      { name: user, mechanism: 1, iterations: 4096, salt: Buffer.alloc(8, 1), saltedPassword: Buffer.alloc(32, 2) },
    ]
    const describeUser = () => raw.send(describeUserScramCredentialsApi, 0, { users: [{ name: user }] })

    const altered = await raw.send(alterUserScramCredentialsApi, 0, { deletions: [], upsertions })

    const described = await until(async () => {
      const { results } = await describeUser()
      return results[0]?.errorCode === 0 ? results : undefined
    })
    const removed = await raw.send(alterUserScramCredentialsApi, 0, {
      deletions: [{ name: user, mechanism: 1 }],
      upsertions: [],
    })
    expect(altered.results).toMatchObject([{ user, errorCode: 0 }])
    expect(described).toMatchObject([{ user, credentialInfos: [{ mechanism: 1, iterations: 4096 }] }])
    expect(removed.results).toMatchObject([{ user, errorCode: 0 }])
    await until(async () =>
      (await describeUser()).results[0]?.errorCode === ErrorCodes.RESOURCE_NOT_FOUND ? true : undefined,
    )
  })

  it('says which SCRAM credentials it does not take', async () => {
    const bytes = Buffer.alloc(32, 2)
    const credential = { mechanism: 1, iterations: 4096, salt: bytes, saltedPassword: bytes }
    const { results } = await raw.send(alterUserScramCredentialsApi, 0, {
      deletions: [
        { name: 'nobody', mechanism: 1 },
        { name: 'twice', mechanism: 2 },
      ],
      upsertions: [
        { ...credential, name: 'few', iterations: 100 },
        { ...credential, name: 'many', iterations: 1_000_000 },
        { ...credential, name: 'strange', mechanism: 9 },
        { ...credential, name: '' },
        { ...credential, name: 'twice' },
        { ...credential, name: 'twice' },
      ],
    })

    expect(Object.fromEntries(results.map(({ user, errorCode }) => [user, errorCode]))).toEqual({
      nobody: ErrorCodes.RESOURCE_NOT_FOUND,
      few: ErrorCodes.UNACCEPTABLE_CREDENTIAL,
      many: ErrorCodes.UNACCEPTABLE_CREDENTIAL,
      strange: ErrorCodes.UNSUPPORTED_SASL_MECHANISM,
      '': ErrorCodes.UNACCEPTABLE_CREDENTIAL,
      twice: broker.isEmbedded ? ErrorCodes.DUPLICATE_RESOURCE : expect.any(Number),
    })
  })

  it('describes a user that is named twice, and one that is not there, with an error each', async () => {
    const { results } = await raw.send(describeUserScramCredentialsApi, 0, {
      users: [{ name: 'x' }, { name: 'x' }, { name: 'nobody' }],
    })

    expect(Object.fromEntries(results.map(({ user, errorCode }) => [user, errorCode]))).toEqual({
      x: ErrorCodes.DUPLICATE_RESOURCE,
      nobody: ErrorCodes.RESOURCE_NOT_FOUND,
    })
  })

  it('elects nobody where the preferred replica leads', async () => {
    const topic = await createRawTopic(raw)

    const { errorCode, replicaElectionResults } = await raw.send(electLeadersApi, 2, {
      electionType: 0,
      topicPartitions: [{ topic, partitions: [0, 7] }],
      timeoutMs,
    })

    expect(errorCode).toBe(0)
    expect(replicaElectionResults).toMatchObject([
      {
        topic,
        partitionResult: [
          { partitionId: 0, errorCode: ErrorCodes.ELECTION_NOT_NEEDED },
          { partitionId: 7, errorCode: ErrorCodes.UNKNOWN_TOPIC_OR_PARTITION },
        ],
      },
    ])
  })

  it.each([0, 1])(
    'leaves out what needs no election of kind %i when all partitions are asked for',
    async (electionType) => {
      const topic = await createRawTopic(raw)

      const { replicaElectionResults } = await raw.send(electLeadersApi, 2, {
        electionType,
        topicPartitions: null,
        timeoutMs,
      })

      const own = replicaElectionResults.filter((result) => result.topic === topic)
      expect(own.flatMap(({ partitionResult }) => partitionResult)).toEqual([])
    },
  )

  async function reassign(topic: string, partitionIndex: number, replicas: number[] | null, version = 0) {
    const topics = [{ name: topic, partitions: [{ partitionIndex, replicas }] }]
    const rest = version >= 1 ? { allowReplicationFactorChange: false } : {}
    const answer = await raw.send(alterPartitionReassignmentsApi, version, { timeoutMs, topics, ...rest })
    return answer.responses[0]!.partitions[0]!
  }

  it.each([
    ['to where it is already', 0, 'own', ErrorCodes.NONE],
    ['to a broker that is not there', 0, [4711], ErrorCodes.INVALID_REPLICA_ASSIGNMENT],
    ['to nowhere', 0, [], ErrorCodes.INVALID_REPLICA_ASSIGNMENT],
    ['that is not there', 7, 'own', ErrorCodes.UNKNOWN_TOPIC_OR_PARTITION],
    ['back, when it was not moved', 0, null, ErrorCodes.NO_REASSIGNMENT_IN_PROGRESS],
  ] as const)('answers to moving a partition %s', async (_what, index, replicas, expected) => {
    const topic = await createRawTopic(raw)

    const { errorCode } = await reassign(topic, index, replicas === 'own' ? [nodeId] : (replicas as number[] | null))

    expect(errorCode).toBe(expected)
  })

  it('lists no moves where there are none', async () => {
    const topic = await createRawTopic(raw)
    await reassign(topic, 0, [nodeId])

    const { errorCode, topics } = await raw.send(listPartitionReassignmentsApi, 0, {
      timeoutMs,
      topics: [{ name: topic, partitionIndexes: [0] }],
    })

    expect({ errorCode, topics }).toEqual({ errorCode: 0, topics: [] })
  })

  it.each([1, 2, 3, 4])('tells how much its logs take (v%i)', async (version) => {
    const topic = await createRawTopic(raw, { partitions: 2 })
    const records = batchOf({ values: ['some', 'records'] })
    await produceRaw(raw, topic, 1, records)

    const { errorCode, results } = await raw.send(describeLogDirsApi, version, {
      topics: [{ topic, partitions: [0, 1] }],
    })

    const [dir] = results
    const partitions = dir!.topics[0]!.partitions.toSorted((a, b) => a.partitionIndex - b.partitionIndex)
    expect(errorCode).toBe(0)
    expect(results).toHaveLength(1)
    expect(partitions).toMatchObject([
      { partitionIndex: 0, partitionSize: 0n, offsetLag: 0n, isFutureKey: false },
      { partitionIndex: 1, partitionSize: BigInt(records.length), offsetLag: 0n, isFutureKey: false },
    ])
    expect(dir!.totalBytes > 0n).toBe(version >= 4)
  })

  it('moves logs only to directories that it has, and only its own', async () => {
    const topic = await createRawTopic(raw)
    const { results: dirs } = await raw.send(describeLogDirsApi, 2, { topics: [] })
    const { logDir } = dirs[0]!

    const { results } = await raw.send(alterReplicaLogDirsApi, 2, {
      dirs: [
        { path: logDir, topics: [{ name: topic, partitions: [0, 7] }] },
        { path: '/not/there', topics: [{ name: uniqueName('other'), partitions: [0] }] },
      ],
    })

    const own = results.find(({ topicName }) => topicName === topic)!
    const other = results.find(({ topicName }) => topicName !== topic)!
    expect(
      Object.fromEntries(own.partitions.map(({ partitionIndex, errorCode }) => [partitionIndex, errorCode])),
    ).toEqual({
      0: ErrorCodes.NONE,
      7: ErrorCodes.UNKNOWN_TOPIC_OR_PARTITION,
    })
    expect(other.partitions[0]!.errorCode).toBe(ErrorCodes.LOG_DIR_NOT_FOUND)
  })

  it.each([0, 1, 2])('describes its quorum (v%i)', async (version) => {
    const { errorCode, topics } = await raw.send(describeQuorumApi, version, {
      topics: [{ topicName: '__cluster_metadata', partitions: [{ partitionIndex: 0 }] }],
    })

    const [partition] = topics[0]!.partitions
    expect(errorCode).toBe(0)
    expect(partition).toMatchObject({ errorCode: 0, partitionIndex: 0 })
    expect(partition!.currentVoters.map(({ replicaId }) => replicaId)).toContain(partition!.leaderId)
    expect(partition!.highWatermark > 0n).toBe(true)
  })

  it('knows no quorum of another topic', async () => {
    const { topics } = await raw.send(describeQuorumApi, 1, {
      topics: [{ topicName: 'orders', partitions: [{ partitionIndex: 0 }] }],
    })

    expect(topics[0]!.partitions[0]!.errorCode).toBe(ErrorCodes.UNKNOWN_TOPIC_OR_PARTITION)
  })

  it.each([
    ['that it does not know', 'nonsense', 1, 1],
    ['to a level that there is not', 'metadata.version', 3000, 1],
    ['to a negative level', 'metadata.version', -1, 1],
    ['downwards without saying so', 'metadata.version', 7, 1],
    ['in a way that there is not', 'metadata.version', 30, 9],
  ])('does not change a feature %s', async (_what, feature, maxVersionLevel, upgradeType) => {
    const { errorCode, errorMessage } = await raw.send(updateFeaturesApi, 1, {
      timeoutMs,
      featureUpdates: [{ feature, maxVersionLevel, upgradeType }],
      validateOnly: true,
    })

    expect(errorCode).toBe(ErrorCodes.INVALID_UPDATE_VERSION)
    expect(errorMessage).toMatch(new RegExp(`Invalid update version ${maxVersionLevel} for feature ${feature}`))
  })

  it('does not know brokers that never were', async () => {
    const { errorCode } = await raw.send(unregisterBrokerApi, 0, { brokerId: 4711 })

    expect(errorCode).toBe(ErrorCodes.BROKER_ID_NOT_REGISTERED)
  })

  it('describes topics a page of partitions at a time', async () => {
    const [first, second] = [uniqueName('a'), uniqueName('b')]
    await createRawTopic(raw, { name: first, partitions: 3 })
    await createRawTopic(raw, { name: second, partitions: 2 })
    const topics = [{ name: second }, { name: first }]

    const one = await raw.send(describeTopicPartitionsApi, 0, { topics, responsePartitionLimit: 2, cursor: null })
    const two = await raw.send(describeTopicPartitionsApi, 0, {
      topics,
      responsePartitionLimit: 2,
      cursor: one.nextCursor,
    })
    const three = await raw.send(describeTopicPartitionsApi, 0, {
      topics,
      responsePartitionLimit: 2,
      cursor: two.nextCursor,
    })

    const pages = [one, two, three].map((page) =>
      page.topics.flatMap(({ name, partitions }) =>
        partitions.map(({ partitionIndex }) => `${name}-${partitionIndex}`),
      ),
    )
    expect(pages).toEqual([[`${first}-0`, `${first}-1`], [`${first}-2`, `${second}-0`], [`${second}-1`]])
    expect(three.nextCursor).toBeNull()
  })

  it('describes topics that are not there, and names that cannot be, with an error', async () => {
    const name = uniqueName('missing')

    const { topics } = await raw.send(describeTopicPartitionsApi, 0, {
      topics: [{ name }, { name: 'bad name' }],
      responsePartitionLimit: 10,
      cursor: null,
    })

    expect(Object.fromEntries(topics.map((topic) => [topic.name, topic.errorCode]))).toEqual({
      [name]: ErrorCodes.UNKNOWN_TOPIC_OR_PARTITION,
      'bad name': ErrorCodes.INVALID_TOPIC_EXCEPTION,
    })
  })
})
