import { describe, expect, it } from 'vitest'
import { ErrorCodes } from '../../../src/errors/error-codes.ts'
import { mergeMetadata } from '../../../src/metadata/merge-metadata.ts'
import {
  forgetTopics,
  type MetadataMerge,
  type MetadataState,
  nothingKnown,
} from '../../../src/metadata/metadata-state.ts'
import { toleratedAnswers, toleratedMs } from '../../../src/metadata/suspicions.ts'
import { zeroUuid } from '../../../src/protocol/uuid.ts'
import {
  idA,
  idB,
  metadataResponse,
  type ToldCluster,
  type ToldPartition,
  type ToldTopic,
} from './metadata-responses.ts'

function merge(old: MetadataState, told: ToldCluster, nowMs = 0, isForAllTopics = false): MetadataMerge {
  const topics = (told.topics ?? []).flatMap(({ name }) => (name === null ? [] : [name]))
  return mergeMetadata(old, metadataResponse(told), { topics, isForAllTopics }, nowMs)
}

function stateWith(...topics: ToldTopic[]): MetadataState {
  return merge(nothingKnown, { topics }).state
}

function orders(...partitions: ToldPartition[]): ToldTopic {
  return { name: 'orders', id: idA, partitions }
}

function leaderOf(merged: { state: MetadataState }, partition = 0): [number, number] | undefined {
  const found = merged.state.snapshot.topics.get('orders')?.partitions[partition]
  return found && [found.leader, found.leaderEpoch]
}

describe('a first answer', () => {
  it('makes the topic known, with all its partitions as changed', () => {
    const merged = merge(nothingKnown, { topics: [orders({ leader: 1 }, { leader: 2, epoch: 4 })] })
    expect(merged.state.snapshot.generation).toBe(1)
    expect(merged.state.snapshot.topicNamesById).toEqual(new Map([[idA, 'orders']]))
    expect(merged.updates).toHaveLength(1)
    expect(merged.updates[0]?.change).toMatchObject({ isFirst: true, isNewTopicId: false })
    expect(merged.updates[0]?.change.changedPartitions.map(({ leader, leaderEpoch }) => [leader, leaderEpoch])).toEqual(
      [
        [1, 0],
        [2, 4],
      ],
    )
    expect(merged.failures).toEqual([])
    expect(merged.hasDoubts).toBe(false)
  })

  it('puts partitions in the order of their numbers, whatever the order of the answer', () => {
    const merged = merge(nothingKnown, {
      topics: [orders({ index: 2, leader: 3 }, { index: 0, leader: 1 }, { index: 1, leader: 2 })],
    })
    expect(
      merged.state.snapshot.topics.get('orders')?.partitions.map(({ partition, leader }) => [partition, leader]),
    ).toEqual([
      [0, 1],
      [1, 2],
      [2, 3],
    ])
  })

  it('holds the place of a partition that the answer skips, and reports it', () => {
    const merged = merge(nothingKnown, { topics: [orders({ index: 0 }, { index: 2 })] })
    expect(merged.state.snapshot.topics.get('orders')?.partitions.map(({ leader }) => leader)).toEqual([1, -1, 1])
    expect(merged.failures).toMatchObject([{ topic: 'orders', partition: 1, error: { code: 'INCOMPLETE_METADATA' } }])
  })

  it('does not allocate for a partition number that is nonsense', () => {
    const merged = merge(nothingKnown, { topics: [orders({ index: 0 }, { index: 2 ** 31 - 1 }, { index: -1 })] })
    expect(merged.state.snapshot.topics.get('orders')?.partitions).toHaveLength(1)
    expect(merged.failures).toHaveLength(2)
  })
})

