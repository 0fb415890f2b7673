import { describe, expect, it } from 'vitest'
import { ErrorCodes } from '../../../src/errors/error-codes.ts'
import { FetchSession, type PartitionRequest } from '../../../src/fetch/fetch-session.ts'
import { zeroUuid } from '../../../src/protocol/uuid.ts'

const topicId = 'TTTTTTTTTTTTTTTTTTTTAA'

function request(partition: number, fields: Partial<PartitionRequest> = {}): PartitionRequest {
  const defaults = { fetchOffset: 0n, leaderEpoch: 0, lastFetchedEpoch: -1, maxBytes: 100 }
  return { topic: 'orders', topicId, partition, ...defaults, ...fields }
}

function partitions(requests: readonly { readonly partition: number }[]): number[] {
  return requests.map(({ partition }) => partition)
}

function opened(wanted: readonly PartitionRequest[], sessionId = 7): FetchSession {
  const session = new FetchSession()
  session.accepted(session.plan(wanted, true), sessionId)
  return session
}

describe('a fetch session', () => {
  it('is asked for with all partitions and epoch 0', () => {
    const plan = new FetchSession().plan([request(0), request(1)], true)
    expect(plan).toMatchObject({ sessionId: 0, sessionEpoch: 0, forgotten: [] })
    expect(partitions(plan.named)).toEqual([0, 1])
  })

  it('names what is new or changed and forgets what is gone', () => {
    const session = opened([request(0), request(1), request(2)])
    const plan = session.plan([request(0), request(1, { fetchOffset: 5n }), request(3)], true)
    expect(plan).toMatchObject({ sessionId: 7, sessionEpoch: 1 })
    expect(partitions(plan.named)).toEqual([1, 3])
    expect(partitions(plan.forgotten)).toEqual([2])
  })

  for (const change of [{ leaderEpoch: 1 }, { lastFetchedEpoch: 3 }, { maxBytes: 200 }]) {
    it(`names a partition again when ${Object.keys(change)[0]} has changed`, () => {
      const session = opened([request(0)])
      expect(partitions(session.plan([request(0, change)], true).named)).toEqual([0])
    })
  }

  it('plans without remembering: only an accepted plan counts', () => {
    const session = opened([request(0)])
    session.plan([request(0), request(1)], true)
    expect(partitions(session.plan([request(0), request(1)], true).named)).toEqual([1])
  })

  it('forgets a topic that was created anew, and names it with its new id', () => {
    const session = opened([request(0)])
    const other = 'UUUUUUUUUUUUUUUUUUUUAA'
    const plan = session.plan([request(0, { topicId: other })], true)
    expect(plan.named[0]?.topicId).toBe(other)
    expect(plan.forgotten[0]?.topicId).toBe(topicId)
  })

  it('is replaced after a request without an answer', () => {
    const session = opened([request(0)])
    session.interrupted()
    const plan = session.plan([request(0)], true)
    expect(plan).toMatchObject({ sessionId: 7, sessionEpoch: 0 })
    expect(partitions(plan.named)).toEqual([0])
  })

  it('is replaced when topics are named differently than before', () => {
    const session = opened([request(0)])
    expect(session.plan([request(0, { topicId: zeroUuid })], false)).toMatchObject({ sessionId: 7, sessionEpoch: 0 })
  })

  it('begins anew at once when the broker does not know it, and goes without when that happens again', () => {
    const session = opened([request(0)])
    expect(session.lost(ErrorCodes.FETCH_SESSION_ID_NOT_FOUND)).toBe(true)
    expect(session.plan([request(0)], true)).toMatchObject({ sessionId: 0, sessionEpoch: 0 })
    expect(session.lost(ErrorCodes.FETCH_SESSION_ID_NOT_FOUND)).toBe(false)
    expect(session.plan([request(0)], true)).toMatchObject({ sessionId: 0, sessionEpoch: -1 })
  })

  it('is asked for again now and then when the broker has refused it', () => {
    const session = opened([request(0)], 0)
    let sessionless = 0
    let plan = session.plan([request(0)], true)
    while (plan.sessionEpoch === -1) {
      session.accepted(plan, 0)
      sessionless++
      plan = session.plan([request(0)], true)
    }
    expect(sessionless).toBe(100)
    session.accepted(plan, 9)
    expect(session.plan([request(0)], true)).toMatchObject({ sessionId: 9, sessionEpoch: 1 })
  })

  it('goes on with epoch 1 after the largest', () => {
    const session = opened([request(0)])
    session.accepted({ ...session.plan([request(0)], true), sessionEpoch: 0x7fffffff }, 7)
    expect(session.plan([request(0)], true).sessionEpoch).toBe(1)
  })

  it('ends once', () => {
    const session = opened([request(0)])
    expect(session.end()).toEqual({ sessionId: 7, sessionEpoch: -1 })
    expect(session.end()).toBeUndefined()
  })
})
