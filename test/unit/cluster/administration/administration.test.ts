import { describe, expect, it } from 'vitest'
import { ErrorCodes } from '../../../../src/errors/error-codes.ts'
import { alterPartitionReassignmentsApi } from '../../../../src/protocol/apis/alter-partition-reassignments.ts'
import { apiVersionsApi } from '../../../../src/protocol/apis/api-versions.ts'
import { describeLogDirsApi } from '../../../../src/protocol/apis/describe-log-dirs.ts'
import { electLeadersApi } from '../../../../src/protocol/apis/elect-leaders.ts'
import { getTelemetrySubscriptionsApi } from '../../../../src/protocol/apis/get-telemetry-subscriptions.ts'
import { incrementalAlterConfigsApi } from '../../../../src/protocol/apis/incremental-alter-configs.ts'
import { listPartitionReassignmentsApi } from '../../../../src/protocol/apis/list-partition-reassignments.ts'
import { metadataApi } from '../../../../src/protocol/apis/metadata.ts'
import { pushTelemetryApi } from '../../../../src/protocol/apis/push-telemetry.ts'
import { unregisterBrokerApi } from '../../../../src/protocol/apis/unregister-broker.ts'
import { updateFeaturesApi } from '../../../../src/protocol/apis/update-features.ts'
import { zeroUuid } from '../../../../src/protocol/uuid.ts'
import { batchOf } from '../../../cluster/batches.ts'
import type { RawConnection } from '../../../cluster/raw-connection.ts'
import { produce, startWorld } from '../cluster-world.ts'

const timeoutMs = 1000

async function reassign(
  raw: RawConnection,
  replicas: number[] | null,
  version = 0,
  allowReplicationFactorChange = true,
) {
  const topics = [{ name: 'orders', partitions: [{ partitionIndex: 0, replicas }] }]
  const rest = version >= 1 ? { allowReplicationFactorChange } : {}
  const answer = await raw.send(alterPartitionReassignmentsApi, version, { timeoutMs, topics, ...rest })
  return answer.responses[0]!.partitions[0]!
}

async function listMoves(raw: RawConnection) {
  const { topics } = await raw.send(listPartitionReassignmentsApi, 0, { timeoutMs, topics: null })
  return topics.flatMap(({ partitions }) => partitions)
}

/** One partition on brokers 1 and 2 of three. */
const onTwo = { topics: { orders: { assignments: [[1, 2]] } } }

describe('a reassignment', () => {
  it('is over at once, and somebody of the new replicas leads', async () => {
    await using world = await startWorld(onTwo)
    const raw = await world.connect()

    const { errorCode } = await reassign(raw, [3, 2])

    const { replicas, isr, leaderId } = world.cluster.partition('orders', 0)
    expect(errorCode).toBe(0)
    expect({ replicas, isr, leaderId }).toEqual({ replicas: [3, 2], isr: [3, 2], leaderId: 3 })
    expect(await listMoves(raw)).toEqual([])
  })

  it('keeps the leader, when that stays', async () => {
    await using world = await startWorld(onTwo)

    await reassign(await world.connect(), [3, 1])

    expect(world.cluster.partition('orders', 0).leaderId).toBe(1)
    expect(world.cluster.partition('orders', 0).leaderEpoch).toBe(0)
  })

  it('shows while it is held, with what comes and what goes', async () => {
    await using world = await startWorld(onTwo)
    const raw = await world.connect()
    world.cluster.faults.holdReassignments()
    await reassign(raw, [3, 2])

    const during = await listMoves(raw)
    const { isr, leaderId } = world.cluster.partition('orders', 0)
    world.cluster.faults.releaseReassignments()

    expect(during).toMatchObject([
      { partitionIndex: 0, replicas: [3, 2, 1], addingReplicas: [3], removingReplicas: [1] },
    ])
    expect({ isr, leaderId }).toEqual({ isr: [2, 1], leaderId: 1 })
    expect(await listMoves(raw)).toEqual([])
    expect(world.cluster.partition('orders', 0).replicas).toEqual([3, 2])
  })

  it('is taken back', async () => {
    await using world = await startWorld(onTwo)
    const raw = await world.connect()
    world.cluster.faults.holdReassignments()
    await reassign(raw, [3, 2])

    const cancelled = await reassign(raw, null)
    const again = await reassign(raw, null)

    expect(cancelled.errorCode).toBe(0)
    expect(again.errorCode).toBe(ErrorCodes.NO_REASSIGNMENT_IN_PROGRESS)
    expect(world.cluster.partition('orders', 0)).toMatchObject({ replicas: [1, 2], isr: [1, 2], leaderId: 1 })
  })

  it('waits for a broker that does not run', async () => {
    await using world = await startWorld(onTwo)
    const raw = await world.connect()
    await world.cluster.broker(3).stop()
    await reassign(raw, [1, 3])

    const during = await listMoves(raw)
    await world.cluster.broker(3).start()

    expect(during).toHaveLength(1)
    expect(await listMoves(raw)).toEqual([])
    expect(world.cluster.partition('orders', 0).replicas).toEqual([1, 3])
  })

  it('keeps the number of replicas when it is told to', async () => {
    await using world = await startWorld(onTwo)
    const raw = await world.connect()

    const refused = await reassign(raw, [1], 1, false)
    const taken = await reassign(raw, [1], 1, true)

    expect(refused).toMatchObject({
      errorCode: ErrorCodes.INVALID_REPLICATION_FACTOR,
      errorMessage: 'The replication factor is changed from 2 to 1',
    })
    expect(taken.errorCode).toBe(0)
  })
})

