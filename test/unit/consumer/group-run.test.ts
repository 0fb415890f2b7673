import { afterEach, describe, expect, it } from 'vitest'
import { consumerContext } from '../../../src/consumer/consumer-context.ts'
import { GroupConsumer } from '../../../src/consumer/group-consumer.ts'
import type { GroupConsumerOptions } from '../../../src/consumer/group-consumer-options.ts'
import type { HandlerContext } from '../../../src/consumer/run-options.ts'
import { heartbeatApi } from '../../../src/protocol/apis/heartbeat.ts'
import type { ConsumedRecord } from '../../../src/record/record.ts'
import { createDeferred, type Deferred } from '../../../src/support/deferred.ts'
import { codecs, encodeBatch } from '../../support/records.ts'
import { ModelGroup } from '../group/model-group.ts'
import { closedAfterEach, consumersClose } from '../group/worlds.ts'
import { consumerWorld } from './consumer-world.ts'

/** Members of a group whose handlers the test lets go on, record by record. */
function runWorld(partitionCount = 1) {
  const world = consumerWorld({ partitionCount })
  const group = new ModelGroup(world.cluster)
  const consumers: GroupConsumer[] = []
  const join = (options: Partial<GroupConsumerOptions> = {}): GroupConsumer => {
    const consumer = new GroupConsumer(
      world.core,
      consumerContext(world.core, codecs, () => {}),
      { groupId: 'billing', topics: ['orders'], autoOffsetReset: 'earliest', ...options },
    )
    consumers.push(consumer)
    return consumer
  }
  const appendKeyed = (keys: readonly string[]): void => {
    const records = keys.map((key) => ({ timestamp: 1000, key, value: 'x', headers: [] }))
    world.appendBatch('orders', 0, encodeBatch(records, 'none', { partitionLeaderEpoch: 0, baseOffset: 0n }))
  }
  const handler = () => {
    const begun: string[] = []
    const contexts = new Map<string, HandlerContext>()
    const held = new Map<string, Deferred<void>>()
    const eachRecord = (record: ConsumedRecord, context: HandlerContext): Promise<void> => {
      const name = `${record.partition}:${record.offset}`
      begun.push(name)
      contexts.set(name, context)
      held.set(name, createDeferred<void>())
      return held.get(name)!.promise
    }
    const end = (name: string): void => held.get(name)?.resolve()
    const fail = (name: string, error: Error): void => held.get(name)?.reject(error)
    const endAll = (): void => {
      for (const each of held.values()) each.resolve()
    }
    return { begun, contexts, eachRecord, end, fail, endAll }
  }
  const committed = (partition = 0): bigint | undefined => group.committed.get(`orders-${partition}`)?.offset
  const append = (topic: string, partition: number, count: number): void => world.append(topic, partition, count)
  return { ...world, append, group, consumers, join, appendKeyed, handler, committed }
}

