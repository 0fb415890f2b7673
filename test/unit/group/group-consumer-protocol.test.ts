import { describe, expect, it } from 'vitest'
import { consumerContext } from '../../../src/consumer/consumer-context.ts'
import { GroupConsumer } from '../../../src/consumer/group-consumer.ts'
import type { GroupConsumerOptions } from '../../../src/consumer/group-consumer-options.ts'
import { ErrorCodes } from '../../../src/errors/error-codes.ts'
import { consumerGroupHeartbeatApi } from '../../../src/protocol/apis/consumer-group-heartbeat.ts'
import { metadataApi } from '../../../src/protocol/apis/metadata.ts'
import { offsetCommitApi } from '../../../src/protocol/apis/offset-commit.ts'
import { offsetFetchApi } from '../../../src/protocol/apis/offset-fetch.ts'
import { createDeferred } from '../../../src/support/deferred.ts'
import { codecs } from '../../support/records.ts'
import { consumerWorld } from '../consumer/consumer-world.ts'
import { ModelConsumerGroup } from './model-consumer-group.ts'
import { closedAfterEach, consumersClose } from './worlds.ts'

function groupWorld(partitionCount = 1) {
  const world = consumerWorld({ partitionCount })
  const group = new ModelConsumerGroup(world.cluster)
  const consumers: GroupConsumer[] = []
  const join = (options: Partial<GroupConsumerOptions> = {}): GroupConsumer => {
    const context = consumerContext(world.core, codecs, () => {})
    const own = {
      groupId: 'billing',
      topics: ['orders'],
      autoOffsetReset: 'earliest',
      groupProtocol: 'consumer',
    } as const
    const consumer = new GroupConsumer(world.core, context, { ...own, ...options })
    consumers.push(consumer)
    return consumer
  }
  const next = async (iterator: AsyncIterator<{ offset: bigint }>, count = 1): Promise<bigint[]> => {
    const offsets: bigint[] = []
    for (let index = 0; index < count; index++) offsets.push((await world.settle(iterator.next())).value.offset)
    return offsets
  }
  const append = (partition: number, count: number): void => world.append('orders', partition, count)
  return { ...world, append, group, consumers, join, next }
}

