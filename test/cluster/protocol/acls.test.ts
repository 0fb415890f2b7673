import { afterAll, expect, it } from 'vitest'
import {
  AclOperations,
  AclPatterns,
  AclPermissions,
  AclResources,
  type AclSpec,
  resolveAcl,
} from '../../../src/cluster/security/acl.ts'
import { ErrorCodes } from '../../../src/errors/error-codes.ts'
import { alterClientQuotasApi } from '../../../src/protocol/apis/alter-client-quotas.ts'
import { alterConfigsApi } from '../../../src/protocol/apis/alter-configs.ts'
import { createAclsApi } from '../../../src/protocol/apis/create-acls.ts'
import { createPartitionsApi } from '../../../src/protocol/apis/create-partitions.ts'
import { createTopicsApi } from '../../../src/protocol/apis/create-topics.ts'
import { deleteAclsApi } from '../../../src/protocol/apis/delete-acls.ts'
import { deleteRecordsApi } from '../../../src/protocol/apis/delete-records.ts'
import { deleteTopicsApi } from '../../../src/protocol/apis/delete-topics.ts'
import { describeAclsApi } from '../../../src/protocol/apis/describe-acls.ts'
import { describeClientQuotasApi } from '../../../src/protocol/apis/describe-client-quotas.ts'
import { describeClusterApi } from '../../../src/protocol/apis/describe-cluster.ts'
import { describeConfigsApi } from '../../../src/protocol/apis/describe-configs.ts'
import { describeLogDirsApi } from '../../../src/protocol/apis/describe-log-dirs.ts'
import { describeTopicPartitionsApi } from '../../../src/protocol/apis/describe-topic-partitions.ts'
import { describeUserScramCredentialsApi } from '../../../src/protocol/apis/describe-user-scram-credentials.ts'
import { electLeadersApi } from '../../../src/protocol/apis/elect-leaders.ts'
import { fetchApi } from '../../../src/protocol/apis/fetch.ts'
import { findCoordinatorApi } from '../../../src/protocol/apis/find-coordinator.ts'
import { incrementalAlterConfigsApi } from '../../../src/protocol/apis/incremental-alter-configs.ts'
import { initProducerIdApi } from '../../../src/protocol/apis/init-producer-id.ts'
import { listOffsetsApi } from '../../../src/protocol/apis/list-offsets.ts'
import { listPartitionReassignmentsApi } from '../../../src/protocol/apis/list-partition-reassignments.ts'
import { metadataApi } from '../../../src/protocol/apis/metadata.ts'
import { offsetForLeaderEpochApi } from '../../../src/protocol/apis/offset-for-leader-epoch.ts'
import { zeroUuid } from '../../../src/protocol/uuid.ts'
import { batchOf } from '../batches.ts'
import { uniqueName } from '../every-broker.ts'
import type { RawConnection } from '../raw-connection.ts'
import { createRawTopic, produceRaw } from '../raw-topics.ts'
import { connectAs, describeOnSecuredBrokers } from '../secured-broker.ts'
import { until } from '../until.ts'

const timeoutMs = 10_000
const denied = ErrorCodes.TOPIC_AUTHORIZATION_FAILED