describe('run in a group', () => {
  const open = closedAfterEach(runWorld, consumersClose)

  it('commits on time what is finished, and not what is being handled', async () => {
    const { append, join, handler, clock, committed } = open()
    append('orders', 0, 5)
    const { begun, eachRecord, end, endAll } = handler()
    const running = join().run({ eachRecord })
    await clock.advance(1000)
    end('0:0')
    await clock.advance(0)
    end('0:1')
    await clock.advance(6000)
    expect(begun.at(-1)).toBe('0:2')
    expect(committed()).toBe(2n)
    endAll()
    void running
  })

  it('commits only up to the first record that is not finished when keys are handled side by side', async () => {
    const { appendKeyed, join, handler, clock, committed } = open()
    appendKeyed(['a', 'b', 'c', 'd'])
    const { eachRecord, end, endAll } = handler()
    void join().run({ eachRecord, concurrency: 4, ordering: 'key' })
    await clock.advance(1000)
    for (const name of ['0:0', '0:2', '0:3']) end(name)
    await clock.advance(6000)
    const withGap = committed()
    end('0:1')
    await clock.advance(6000)
    expect([withGap, committed()]).toEqual([1n, 4n])
    endAll()
  })

  it('commits what was resolved of a batch that is still being handled', async () => {
    const { append, join, clock, committed } = open()
    append('orders', 0, 5)
    const held = createDeferred<void>()
    void join().run({
      eachBatch: async (_batch, { resolveOffset }) => {
        resolveOffset(2n)
        resolveOffset(1n)
        await held.promise
      },
    })
    await clock.advance(6000)
    expect(committed()).toBe(3n)
    held.resolve()
  })

  it('commits nothing of a record whose handler failed, on close neither', async () => {
    const { append, join, handler, clock, settle, committed } = open()
    append('orders', 0, 5)
    const consumer = join()
    const { eachRecord, end, fail } = handler()
    const running = consumer.run({ eachRecord }).catch((error: unknown) => error)
    await clock.advance(1000)
    end('0:0')
    await clock.advance(0)
    fail('0:1', new Error('no'))
    expect(await settle(running)).toEqual(new Error('no'))
    await settle(consumer.close())
    expect(committed()).toBe(1n)
  })

  it('finishes and commits in close what is being handled, and begins nothing more', async () => {
    const { append, join, handler, clock, settle, committed } = open()
    append('orders', 0, 5)
    const consumer = join()
    const { begun, eachRecord, end } = handler()
    const running = consumer.run({ eachRecord })
    await clock.advance(1000)
    const closing = consumer.close()
    await clock.advance(2000)
    end('0:0')
    await settle(Promise.all([running, closing]))
    expect(begun).toEqual(['0:0'])
    expect(committed()).toBe(1n)
  })

  it('sends heartbeats while a handler takes longer than the session', async () => {
    const { append, join, handler, clock, cluster } = open()
    append('orders', 0, 2)
    const consumer = join({ sessionTimeoutMs: 10_000 })
    const { eachRecord, endAll } = handler()
    void consumer.run({ eachRecord })
    await clock.advance(1000)
    const before = cluster.requestsOf(heartbeatApi).length
    await clock.advance(30_000)
    expect(cluster.requestsOf(heartbeatApi).length - before).toBeGreaterThanOrEqual(9)
    endAll()
  })

  it('finishes and commits what is being handled before its partition goes, and begins no more of it', async () => {
    const { append, join, handler, clock, committed } = open(2)
    append('orders', 0, 10)
    append('orders', 1, 10)
    const first = join({ partitionAssignors: ['range'] })
    const { begun, eachRecord, end, endAll } = handler()
    void first.run({ eachRecord, concurrency: 2 })
    await clock.advance(1000)
    expect(begun.toSorted()).toEqual(['0:0', '1:0'])
    const second = join({ partitionAssignors: ['range'] })
    const other = handler()
    void second.run({ eachRecord: other.eachRecord, concurrency: 2 })
    await clock.advance(10_000)
    const whileHandling = [first.assignment.length, other.begun.length]
    end('0:0')
    end('1:0')
    await clock.advance(10_000)
    expect(whileHandling).toEqual([2, 0])
    expect([committed(0), committed(1)]).toEqual([1n, 1n])
    expect([...begun, ...other.begun].toSorted()).toEqual(['0:0', '0:1', '1:0', '1:1'])
    endAll()
    other.endAll()
  })

  it('does not hold a rebalance up for records that only wait for their key', async () => {
    const { appendKeyed, append, join, handler, clock, committed } = open(2)
    appendKeyed(Array.from({ length: 50 }, () => 'hot'))
    append('orders', 1, 1)
    const first = join({ partitionAssignors: ['range'] })
    const { eachRecord, end, endAll } = handler()
    void first.run({ eachRecord, concurrency: 4, ordering: 'key' })
    await clock.advance(1000)
    const second = join({ partitionAssignors: ['range'] })
    void second.poll({ timeoutMs: 1 })
    await clock.advance(5000)
    end('0:0')
    end('1:0')
    await clock.advance(5000)
    expect([first.assignment.length, second.assignment.length]).toEqual([1, 1])
    expect(committed(0)).toBe(1n)
    endAll()
  })

  it('does not wait for a handler for ever: its signal fires, and what it finishes is not committed', async () => {
    const { append, join, handler, clock, group } = open(2)
    append('orders', 0, 10)
    append('orders', 1, 10)
    const first = join({ partitionAssignors: ['range'] })
    const { contexts, eachRecord, endAll } = handler()
    void first.run({ eachRecord, concurrency: 2 })
    await clock.advance(1000)
    const signals = ['0:0', '1:0'].map((name) => contexts.get(name)!.signal)
    const second = join({ partitionAssignors: ['range'] })
    void second.poll({ timeoutMs: 1 })
    await clock.advance(45_000)
    expect([first.assignment.length, second.assignment.length]).toEqual([1, 1])
    expect(signals.map(({ aborted }) => aborted)).toEqual([true, true])
    expect(contexts.get('0:0')?.isStale).toBe(true)
    endAll()
    await clock.advance(6000)
    const given = group.commits.filter(
      ({ partition }) => !first.assignment.some((each) => each.partition === partition),
    )
    expect(given.map(({ offset }) => offset)).not.toContain(1n)
    endAll()
  })

  it('begins nothing more of a partition that was lost, and waits for its old handler when it comes back', async () => {
    const { append, join, handler, clock, group } = open()
    append('orders', 0, 5)
    const lost: number[] = []
    const consumer = join({ onLost: (partitions) => void lost.push(partitions.length) })
    const { begun, contexts, eachRecord, end, endAll } = handler()
    void consumer.run({ eachRecord, concurrency: 2 })
    await clock.advance(1000)
    group.members.clear()
    await clock.advance(10_000)
    expect(lost).toEqual([1])
    expect(contexts.get('0:0')?.signal.aborted).toBe(true)
    expect([consumer.assignment.length, begun]).toEqual([1, ['0:0']])
    end('0:0')
    await clock.advance(1000)
    expect(begun).toEqual(['0:0', '0:0'])
    expect(group.commits.filter(({ offset }) => offset > 0n)).toEqual([])
    endAll()
  })
})

