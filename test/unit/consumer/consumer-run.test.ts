import { describe, expect, it } from 'vitest'
import type { FailedHandling, HandlerContext } from '../../../src/consumer/run-options.ts'
import type { ConsumedRecord } from '../../../src/record/record.ts'
import { createDeferred, type Deferred } from '../../../src/support/deferred.ts'
import { encodeBatch } from '../../support/records.ts'
import { type ConsumerWorld, consumerWorld, fromEarliest, take } from './consumer-world.ts'

/** A handler that the test lets go on, record by record. */
function heldHandler() {
  const begun: string[] = []
  const contexts = new Map<string, HandlerContext>()
  const held = new Map<string, Deferred<void>>()
  const nameOf = ({ partition, offset }: { partition: number; offset: bigint }): string => `${partition}:${offset}`
  return {
    begun,
    contexts,
    eachRecord: (record: ConsumedRecord, context: HandlerContext): Promise<void> => {
      const name = nameOf(record)
      begun.push(name)
      contexts.set(name, context)
      const deferred = createDeferred<void>()
      held.set(name, deferred)
      return deferred.promise
    },
    end: (name: string): void => held.get(name)?.resolve(),
    fail: (name: string, error: Error): void => held.get(name)?.reject(error),
  }
}

function appendKeyed(world: ConsumerWorld, partition: number, keys: readonly (string | null)[]): void {
  const baseOffset = world.log('orders', partition).highWatermark
  const records = keys.map((key) => ({ timestamp: 1000, key, value: 'x', headers: [] }))
  world.appendBatch('orders', partition, encodeBatch(records, 'none', { partitionLeaderEpoch: 0, baseOffset }))
}

function assigned(count: number) {
  return Array.from({ length: count }, (_, partition) => ({ topic: 'orders', partition, offset: 0n }))
}

/** Ends a run by its signal, and waits for it. */
async function endRun(world: ConsumerWorld, controller: AbortController, running: Promise<void>): Promise<void> {
  controller.abort()
  await world.settle(running)
}

