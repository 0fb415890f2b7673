/** A batch that is larger than its topic allows goes out again in parts: `max.message.bytes` is a topic's own affair. */
import { afterEach, describe, expect, it } from 'vitest'
import { play } from './batch-lock-script.ts'
import { SinkWorld, type SinkWorldOptions } from './sink-world.ts'

let world: SinkWorld

afterEach(() => {
  world[Symbol.dispose]()
})

async function proven(options: SinkWorldOptions = {}): Promise<SinkWorld> {
  world = new SinkWorld({ batchSizeBytes: 100_000, ...options })
  await world.prove()
  return world
}

/** Records that share a batch: they are sent in one turn. */
async function sendTogether(values: string): Promise<void> {
  for (const value of values.split(' ')) world.send(value)
  await world.settle()
}

/** Of a batch of so many records of one character each. The first record takes no byte more than the others. */
function batchBytes(recordCount: number): number {
  return 61 + recordCount * 8
}

async function expectGoodEnd(log: readonly string[]): Promise<void> {
  await world.finish()
  expect(world.logged()).toEqual(log)
  expect(world.brokenPromises()).toEqual([])
}

describe('a batch that is too large for its topic', () => {
  it('goes out again as two of half its records, which keep their numbers', async () => {
    await proven()
    await sendTogether('a b c d e')
    await play(world, 'refuse:MESSAGE_TOO_LARGE')
    expect(world.onTheWay).toEqual(['1: 1/0/1 [a b c]'])
    await play(world, 'append')
    expect(world.onTheWay).toEqual(['1: 1/0/4 [d e]'])
    await play(world, 'append')
    expect(world.outcomes).toEqual([
      'a: acknowledged @1',
      'b: acknowledged @2',
      'c: acknowledged @3',
      'd: acknowledged @4',
      'e: acknowledged @5',
    ])
    await expectGoodEnd(['a', 'b', 'c', 'd', 'e'])
  })

  it('is split again and again, until every part is small enough', async () => {
    await proven()
    world.cluster.maxMessageBytes = batchBytes(2)
    await sendTogether('a b c d e f g h i')
    await expectGoodEnd(['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i'])
    expect(world.cluster.log('orders', 0).entries.every(({ values }) => values.length <= 2)).toBe(true)
  })

  it.each([
    ['RECORD_LIST_TOO_LARGE', 'none'],
    ['MESSAGE_TOO_LARGE', 'copy'],
  ] as const)('is split after %s with compression %s too', async (code, compression) => {
    await proven({ compression })
    for (const value of ['a', 'b', 'c']) world.send(value, 0, { key: `k-${value}`, headers: { trace: value } })
    await world.settle()
    if (compression === 'copy') await play(world, 'compressed')
    await play(world, `refuse:${code}`)
    await expectGoodEnd(['a', 'b', 'c'])
  })

  it('loses only the record that is too large by itself, which is in no log', async () => {
    await proven()
    world.cluster.maxMessageBytes = batchBytes(4)
    await sendTogether(`a ${'B'.repeat(100)} c d`)
    await world.finish()
    expect(world.outcomes.map((outcome) => outcome.replace(/B+/, 'B'))).toEqual([
      'a: acknowledged @1',
      'B: failed no MESSAGE_TOO_LARGE',
      'c: acknowledged @2',
      'd: acknowledged @3',
    ])
    expect(world.logged()).toEqual(['a', 'c', 'd'])
    expect(world.brokenPromises()).toEqual([])
  })

  it('leaves what is behind it its numbers; that waits until all that was on its way has ended', async () => {
    await proven()
    await sendTogether('a b')
    await sendTogether('c d')
    await play(world, 'refuse:MESSAGE_TOO_LARGE')
    expect(world.onTheWay).toEqual(['1: 1/0/3 [c d]'])
    await play(world, 'append time:20')
    expect(world.onTheWay).toEqual(['1: 1/0/1 [a]'])
    await play(world, 'append')
    expect(world.onTheWay).toEqual(['1: 1/0/2 [b]', '1: 1/0/3 [c d]'])
    await expectGoodEnd(['a', 'b', 'c', 'd'])
  })

  it('is split when it has become the first one, if it was refused behind another', async () => {
    await proven()
    await sendTogether('a')
    await sendTogether('b c')
    const [first, second] = world.cluster.requests
    second!.refuse(10)
    await world.settle()
    expect(world.outcomes).toEqual(['a: pending', 'b: pending', 'c: pending'])
    first!.append()
    await play(world, 'time:20 refuse:MESSAGE_TOO_LARGE')
    expect(world.onTheWay).toEqual(['1: 1/0/2 [b]'])
    await expectGoodEnd(['a', 'b', 'c'])
  })

  it('is not split after an attempt in doubt: that one may be in the log', async () => {
    await proven()
    await sendTogether('a b')
    await play(world, 'answerLost learn time:20 refuse:MESSAGE_TOO_LARGE')
    expect(world.outcomes).toEqual(['a: failed possibly MESSAGE_TOO_LARGE', 'b: failed possibly MESSAGE_TOO_LARGE'])
    await sendTogether('c')
    await play(world, 'time:20')
    expect(world.onTheWay).toEqual(['1: 1/1/0 [c]'])
    await expectGoodEnd(['a', 'b', 'c'])
  })

  it('is split after an attempt that never left', async () => {
    await proven()
    await sendTogether('a b')
    await play(world, 'dieUnwritten learn time:20 refuse:MESSAGE_TOO_LARGE')
    expect(world.onTheWay).toEqual(['1: 1/0/1 [a]'])
    await expectGoodEnd(['a', 'b'])
  })

  it('leaves its parts the retry that it has not used', async () => {
    await proven({ retries: 1 })
    await sendTogether('a b')
    await play(world, 'refuse:MESSAGE_TOO_LARGE refuse:NOT_ENOUGH_REPLICAS time:20')
    expect(world.outcomes).toEqual(['a: pending', 'b: pending'])
    await expectGoodEnd(['a', 'b'])
  })

  it('uses up no retries, and its parts have those that it had left', async () => {
    await proven({ retries: 1 })
    await sendTogether('a b')
    await play(world, 'refuse:NOT_ENOUGH_REPLICAS time:20 refuse:MESSAGE_TOO_LARGE refuse:NOT_ENOUGH_REPLICAS time:20')
    expect(world.outcomes).toEqual(['a: failed no NOT_ENOUGH_REPLICAS', 'b: pending'])
    // The number of `a` was used and will never be answered for.
    expect(world.onTheWay).toEqual(['1: 1/1/0 [b]'])
    await expectGoodEnd(['b'])
  })

  it('keeps its deadline', async () => {
    await proven({ deliveryTimeoutMs: 100 })
    await sendTogether('a b')
    await play(world, 'time:60 refuse:MESSAGE_TOO_LARGE time:45 deadline')
    expect(world.outcomes).toEqual(['a: failed possibly TIMEOUT', 'b: failed no TIMEOUT'])
    await expectGoodEnd(['a'])
  })

  it('keeps the timestamps of its records', async () => {
    await proven()
    for (const timestamp of [5000, 1000, 9000]) world.send(String(timestamp), 0, { timestamp })
    await world.settle()
    await play(world, 'refuse:MESSAGE_TOO_LARGE')
    await world.finish()
    expect(world.sent.map(({ metadata }) => metadata?.timestamp)).toEqual([5000, 1000, 9000])
  })

  it('makes later batches of the partition smaller from the start, by half', async () => {
    await proven()
    world.cluster.maxMessageBytes = batchBytes(5)
    await sendTogether('a b c d e f g h')
    await world.finish()
    const refused = world.cluster.requestCount
    await sendTogether('i j k l m n o p')
    await world.finish()
    expect(world.logged()).toHaveLength(16)
    // 125 bytes were too many, and 63 of them have room for one record of eight.
    expect(world.cluster.requestCount - refused).toBe(8)
    expect(world.brokenPromises()).toEqual([])
  })

  it('gives back exactly the memory that was taken for it, part by part', async () => {
    await proven()
    await sendTogether('a b c')
    await play(world, 'refuse:MESSAGE_TOO_LARGE')
    await world.finish()
    expect(world.endedBatches).toHaveLength(2)
    expect(world.endedBatches.reduce((sum, batch) => sum + batch.reservedBytes, 0)).toBe(world.reservedBytes)
    expect(world.endedBatches.reduce((sum, { recordCount }) => sum + recordCount, 0)).toBe(3)
  })

  it('has ended for a flush when all its parts have', async () => {
    await proven()
    await sendTogether('a b')
    let isSettled = false
    void world.accumulator.settled().then(() => {
      isSettled = true
    })
    await play(world, 'refuse:MESSAGE_TOO_LARGE append')
    expect(isSettled).toBe(false)
    await play(world, 'append')
    expect(isSettled).toBe(true)
  })

  it('is failed whole when its time is over while its answer is on the way', async () => {
    await proven({ deliveryTimeoutMs: 100 })
    await sendTogether('a b')
    await play(world, 'time:105 deadline refuse:MESSAGE_TOO_LARGE time:20')
    expect(world.outcomes).toEqual(['a: failed possibly TIMEOUT', 'b: failed possibly TIMEOUT'])
    await expectGoodEnd([])
  })

  it.each([
    [
      'a load error',
      'fatalLoadError',
      ['a: failed no TOPIC_AUTHORIZATION_FAILED', 'b: failed no TOPIC_AUTHORIZATION_FAILED'],
    ],
    ['close', 'close', ['a: failed no CLOSED', 'b: failed no CLOSED']],
  ])('can be failed for %s before its parts have left', async (_, step, outcomes) => {
    await proven()
    await sendTogether('a b')
    await sendTogether('c')
    // The parts wait for the request behind them.
    await play(world, `refuse:MESSAGE_TOO_LARGE ${step}`)
    expect(world.outcomes.slice(0, 2)).toEqual(outcomes)
    await world.finish()
    expect(world.brokenPromises()).toEqual([])
  })

  it('goes to the new leader in parts when the partition moves meanwhile', async () => {
    await proven()
    await sendTogether('a b')
    await play(world, 'move:2 refuse:MESSAGE_TOO_LARGE')
    expect(world.onTheWay).toEqual(['2: 1/0/1 [a]'])
    await expectGoodEnd(['a', 'b'])
  })

  it('is split without sequences as well', async () => {
    await proven({ isIdempotent: false, acks: 1 })
    await sendTogether('a b')
    await play(world, 'refuse:MESSAGE_TOO_LARGE')
    await expectGoodEnd(['a', 'b'])
  })
})

describe('a batch that its codec makes larger', () => {
  it('than a request may be is sent uncompressed', async () => {
    await proven({ compression: 'grow', maxRequestBytes: batchBytes(3) })
    await sendTogether('a b c')
    await play(world, 'compressed')
    expect((await world.request()).bytes[0]!.readInt16BE(21) & 7).toBe(0)
    await expectGoodEnd(['a', 'b', 'c'])
  })

  it('and still fits into a request is sent as it came from the codec', async () => {
    await proven({ compression: 'grow' })
    await sendTogether('a')
    await play(world, 'compressed')
    expect((await world.request()).bytes[0]!.readInt16BE(21) & 7).toBe(6)
  })
})