describe('marks', () => {
  const worlds: ReturnType<typeof runWorld>[] = []
  const open = () => {
    const world = runWorld()
    worlds.push(world)
    world.append('orders', 0, 10)
    return { ...world, consumer: world.join({ autoCommit: 'marked' }) }
  }
  afterEach(async () => {
    for (const { consumers, settle, core } of worlds.splice(0)) {
      await settle(Promise.all(consumers.map((consumer) => consumer.close())))
      await settle(core.close())
    }
  })

  it('are what is committed on time, and nothing else is', async () => {
    const { consumer, settle, clock, group, committed } = open()
    const records = await settle(consumer.poll())
    await settle(consumer.poll({ timeoutMs: 0 }))
    await clock.advance(6000)
    expect(group.commits).toEqual([])
    consumer.mark(records[3]!)
    await clock.advance(6000)
    expect(committed()).toBe(4n)
    await clock.advance(20_000)
    expect(group.commits).toHaveLength(1)
  })

  it('are committed on close', async () => {
    const { consumer, settle, committed } = open()
    const records = await settle(consumer.poll())
    consumer.mark(records.slice(0, 6))
    await settle(consumer.close())
    expect(committed()).toBe(6n)
  })

  it('never go back: the furthest counts', async () => {
    const { consumer, settle, clock, group } = open()
    const records = await settle(consumer.poll())
    consumer.mark(records[5]!)
    consumer.mark(records[2]!)
    await clock.advance(6000)
    consumer.mark([records[0]!, records[4]!])
    await clock.advance(6000)
    expect(group.commits.map(({ offset }) => offset)).toEqual([6n])
  })

  it('take batches, and offsets with metadata', async () => {
    const { consumer, settle, clock, group, committed } = open()
    const [batch] = [(await settle(consumer.batches().next())).value ?? undefined]
    consumer.mark({ topic: 'orders', partition: 0, offset: 2n, metadata: 'two' })
    await clock.advance(6000)
    expect(group.committed.get('orders-0')).toEqual({ offset: 2n, metadata: 'two' })
    consumer.mark(batch!)
    await clock.advance(6000)
    expect(committed()).toBe(10n)
  })

  it('are void after a seek back, so that what is read again is marked again', async () => {
    const { consumer, settle, clock, group } = open()
    const records = await settle(consumer.poll())
    consumer.mark(records[7]!)
    await clock.advance(6000)
    consumer.seek('orders', 0, 1n)
    // A handler that is late: this was before the seek.
    consumer.mark(records[8]!)
    await clock.advance(6000)
    expect(group.commits.map(({ offset }) => offset)).toEqual([8n])
    const [again] = await settle(consumer.poll({ maxRecords: 1 }))
    consumer.mark(again!)
    await clock.advance(6000)
    expect(group.commits.map(({ offset }) => offset)).toEqual([8n, 2n])
  })

  it('do not take the group back behind an explicit commit', async () => {
    const { consumer, settle, clock, group } = open()
    const records = await settle(consumer.poll())
    await settle(consumer.commit(records[8]))
    consumer.mark(records[3]!)
    await clock.advance(6000)
    expect(group.commits.map(({ offset }) => offset)).toEqual([9n])
  })

  it('of a partition that is not assigned are nobody’s trouble, for a closed consumer neither', async () => {
    const { consumer, settle, group } = open()
    const [record] = await settle(consumer.poll())
    consumer.mark({ topic: 'orders', partition: 9, offset: 1n })
    await settle(consumer.close())
    consumer.mark(record!)
    expect(group.commits).toEqual([])
  })
})

describe('an explicit commit', () => {
  const commitOf = async (what: (records: readonly ConsumedRecord[]) => Parameters<GroupConsumer['commit']>[0]) => {
    const world = runWorld()
    world.append('orders', 0, 10)
    const consumer = world.join({ autoCommit: false })
    const records = await world.settle(consumer.poll())
    const outcome = await world.settle(consumer.commit(what(records)).catch((error: unknown) => error))
    await world.settle(consumer.close())
    await world.settle(world.core.close())
    return { committed: world.group.committed.get('orders-0'), outcome }
  }

  it('takes a record: the next one is where the group goes on', async () => {
    expect((await commitOf((records) => records[4])).committed).toEqual({ offset: 5n, metadata: '' })
  })

  it('takes a list of records, of which the furthest counts', async () => {
    expect((await commitOf((records) => [records[4]!, records[2]!])).committed?.offset).toBe(5n)
  })

  it('takes an offset as it is, with metadata', async () => {
    const what = () => ({ topic: 'orders', partition: 0, offset: 3n, metadata: 'host-7' })
    expect((await commitOf(what)).committed).toEqual({ offset: 3n, metadata: 'host-7' })
  })

  it('takes nothing for all positions', async () => {
    expect((await commitOf(() => undefined)).committed?.offset).toBe(10n)
  })

  it('refuses what is none of these, before it asks anybody', async () => {
    const { committed, outcome } = await commitOf(() => ({ topic: 'orders', partition: 0, offset: 3 }) as never)
    expect(outcome).toMatchObject({
      code: 'INVALID_CONFIG',
      message: expect.stringContaining('offset must be a bigint'),
    })
    expect(committed).toBeUndefined()
  })
})
