import { describe, expect, it } from 'vitest'
import {
  type ConsumerMemberState,
  checkConsumerMemberMove,
  legalConsumerMemberMoves,
  takesAssignments,
} from '../../../src/group/consumer-member-state.ts'
import {
  decodeAssignment,
  decodeSubscription,
  encodeAssignment,
  encodeSubscription,
} from '../../../src/group/consumer-protocol.ts'
import { HeartbeatSchedule } from '../../../src/group/heartbeat-schedule.ts'
import { makeMemberId } from '../../../src/group/member-id.ts'
import { checkMemberMove, legalMemberMoves, type MemberState } from '../../../src/group/member-state.ts'
import { compareOwnership, sanitize, toTopicIds } from '../../../src/group/owned-partitions.ts'
import { reconcile } from '../../../src/group/reconcile.ts'
import { ManualClock } from '../../../src/support/manual-clock.ts'
import { SeededRandom } from '../../../src/support/seeded-random.ts'

const t = (...partitions: number[]) => partitions.map((partition) => ({ topic: 't', partition }))

describe('reconciling', () => {
  it('gives up what is not wanted, takes what is new and keeps the rest', () => {
    expect(reconcile(t(0, 1, 2), t(2, 3))).toEqual({ revoked: t(0, 1), assigned: t(3), kept: t(2) })
  })

  it('takes a partition that is named twice once', () => {
    expect(reconcile([], t(1, 1)).assigned).toEqual(t(1))
  })

  it('tells partitions of different topics apart', () => {
    const target = [{ topic: 'u', partition: 0 }]
    expect(reconcile(t(0), target)).toEqual({ revoked: t(0), assigned: target, kept: [] })
  })
})

describe('the bytes that members exchange', () => {
  const subscription = {
    topics: ['t'],
    userData: Buffer.from('mine'),
    ownedPartitions: [{ topic: 't', partitions: [1, 2] }],
    generationId: 7,
    rackId: 'a',
  }

  it('come back as they were written, with generation and rack', () => {
    expect(decodeSubscription(Buffer.from(encodeSubscription(subscription)))).toMatchObject(subscription)
  })

  it('are read from a newer client as far as we know them', () => {
    const bytes = Buffer.from(encodeSubscription(subscription))
    bytes.writeInt16BE(9, 0)
    expect(decodeSubscription(Buffer.concat([bytes, Buffer.from('more')]))).toMatchObject(subscription)
  })

  it('are read from the oldest client, which says nothing of what it owns', () => {
    const version0 = Buffer.from([0, 0, 0, 0, 0, 1, 0, 1, 0x74, 255, 255, 255, 255])
    expect(decodeSubscription(version0)).toEqual({
      topics: ['t'],
      userData: null,
      ownedPartitions: [],
      generationId: -1,
      rackId: null,
    })
  })

  it('of an assignment come back as they were written, and none at all is no partitions', () => {
    expect(decodeAssignment(Buffer.from(encodeAssignment(t(3, 1))))).toEqual(t(3, 1))
    expect(decodeAssignment(Buffer.alloc(0))).toEqual([])
  })
})

describe('the states of a member', () => {
  const states = Object.keys(legalMemberMoves) as MemberState[]

  it('lead to closing from everywhere but the end, and from closed nowhere', () => {
    for (const state of states) {
      const canClose = legalMemberMoves[state].includes('closing')
      expect(canClose).toBe(state !== 'closing' && state !== 'closed')
    }
    expect(legalMemberMoves.closed).toEqual([])
  })

  it('refuse a move that the table does not have', () => {
    expect(() => checkMemberMove('closed', 'joining')).toThrow('A group member cannot go from closed to joining')
  })
})

