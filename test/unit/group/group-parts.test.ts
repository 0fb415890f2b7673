import { describe, expect, it } from 'vitest'
import {
  decodeAssignment,
  decodeSubscription,
  encodeAssignment,
  encodeSubscription,
} from '../../../src/group/consumer-protocol.ts'
import { checkMemberMove, legalMemberMoves, type MemberState } from '../../../src/group/member-state.ts'
import { reconcile } from '../../../src/group/reconcile.ts'

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
