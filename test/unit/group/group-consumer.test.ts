import { describe, expect, it } from 'vitest'
import { consumerContext } from '../../../src/consumer/consumer-context.ts'
import { GroupConsumer } from '../../../src/consumer/group-consumer.ts'
import type { GroupConsumerOptions } from '../../../src/consumer/group-consumer-options.ts'
import { ErrorCodes } from '../../../src/errors/error-codes.ts'
import { heartbeatApi } from '../../../src/protocol/apis/heartbeat.ts'
import { joinGroupApi } from '../../../src/protocol/apis/join-group.ts'
import { leaveGroupApi } from '../../../src/protocol/apis/leave-group.ts'
import { offsetCommitApi } from '../../../src/protocol/apis/offset-commit.ts'
import { offsetFetchApi } from '../../../src/protocol/apis/offset-fetch.ts'
import { createDeferred } from '../../../src/support/deferred.ts'
import { codecs } from '../../support/records.ts'
import { consumerWorld } from '../consumer/consumer-world.ts'
import { ModelGroup } from './model-group.ts'
import { closedAfterEach, consumersClose } from './worlds.ts'

function groupWorld(partitionCount = 1) {
  const world = consumerWorld({ partitionCount })
  const group = new ModelGroup(world.cluster)
  const consumers: GroupConsumer[] = []
  const join = (options: Partial<GroupConsumerOptions> = {}): GroupConsumer => {
    const consumer = new GroupConsumer(
      world.core,
      consumerContext(world.core, codecs, () => {}),
      {
        groupId: 'billing',
        topics: ['orders'],
        autoOffsetReset: 'earliest',
        ...options,
      },
    )
    consumers.push(consumer)
    return consumer
  }
  /** The next records, one `next()` each. */
  const next = async (iterator: AsyncIterator<{ offset: bigint }>, count = 1): Promise<bigint[]> => {
    const offsets: bigint[] = []
    for (let index = 0; index < count; index++) {
      const { value } = await world.settle(iterator.next())
      offsets.push(value.offset)
    }
    return offsets
  }
  const offsetsSent = () =>
    world.cluster
      .requestsOf(offsetCommitApi)
      .map(({ body }) => body.topics.flatMap(({ partitions }) => partitions.map((each) => each.committedOffset)))
  const append = (topic: string, partition: number, count: number): void => world.append(topic, partition, count)
  return { ...world, append, group, consumers, join, next, offsetsSent }
}

