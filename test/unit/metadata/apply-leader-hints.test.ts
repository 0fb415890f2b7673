import { describe, expect, it } from 'vitest'
import { applyLeaderHints } from '../../../src/metadata/apply-leader-hints.ts'
import { mergeMetadata } from '../../../src/metadata/merge-metadata.ts'
import { nothingKnown } from '../../../src/metadata/metadata-state.ts'
import { idA, metadataResponse } from './metadata-responses.ts'

const known = mergeMetadata(
  nothingKnown,
  metadataResponse({
    topics: [
      {
        name: 'orders',
        id: idA,
        partitions: [
          { leader: 1, epoch: 5 },
          { leader: 2, epoch: 5 },
        ],
      },
    ],
  }),
  { topics: ['orders'], isForAllTopics: false },
  0,
).state

const newBroker = { nodeId: 9, host: 'broker-9', port: 9092, rack: 'b' }

describe('leader hints (KIP-951)', () => {
  it('move a partition to a newer leader', () => {
    const leaders = [{ topic: 'orders', partition: 0, leader: 3, leaderEpoch: 6 }]
    const { state, updates } = applyLeaderHints(known, { leaders, endpoints: [] })
    expect(state.snapshot.generation).toBe(known.snapshot.generation + 1)
    expect(updates[0]?.change.changedPartitions).toMatchObject([{ partition: 0, leader: 3, leaderEpoch: 6 }])
    expect(state.snapshot.topics.get('orders')?.partitions[1]).toBe(known.snapshot.topics.get('orders')?.partitions[1])
  })

  it('of the same or an older epoch are ignored', () => {
    const leaders = [
      { topic: 'orders', partition: 0, leader: 3, leaderEpoch: 5 },
      { topic: 'orders', partition: 1, leader: 3, leaderEpoch: 4 },
    ]
    expect(applyLeaderHints(known, { leaders, endpoints: [] }).state).toBe(known)
  })

  it('never remove a broker (a hint read as the full list closed connections and reordered records)', () => {
    const leaders = [{ topic: 'orders', partition: 0, leader: 9, leaderEpoch: 6 }]
    const { state, endpoints } = applyLeaderHints(known, { leaders, endpoints: [newBroker] })
    expect([...state.snapshot.brokers.keys()]).toEqual([1, 2, 3, 9])
    expect(endpoints).toEqual([newBroker])
  })

  it('move a broker to its new address', () => {
    const moved = { nodeId: 2, host: 'elsewhere', port: 9093, rack: null }
    const { state } = applyLeaderHints(known, { leaders: [], endpoints: [moved] })
    expect(state.snapshot.brokers.get(2)).toEqual(moved)
  })

  it('to a broker without address are ignored: nobody could reach it', () => {
    const leaders = [{ topic: 'orders', partition: 0, leader: 77, leaderEpoch: 6 }]
    expect(applyLeaderHints(known, { leaders, endpoints: [] }).state).toBe(known)
  })

  it('about nothing (-1, the default of the field) are ignored', () => {
    const leaders = [{ topic: 'orders', partition: 0, leader: -1, leaderEpoch: -1 }]
    const endpoints = [{ nodeId: -1, host: '', port: 0, rack: null }]
    expect(applyLeaderHints(known, { leaders, endpoints }).state).toBe(known)
  })

  it('about topics and partitions that are not known are ignored', () => {
    const leaders = [
      { topic: 'payments', partition: 0, leader: 3, leaderEpoch: 6 },
      { topic: 'orders', partition: 8, leader: 3, leaderEpoch: 6 },
    ]
    expect(applyLeaderHints(known, { leaders, endpoints: [] }).updates).toEqual([])
  })

  it('of several epochs in one answer leave the newest', () => {
    const leaders = [7, 6].map((leaderEpoch) => ({
      topic: 'orders',
      partition: 0,
      leader: leaderEpoch - 5,
      leaderEpoch,
    }))
    const { state } = applyLeaderHints(known, { leaders, endpoints: [] })
    expect(state.snapshot.topics.get('orders')?.partitions[0]).toMatchObject({ leader: 2, leaderEpoch: 7 })
  })

  it('without a rack do not take a known rack away', () => {
    const withRack = applyLeaderHints(known, { leaders: [], endpoints: [newBroker] }).state
    const { state } = applyLeaderHints(withRack, { leaders: [], endpoints: [{ ...newBroker, rack: null }] })
    expect(state).toBe(withRack)
  })
})
