/**
 * A run under any order of events: handlers that end, fail, are tried again; partitions that are paused, sought, lost and
 * assigned again. What must hold is checked after every event.
 */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ConsumerRun, type RunSource } from '../../../src/consumer/consumer-run.ts'
import type { RunDecision } from '../../../src/consumer/run-options.ts'
import { Cursor } from '../../../src/fetch/cursor.ts'
import { createDeferred, type Deferred } from '../../../src/support/deferred.ts'

const partitionCount = 3
const recordCount = 40
const keyCount = 3
const mostAhead = 5

interface Item {
  readonly cursor: Cursor
  readonly positionEpoch: number
  readonly firstOffset: bigint
  readonly key: string
}

interface Running extends Item {
  readonly ended: Deferred<void>
}

class World {
  readonly running: Running[] = []
  readonly wrong: string[] = []
  readonly finished = new Map<Cursor, Set<bigint>>()
  readonly cursors: Cursor[] = []
  readonly run: ConsumerRun<Item>
  readonly #concurrency: number
  #turn = 0
  #arrival = createDeferred<void>()

  constructor(concurrency: number, isByKey: boolean) {
    this.#concurrency = concurrency
    for (let partition = 0; partition < partitionCount; partition++) this.cursors.push(this.#assign(partition))
    this.run = new ConsumerRun<Item>({
      source: this.#source(),
      handle: (item) => this.#handle(item, isByKey),
      onError: (error) => (error as { decision: RunDecision }).decision,
      concurrency,
      laneOf: ({ key }) => (isByKey ? key : ''),
      mostJobsPerPartition: isByKey ? mostAhead : 1,
      signal: undefined,
      onFree: () => {},
    })
  }

  /** Something may be there for the run. */
  wake(): void {
    this.#arrival.resolve()
    this.#arrival = createDeferred<void>()
    this.run.wake()
  }

  seek(cursor: Cursor, offset: number): void {
    cursor.moveTo(BigInt(offset))
    this.finished.set(cursor, new Set())
    this.wake()
  }

  /** Lost, and assigned again at once, from the beginning. */
  lose(index: number): void {
    const cursor = this.cursors[index]!
    cursor.release()
    this.run.forget(cursor.topic, cursor.partition)
    this.cursors[index] = this.#assign(cursor.partition)
    this.wake()
  }

  end({ item, outcome }: { item: number; outcome: RunDecision | 'done' }): void {
    const [running] = this.running.splice(item % Math.max(1, this.running.length), 1)
    if (running === undefined) return
    if (outcome === 'done' || outcome === 'skip') this.#noteFinished(running)
    if (outcome === 'done') running.ended.resolve()
    else running.ended.reject(Object.assign(new Error(outcome), { decision: outcome }))
  }

  check(): void {
    if (this.running.length > this.#concurrency) this.wrong.push(`${this.running.length} handlers at a time`)
    for (const cursor of this.cursors) {
      const done = this.finished.get(cursor)!
      const inHand = this.running.filter((each) => each.cursor === cursor && isCurrent(each))
      const unfinished = this.run.unfinishedOffset(cursor.topic, cursor.partition)
      // What a group would commit is never beyond what is in hand, and never beyond what was not handled at all.
      const committable = unfinished ?? cursor.position!
      for (const { firstOffset } of inHand) {
        if (committable > firstOffset)
          this.wrong.push(`${cursor.name}: ${committable} is beyond ${firstOffset} in hand`)
      }
      for (const offset of this.#takenOf(cursor)) {
        if (offset < committable && !done.has(offset)) this.wrong.push(`${cursor.name}: ${offset} was left out`)
      }
    }
  }

  #takenOf(cursor: Cursor): bigint[] {
    const from = this.#startOf.get(cursor)?.get(cursor.positionEpoch) ?? cursor.position!
    const offsets: bigint[] = []
    for (let offset = from; offset < cursor.position!; offset++) offsets.push(offset)
    return offsets
  }

  readonly #startOf = new Map<Cursor, Map<number, bigint>>()

  #assign(partition: number): Cursor {
    const cursor = new Cursor('orders', partition)
    cursor.moveTo(0n)
    this.finished.set(cursor, new Set())
    return cursor
  }

