import { describe, expect, it } from 'vitest'
import { ClusterState, type ClusterStateOptions } from '../../../../src/cluster/cluster-state.ts'
import { GroupCoordinator } from '../../../../src/cluster/groups/group-coordinator.ts'
import { GroupOffsets } from '../../../../src/cluster/groups/group-offsets.ts'
import { profileOf, topicConfigOf } from '../../../../src/cluster/profiles/profiles.ts'
import { BrokerConfig } from '../../../../src/cluster/topics/broker-config.ts'
import { ErrorCodes } from '../../../../src/errors/error-codes.ts'
import { silentLog } from '../../../../src/observe/log.ts'
import { ManualClock, SeededRandom } from '../../../../src/testing/index.ts'

function newState(): ClusterState {
  const options: ClusterStateOptions = {
    ...{ clusterId: 'test', clock: new ManualClock(), random: new SeededRandom(1), log: silentLog },
    ...{
      profile: profileOf('4.3'),
      brokerConfig: new BrokerConfig(),
      topicConfigDefinitions: topicConfigOf(profileOf('4.3')),
    },
    ...{ prefersReplicasInRack: false, verifiesFrames: false },
  }
  return ClusterState.open(options)
}

function offsetAt(offset: bigint, partition = 0) {
  return { topic: 'orders', partition, offset, leaderEpoch: 0, metadata: '' }
}

describe('offsets that a transaction commits', () => {
  it('are pending until it ends, and then there', () => {
    const offsets = new GroupOffsets(newState())
    offsets.stage('g', 7n, [offsetAt(3n)])
    const before = [offsets.hasPending('g', 'orders', 0), offsets.get('g', 'orders', 0)]

    offsets.complete(7n, true)

    expect(before).toEqual([true, undefined])
    expect([offsets.hasPending('g', 'orders', 0), offsets.get('g', 'orders', 0)?.offset]).toEqual([false, 3n])
  })

  it('are forgotten when it is aborted', () => {
    const offsets = new GroupOffsets(newState())
    offsets.stage('g', 7n, [offsetAt(3n)])

    offsets.complete(7n, false)

    expect([offsets.hasPending('g', 'orders', 0), offsets.get('g', 'orders', 0)]).toEqual([false, undefined])
  })

  it('do not undo what was committed after them', () => {
    const offsets = new GroupOffsets(newState())
    offsets.stage('g', 7n, [offsetAt(3n)])
    offsets.commit('g', [offsetAt(9n)])

    offsets.complete(7n, true)

    expect(offsets.get('g', 'orders', 0)?.offset).toBe(9n)
  })

  it('outlive a restart with their transaction, in their place among the commits', () => {
    const before = new GroupOffsets(newState())
    before.stage('g', 7n, [offsetAt(3n)])
    before.stage('g', 8n, [offsetAt(5n, 1)])
    before.commit('g', [offsetAt(9n)])
    const after = new GroupOffsets(newState())
    after.fromSnapshot(JSON.parse(JSON.stringify(before.toSnapshot())))

    after.complete(7n, true)
    after.complete(8n, true)

    expect(after.of('g').map(({ offset }) => offset)).toEqual([9n, 5n])
  })

  it('are of their producer and their partition only', () => {
    const offsets = new GroupOffsets(newState())
    offsets.stage('g', 7n, [offsetAt(3n)])
    offsets.stage('g', 8n, [offsetAt(4n, 1)])

    offsets.complete(8n, true)

    expect(offsets.of('g').map(({ partition, offset }) => [partition, offset])).toEqual([[1, 4n]])
    expect([offsets.hasPending('g', 'orders', 0), offsets.hasPending('g', 'orders', 1)]).toEqual([true, false])
  })
})

it('committed offsets outlive a restart as JSON', () => {
  const offsets = new GroupOffsets(newState())
  offsets.commit('g', [offsetAt(3n), offsetAt(2n ** 60n, 1)])
  const next = new GroupOffsets(newState())

  next.fromSnapshot(JSON.parse(JSON.stringify(offsets.toSnapshot())))

  expect(next.of('g')).toMatchObject(offsets.of('g').map(({ partition, offset }) => ({ partition, offset })))
})

describe('commits within a transaction', () => {
  it.each([
    ['nobody, for a group that is not there', { memberId: '', generationIdOrMemberEpoch: -1 }, ErrorCodes.NONE],
    [
      'a member of a group that is not there',
      { memberId: 'm', generationIdOrMemberEpoch: 1 },
      ErrorCodes.ILLEGAL_GENERATION,
    ],
  ])('by %s', (_, member, errorCode) => {
    using coordinator = closing(new GroupCoordinator(newState()))

    expect(coordinator.part.validateTransactionalCommit('g', { ...member, groupInstanceId: null })).toBe(errorCode)
  })
})

function closing(part: GroupCoordinator): { readonly part: GroupCoordinator } & Disposable {
  return { part, [Symbol.dispose]: () => part.close() }
}