describe('run', () => {
  it('handles one record after the other, over all partitions, unless more are wanted', async () => {
    const world = consumerWorld({ partitionCount: 2 })
    world.append('orders', 0, 2)
    world.append('orders', 1, 2)
    const consumer = world.consumer({ assignments: assigned(2) })
    const { begun, eachRecord, end } = heldHandler()
    const running = consumer.run({ eachRecord })
    await world.settleNow()
    expect(begun).toHaveLength(1)
    end(begun[0]!)
    await world.settleNow()
    expect(begun).toHaveLength(2)
    end(begun[1]!)
    const closing = consumer.close()
    await world.settle(Promise.all([running, closing]))
  })

  it('handles records of different partitions side by side, and those of one in their order', async () => {
    const world = consumerWorld({ partitionCount: 3 })
    for (const partition of [0, 1, 2]) world.append('orders', partition, 3)
    const consumer = world.consumer({ assignments: assigned(3) })
    const { begun, eachRecord, end } = heldHandler()
    const controller = new AbortController()
    const running = consumer.run({ eachRecord, concurrency: 8, signal: controller.signal })
    await world.settleNow()
    expect(begun.toSorted()).toEqual(['0:0', '1:0', '2:0'])
    end('1:0')
    await world.settleNow()
    expect(begun.at(-1)).toBe('1:1')
    expect(begun).toHaveLength(4)
    for (const name of begun) end(name)
    await endRun(world, controller, running)
    await consumer.close()
  })

  it('goes on with other partitions while one is held up, and fetches for them at once', async () => {
    const world = consumerWorld({ partitionCount: 2 })
    world.append('orders', 0, 2)
    const consumer = world.consumer({ assignments: assigned(2), maxPartitionFetchBytes: 1, fetchMaxWaitMs: 30_000 })
    const { begun, eachRecord, end } = heldHandler()
    const controller = new AbortController()
    const running = consumer.run({ eachRecord, concurrency: 2, signal: controller.signal })
    await world.settleNow()
    expect(begun).toEqual(['0:0'])
    const beforeMs = world.clock.now()
    world.append('orders', 1, 1)
    await world.settleNow()
    expect(begun).toEqual(['0:0', '1:0'])
    expect(world.clock.now() - beforeMs).toBeLessThan(10)
    for (const name of begun) end(name)
    await endRun(world, controller, running)
    await consumer.close()
  })

  it('never has more handlers at a time than it may', async () => {
    const world = consumerWorld({ partitionCount: 4 })
    for (const partition of [0, 1, 2, 3]) world.append('orders', partition, 5)
    const consumer = world.consumer({ assignments: assigned(4) })
    const controller = new AbortController()
    let active = 0
    let most = 0
    let count = 0
    const eachRecord = async (): Promise<void> => {
      most = Math.max(most, ++active)
      await Promise.resolve()
      active -= 1
      if (++count === 20) controller.abort()
    }
    await world.settle(consumer.run({ eachRecord, concurrency: 3, signal: controller.signal }))
    expect(most).toBe(3)
    await consumer.close()
  })

  it('handles what a handler that is not async handles at once', async () => {
    const world = consumerWorld()
    world.append('orders', 0, 5000)
    const consumer = world.consumer({ assignments: assigned(1) })
    const controller = new AbortController()
    const offsets: bigint[] = []
    const eachRecord = ({ offset }: ConsumedRecord): void => {
      if (offsets.push(offset) === 5000) controller.abort()
    }
    await world.settle(consumer.run({ eachRecord, signal: controller.signal }))
    expect(offsets).toEqual(Array.from({ length: 5000 }, (_, index) => BigInt(index)))
    await consumer.close()
  })

  it('resolves with the signal when the record in hand is done, and loses nothing', async () => {
    const world = consumerWorld()
    world.append('orders', 0, 5)
    const consumer = world.consumer({ assignments: assigned(1) })
    const { begun, eachRecord, end } = heldHandler()
    const controller = new AbortController()
    const running = consumer.run({ eachRecord, signal: controller.signal })
    await world.settleNow()
    controller.abort()
    let isOver = false
    void running.then(() => {
      isOver = true
    })
    await world.settleNow()
    expect(isOver).toBe(false)
    end('0:0')
    await world.settle(running)
    expect(begun).toEqual(['0:0'])
    expect(await take(world, consumer, 2)).toEqual(['0:1:value-1', '0:2:value-2'])
    await consumer.close()
  })

  it('resolves at once when the signal has fired before', async () => {
    const world = consumerWorld()
    world.append('orders', 0, 3)
    const consumer = world.consumer({ assignments: assigned(1) })
    // What comes next is there already: a handler could begin with it.
    await take(world, consumer, 1)
    const eachRecord = (): never => {
      throw new Error('nothing is to be handled')
    }
    const calledAtMs = world.clock.now()
    await world.settle(consumer.run({ eachRecord, signal: AbortSignal.abort() }))
    expect(world.clock.now()).toBe(calledAtMs)
    expect(await take(world, consumer, 1)).toEqual(['0:1:value-1'])
    await consumer.close()
  })

  it('gives a record again whose handler gave up because of the signal', async () => {
    const world = consumerWorld()
    world.append('orders', 0, 2)
    const consumer = world.consumer({ assignments: assigned(1) })
    const controller = new AbortController()
    const { signal } = controller
    const eachRecord = (): Promise<never> =>
      new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)))
    const running = consumer.run({ eachRecord, signal })
    await world.settleNow()
    await endRun(world, controller, running)
    expect(await take(world, consumer, 1)).toEqual(['0:0:value-0'])
    await consumer.close()
  })

  it('rejects with the error of a handler, begins nothing more, and gives the record again', async () => {
    const world = consumerWorld({ partitionCount: 2 })
    world.append('orders', 0, 3)
    world.append('orders', 1, 3)
    const consumer = world.consumer({ assignments: assigned(2) })
    const { begun, eachRecord, end, fail } = heldHandler()
    const running = consumer.run({ eachRecord, concurrency: 2 }).catch((error: unknown) => error)
    await world.settleNow()
    fail('0:0', new Error('no room'))
    await world.settleNow()
    end('1:0')
    expect(await world.settle(running)).toEqual(new Error('no room'))
    expect(begun.toSorted()).toEqual(['0:0', '1:0'])
    expect((await take(world, consumer, 5)).toSorted()).toEqual([
      '0:0:value-0',
      '0:1:value-1',
      '0:2:value-2',
      '1:1:value-1',
      '1:2:value-2',
    ])
    await consumer.close()
  })

  it('survives a handler that throws at once: the error is what run rejects with', async () => {
    const world = consumerWorld()
    world.append('orders', 0, 1)
    const consumer = world.consumer({ assignments: assigned(1) })
    const eachRecord = (): never => {
      throw new TypeError('x is not a function')
    }
    expect(await world.settleError(consumer.run({ eachRecord }))).toEqual(new TypeError('x is not a function'))
    await consumer.close()
  })

  it('rejects with the error of a partition, when what was in hand is done', async () => {
    const world = consumerWorld()
    world.append('orders', 0, 2)
    const broken = encodeBatch([{ timestamp: 1, key: null, value: 'x', headers: [] }], 'none', { baseOffset: 2n })
    broken[broken.length - 1]! ^= 0xff
    world.appendBatch('orders', 0, broken)
    const consumer = world.consumer({ assignments: assigned(1) })
    const handled: bigint[] = []
    const eachRecord = async ({ offset }: ConsumedRecord): Promise<void> => {
      await Promise.resolve()
      handled.push(offset)
    }
    const error = await world.settleError(consumer.run({ eachRecord, concurrency: 4 }))
    expect(error).toMatchObject({ code: 'UNDECODABLE_BATCH', offset: 2n })
    expect(handled).toEqual([0n, 1n])
    expect(consumer.position('orders', 0)).toBe(2n)
    await consumer.close()
  })

  it('handles nothing more of a partition that was sought away, and goes on there', async () => {
    const world = consumerWorld()
    world.append('orders', 0, 10)
    const consumer = world.consumer({ assignments: assigned(1) })
    const { begun, contexts, eachRecord, end } = heldHandler()
    const controller = new AbortController()
    const running = consumer.run({ eachRecord, signal: controller.signal })
    await world.settleNow()
    consumer.seek('orders', 0, 7n)
    expect(contexts.get('0:0')?.isStale).toBe(true)
    await world.settleNow()
    expect(begun).toEqual(['0:0'])
    end('0:0')
    // The fetch at the end of the log has to come back first.
    await world.clock.advance(1000)
    expect(begun).toEqual(['0:0', '0:7'])
    expect(contexts.get('0:7')?.isStale).toBe(false)
    end('0:7')
    await endRun(world, controller, running)
    await consumer.close()
  })

  it('handles nothing of a paused partition until it is resumed', async () => {
    const world = consumerWorld()
    world.append('orders', 0, 3)
    const consumer = world.consumer({ assignments: assigned(1) })
    const { begun, contexts, eachRecord, end } = heldHandler()
    const controller = new AbortController()
    const running = consumer.run({ eachRecord, signal: controller.signal })
    await world.settleNow()
    const resume = contexts.get('0:0')?.pause()
    end('0:0')
    await world.clock.advance(1000)
    expect(begun).toEqual(['0:0'])
    expect(consumer.paused).toEqual([{ topic: 'orders', partition: 0 }])
    resume?.()
    await world.settleNow()
    expect(begun).toEqual(['0:0', '0:1'])
    end('0:1')
    await endRun(world, controller, running)
    await consumer.close()
  })

  it('waits in close for what is being handled, and begins nothing more', async () => {
    const world = consumerWorld()
    world.append('orders', 0, 3)
    const consumer = world.consumer({ assignments: assigned(1) })
    const { begun, eachRecord, end } = heldHandler()
    const running = consumer.run({ eachRecord })
    await world.settleNow()
    let isClosed = false
    const closing = consumer.close().then(() => {
      isClosed = true
    })
    await world.clock.advance(1000)
    expect(isClosed).toBe(false)
    end('0:0')
    await world.settle(Promise.all([running, closing]))
    expect(begun).toEqual(['0:0'])
    expect(consumer.bufferedBytes).toBe(0)
  })

  it('ends when a handler has closed the consumer in the turn in which run was called', async () => {
    const world = consumerWorld()
    world.append('orders', 0, 3)
    const consumer = world.consumer({ assignments: assigned(1) })
    await world.settle(consumer.poll({ maxRecords: 1 }))
    const handled: bigint[] = []
    const eachRecord = ({ offset }: ConsumedRecord): void => {
      handled.push(offset)
      void consumer.close()
    }
    await world.settle(consumer.run({ eachRecord }))
    expect(handled).toEqual([1n])
  })

  it('does not wait in close for ever', async () => {
    const world = consumerWorld()
    world.append('orders', 0, 1)
    const consumer = world.consumer({ assignments: assigned(1) })
    const { contexts, eachRecord, end } = heldHandler()
    const running = consumer.run({ eachRecord })
    await world.settleNow()
    let isClosed = false
    const closing = consumer.close({ timeoutMs: 5000 }).then(() => {
      isClosed = true
    })
    await world.clock.advance(4999)
    expect(isClosed).toBe(false)
    await world.clock.advance(1)
    expect(isClosed).toBe(true)
    await closing
    expect(contexts.get('0:0')?.isStale).toBe(true)
    end('0:0')
    await world.settle(running)
  })

  it('refuses a second reader while it runs, and allows one afterwards', async () => {
    const world = consumerWorld()
    world.append('orders', 0, 1)
    const consumer = world.consumer({ assignments: assigned(1) })
    const controller = new AbortController()
    const running = consumer.run({ eachRecord: () => {}, signal: controller.signal })
    const refused = { code: 'ILLEGAL_STATE', message: expect.stringContaining('a run reads this consumer already') }
    await expect(consumer.run({ eachRecord: () => {} })).rejects.toMatchObject(refused)
    await expect(consumer.poll()).rejects.toMatchObject(refused)
    await endRun(world, controller, running)
    expect(await world.settle(consumer.poll({ timeoutMs: 0 }))).toBeDefined()
    await consumer.close()
  })

  it('refuses options that mean nothing', async () => {
    const world = consumerWorld()
    const consumer = world.consumer({ assignments: assigned(1) })
    const eachRecord = (): void => {}
    const refusals: readonly [object, string][] = [
      [{}, 'either eachRecord or eachBatch'],
      [{ eachRecord, eachBatch: eachRecord }, 'either eachRecord or eachBatch'],
      [{ eachRecord, concurrency: 0 }, 'concurrency must be a whole number from 1 on: 0'],
      [{ eachRecord, ordering: 'none' }, "ordering must be 'partition' or 'key': 'none'"],
      [{ eachBatch: eachRecord, ordering: 'key' }, "ordering 'key' needs eachRecord"],
    ]
    for (const [options, message] of refusals) {
      await expect(consumer.run(options as never)).rejects.toThrow(message)
    }
    await consumer.close()
  })
})