describe('a consumer under the consumer protocol', () => {
  const open = closedAfterEach(groupWorld, consumersClose)

  it('goes on where the group has got to, and asks as the member that it is', async () => {
    const { join, next, append, group, cluster } = open()
    append(0, 10)
    group.offsets.committed.set('orders-0', { offset: 4n, metadata: '' })
    const consumer = join()
    expect(await next(consumer[Symbol.asyncIterator](), 2)).toEqual([4n, 5n])
    const { memberId, generationId } = consumer.groupMetadata
    expect(cluster.requestsOf(offsetFetchApi)[0]?.body.groups[0]).toMatchObject({ memberId, memberEpoch: generationId })
  })

  it('commits by topic id, in its epoch', async () => {
    const { join, next, append, settle, group, cluster } = open()
    append(0, 10)
    const consumer = join()
    await next(consumer[Symbol.asyncIterator](), 3)
    await settle(consumer.close())
    expect(group.offsets.commits).toEqual([{ partition: 0, offset: 2n, generationId: 2 }])
    expect(cluster.requestsOf(offsetCommitApi)[0]).toMatchObject({
      version: 10,
      body: { topics: [{ name: '', topicId: 'TTTTTTTTTTTTTTTTTTT1AA' }] },
    })
  })

  it('commits by name where the coordinator does not know topic ids', async () => {
    const { join, next, append, settle, group, cluster } = open()
    cluster.setVersions(offsetCommitApi, 2, 9)
    cluster.setVersions(offsetFetchApi, 1, 9)
    append(0, 10)
    group.offsets.committed.set('orders-0', { offset: 4n, metadata: '' })
    const consumer = join()
    expect(await next(consumer[Symbol.asyncIterator](), 2)).toEqual([4n, 5n])
    await settle(consumer.commit())
    expect(group.offsets.commits.map(({ offset }) => offset)).toEqual([6n])
  })

  it('asks for the ids of topics again when the coordinator does not know one, and commits then', async () => {
    const { join, next, append, settle, group, cluster } = open()
    append(0, 10)
    const consumer = join({ autoCommit: false })
    await next(consumer[Symbol.asyncIterator](), 3)
    const before = cluster.requestsOf(metadataApi).length
    group.offsets.commitErrors.push(ErrorCodes.UNKNOWN_TOPIC_ID)
    await settle(consumer.commit())
    expect(group.offsets.commits.map(({ offset }) => offset)).toEqual([3n])
    expect(cluster.requestsOf(metadataApi).length).toBeGreaterThan(before)
  })

  it('repeats a commit of an epoch that is over under the new one, which it asks for at once', async () => {
    const { join, next, append, settle, group, clock } = open()
    group.heartbeatIntervalMs = 60_000
    append(0, 10)
    const consumer = join({ autoCommit: false })
    await next(consumer[Symbol.asyncIterator](), 3)
    group.rebalance()
    for (const member of group.members.values()) member.epoch = group.epoch
    // The coordinator takes the epoch before from a member whose answer was lost.
    const startedMs = clock.now()
    group.acceptsPreviousEpoch = true
    await settle(consumer.commit())
    expect(group.offsets.commits).toEqual([{ partition: 0, offset: 3n, generationId: 3 }])
    expect(clock.now() - startedMs).toBeLessThan(5_000)
  })

  it('commits nothing under the new epoch for a partition that is not its own any more', async () => {
    const { join, next, append, settleError, group, clock } = open(2)
    append(0, 10)
    append(1, 10)
    const consumer = join({ autoCommit: false })
    await next(consumer[Symbol.asyncIterator](), 12)
    group.offsets.commitErrors.push(...Array.from({ length: 40 }, () => ErrorCodes.STALE_MEMBER_EPOCH))
    const commit = consumer.commit([{ topic: 'orders', partition: 1, offset: 2n }])
    commit.catch(() => {})
    const other = join({ autoCommit: false })
    void other.poll({ timeoutMs: 0 })
    await clock.advance(40_000)
    expect(await settleError(commit)).toMatchObject({ code: 'ILLEGAL_STATE' })
    expect(group.offsets.commits).toEqual([])
  })

  it('asks again for offsets that it was not given because its epoch was over', async () => {
    const { join, next, append, group, cluster } = open()
    append(0, 10)
    group.offsets.committed.set('orders-0', { offset: 4n, metadata: '' })
    cluster.once(offsetFetchApi, ({ groups }) => ({
      groups: [{ groupId: groups[0]!.groupId, errorCode: ErrorCodes.STALE_MEMBER_EPOCH }],
    }))
    expect(await next(join()[Symbol.asyncIterator]())).toEqual([4n])
  })

  it('finishes and commits the record in hand before its partition goes', async () => {
    const { join, next, append, group, clock } = open(2)
    append(0, 10)
    append(1, 10)
    const first = join()
    const iterator = first[Symbol.asyncIterator]()
    await next(iterator, 11)
    const second = join()
    void second.poll({ timeoutMs: 0 })
    await clock.advance(8_000)
    const inHand = [first.assignment.length, group.offsets.committed.get('orders-1')?.offset]
    void iterator.next()
    await clock.advance(8_000)
    expect(inHand[0]).toBe(2)
    expect(group.offsets.committed.get('orders-1')?.offset).toBe(1n)
    expect([first.assignment.length, second.assignment.length]).toEqual([1, 1])
  })

  it('is out of the group when its application does not get on with a record, and back when it reads', async () => {
    const { join, next, append, group, clock } = open()
    append(0, 10)
    const lost: number[] = []
    const consumer = join({ maxPollIntervalMs: 10_000, onLost: (partitions) => void lost.push(partitions.length) })
    const iterator = consumer[Symbol.asyncIterator]()
    await next(iterator, 3)
    await clock.advance(9_000)
    const before = group.members.size
    await clock.advance(10_000)
    const then = [group.members.size, consumer.assignment.length]
    expect(await next(iterator)).toEqual([2n])
    expect([before, then, lost]).toEqual([1, [0, 0], [1]])
  })

  it('is back at once when a handler hangs beside others that wait for records', async () => {
    const { join, append, group, clock } = open(2)
    append(0, 1)
    const lost: number[] = []
    const hanging = createDeferred<void>()
    const consumer = join({ maxPollIntervalMs: 10_000, onLost: (partitions) => void lost.push(partitions.length) })
    const running = consumer.run({ concurrency: 2, eachRecord: () => hanging.promise })
    await clock.advance(20_000)
    const then = [lost, group.members.size]
    hanging.resolve()
    await clock.advance(10)
    await consumer.close()
    await running
    expect(then).toEqual([[2], 1])
  })

  it('stays in the group for as long as its application waits for records', async () => {
    const { join, group, clock } = open()
    const consumer = join({ maxPollIntervalMs: 10_000 })
    void consumer[Symbol.asyncIterator]().next()
    await clock.advance(60_000)
    expect([group.members.size, consumer.assignment.length]).toEqual([1, 1])
  })

  it('rejects a read with what keeps it out of its group, and tries again', async () => {
    const { join, next, append, settleError, cluster } = open()
    append(0, 10)
    cluster.once(consumerGroupHeartbeatApi, () => ({
      errorCode: ErrorCodes.GROUP_MAX_SIZE_REACHED,
      errorMessage: 'full',
    }))
    const consumer = join()
    expect(await settleError(consumer.poll({ timeoutMs: 5_000 }))).toMatchObject({ code: 'GROUP_MAX_SIZE_REACHED' })
    expect(await next(consumer[Symbol.asyncIterator]())).toEqual([0n])
  })
})