describe('leader epochs', () => {
  const known = stateWith(orders({ leader: 1, epoch: 7 }))

  it('a newer epoch moves the partition', () => {
    const merged = merge(known, { topics: [orders({ leader: 2, epoch: 8 })] })
    expect(leaderOf(merged)).toEqual([2, 8])
    expect(merged.updates[0]?.change).toMatchObject({ isFirst: false, isNewTopicId: false })
    expect(merged.updates[0]?.change.changedPartitions).toHaveLength(1)
  })

  it('an epoch that jumps is as good as the next one', () => {
    expect(leaderOf(merge(known, { topics: [orders({ leader: 3, epoch: 4000 })] }))).toEqual([3, 4000])
  })

  it('an older epoch is ignored, and asks for another look', () => {
    const merged = merge(known, { topics: [orders({ leader: 2, epoch: 6 })] })
    expect(leaderOf(merged)).toEqual([1, 7])
    expect(merged.updates).toEqual([])
    expect(merged.hasDoubts).toBe(true)
  })

  it('an older epoch is taken after enough answers in a row (Redpanda guesses epoch 0)', () => {
    let state = known
    for (let answer = 1; answer < toleratedAnswers; answer += 1) {
      const merged = merge(state, { topics: [orders({ leader: 2, epoch: 0 })] })
      expect(leaderOf(merged)).toEqual([1, 7])
      state = merged.state
    }
    const merged = merge(state, { topics: [orders({ leader: 2, epoch: 0 })] })
    expect(leaderOf(merged)).toEqual([2, 0])
    expect(merged.hasDoubts).toBe(false)
    expect(merged.updates[0]?.change.changedPartitions).toHaveLength(1)
  })

  it('an older epoch is taken after enough time, however few the answers', () => {
    const first = merge(known, { topics: [orders({ leader: 2, epoch: 6 })] }, 1000)
    const second = merge(first.state, { topics: [orders({ leader: 2, epoch: 6 })] }, 1000 + toleratedMs)
    expect(leaderOf(second)).toEqual([2, 6])
  })

  it('a good answer in between starts the tolerance anew', () => {
    let state = known
    for (let answer = 0; answer < 3 * toleratedAnswers; answer += 1) {
      state = merge(state, {
        topics: [orders(answer % 2 === 0 ? { leader: 2, epoch: 6 } : { leader: 1, epoch: 7 })],
      }).state
      expect(leaderOf({ state })).toEqual([1, 7])
    }
  })

  it('"no leader" is taken at once and keeps the epoch, so that a stale answer is still recognised', () => {
    const leaderless = merge(known, {
      topics: [orders({ leader: -1, epoch: 5, error: ErrorCodes.LEADER_NOT_AVAILABLE })],
    })
    expect(leaderOf(leaderless)).toEqual([-1, 7])
    expect(leaderless.failures).toMatchObject([
      { topic: 'orders', partition: 0, error: { code: 'LEADER_NOT_AVAILABLE' } },
    ])
    expect(leaderOf(merge(leaderless.state, { topics: [orders({ leader: 3, epoch: 6 })] }))).toEqual([-1, 7])
  })

  it('no epoch cannot be compared: the leader is taken as told (Event Hubs, WarpStream)', () => {
    const merged = merge(known, { topics: [orders({ leader: 3, epoch: -1 })] })
    expect(leaderOf(merged)).toEqual([3, -1])
    expect(merged.hasDoubts).toBe(false)
  })

  it('start again when the topic was created anew', () => {
    const merged = merge(known, { topics: [{ name: 'orders', id: idB, partitions: [{ leader: 2, epoch: 0 }] }] })
    expect(leaderOf(merged)).toEqual([2, 0])
    expect(merged.updates[0]?.change.isNewTopicId).toBe(true)
    expect(merged.state.snapshot.topicNamesById).toEqual(new Map([[idB, 'orders']]))
  })

  it('of another cluster say nothing', () => {
    const merged = merge(known, { clusterId: 'other', topics: [orders({ leader: 2, epoch: 0 })] })
    expect(merged.isOtherCluster).toBe(true)
    expect(leaderOf(merged)).toEqual([2, 0])
  })
})

