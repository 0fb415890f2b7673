import { afterEach, describe, expect, it } from 'vitest'
import { type Outcome, splitRequest } from '../../../src/client/split-request.ts'
import { BrokerError } from '../../../src/errors/broker-error.ts'
import { ConnectionError } from '../../../src/errors/connection-errors.ts'
import { ErrorCodes } from '../../../src/errors/error-codes.ts'
import type { Deadline } from '../../../src/support/deadline.ts'
import { type ClientWorld, clientWorld } from './client-world.ts'

let world: ClientWorld

afterEach(async () => {
  await world.core.close()
  expect(world.clock.liveTimerLabels).toEqual([])
})

type Answer = (nodeId: number, partitions: readonly number[]) => ReadonlyMap<number, Outcome<string>>

/** Asks the leaders of the partitions of orders; `sent` collects who was asked for what. */
function split(partitions: readonly number[], answer: Answer, deadline: Deadline = world.deadline()) {
  const sent: string[] = []
  const request = {
    targets: partitions,
    routeOf: (partition: number) => ({ to: 'leader', topic: 'orders', partition }) as const,
    nameOf: (partition: number) => `orders-${partition}`,
    send: async ({ nodeId }: { readonly nodeId: number }, ofNode: readonly number[]) => {
      sent.push(`${nodeId}: ${[...ofNode].sort((a, b) => a - b).join(' ')}`)
      return answer(nodeId, ofNode)
    },
  }
  return { sent, outcomes: splitRequest(world.core, request, deadline) }
}

const fine: Answer = (nodeId, partitions) =>
  new Map(partitions.map((partition) => [partition, { value: `${partition} by ${nodeId}` }]))

function error(name: keyof typeof ErrorCodes): { error: BrokerError } {
  return { error: new BrokerError('Cannot do it', ErrorCodes[name]) }
}

describe('a request for many partitions', () => {
  it('is one request a leader, with the answers in the order of the question', async () => {
    world = clientWorld()
    world.cluster.createTopic('orders', { leaders: [1, 2, 1, 3] })
    const { sent, outcomes } = split([3, 0, 1, 2], fine)
    expect([...(await world.settle(outcomes))]).toEqual([
      [3, { value: '3 by 3' }],
      [0, { value: '0 by 1' }],
      [1, { value: '1 by 2' }],
      [2, { value: '2 by 1' }],
    ])
    expect(sent.sort()).toEqual(['1: 0 2', '2: 1', '3: 3'])
  })

  it('asks again only for what failed, where it lives then', async () => {
    world = clientWorld()
    world.cluster.createTopic('orders', { leaders: [1, 1] })
    let isFirst = true
    const { sent, outcomes } = split([0, 1], (nodeId, partitions) => {
      const answers = new Map(fine(nodeId, partitions))
      if (isFirst) {
        world.cluster.moveLeader('orders', 1, 2)
        answers.set(1, error('NOT_LEADER_OR_FOLLOWER'))
      }
      isFirst = false
      return answers
    })
    expect((await world.settle(outcomes)).get(1)).toEqual({ value: '1 by 2' })
    expect(sent).toEqual(['1: 0 1', '2: 1'])
  })

  it('lets one that cannot succeed fail alone', async () => {
    world = clientWorld()
    world.cluster.createTopic('orders', { leaders: [1, 1] })
    const { sent, outcomes } = split([0, 1], (nodeId, partitions) =>
      new Map(fine(nodeId, partitions)).set(0, error('TOPIC_AUTHORIZATION_FAILED')),
    )
    const settled = await world.settle(outcomes)
    expect(settled.get(0)).toMatchObject({ error: { code: 'TOPIC_AUTHORIZATION_FAILED' } })
    expect(settled.get(1)).toEqual({ value: '1 by 1' })
    expect(sent).toHaveLength(1)
  })

  it('takes silence about a partition for a failure', async () => {
    world = clientWorld()
    world.cluster.createTopic('orders', { leaders: [1] })
    const { outcomes } = split([0], () => new Map())
    expect((await world.settle(outcomes)).get(0)).toMatchObject({
      error: { code: 'MISSING_ANSWER', message: 'Broker 1 answered without a word about orders-0' },
    })
  })

  it('fails the partitions of a broker that fails, and repeats them', async () => {
    world = clientWorld()
    world.cluster.createTopic('orders', { leaders: [1, 2] })
    let failures = 2
    const { outcomes } = split([0, 1], (nodeId, partitions) => {
      if (nodeId === 2 && failures-- > 0) throw new ConnectionError('CONNECTION_CLOSED', 'closed')
      return fine(nodeId, partitions)
    })
    const settled = await world.settle(outcomes)
    expect([...settled.values()]).toEqual([{ value: '0 by 1' }, { value: '1 by 2' }])
  })

  it('keeps what succeeded when the time is over for the rest', async () => {
    world = clientWorld()
    world.cluster.createTopic('orders', { leaders: [1, 2] })
    const answer: Answer = (nodeId, partitions) =>
      nodeId === 1 ? fine(nodeId, partitions) : new Map(partitions.map((each) => [each, error('REQUEST_TIMED_OUT')]))
    const { outcomes } = split([0, 1], answer, world.deadline(2_000))
    const settled = await world.settle(outcomes)
    expect(settled.get(0)).toEqual({ value: '0 by 1' })
    expect(settled.get(1)).toMatchObject({ error: { code: 'TIMEOUT', cause: { code: 'REQUEST_TIMED_OUT' } } })
    expect(world.clock.now()).toBeLessThanOrEqual(2_000)
  })

  it('fails for a partition that does not exist, and answers for the others', async () => {
    world = clientWorld()
    world.cluster.createTopic('orders', { leaders: [1] })
    const { outcomes } = split([0, 9], fine)
    const settled = await world.settle(outcomes)
    expect(settled.get(0)).toEqual({ value: '0 by 1' })
    expect(settled.get(9)).toMatchObject({ error: { code: 'UNKNOWN_TOPIC_OR_PARTITION' } })
  })

  it("rejects with the signal's own reason", async () => {
    world = clientWorld()
    world.cluster.createTopic('orders', { leaders: [1] })
    const controller = new AbortController()
    const { outcomes } = split(
      [0],
      () => new Map([[0, error('REQUEST_TIMED_OUT')]]),
      world.deadline(30_000, controller.signal),
    )
    await world.clock.advance(500)
    controller.abort('enough')
    await expect(outcomes).rejects.toBe('enough')
  })

  it('for nothing asks nobody', async () => {
    world = clientWorld()
    const { sent, outcomes } = split([], fine)
    expect((await outcomes).size).toBe(0)
    expect(sent).toEqual([])
    expect(world.cluster.requests).toEqual([])
  })
})
