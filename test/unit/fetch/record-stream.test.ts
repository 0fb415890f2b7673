import { describe, expect, it } from 'vitest'
import { Cursor } from '../../../src/fetch/cursor.ts'
import { FetchBuffer } from '../../../src/fetch/fetch-buffer.ts'
import { FetchedPartition } from '../../../src/fetch/fetched-partition.ts'
import { RecordStream } from '../../../src/fetch/record-stream.ts'
import type { Clock } from '../../../src/support/clock.ts'
import { createDeferred } from '../../../src/support/deferred.ts'
import { inlineOffload } from '../../../src/support/inline-offload.ts'
import { ManualClock } from '../../../src/support/manual-clock.ts'
import type { Offload } from '../../../src/support/offload.ts'
import { codecs, encodeBatch } from '../../support/records.ts'

interface StreamWorld {
  readonly clock: ManualClock
  readonly stream: RecordStream
  readonly buffer: FetchBuffer
  readonly cursor: Cursor
  readonly taken: Cursor[]
  /** What the clock says in addition to the manual time. */
  busyMs: number
  /** The memory of each answer. */
  readonly memory: Buffer[]
  /** An answer of `batchCount` batches, one unless it is said, of `count` records each. */
  add(
    count: number,
    options?: { codec?: string; cursor?: Cursor; valueBytes?: number; batchCount?: number },
  ): FetchedPartition
}

function streamWorld(offload?: Offload): StreamWorld {
  const manual = new ManualClock()
  const clock: Clock = {
    now: () => manual.now() + world.busyMs,
    wallNow: () => manual.wallNow(),
    setTimer: (...args) => manual.setTimer(...args),
    defer: (...args) => manual.defer(...args),
  }
  const buffer = new FetchBuffer(1e9)
  const taken: Cursor[] = []
  const stream = new RecordStream({
    clock,
    sliceMs: 5,
    onPartTaken: (cursor) => taken.push(cursor),
    onFailureTaken() {},
  })
  const cursor = new Cursor('orders', 0)
  cursor.moveTo(0n)
  const opener = {
    codecs,
    offload: offload ?? inlineOffload(manual),
    buffer,
    verifiesChecksum: true,
    inflateLimitBytes: 1e9,
  }
  const world: StreamWorld = {
    clock: manual,
    stream,
    buffer,
    cursor,
    taken,
    busyMs: 0,
    memory: [],
    add(count, options = {}) {
      const owner = options.cursor ?? cursor
      const baseOffset = owner.fetchOffset
      const value = 'v'.repeat(options.valueBytes ?? 10)
      const records = Array.from({ length: count }, () => ({ timestamp: 1, key: null, value, headers: [] }))
      const batches = Array.from({ length: options.batchCount ?? 1 }, (_, index) =>
        encodeBatch(records, options.codec ?? 'none', { baseOffset: baseOffset + BigInt(index * count) }),
      )
      const bytes = Buffer.concat(batches)
      world.memory.push(bytes)
      const answer = buffer.hold(buffer.lease(bytes.length))
      const nextOffset = baseOffset + BigInt(batches.length * count)
      const part = new FetchedPartition({
        owner,
        records: bytes,
        fetchOffset: baseOffset,
        nextOffset,
        highWatermark: nextOffset,
        answer,
        opener,
      })
      answer.seal()
      owner.noteFetched(nextOffset, 0)
      owner.buffered.push(part)
      stream.offer(owner)
      return part
    },
  }
  return world
}

/** Takes records, each of which costs `eachMs`, until the stream wants to wait. */
function takeWhileReady(world: StreamWorld, eachMs: number): number {
  let count = 0
  while (world.stream.isReady) {
    const record = world.stream.takeRecord()
    if (record === undefined) continue
    count++
    world.busyMs += eachMs
  }
  return count
}