describe('topic ids', () => {
  it('zero means none: a topic that gets its first id was not created anew', () => {
    const without = stateWith({ name: 'orders', partitions: [{ epoch: 3 }] })
    expect(without.snapshot.topicNamesById.size).toBe(0)
    const merged = merge(without, { topics: [orders({ epoch: 3 })] })
    expect(merged.updates[0]?.change).toEqual({ isFirst: false, isNewTopicId: false, changedPartitions: [] })
    expect(merged.state.snapshot.topicNamesById.get(idA)).toBe('orders')
  })

  it('a known id survives an answer without ids', () => {
    const merged = merge(stateWith(orders({})), { topics: [{ name: 'orders', partitions: [{}] }] })
    expect(merged.state.snapshot.topics.get('orders')?.topicId).toBe(idA)
    expect(merged.updates).toEqual([])
  })

  it('zero is never a key, however many topics have it', () => {
    const state = stateWith({ name: 'a', partitions: [{}] }, { name: 'b', partitions: [{}] }, orders({}))
    expect([...state.snapshot.topicNamesById]).toEqual([[idA, 'orders']])
    expect(state.snapshot.topicNamesById.has(zeroUuid)).toBe(false)
  })

  it('the id that was replaced does not come back with one stale answer', () => {
    const anew = merge(stateWith(orders({})), { topics: [{ name: 'orders', id: idB, partitions: [{}] }] })
    const stale = merge(anew.state, { topics: [orders({})] })
    expect(stale.state.snapshot.topics.get('orders')?.topicId).toBe(idB)
    expect(stale.updates).toEqual([])
    expect(stale.hasDoubts).toBe(true)
  })

  it('an answer by id finds the name of a topic that does not exist any more', () => {
    const merged = merge(stateWith(orders({})), {
      topics: [{ name: null, id: idA, error: ErrorCodes.UNKNOWN_TOPIC_ID }],
    })
    expect(merged.failures).toMatchObject([{ topic: 'orders', error: { code: 'UNKNOWN_TOPIC_ID' } }])
    expect(merged.unknownTopicIds).toEqual([])
  })

  it('an id that nobody knows is handed back', () => {
    const merged = merge(nothingKnown, { topics: [{ name: null, id: idB, error: ErrorCodes.UNKNOWN_TOPIC_ID }] })
    expect(merged.unknownTopicIds).toEqual([idB])
    expect(merged.failures).toEqual([])
  })
})

describe('partitions', () => {
  it('that a stale broker omits are kept and reported (instant failure after CreatePartitions)', () => {
    const known = stateWith(orders({ leader: 1 }, { leader: 2 }))
    const merged = merge(known, { topics: [orders({ leader: 1 })] })
    expect(leaderOf(merged, 1)).toEqual([2, 0])
    expect(merged.updates).toEqual([])
    expect(merged.failures).toMatchObject([
      { topic: 'orders', partition: 1, error: { code: 'INCOMPLETE_METADATA', retriable: true } },
    ])
  })

  it('never become fewer while the topic has the same id, however often it is told', () => {
    let state = stateWith(orders({}, {}))
    for (let answer = 0; answer < 3 * toleratedAnswers; answer += 1)
      state = merge(state, { topics: [orders({})] }).state
    expect(state.snapshot.topics.get('orders')?.partitions).toHaveLength(2)
  })

  it('become fewer, as a topic created anew, where topics have no ids and it is told repeatedly', () => {
    let state = stateWith({ name: 'orders', partitions: [{}, { epoch: 9 }] })
    let merged: MetadataMerge | undefined
    for (let answer = 0; answer < toleratedAnswers; answer += 1) {
      merged = merge(state, { topics: [{ name: 'orders', partitions: [{}] }] })
      state = merged.state
    }
    expect(state.snapshot.topics.get('orders')?.partitions).toHaveLength(1)
    expect(merged?.updates[0]?.change.isNewTopicId).toBe(true)
  })

  it('that are new are told as changed, and only they', () => {
    const merged = merge(stateWith(orders({})), { topics: [orders({}, { leader: 3 })] })
    expect(merged.updates[0]?.change.changedPartitions.map(({ partition }) => partition)).toEqual([1])
  })

  it('whose replicas changed are new in the snapshot but no news', () => {
    const merged = merge(stateWith(orders({}, {})), { topics: [orders({ isr: [1] }, {})] })
    expect(merged.updates).toEqual([])
    expect(merged.state.snapshot.topics.get('orders')?.partitions[0]?.isr).toEqual([1])
  })

  it('without any difference keep their objects, so that comparing snapshots is cheap', () => {
    const known = stateWith(orders({}, {}))
    const merged = merge(known, { topics: [orders({}, {})] })
    expect(merged.state.snapshot.topics.get('orders')).toBe(known.snapshot.topics.get('orders'))
  })

  it('whose leader is not among the brokers are reported', () => {
    const merged = merge(nothingKnown, { brokers: [1], topics: [orders({ leader: 2 })] })
    expect(merged.failures).toMatchObject([{ partition: 0, error: { code: 'INCOMPLETE_METADATA' } }])
  })

  it('with a follower that is down are usable', () => {
    const merged = merge(nothingKnown, { topics: [orders({ leader: 1, error: ErrorCodes.REPLICA_NOT_AVAILABLE })] })
    expect(merged.failures).toEqual([])
  })
})