describe('an election', () => {
  async function elect(raw: RawConnection, electionType: number) {
    const topicPartitions = [{ topic: 'orders', partitions: [0] }]
    const answer = await raw.send(electLeadersApi, 2, { electionType, topicPartitions, timeoutMs })
    return answer.replicaElectionResults[0]!.partitionResult[0]!.errorCode
  }

  it('gives a partition back to its first replica', async () => {
    await using world = await startWorld(onTwo)
    world.cluster.faults.moveLeader('orders', 0, 2)

    const errorCode = await elect(await world.connect(), 0)

    expect(errorCode).toBe(0)
    expect(world.cluster.partition('orders', 0).leaderId).toBe(1)
  })

  it.each([
    ['is not in sync', 'shrink'],
    ['does not run', 'stop'],
  ])('leaves it with whom it is while the first replica %s', async (_what, how) => {
    await using world = await startWorld(onTwo)
    world.cluster.faults.moveLeader('orders', 0, 2)
    const raw = await world.connect(2)
    if (how === 'stop') await world.cluster.broker(1).stop()
    else world.cluster.faults.shrinkIsr('orders', 0)

    const errorCode = await elect(raw, 0)

    expect(errorCode).toBe(ErrorCodes.PREFERRED_LEADER_NOT_AVAILABLE)
    expect(world.cluster.partition('orders', 0).leaderId).toBe(2)
  })

  it('is unclean only where nobody leads', async () => {
    await using world = await startWorld(onTwo)

    expect(await elect(await world.connect(), 1)).toBe(ErrorCodes.ELECTION_NOT_NEEDED)
  })

  it('that is unclean loses what the replica lacks', async () => {
    await using world = await startWorld(onTwo)
    const raw = await world.connect(1)
    await produce(raw, { records: batchOf({ values: ['replicated'] }) })
    world.cluster.faults.holdReplication('orders', 0)
    world.cluster.faults.shrinkIsr('orders', 0)
    await produce(raw, { records: batchOf({ values: ['lost'] }), acks: 1 })
    const other = await world.connect(2)
    await world.cluster.broker(1).stop()

    const errorCode = await elect(other, 1)

    expect(errorCode).toBe(0)
    expect(world.cluster.partition('orders', 0).leaderId).toBe(2)
    expect(world.cluster.log('orders', 0).records.map(({ value }) => `${value}`)).toEqual(['replicated'])
  })

  it('finds nobody where no replica runs', async () => {
    await using world = await startWorld(onTwo)
    const raw = await world.connect(3)
    await world.cluster.broker(1).stop()
    await world.cluster.broker(2).stop()

    expect(await elect(raw, 1)).toBe(ErrorCodes.ELIGIBLE_LEADERS_NOT_AVAILABLE)
  })
})