describe('the decision about a handler that failed', () => {
  const runWith = async (
    decide: (error: unknown, failed: FailedHandling) => 'retry' | 'skip' | 'stop' | Promise<'retry' | 'skip' | 'stop'>,
    failuresOfFirst: number,
  ) => {
    const world = consumerWorld()
    world.append('orders', 0, 3)
    const consumer = world.consumer({ assignments: assigned(1) })
    const controller = new AbortController()
    const handled: string[] = []
    const eachRecord = async (record: ConsumedRecord, { attempt }: HandlerContext): Promise<void> => {
      await Promise.resolve()
      handled.push(`${record.offset}#${attempt}`)
      if (record.offset === 0n && attempt <= failuresOfFirst) throw new Error(`attempt ${attempt}`)
      if (record.offset === 2n) controller.abort()
    }
    const running = consumer.run({ eachRecord, onError: decide, signal: controller.signal })
    const outcome = await world.settle(running.catch((error: unknown) => error))
    const position = consumer.position('orders', 0)
    await consumer.close()
    return { handled, outcome, position }
  }

  it('is retry: the same record comes again, before the ones behind it', async () => {
    const { handled, outcome, position } = await runWith(() => 'retry', 2)
    expect(handled).toEqual(['0#1', '0#2', '0#3', '1#1', '2#1'])
    expect([outcome, position]).toEqual([undefined, 3n])
  })

  it('is skip: the record counts as finished', async () => {
    const failures: unknown[] = []
    const { handled, outcome } = await runWith((error, { topic, partition, offset, record, attempt }) => {
      failures.push([String(error), topic, partition, offset, record?.offset, attempt])
      return Promise.resolve('skip' as const)
    }, 1)
    expect(failures).toEqual([['Error: attempt 1', 'orders', 0, 0n, 0n, 1]])
    expect(handled).toEqual(['0#1', '1#1', '2#1'])
    expect(outcome).toBeUndefined()
  })

  it('is stop after some retries: run rejects, at the record', async () => {
    const { handled, outcome, position } = await runWith((_, { attempt }) => (attempt < 3 ? 'retry' : 'stop'), 9)
    expect(handled).toEqual(['0#1', '0#2', '0#3'])
    expect(outcome).toEqual(new Error('attempt 3'))
    expect(position).toBe(0n)
  })

  it('fails itself: its error ends the run', async () => {
    const { outcome, position } = await runWith(() => Promise.reject(new Error('the dead letters are full')), 1)
    expect(outcome).toEqual(new Error('the dead letters are full'))
    expect(position).toBe(0n)
  })

  it('means nothing: the run ends and says so', async () => {
    const { outcome } = await runWith(() => 'ignore' as never, 1)
    expect(outcome).toMatchObject({ message: "onError must say 'retry', 'skip' or 'stop': 'ignore'" })
  })
})