describe('topics', () => {
  it('without error and without partitions are a failure, not a success', () => {
    const merged = merge(nothingKnown, { topics: [orders()] })
    expect(merged.failures).toMatchObject([{ topic: 'orders', error: { code: 'INCOMPLETE_METADATA' } }])
    expect(merged.state.snapshot.topics.size).toBe(0)
  })

  it('with an error keep what is known of them', () => {
    const merged = merge(stateWith(orders({})), {
      topics: [{ name: 'orders', error: ErrorCodes.TOPIC_AUTHORIZATION_FAILED }],
    })
    expect(merged.state.snapshot.topics.has('orders')).toBe(true)
    expect(merged.failures).toMatchObject([
      { topic: 'orders', error: { code: 'TOPIC_AUTHORIZATION_FAILED', retriable: false } },
    ])
  })

  it('that are said not to exist are gone only when it is said repeatedly', () => {
    let state = stateWith(orders({}))
    for (let answer = 1; answer < toleratedAnswers; answer += 1) {
      const merged = merge(state, { topics: [{ name: 'orders', error: ErrorCodes.UNKNOWN_TOPIC_OR_PARTITION }] })
      expect(merged.goneTopics).toEqual([])
      expect(merged.failures).toHaveLength(1)
      state = merged.state
    }
    const merged = merge(state, { topics: [{ name: 'orders', error: ErrorCodes.UNKNOWN_TOPIC_OR_PARTITION }] })
    expect(merged.goneTopics).toEqual(['orders'])
    expect(merged.state.snapshot.topics.size).toBe(0)
  })

  it('that were asked for and not answered are reported', () => {
    const merged = mergeMetadata(nothingKnown, metadataResponse(), { topics: ['orders'], isForAllTopics: false }, 0)
    expect(merged.failures).toMatchObject([{ topic: 'orders', error: { code: 'INCOMPLETE_METADATA' } }])
  })

  it('that were not asked for stay as they are', () => {
    const known = stateWith(orders({}))
    const merged = merge(known, { topics: [{ name: 'payments', partitions: [{}] }] })
    expect(merged.state.snapshot.topics.get('orders')).toBe(known.snapshot.topics.get('orders'))
  })

  it('missing from the complete list are as good as unknown', () => {
    let state = stateWith(orders({}))
    let gone: readonly string[] = []
    for (let answer = 0; answer < toleratedAnswers; answer += 1) {
      const merged = mergeMetadata(state, metadataResponse(), { topics: ['payments'], isForAllTopics: true }, 0)
      expect(merged.failures).toMatchObject([{ topic: 'payments', error: { code: 'UNKNOWN_TOPIC_OR_PARTITION' } }])
      state = merged.state
      gone = merged.goneTopics
    }
    expect(gone).toEqual(['orders'])
  })

  it('that nobody needs can be forgotten', () => {
    const state = forgetTopics(stateWith(orders({})), (topic) => topic === 'orders', zeroUuid)
    expect(state.snapshot.topics.size).toBe(0)
    expect(state.snapshot.topicNamesById.size).toBe(0)
  })
})

describe('brokers', () => {
  it('of an answer replace the known ones', () => {
    const merged = merge(stateWith(), { brokers: [4, 5] })
    expect([...merged.state.snapshot.brokers.keys()]).toEqual([4, 5])
  })

  it('of an empty answer change nothing: that broker has just started', () => {
    const merged = merge(stateWith(), { brokers: [] })
    expect([...merged.state.snapshot.brokers.keys()]).toEqual([1, 2, 3])
  })
})