describe('a broker', () => {
  it('is forgotten when it does not run, and known again when it does', async () => {
    await using world = await startWorld()
    const raw = await world.connect(1)
    await world.cluster.broker(3).stop()

    const first = await raw.send(unregisterBrokerApi, 0, { brokerId: 3 })
    const second = await raw.send(unregisterBrokerApi, 0, { brokerId: 3 })
    await world.cluster.broker(3).start()
    const { brokers } = await raw.send(metadataApi, 9, { topics: [] })

    expect([first.errorCode, second.errorCode]).toEqual([0, ErrorCodes.BROKER_ID_NOT_REGISTERED])
    expect(brokers.map(({ nodeId }) => nodeId)).toEqual([1, 2, 3])
  })

  it('has no more room on a disk that is full', async () => {
    await using world = await startWorld()
    const raw = await world.connect(1)
    world.cluster.broker(1).fillDisk()

    const { results } = await raw.send(describeLogDirsApi, 4, { topics: null })

    expect(results[0]!.usableBytes).toBe(0n)
  })

  it('tells of a feature whose level was changed', async () => {
    await using world = await startWorld()
    const raw = await world.connect(1)
    const change = (maxVersionLevel: number, upgradeType: number, validateOnly = false) =>
      raw.send(updateFeaturesApi, 2, {
        timeoutMs,
        featureUpdates: [{ feature: 'eligible.leader.replicas.version', maxVersionLevel, upgradeType }],
        validateOnly,
      })
    const read = async () => {
      const { finalizedFeatures, finalizedFeaturesEpoch } = await raw.send(apiVersionsApi, 4, {
        clientSoftwareName: 'raw',
        clientSoftwareVersion: '1',
      })
      const feature = finalizedFeatures.find(({ name }) => name.startsWith('eligible'))
      return { level: feature?.maxVersionLevel, epoch: finalizedFeaturesEpoch }
    }

    const refused = await change(0, 1)
    await change(0, 2, true)
    const unchanged = await read()
    const taken = await change(0, 2)

    expect(refused.errorCode).toBe(ErrorCodes.INVALID_UPDATE_VERSION)
    expect(unchanged).toEqual({ level: 1, epoch: 1n })
    expect(taken.errorCode).toBe(0)
    expect(await read()).toEqual({ level: undefined, epoch: 2n })
  })
})

describe('telemetry', () => {
  async function subscribeAll(raw: RawConnection, configs: Record<string, string>): Promise<void> {
    const list = Object.entries(configs).map(([name, value]) => ({ name, value, configOperation: 0 }))
    await raw.send(incrementalAlterConfigsApi, 1, {
      resources: [{ resourceType: 16, resourceName: 'all', configs: list }],
    })
  }

  function push(raw: RawConnection, id: { clientInstanceId: string; subscriptionId: number }, more: object = {}) {
    const { clientInstanceId, subscriptionId } = id
    const body = { clientInstanceId, subscriptionId, terminating: false, compressionType: 0, metrics: Buffer.from('m') }
    return raw.send(pushTelemetryApi, 0, { ...body, ...more })
  }

  it('is not offered by default', async () => {
    await using world = await startWorld()
    const raw = await world.connect()

    const { apiKeys } = await raw.send(apiVersionsApi, 3, { clientSoftwareName: 'raw', clientSoftwareVersion: '1' })

    expect(apiKeys.map(({ apiKey }) => apiKey)).not.toContain(getTelemetrySubscriptionsApi.key)
  })

  it('asks for what the subscriptions that fit a client name, and takes it once in an interval', async () => {
    await using world = await startWorld({ takesTelemetry: true })
    const raw = await world.connect()
    await subscribeAll(raw, { metrics: 'b.,a.', 'interval.ms': '1000', match: 'client_id=ra.' })

    const subscription = await raw.send(getTelemetrySubscriptionsApi, 0, { clientInstanceId: zeroUuid })
    const first = await push(raw, subscription)
    const early = await push(raw, subscription)
    await world.clock.advance(1000)
    const second = await push(raw, subscription)
    const last = await push(raw, subscription, { terminating: true })
    const after = await push(raw, subscription)

    expect(subscription).toMatchObject({ errorCode: 0, pushIntervalMs: 1000, requestedMetrics: ['a.', 'b.'] })
    expect(subscription.clientInstanceId).not.toBe(zeroUuid)
    expect([first, early, second, last, after].map(({ errorCode }) => errorCode)).toEqual([
      0,
      ErrorCodes.THROTTLING_QUOTA_EXCEEDED,
      0,
      0,
      ErrorCodes.INVALID_REQUEST,
    ])
    expect(world.cluster.requestsOf(pushTelemetryApi)).toHaveLength(5)
  })

  it('asks others for nothing, and for the rest again when subscriptions change', async () => {
    await using world = await startWorld({ takesTelemetry: true })
    const raw = await world.connect()
    await subscribeAll(raw, { metrics: 'a.', match: 'client_id=other' })
    const before = await raw.send(getTelemetrySubscriptionsApi, 0, { clientInstanceId: zeroUuid })
    const throttled = await raw.send(getTelemetrySubscriptionsApi, 0, before)
    await subscribeAll(raw, { metrics: 'a.,*', match: '' })

    const stale = await push(raw, before)
    const after = await raw.send(getTelemetrySubscriptionsApi, 0, before)

    expect(before.requestedMetrics).toEqual([])
    expect(throttled.errorCode).toBe(ErrorCodes.THROTTLING_QUOTA_EXCEEDED)
    expect(stale.errorCode).toBe(ErrorCodes.UNKNOWN_SUBSCRIPTION_ID)
    expect(after).toMatchObject({ errorCode: 0, requestedMetrics: ['*'] })
  })
})