describe('run with an order by key', () => {
  const start = (keys: readonly (string | null)[], concurrency: number) => {
    const world = consumerWorld()
    appendKeyed(world, 0, keys)
    const consumer = world.consumer({ assignments: assigned(1) })
    const handler = heldHandler()
    const controller = new AbortController()
    const { eachRecord } = handler
    const running = consumer.run({ eachRecord, concurrency, ordering: 'key', signal: controller.signal })
    return { world, consumer, controller, running, ...handler }
  }

  it('handles other keys of the partition meanwhile, and those of one key in their order', async () => {
    const { world, consumer, controller, running, begun, end } = start(['a', 'b', 'a', 'c', 'b'], 8)
    await world.settleNow()
    expect(begun).toEqual(['0:0', '0:1', '0:3'])
    end('0:1')
    await world.settleNow()
    expect(begun).toEqual(['0:0', '0:1', '0:3', '0:4'])
    end('0:0')
    await world.settleNow()
    expect(begun.at(-1)).toBe('0:2')
    for (const name of begun) end(name)
    await endRun(world, controller, running)
    await consumer.close()
  })

  it('has records without a key wait for nobody', async () => {
    const { world, consumer, controller, running, begun, end } = start([null, null, null], 8)
    await world.settleNow()
    expect(begun).toEqual(['0:0', '0:1', '0:2'])
    for (const name of begun) end(name)
    await endRun(world, controller, running)
    await consumer.close()
  })

  it('goes back to the first record that is not finished, whatever was finished behind it', async () => {
    const { world, consumer, running, begun, end, fail } = start(['a', 'b', 'c'], 3)
    const outcome = running.catch((error: unknown) => error)
    await world.settleNow()
    expect(begun).toHaveLength(3)
    end('0:0')
    end('0:2')
    await world.settleNow()
    fail('0:1', new Error('no'))
    expect(await world.settle(outcome)).toEqual(new Error('no'))
    expect(consumer.position('orders', 0)).toBe(1n)
    await consumer.close()
  })

  it('takes no more than a bounded number of records behind one that is held up', async () => {
    const { world, consumer, controller, running, begun, end } = start(
      Array.from({ length: 3000 }, () => 'hot'),
      4,
    )
    await world.settleNow()
    expect(begun).toEqual(['0:0'])
    expect(consumer.position('orders', 0)).toBe(1000n)
    end('0:0')
    await world.settleNow()
    end('0:1')
    await endRun(world, controller, running)
    expect(consumer.position('orders', 0)).toBe(2n)
    await consumer.close()
  })

  it('begins what waited for its key only when its partition is not paused any more', async () => {
    const { world, consumer, controller, running, begun, contexts, end } = start(['a', 'a'], 4)
    await world.settleNow()
    const resume = contexts.get('0:0')?.pause()
    end('0:0')
    await world.clock.advance(1000)
    expect(begun).toEqual(['0:0'])
    resume?.()
    await world.settleNow()
    expect(begun).toEqual(['0:0', '0:1'])
    end('0:1')
    await endRun(world, controller, running)
    await consumer.close()
  })

  it('drops what waited for its key when the partition is sought away', async () => {
    const { world, consumer, controller, running, begun, end } = start(['a', 'a', 'a', 'b'], 4)
    await world.settleNow()
    expect(begun).toEqual(['0:0', '0:3'])
    consumer.seek('orders', 0, 3n)
    end('0:0')
    end('0:3')
    await world.clock.advance(1000)
    expect(begun).toEqual(['0:0', '0:3', '0:3'])
    end('0:3')
    await endRun(world, controller, running)
    await consumer.close()
  })
})