  #noteFinished(item: Item): void {
    if (isCurrent(item)) this.finished.get(item.cursor)?.add(item.firstOffset)
  }

  #handle(item: Item, isByKey: boolean): Promise<void> {
    const { cursor, firstOffset, key } = item
    const name = `${cursor.name}@${firstOffset}`
    if (cursor.isPaused) this.wrong.push(`${name} was begun while its partition is paused`)
    if (!isCurrent(item)) this.wrong.push(`${name} was begun although it is stale`)
    const isSameLane = (other: Item): boolean =>
      other.cursor.partition === cursor.partition && (!isByKey || other.key === key)
    if (this.running.some(isSameLane)) this.wrong.push(`${name} was begun beside another of its lane`)
    const ended = createDeferred<void>()
    this.running.push({ ...item, ended })
    return ended.promise
  }

  #source(): RunSource<Item> {
    const takeFrom = (cursor: Cursor): Item | undefined => {
      const { position, positionEpoch } = cursor
      if (cursor.isPaused || cursor.isBusy || position === undefined || position >= BigInt(recordCount))
        return undefined
      const starts = this.#startOf.get(cursor) ?? new Map<number, bigint>()
      if (!starts.has(positionEpoch)) starts.set(positionEpoch, position)
      this.#startOf.set(cursor, starts)
      cursor.advance(position + 1n, 0, -1)
      return { cursor, positionEpoch, firstOffset: position, key: `key-${Number(position) % keyCount}` }
    }
    return {
      isClosed: false,
      take: () => {
        for (let tried = 0; tried < partitionCount; tried++) {
          const item = takeFrom(this.cursors[this.#turn++ % partitionCount]!)
          if (item !== undefined) return item
        }
        return undefined
      },
      cursorOf: ({ cursor }) => cursor,
      prepare: () => this.#arrival.promise,
      wake: () => this.#arrival.resolve(),
      setBusy: (cursor, isBusy) => {
        cursor.isBusy = isBusy
        if (!isBusy) this.#arrival.resolve()
        if (!isBusy) this.#arrival = createDeferred<void>()
      },
      putBack: (cursor, offset) => {
        if (cursor.state !== 'released') cursor.moveTo(offset)
      },
      pause: () => () => {},
    }
  }
}

function isCurrent({ cursor, positionEpoch }: Item): boolean {
  return cursor.state !== 'released' && cursor.positionEpoch === positionEpoch
}

type Event =
  | { readonly type: 'end'; readonly item: number; readonly outcome: 'done' | 'skip' | 'retry' }
  | { readonly type: 'pause' | 'resume' | 'lose'; readonly partition: number }
  | { readonly type: 'seek'; readonly partition: number; readonly offset: number }

const partition = fc.nat({ max: partitionCount - 1 })
const event: fc.Arbitrary<Event> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      type: fc.constant('end' as const),
      item: fc.nat({ max: 20 }),
      outcome: fc.constantFrom('done' as const, 'done' as const, 'done' as const, 'skip' as const, 'retry' as const),
    }),
  },
  { weight: 2, arbitrary: fc.record({ type: fc.constantFrom('pause' as const, 'resume' as const), partition }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('lose' as const), partition }) },
  {
    weight: 1,
    arbitrary: fc.record({ type: fc.constant('seek' as const), partition, offset: fc.nat({ max: recordCount }) }),
  },
)

/** Lets everything that can go on go on. */
function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}

async function play(world: World, given: Event): Promise<void> {
  if (given.type === 'end') world.end(given)
  else {
    const cursor = world.cursors[given.partition]!
    if (given.type === 'seek') world.seek(cursor, given.offset)
    else if (given.type === 'lose') world.lose(given.partition)
    else {
      cursor.isPaused = given.type === 'pause'
      world.wake()
    }
  }
  await settle()
  world.check()
}

describe('a run under any order of events', () => {
  it('keeps lanes in order, begins nothing stale, and lets nobody commit beyond what is in hand', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 6 }),
        fc.boolean(),
        fc.array(event, { maxLength: 60 }),
        async (concurrency, isByKey, events) => {
          const world = new World(concurrency, isByKey)
          const running = world.run.run()
          await settle()
          for (const each of events) await play(world, each)
          // All handlers end, and with them the run: nothing is left behind, and nothing is left out.
          for (const cursor of world.cursors) cursor.isPaused = false
          world.wake()
          await settle()
          for (let left = 0; world.running.length > 0 && left < 1000; left++) {
            await play(world, { type: 'end', item: 0, outcome: 'done' })
          }
          expect(world.wrong).toEqual([])
          expect(world.cursors.map(({ position }) => position)).toEqual(world.cursors.map(() => BigInt(recordCount)))
          expect(world.cursors.map(({ isBusy }) => isBusy)).toEqual(world.cursors.map(() => false))
          world.run.stop()
          await running
        },
      ),
      { numRuns: 150 },
    )
  })
})