describe('the states of a member under the consumer protocol', () => {
  const states = Object.keys(legalConsumerMemberMoves) as ConsumerMemberState[]

  it('lead out of the group from everywhere', () => {
    for (const state of states.filter((each) => each !== 'unsubscribed')) {
      const reached = new Set<ConsumerMemberState>([state])
      for (const from of reached) for (const to of legalConsumerMemberMoves[from]) reached.add(to)
      expect(reached).toContain('unsubscribed')
    }
  })

  it('join again only when nothing is owned', () => {
    const before = states.filter((state) => legalConsumerMemberMoves[state].includes('joining'))
    expect(before).toEqual(['unsubscribed', 'fenced', 'fatal', 'stale'])
  })

  it('take no assignment outside of the group, or on the way out of it', () => {
    expect(states.filter(takesAssignments)).toEqual(['joining', 'reconciling', 'acknowledging', 'stable'])
  })

  it('refuse a move that the table does not have', () => {
    expect(() => checkConsumerMemberMove('stale', 'stable')).toThrow('cannot go from stale to stable')
  })
})

describe('what a member owns, by topic id', () => {
  const at = (topicId: string, ...partitions: number[]) =>
    partitions.map((partition) => ({ topicId, topic: 't', partition }))

  it('is told in order, whatever order it came in', () => {
    expect(toTopicIds([...at('B', 2, 1), ...at('A', 0)])).toEqual([
      { topicId: 'A', partitions: [0] },
      { topicId: 'B', partitions: [1, 2] },
    ])
  })

  it('has every partition once, and none that cannot be', () => {
    const sent = [
      { topicId: 'A', partitions: [1, -1, 1] },
      { topicId: 'A', partitions: [0] },
      { topicId: 'B', partitions: [] },
    ]
    expect(sanitize(sent)).toEqual([{ topicId: 'A', partitions: [0, 1] }])
  })

  it('tells a topic from the one that had its name before', () => {
    const change = compareOwnership(at('old', 0), at('new', 0))
    expect(change).toEqual({ revoked: at('old', 0), assigned: at('new', 0), kept: [] })
  })
})

describe('the id that a member gives itself', () => {
  it('is a UUID, different for members that draw the same numbers at different times', async () => {
    const clock = new ManualClock()
    const first = makeMemberId(clock, new SeededRandom(1))
    await clock.advance(1)
    const second = makeMemberId(clock, new SeededRandom(1))
    const bytes = Buffer.from(first, 'base64url')
    expect([bytes.length, bytes[6]! >> 4, bytes[8]! >> 6]).toEqual([16, 7, 2])
    expect(second).not.toBe(first)
  })

  it('is different for members of one client that are made in the same moment', () => {
    const random = new SeededRandom(1)
    const clock = new ManualClock()
    expect(makeMemberId(clock, random)).not.toBe(makeMemberId(clock, random))
  })
})

describe('the schedule of heartbeats', () => {
  const open = () => {
    const clock = new ManualClock()
    const schedule = new HeartbeatSchedule(clock)
    const rung: number[] = []
    const startMs = clock.now()
    const wait = () => void schedule.due().then(() => rung.push(clock.now() - startMs))
    return { clock, schedule, rung, wait }
  }

  it('waits until the next one is due', async () => {
    const { clock, schedule, rung, wait } = open()
    schedule.setNext(500)
    wait()
    await clock.advance(1_000)
    expect(rung).toEqual([500])
  })

  it('rings at once, and remembers it when nobody waits', async () => {
    const { clock, schedule, rung, wait } = open()
    schedule.setNext(500)
    schedule.ring()
    wait()
    await clock.advance(1)
    expect([rung, clock.liveTimerLabels]).toEqual([[0], []])
  })

  it('is brought forward, and never put off by that', async () => {
    const { clock, schedule, rung, wait } = open()
    schedule.setNext(500)
    wait()
    schedule.bringForward(200)
    schedule.bringForward(300)
    await clock.advance(1_000)
    expect(rung).toEqual([200])
  })

  it('waits without a timer for what has no time', async () => {
    const { clock, schedule, rung, wait } = open()
    schedule.setNext(Number.POSITIVE_INFINITY)
    wait()
    await clock.advance(100_000)
    expect([rung, clock.liveTimerLabels]).toEqual([[], []])
    schedule.ring()
    await clock.advance(1)
    expect(rung).toHaveLength(1)
  })
})