describe('run with batches', () => {
  it('gives one batch of each partition at a time', async () => {
    const world = consumerWorld({ partitionCount: 2 })
    world.append('orders', 0, 3)
    world.append('orders', 1, 4)
    const consumer = world.consumer({ assignments: assigned(2) })
    const controller = new AbortController()
    const batches: string[] = []
    const eachBatch = async (batch: { partition: number; recordCount: number }): Promise<void> => {
      await Promise.resolve()
      if (batches.push(`${batch.partition}:${batch.recordCount}`) === 2) controller.abort()
    }
    await world.settle(consumer.run({ eachBatch, concurrency: 2, signal: controller.signal }))
    expect(batches.toSorted()).toEqual(['0:3', '1:4'])
    await consumer.close()
  })

  it('gives again only what was not resolved of a batch that failed', async () => {
    const world = consumerWorld()
    world.append('orders', 0, 5)
    const consumer = world.consumer({ assignments: assigned(1) })
    const again = consumer.run({
      eachBatch: (batch, context) => {
        for (const { offset } of batch) {
          if (offset === 3n) throw new Error('at 3')
          context.resolveOffset(offset)
        }
      },
    })
    await world.settleError(again)
    expect(consumer.position('orders', 0)).toBe(3n)
    expect(await take(world, consumer, 1)).toEqual(['0:3:value-3'])
    await consumer.close()
  })

  it('gives the whole batch again when nothing of it was resolved', async () => {
    const world = consumerWorld()
    world.append('orders', 0, 2)
    const consumer = world.consumer({ assignments: [fromEarliest] })
    const error = await world.settleError(
      consumer.run({
        eachBatch: () => {
          throw new Error('busy')
        },
      }),
    )
    expect(error).toEqual(new Error('busy'))
    expect(await take(world, consumer, 2)).toEqual(['0:0:value-0', '0:1:value-1'])
    await consumer.close()
  })
})