describe('a consumer of a group', () => {
  const open = closedAfterEach(groupWorld, consumersClose)

  describe('finds where to read', () => {
    it('where the group has got to', async () => {
      const { join, next, append, group, cluster } = open()
      append('orders', 0, 10)
      group.committed.set('orders-0', { offset: 4n, metadata: '' })
      expect(await next(join()[Symbol.asyncIterator](), 2)).toEqual([4n, 5n])
      expect(cluster.requestsOf(offsetFetchApi)[0]?.body.requireStable).toBe(true)
    })

    it('in every partition, not only in the first of its topic', async () => {
      const { join, next, append } = open(3)
      for (const partition of [0, 1, 2]) append('orders', partition, 1)
      expect(await next(join()[Symbol.asyncIterator](), 3)).toEqual([0n, 0n, 0n])
    })

    it('at the reset policy where the group has nothing', async () => {
      const { join, next, append } = open()
      append('orders', 0, 10)
      expect(await next(join()[Symbol.asyncIterator]())).toEqual([0n])
    })

    it('nowhere, and says so, when the policy is none', async () => {
      const { join, settleError, append } = open()
      append('orders', 0, 10)
      const consumer = join({ autoOffsetReset: 'none' })
      expect(await settleError(consumer.poll({ timeoutMs: 5_000 }))).toMatchObject({ code: 'OFFSET_OUT_OF_RANGE' })
    })

    it('where the application has sought, whatever is committed', async () => {
      const { join, next, append, group } = open()
      append('orders', 0, 10)
      group.committed.set('orders-0', { offset: 4n, metadata: '' })
      const consumer: GroupConsumer = join({ onAssigned: () => consumer.seek('orders', 0, 8n) })
      expect(await next(consumer[Symbol.asyncIterator]())).toEqual([8n])
    })

    it('when the transaction that commits the offset is over, and not by a guess', async () => {
      const { join, next, append, group, cluster } = open()
      append('orders', 0, 10)
      group.fetchErrors.push(ErrorCodes.UNSTABLE_OFFSET_COMMIT, ErrorCodes.UNSTABLE_OFFSET_COMMIT)
      group.committed.set('orders-0', { offset: 4n, metadata: '' })
      expect(await next(join()[Symbol.asyncIterator]())).toEqual([4n])
      expect(cluster.requestsOf(offsetFetchApi)).toHaveLength(3)
    })
  })

  it('joins a rebalance while an open transaction holds its offsets back', async () => {
    const { join, append, group, clock, cluster } = open(2)
    append('orders', 0, 10)
    group.fetchErrors.push(...Array.from({ length: 60 }, () => ErrorCodes.UNSTABLE_OFFSET_COMMIT))
    const first = join({ partitionAssignors: ['range'] })
    const second = join({ partitionAssignors: ['range'] })
    void first.poll({ timeoutMs: 0 })
    await clock.advance(100)
    void second.poll({ timeoutMs: 0 })
    await clock.advance(5_000)
    expect([first.assignment.length, second.assignment.length]).toEqual([1, 1])
    expect(cluster.requestsOf(offsetFetchApi).length).toBeLessThan(60)
    expect(first.position('orders', first.assignment[0]!.partition)).toBeUndefined()
    await clock.advance(60_000)
    expect(first.position('orders', first.assignment[0]!.partition)).toBe(0n)
  })

  it('tells its reader of every failure, one after the other', async () => {
    const { join, settleError, group, clock, append, next } = open()
    append('orders', 0, 10)
    const consumer = join({
      onAssigned: () => Promise.reject(new Error('no database')),
      onLost: () => Promise.reject(new Error('still no database')),
    })
    await settleError(consumer.poll({ timeoutMs: 5_000 }))
    group.members.clear()
    await clock.advance(10_000)
    const heard = [await settleError(consumer.poll()), await settleError(consumer.poll())]
    expect(heard.map(({ message }) => message)).toEqual(['still no database', 'no database'])
    expect(await next(consumer[Symbol.asyncIterator]())).toEqual([0n])
  })

  describe('commits', () => {
    it('on time what is finished, and not the record that is in hand', async () => {
      const { join, next, append, clock, group } = open()
      append('orders', 0, 10)
      await next(join()[Symbol.asyncIterator](), 3)
      await clock.advance(6_000)
      expect(group.commits).toEqual([{ partition: 0, offset: 2n, generationId: 1 }])
    })

    it('nothing twice', async () => {
      const { join, next, append, clock, group } = open()
      append('orders', 0, 10)
      await next(join()[Symbol.asyncIterator](), 3)
      await clock.advance(30_000)
      expect(group.commits).toHaveLength(1)
    })

    it('the records of a poll when the next poll asks for more', async () => {
      const { join, append, clock, group, settle } = open()
      append('orders', 0, 10)
      const consumer = join()
      await settle(consumer.poll({ maxRecords: 4 }))
      await clock.advance(6_000)
      const before = group.commits.map(({ offset }) => offset)
      await settle(consumer.poll({ maxRecords: 4 }))
      await clock.advance(6_000)
      expect([before, group.commits.at(-1)?.offset]).toEqual([[0n], 4n])
    })

    it('a batch when the next one is asked for', async () => {
      const { join, append, clock, group, settle } = open()
      append('orders', 0, 5)
      const batches = join().batches()
      await settle(batches.next())
      await clock.advance(6_000)
      const before = group.commits.map(({ offset }) => offset)
      void batches.next()
      await clock.advance(6_000)
      expect([before, group.commits.at(-1)?.offset]).toEqual([[0n], 5n])
    })

    it('what is finished when it is closed, and then leaves', async () => {
      const { join, next, append, group, settle, cluster } = open()
      append('orders', 0, 10)
      const consumer = join()
      await next(consumer[Symbol.asyncIterator](), 4)
      await settle(consumer.close())
      expect(group.commits.map(({ offset }) => offset)).toEqual([3n])
      expect(cluster.requestsOf(leaveGroupApi)).toHaveLength(1)
    })

    it('nothing by itself without autoCommit', async () => {
      const { join, next, append, group, settle, clock } = open()
      append('orders', 0, 10)
      const consumer = join({ autoCommit: false })
      await next(consumer[Symbol.asyncIterator](), 4)
      await clock.advance(20_000)
      await settle(consumer.close())
      expect(group.commits).toEqual([])
    })

    it('its positions when it is told to, and does not go back to the record in hand on close', async () => {
      const { join, next, append, group, settle } = open()
      append('orders', 0, 10)
      const consumer = join()
      await next(consumer[Symbol.asyncIterator](), 4)
      await settle(consumer.commit())
      await settle(consumer.close())
      expect(group.commits.map(({ offset }) => offset)).toEqual([4n])
    })

    it('given offsets with their metadata, and reads them back', async () => {
      const { join, next, append, settle } = open()
      append('orders', 0, 10)
      const consumer = join({ autoCommit: false })
      await next(consumer[Symbol.asyncIterator]())
      await settle(consumer.commit([{ topic: 'orders', partition: 0, offset: 7n, metadata: 'seven' }]))
      const committed = await settle(consumer.committed([{ topic: 'orders', partition: 0 }]))
      expect(committed).toMatchObject([{ topic: 'orders', partition: 0, offset: 7n, metadata: 'seven' }])
    })

    it('one after the other: the second waits for the answer to the first, whose caller has given up', async () => {
      const { join, next, append, clock, cluster, offsetsSent, settleError, settle } = open()
      append('orders', 0, 10)
      const consumer = join({ autoCommit: false })
      await next(consumer[Symbol.asyncIterator]())
      const hold = cluster.hold(offsetCommitApi)
      const giveUp = new AbortController()
      const first = consumer.commit([{ topic: 'orders', partition: 0, offset: 1n }], { signal: giveUp.signal })
      first.catch(() => {})
      const second = consumer.commit([{ topic: 'orders', partition: 0, offset: 2n }])
      await clock.advance(10)
      giveUp.abort(new Error('enough'))
      await clock.advance(10)
      const sentBefore = offsetsSent()
      hold.release()
      await settle(second)
      expect((await settleError(first)).message).toBe('enough')
      expect([sentBefore, offsetsSent()]).toEqual([[[1n]], [[1n], [2n]]])
    })

    it.for(['COORDINATOR_LOAD_IN_PROGRESS', 'REBALANCE_IN_PROGRESS', 'NOT_COORDINATOR', 'REQUEST_TIMED_OUT'] as const)(
      'again after %s',
      async (code) => {
        const { join, next, append, group, settle } = open()
        append('orders', 0, 10)
        const consumer = join({ autoCommit: false })
        await next(consumer[Symbol.asyncIterator](), 2)
        group.commitErrors.push(ErrorCodes[code])
        await settle(consumer.commit())
        expect(group.commits.map(({ offset }) => offset)).toEqual([2n])
      },
    )

    it('nothing for a partition that was lost while the commit waited, in no later generation either', async () => {
      const { join, next, append, group, settleError, clock, offsetsSent } = open()
      append('orders', 0, 10)
      const consumer = join({ autoCommit: false })
      await next(consumer[Symbol.asyncIterator](), 2)
      group.commitErrors.push(ErrorCodes.COORDINATOR_LOAD_IN_PROGRESS)
      group.members.clear()
      const error = await settleError(consumer.commit())
      await clock.advance(10_000)
      expect(error).toMatchObject({ code: 'UNKNOWN_MEMBER_ID' })
      expect(consumer.groupMetadata.memberId).toBe('member-2')
      expect(offsetsSent()).toEqual([[2n]])
      expect(group.commits).toEqual([])
    })

    it('nothing of an assignment that is over, though the partition has come back', async () => {
      const { join, next, append, group, clock, cluster, settleError, offsetsSent } = open()
      append('orders', 0, 10)
      const consumer = join({ autoCommit: false })
      await next(consumer[Symbol.asyncIterator](), 2)
      group.commitErrors.push(...Array.from({ length: 8 }, () => ErrorCodes.COORDINATOR_LOAD_IN_PROGRESS))
      const commit = consumer.commit()
      commit.catch(() => {})
      cluster.once(heartbeatApi, () => ({ errorCode: ErrorCodes.ILLEGAL_GENERATION }))
      await clock.advance(4_000)
      const sentBefore = offsetsSent().length
      expect(consumer.assignment).toHaveLength(1)
      expect(await settleError(commit)).toMatchObject({ code: 'ILLEGAL_STATE' })
      expect(offsetsSent()).toHaveLength(sentBefore)
      expect(group.commits).toEqual([])
    })

    it('no older offset than the group has when a partition comes back with a record of it still in hand', async () => {
      const { join, next, append, group, clock } = open()
      append('orders', 0, 10)
      const consumer = join()
      await next(consumer[Symbol.asyncIterator](), 2)
      group.members.clear()
      group.committed.set('orders-0', { offset: 9n, metadata: 'of the other owner' })
      await clock.advance(20_000)
      expect(consumer.position('orders', 0)).toBe(9n)
      expect(group.committed.get('orders-0')?.offset).toBe(9n)
    })

    it('only what is assigned', async () => {
      const { join, next, append } = open()
      append('orders', 0, 10)
      const consumer = join()
      await next(consumer[Symbol.asyncIterator]())
      const commit = consumer.commit([{ topic: 'orders', partition: 5, offset: 1n }])
      await expect(commit).rejects.toThrow('orders-5 is not assigned to this consumer')
    })
  })

  describe('in a rebalance', () => {
    it('finishes and commits the record in hand before its partition goes', async () => {
      const { join, next, append, group, clock } = open(2)
      append('orders', 0, 10)
      append('orders', 1, 10)
      const first = join({ partitionAssignors: ['range'] })
      const iterator = first[Symbol.asyncIterator]()
      await next(iterator, 1)
      const second = join({ partitionAssignors: ['range'] })
      void second.poll({ timeoutMs: 1 })
      await clock.advance(10_000)
      const whileInHand = [first.assignment.length, group.commits.length]
      void iterator.next()
      await clock.advance(10_000)
      expect(whileInHand[0]).toBe(2)
      expect(group.commits[0]?.offset).toBe(1n)
      expect([first.assignment.length, second.assignment.length]).toEqual([1, 1])
    })

    it('does not wait for a record in hand for ever', async () => {
      const { join, next, append, clock } = open(2)
      append('orders', 0, 10)
      const first = join({ partitionAssignors: ['range'] })
      await next(first[Symbol.asyncIterator](), 1)
      const second = join({ partitionAssignors: ['range'] })
      void second.poll({ timeoutMs: 1 })
      await clock.advance(45_000)
      expect([first.assignment.length, second.assignment.length]).toEqual([1, 1])
    })

    it('waits for onRevoked, in which the application may commit', async () => {
      const { join, next, append, group, clock } = open(2)
      append('orders', 0, 10)
      const stored = createDeferred<void>()
      const first: GroupConsumer = join({
        autoCommit: false,
        partitionAssignors: ['range'],
        onRevoked: async (partitions) => {
          await stored.promise
          await first.commit(partitions.map((each) => ({ ...each, offset: 6n })))
        },
      })
      void first.poll({ timeoutMs: 0 })
      await clock.advance(100)
      await next(first[Symbol.asyncIterator](), 1)
      const second = join({ partitionAssignors: ['range'], autoCommit: false })
      void second.poll({ timeoutMs: 1 })
      await clock.advance(50_000)
      const before = second.assignment.length
      stored.resolve()
      await clock.advance(10_000)
      expect(before).toBe(0)
      expect(group.commits.map(({ offset }) => offset)).toEqual([6n, 6n])
      expect(second.assignment).toHaveLength(1)
    })

    it('tells the reader what a callback has thrown, once, and goes on', async () => {
      const { join, next, append, settleError } = open()
      append('orders', 0, 10)
      const consumer = join({ onAssigned: () => Promise.reject(new Error('no database')) })
      expect((await settleError(consumer.poll({ timeoutMs: 5_000 }))).message).toBe('no database')
      expect(await next(consumer[Symbol.asyncIterator]())).toEqual([0n])
    })

    it('calls onLost, and commits nothing, for what was taken away', async () => {
      const { join, next, append, group, clock } = open()
      append('orders', 0, 10)
      const calls: string[] = []
      const consumer = join({
        onRevoked: () => void calls.push('revoked'),
        onLost: (partitions) => void calls.push(`lost ${partitions.length}`),
      })
      await next(consumer[Symbol.asyncIterator](), 3)
      group.members.clear()
      await clock.advance(4_000)
      expect(calls).toEqual(['lost 1'])
      expect(group.commits).toEqual([])
    })
  })

  it('rejects a read with what keeps it out of its group, and tries again', async () => {
    const { join, next, append, settleError, cluster } = open()
    append('orders', 0, 10)
    cluster.once(joinGroupApi, () => ({ errorCode: ErrorCodes.INCONSISTENT_GROUP_PROTOCOL }))
    const consumer = join()
    const error = await settleError(consumer.poll({ timeoutMs: 5_000 }))
    expect(error).toMatchObject({ code: 'INCONSISTENT_GROUP_PROTOCOL' })
    expect(await next(consumer[Symbol.asyncIterator]())).toEqual([0n])
  })

  it('ends its loops when it is closed, and asks nothing of its group before the first read', async () => {
    const { join, settle, cluster, clock } = open()
    const idle = join()
    await settle(idle.close())
    const asked = cluster.requests.length
    const consumer = join()
    const waiting = consumer[Symbol.asyncIterator]().next()
    await clock.advance(100)
    await settle(consumer.close())
    expect(asked).toBe(0)
    expect(await settle(waiting)).toEqual({ value: undefined, done: true })
  })

  it.for([
    [{ groupId: '' }, "groupId must be a name: ''"],
    [{ topics: [] }, 'topics must be a list of names: []'],
    [{ heartbeatIntervalMs: 45_000 }, 'heartbeatIntervalMs must be shorter than sessionTimeoutMs (45000): 45000'],
    [{ partitionAssignors: ['lucky'] }, "or an object with a name and assign(): 'lucky'"],
    [{ partitionAssignors: ['range', 'range'] }, 'partitionAssignors names one twice: range, range'],
    [{ autoCommit: 1 }, 'autoCommit must be'],
    [{ onLost: 1 }, 'onLost must be a function: 1'],
    [{ sessionTimeout: 1 }, 'sessionTimeout'],
    [{ assignments: [] }, 'groupId and assignments cannot be used together'],
    [{ pattern: /a/ }, 'topics and pattern cannot be used together'],
    [{ topics: undefined, pattern: 1 }, 'pattern must be a RegExp or a string: 1'],
    [
      { topics: undefined, pattern: 'a.*' },
      "a pattern in a string needs groupProtocol 'consumer'; use a RegExp: 'a.*'",
    ],
    [{ groupProtocol: 'share' }, "groupProtocol must be one of classic, consumer: 'share'"],
    [{ groupRemoteAssignor: 'range' }, "groupRemoteAssignor cannot be used with groupProtocol 'classic': 'range'"],
    [
      { groupProtocol: 'consumer', sessionTimeoutMs: 6_000 },
      "sessionTimeoutMs cannot be used with groupProtocol 'consumer': 6000",
    ],
    [
      { groupProtocol: 'consumer', partitionAssignors: ['range'] },
      "partitionAssignors cannot be used with groupProtocol 'consumer'",
    ],
    [{ maxPollIntervalMs: 0 }, 'maxPollIntervalMs must be a whole number of milliseconds from 1 on: 0'],
  ] as const)('refuses %o', ([options, message]) => {
    const { join } = open()
    expect(() => join(options as unknown as Partial<GroupConsumerOptions>)).toThrow(message)
  })
})