describe('the record stream', () => {
  for (const [eachMs, most] of [
    [0.0005, 10_200],
    [0.01, 560],
    [1, 37],
  ] as const) {
    it(`lets timers and I/O run after about 5 ms of records that take ${eachMs} ms each`, async () => {
      const world = streamWorld()
      world.add(50_000)
      const first = takeWhileReady(world, eachMs)
      expect(first).toBeGreaterThanOrEqual(5)
      expect(first).toBeLessThanOrEqual(most)
      const wait = world.stream.prepare()
      expect(wait).toBeInstanceOf(Promise)
      await world.clock.settle()
      await wait
      // By now it knows how fast the reader is.
      expect(takeWhileReady(world, eachMs) * eachMs).toBeLessThanOrEqual(6)
    })
  }

  it('takes a fresh slice after waiting for data, so that single records do not pay for a turn', async () => {
    const world = streamWorld()
    expect(world.stream.prepare()).toBeInstanceOf(Promise)
    await world.clock.settle()
    world.busyMs += 10_000
    world.add(1)
    expect(world.stream.isReady).toBe(true)
    expect(world.stream.takeRecord()?.offset).toBe(0n)
  })

  it('goes on with its slice when it is woken in the turn in which it began to wait', async () => {
    // As in `run()`: its handlers, one after the other in a single turn, free the partition that the stream waits for.
    const world = streamWorld()
    world.add(1000)
    let givenCount = 0
    for (;;) {
      const wait = world.stream.prepare()
      if (wait === undefined) {
        expect(world.stream.takeRecord()).toBeDefined()
        givenCount++
        world.stream.setAside(world.cursor)
        world.busyMs += 1
        continue
      }
      if (world.stream.isYielding) break
      world.stream.offer(world.cursor)
      await wait
    }
    expect(givenCount).toBeLessThanOrEqual(6)
    await world.clock.settle()
    world.stream.offer(world.cursor)
    expect(takeWhileReady(world, 1)).toBeGreaterThanOrEqual(5)
  })

  it('gives partitions their turns, an answer each', () => {
    const world = streamWorld()
    const other = new Cursor('orders', 1)
    other.moveTo(0n)
    world.add(2)
    world.add(2)
    world.add(2, { cursor: other })
    const given: string[] = []
    while (world.stream.isReady) {
      const record = world.stream.takeRecord()
      if (record !== undefined) given.push(`${record.partition}:${record.offset}`)
    }
    expect(given).toEqual(['0:0', '0:1', '1:0', '1:1', '0:2', '0:3'])
    expect(world.taken.map(({ partition }) => partition)).toEqual([0, 1, 0])
    expect(world.buffer.heldBytes).toBe(0)
  })

  it('inflates the batches that come next on another thread while one is read', async () => {
    const started: ReturnType<typeof createDeferred<void>>[] = []
    const offload: Offload = {
      async run(task) {
        const gate = createDeferred<void>()
        started.push(gate)
        await gate.promise
        return task.runSync()
      },
    }
    const world = streamWorld(offload)
    for (let index = 0; index < 4; index++) world.add(100, { codec: 'gzip', valueBytes: 20_000 })
    const wait = world.stream.prepare()
    expect(started).toHaveLength(1)
    started[0]?.resolve()
    await wait
    expect(world.stream.isReady).toBe(true)
    expect(started).toHaveLength(2)
    world.stream.drop(world.cursor)
    world.cursor.discardBuffered()
    started[1]?.resolve()
    await world.clock.settle()
    expect(world.buffer.heldBytes).toBe(0)
  })

  it('goes on in the middle of a batch after a pause', () => {
    const world = streamWorld()
    world.add(3)
    expect(world.stream.isReady).toBe(true)
    world.stream.takeRecord()
    world.cursor.isPaused = true
    world.stream.setAside(world.cursor)
    expect(world.stream.takeRecord()).toBeUndefined()
    expect(world.stream.isReady).toBe(false)
    world.cursor.isPaused = false
    world.stream.offer(world.cursor)
    expect(world.stream.isReady).toBe(true)
    expect(world.stream.takeRecord()?.offset).toBe(1n)
  })

  it('gives back what a batch took when it is dropped in the middle, also while it is set aside', async () => {
    const world = streamWorld()
    world.add(2000, { codec: 'zstd', valueBytes: 5 })
    await world.clock.settle()
    const wait = world.stream.prepare()
    await world.clock.settle()
    await wait
    expect(world.stream.isReady).toBe(true)
    world.stream.takeRecord()
    world.cursor.isPaused = true
    world.stream.setAside(world.cursor)
    world.stream.drop(world.cursor)
    world.cursor.moveTo(0n)
    expect(world.buffer.heldBytes).toBe(0)
  })

  it('gives what is left of an answer when its memory was copied out in the middle', () => {
    const world = streamWorld()
    const part = world.add(2, { batchCount: 4 })
    expect(world.stream.isReady).toBe(true)
    expect(world.stream.takeRecord()?.offset).toBe(0n)
    const { remainingBytes } = part
    expect(remainingBytes).toBeGreaterThan(0)
    part.copyOut()
    expect(part.remainingBytes).toBe(remainingBytes)
    // What nobody had begun with, the last batch, is not read from the old memory any more.
    const [memory] = world.memory
    memory?.fill(0, (memory.length / 4) * 3)
    const given: [bigint, string | undefined][] = []
    while (world.stream.isReady) {
      const record = world.stream.takeRecord()
      if (record !== undefined) given.push([record.offset, record.value?.toString()])
    }
    expect(given).toEqual([1n, 2n, 3n, 4n, 5n, 6n, 7n].map((offset) => [offset, 'v'.repeat(10)]))
    expect(world.buffer.heldBytes).toBe(0)
  })
})