describeOnSecuredBrokers('ACLs', (broker) => {
  // Sessions end after a while: each test has connections of its own.
  let admin: RawConnection
  let app: RawConnection
  afterAll(() => {
    admin?.close()
    app?.close()
  })

  async function connect(): Promise<void> {
    admin?.close()
    app?.close()
    admin = await connectAs(broker.address, 'admin')
    app = await connectAs(broker.address, 'app')
  }

  const anything = {
    resourceTypeFilter: AclResources.ANY,
    resourceNameFilter: null,
    patternTypeFilter: AclPatterns.ANY,
    principalFilter: null,
    hostFilter: null,
    operation: AclOperations.ANY,
    permissionType: AclPermissions.ANY,
  }

  function creationOf(spec: AclSpec) {
    const { resourceType, patternType, operation, permission, ...names } = resolveAcl(spec)
    return {
      ...names,
      resourceType: AclResources[resourceType],
      resourcePatternType: AclPatterns[patternType],
      operation: AclOperations[operation],
      permissionType: AclPermissions[permission],
    }
  }

  function createAcls(...specs: AclSpec[]) {
    return admin.send(createAclsApi, 3, { creations: specs.map(creationOf) })
  }

  /** Creates them, and waits until the broker has heard of them. */
  async function allow(...specs: (Omit<AclSpec, 'principal'> & { principal?: string })[]): Promise<void> {
    const acls = specs.map((spec) => ({ principal: 'User:app', ...spec }))
    await createAcls(...acls)
    const last = acls.at(-1)!
    const resourceNameFilter = resolveAcl(last).resourceName
    await until(async () => {
      const { resources } = await admin.send(describeAclsApi, 3, { ...anything, resourceNameFilter })
      const found = resources.flatMap((resource) => resource.acls)
      return found.some(({ operation }) => operation === AclOperations[last.operation]) ? true : undefined
    })
  }

  async function newTopic(): Promise<string> {
    await connect()
    return createRawTopic(admin, { name: uniqueName('acl') })
  }

  it('are made, found by what they apply to, and deleted', async () => {
    await connect()
    const prefix = uniqueName('pre')
    const principal = `User:${uniqueName('user')}`
    const ofUser = { ...anything, principalFilter: principal }
    const created = await createAcls(
      { principal, operation: 'READ', resourceType: 'TOPIC', resourceName: prefix, patternType: 'PREFIXED' },
      { principal, operation: 'WRITE', resourceType: 'TOPIC', resourceName: '*', permission: 'DENY' },
      { principal, operation: 'ALL', resourceType: 'GROUP', resourceName: `${prefix}-group`, host: '10.0.0.1' },
    )
    await until(async () => {
      const { resources } = await admin.send(describeAclsApi, 3, ofUser)
      return resources.length === 3 ? true : undefined
    })

    const applied = await admin.send(describeAclsApi, 3, {
      ...ofUser,
      resourceTypeFilter: AclResources.TOPIC,
      resourceNameFilter: `${prefix}-topic`,
      patternTypeFilter: AclPatterns.MATCH,
    })
    const deleted = await admin.send(deleteAclsApi, 3, { filters: [{ ...ofUser, operation: AclOperations.ALL }] })

    expect(created.results.map(({ errorCode }) => errorCode)).toEqual([0, 0, 0])
    expect(applied.resources.map(({ resourceName }) => resourceName).sort()).toEqual(['*', prefix].sort())
    expect(deleted.filterResults[0]!.matchingAcls).toMatchObject([
      {
        errorCode: 0,
        resourceType: AclResources.GROUP,
        resourceName: `${prefix}-group`,
        patternType: AclPatterns.LITERAL,
        principal,
        host: '10.0.0.1',
        operation: AclOperations.ALL,
        permissionType: AclPermissions.ALLOW,
      },
    ])
    await admin.send(deleteAclsApi, 3, { filters: [ofUser] })
  })

  it.each([
    ['another name of the cluster', { resourceType: AclResources.CLUSTER, resourceName: 'mine' }, 'INVALID_REQUEST'],
    ['no name', { resourceName: '' }, 'INVALID_REQUEST'],
    // Kafka's own classes throw at these, before anybody looks at them.
    ['any resource', { resourceType: AclResources.ANY }, 'UNKNOWN_SERVER_ERROR'],
    ['a pattern that is for filters', { resourcePatternType: AclPatterns.MATCH }, 'UNKNOWN_SERVER_ERROR'],
    ['any operation', { operation: AclOperations.ANY }, 'UNKNOWN_SERVER_ERROR'],
    ['any permission', { permissionType: AclPermissions.ANY }, 'UNKNOWN_SERVER_ERROR'],
  ] as const)('are not made with %s', async (_what, part, expected) => {
    await connect()
    const whole = creationOf({ principal: 'User:x', operation: 'READ', resourceType: 'TOPIC', resourceName: 'x' })

    const { results } = await admin.send(createAclsApi, 3, { creations: [{ ...whole, ...part }] })

    expect(results[0]!.errorCode).toBe(ErrorCodes[expected])
  })

  it('are nothing that everybody may see or change', async () => {
    await connect()
    const whole = creationOf({ principal: 'User:app', operation: 'ALL', resourceType: 'CLUSTER' })

    const described = await app.send(describeAclsApi, 3, anything)
    const created = await app.send(createAclsApi, 3, { creations: [whole] })
    const deleted = await app.send(deleteAclsApi, 3, { filters: [anything] })

    const codes = [described, created.results[0]!, deleted.filterResults[0]!].map(({ errorCode }) => errorCode)
    expect(codes).toEqual(codes.map(() => ErrorCodes.CLUSTER_AUTHORIZATION_FAILED))
  })

  it('hide topics from who may not describe them', async () => {
    const topic = await newTopic()
    const { topics } = await admin.send(metadataApi, 12, { topics: [{ name: topic }] })
    const { topicId } = topics[0]!

    const all = await app.send(metadataApi, 12, { topics: null })
    const byName = await app.send(metadataApi, 12, { topics: [{ name: topic }] })
    const byId = await app.send(metadataApi, 12, { topics: [{ name: null, topicId }] })
    const described = await app.send(describeTopicPartitionsApi, 0, {
      topics: [{ name: topic }],
      responsePartitionLimit: 9,
    })

    expect(all.topics.map(({ name }) => name)).not.toContain(topic)
    expect(byName.topics[0]).toMatchObject({ errorCode: denied, name: topic, topicId: zeroUuid, partitions: [] })
    expect(byId.topics[0]).toMatchObject({ errorCode: denied, name: null, topicId })
    expect(described.topics[0]).toMatchObject({ errorCode: denied, name: topic, topicId: zeroUuid })
  })

  it('give away nothing about topics that are not there', async () => {
    await connect()
    const name = uniqueName('missing')

    const { topics } = await app.send(metadataApi, 12, { topics: [{ name }], allowAutoTopicCreation: true })

    expect(topics[0]!.errorCode).toBe(denied)
  })

  it('let topics be created on the way by those who may create them', async () => {
    await connect()
    const name = uniqueName('auto')
    await allow({ operation: 'DESCRIBE', resourceType: 'TOPIC', resourceName: name })
    const ask = () => app.send(metadataApi, 12, { topics: [{ name }], allowAutoTopicCreation: true })

    const before = await ask()
    await allow({ operation: 'CREATE', resourceType: 'TOPIC', resourceName: name })

    expect(before.topics[0]!.errorCode).toBe(denied)
    await until(async () => ((await ask()).topics[0]!.errorCode === 0 ? true : undefined))
  })

  it('forbid whatever they do not allow on a topic', async () => {
    const topic = await newTopic()
    const partition = { partition: 0, partitionMaxBytes: 1 }
    const resource = { resourceType: 2, resourceName: topic, configs: [], configurationKeys: null }

    const produced = await produceRaw(app, topic, 0, batchOf({ values: ['a'] }))
    const fetched = await app.send(fetchApi, 11, { sessionEpoch: -1, topics: [{ topic, partitions: [partition] }] })
    const offsets = await app.send(listOffsetsApi, 5, {
      topics: [{ name: topic, partitions: [{ partitionIndex: 0, timestamp: -1n }] }],
    })
    const epochs = await app.send(offsetForLeaderEpochApi, 4, {
      replicaId: -2,
      topics: [{ topic, partitions: [{ partition: 0, leaderEpoch: 0 }] }],
    })
    const records = await app.send(deleteRecordsApi, 2, {
      timeoutMs,
      topics: [{ name: topic, partitions: [{ partitionIndex: 0, offset: 0n }] }],
    })
    const grown = await app.send(createPartitionsApi, 3, {
      timeoutMs,
      topics: [{ name: topic, count: 5, assignments: null }],
    })
    const deleted = await app.send(deleteTopicsApi, 6, { timeoutMs, topics: [{ name: topic }] })
    const described = await app.send(describeConfigsApi, 4, { resources: [resource] })
    const altered = await app.send(alterConfigsApi, 2, { resources: [resource] })
    const changed = await app.send(incrementalAlterConfigsApi, 1, { resources: [resource] })

    expect({
      produced: produced.errorCode,
      fetched: fetched.responses[0]!.partitions[0]!.errorCode,
      offsets: offsets.topics[0]!.partitions[0]!.errorCode,
      epochs: epochs.topics[0]!.partitions[0]!.errorCode,
      records: records.topics[0]!.partitions[0]!.errorCode,
      grown: grown.results[0]!.errorCode,
      deleted: deleted.responses[0]!.errorCode,
      described: described.results[0]!.errorCode,
      altered: altered.responses[0]!.errorCode,
      changed: changed.responses[0]!.errorCode,
    }).toEqual({
      produced: denied,
      fetched: denied,
      offsets: denied,
      epochs: denied,
      records: denied,
      grown: denied,
      deleted: denied,
      described: denied,
      altered: denied,
      changed: denied,
    })
  })

  it('forbid whatever they do not allow on the cluster', async () => {
    await connect()
    const topic = { name: uniqueName('new'), numPartitions: 1, replicationFactor: 1 }
    const forbidden = ErrorCodes.CLUSTER_AUTHORIZATION_FAILED
    const entity = [{ entityType: 'user', entityName: 'x' }]

    const created = await app.send(createTopicsApi, 7, { topics: [topic], timeoutMs })
    const producer = await app.send(initProducerIdApi, 4, { transactionalId: null, transactionTimeoutMs: 1000 })
    const transactional = await app.send(initProducerIdApi, 4, { transactionalId: 't', transactionTimeoutMs: 1000 })
    const group = await app.send(findCoordinatorApi, 4, { keyType: 0, coordinatorKeys: ['g'] })
    const transaction = await app.send(findCoordinatorApi, 4, { keyType: 1, coordinatorKeys: ['t'] })
    const quotas = await app.send(describeClientQuotasApi, 1, { components: [], strict: false })
    const altered = await app.send(alterClientQuotasApi, 1, { entries: [{ entity, ops: [] }] })
    const users = await app.send(describeUserScramCredentialsApi, 0, { users: [{ name: 'app' }] })
    const dirs = await app.send(describeLogDirsApi, 4, { topics: null })
    const elected = await app.send(electLeadersApi, 2, { electionType: 0, topicPartitions: null, timeoutMs })
    const moves = await app.send(listPartitionReassignmentsApi, 0, { topics: null, timeoutMs })
    const config = await app.send(describeConfigsApi, 4, {
      resources: [{ resourceType: 4, resourceName: '1', configurationKeys: null }],
    })

    expect({
      created: created.topics[0]!.errorCode,
      producer: producer.errorCode,
      transactional: transactional.errorCode,
      group: group.coordinators[0]!.errorCode,
      transaction: transaction.coordinators[0]!.errorCode,
      quotas: quotas.errorCode,
      altered: altered.entries[0]!.errorCode,
      users: users.errorCode,
      dirs: dirs.errorCode,
      elected: elected.errorCode,
      moves: moves.errorCode,
      config: config.results[0]!.errorCode,
    }).toEqual({
      created: denied,
      producer: forbidden,
      transactional: ErrorCodes.TRANSACTIONAL_ID_AUTHORIZATION_FAILED,
      group: ErrorCodes.GROUP_AUTHORIZATION_FAILED,
      transaction: ErrorCodes.TRANSACTIONAL_ID_AUTHORIZATION_FAILED,
      quotas: forbidden,
      altered: forbidden,
      users: forbidden,
      dirs: forbidden,
      elected: forbidden,
      moves: forbidden,
      config: forbidden,
    })
  })

  it('let who may write to a topic do so without duplicates', async () => {
    const topic = await newTopic()
    await allow({ operation: 'WRITE', resourceType: 'TOPIC', resourceName: topic })

    const producer = await app.send(initProducerIdApi, 4, { transactionalId: null, transactionTimeoutMs: 1000 })
    const { errorCode } = await produceRaw(app, topic, 0, batchOf({ values: ['a'] }))

    expect([ErrorCodes.NONE, ErrorCodes.COORDINATOR_LOAD_IN_PROGRESS]).toContain(producer.errorCode)
    expect(errorCode).toBe(0)
  })

  it('show who asks what may be done to a topic, and to the cluster', async () => {
    const topic = await newTopic()
    await allow({ operation: 'READ', resourceType: 'TOPIC', resourceName: topic })

    const { topics } = await app.send(metadataApi, 9, {
      topics: [{ name: topic }],
      includeTopicAuthorizedOperations: true,
    })
    const cluster = await app.send(describeClusterApi, 0, { includeClusterAuthorizedOperations: true })
    const forAdmin = await admin.send(metadataApi, 9, {
      topics: [{ name: topic }],
      includeTopicAuthorizedOperations: true,
      includeClusterAuthorizedOperations: true,
    })

    const bits = (...names: (keyof typeof AclOperations)[]) =>
      names.reduce((sum, name) => sum | (1 << AclOperations[name]), 0)
    const configs = ['DESCRIBE_CONFIGS', 'ALTER_CONFIGS'] as const
    expect(topics[0]!.topicAuthorizedOperations).toBe(bits('READ', 'DESCRIBE'))
    expect(cluster.clusterAuthorizedOperations).toBe(0)
    expect(forAdmin.topics[0]!.topicAuthorizedOperations).toBe(
      bits('READ', 'WRITE', 'CREATE', 'DESCRIBE', 'DELETE', 'ALTER', ...configs),
    )
    expect(forAdmin.clusterAuthorizedOperations).toBe(
      bits('CREATE', 'CLUSTER_ACTION', 'IDEMPOTENT_WRITE', 'ALTER', 'DESCRIBE', ...configs),
    )
  })

  it('hide the configuration of a topic from who may only create it', async () => {
    await connect()
    const name = uniqueName('made')
    await allow({ operation: 'CREATE', resourceType: 'TOPIC', resourceName: name })

    const { topics } = await app.send(createTopicsApi, 7, {
      topics: [{ name, numPartitions: 2, replicationFactor: 1 }],
      timeoutMs,
    })

    expect(topics[0]).toMatchObject({
      errorCode: 0,
      topicConfigErrorCode: denied,
      numPartitions: -1,
      replicationFactor: -1,
      configs: [],
    })
    expect(topics[0]!.topicId).not.toBe(zeroUuid)
  })
})
