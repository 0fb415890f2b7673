/**
 * One `run()`: takes records or batches from the stream and has them handled, several at a time.
 *
 * Owned by the consumer. Each partition has lanes, one for all its records or one for each key; what shares a lane is
 * handled one after the other. What is taken from the stream is handled at once or waits in its lane, and a partition
 * with as much in hand as it may have is set aside in the stream, where its bytes stay counted; the others go on.
 * Everything between two `await`s is synchronous, and whether a job may still begin is looked at when it begins: its
 * partition may have been paused, sought or lost while it waited.
 */
import { ConfigError } from '../errors/client-errors.ts'
import type { Cursor } from '../fetch/cursor.ts'
import { describe } from './consumer-options.ts'
import type { Holding } from './hand.ts'
import { Job, JobContext, Lane, PartitionWork, type RunItem, wholePartition } from './partition-work.ts'
import type { BatchHandlerContext, RunDecision } from './run-options.ts'

/** Where a run gets what it handles. */
export interface RunSource<Item> {
  /** Nothing more will come. */
  readonly isClosed: boolean
  /** What is there now; the position moves behind it. */
  take(): Item | undefined
  /** The cursor that it was taken from. */
  cursorOf(item: Item): Cursor
  /** As `RecordStream.prepare`. Throws what the reader has to be told. */
  prepare(): Promise<void> | undefined
  /** Ends the wait of `prepare`. */
  wake(): void
  setBusy(cursor: Cursor, isBusy: boolean): void
  /** The position goes back: what was taken from there on is given again. */
  putBack(cursor: Cursor, offset: bigint): void
  pause(cursor: Cursor): () => void
}

export interface ConsumerRunOptions<Item extends RunItem> {
  readonly source: RunSource<Item>
  readonly handle: (item: Item, context: BatchHandlerContext) => unknown
  readonly onError: (error: unknown, item: Item, job: Job<Item>) => RunDecision | Promise<RunDecision>
  readonly concurrency: number
  /** What shares a lane within its partition. Undefined: waits for nobody. */
  readonly laneOf: (item: Item) => string | undefined
  /** How many jobs of one partition may be in hand, finished behind a gap included. */
  readonly mostJobsPerPartition: number
  readonly signal: AbortSignal | undefined
  /** Something in hand was finished. */
  readonly onFree: () => void
}

/** A run, whatever it handles. */
export interface Run extends Holding {
  /** Resolves when it was stopped and all handlers have ended; rejects, then, with what stopped it. Call once. */
  run(): Promise<void>
  /** Begins nothing more. Idempotent. */
  stop(): void
  /** A partition may have been resumed or sought: what waits is looked at again. */
  wake(): void
}

export class ConsumerRun<Item extends RunItem> implements Run {
  readonly isAbandoned = false
  readonly #options: ConsumerRunOptions<Item>
  readonly #pause = ({ work }: Job): (() => void) => this.#options.source.pause(work.cursor)
  readonly #works = new Map<string, PartitionWork>()
  /** Handlers that still run for partitions that are gone: should one come back, its records wait for them. */
  readonly #leftovers = new Map<string, number>()
  /** The first jobs of their lanes, waiting for a slot or for their partition. */
  readonly #ready: Job<Item>[] = []
  /** Partitions of which as much is in hand as may be, as far as is known: so many, in places that are used again. */
  readonly #full: (PartitionWork | undefined)[] = []
  #fullCount = 0
  #activeCount = 0
  #isStarting = false
  #isStopping = false
  #failure: { readonly error: unknown } | undefined
  /** Resolves what waits for a handler to end, or for the run to look again. */
  #change: (() => void) | undefined

  constructor(options: ConsumerRunOptions<Item>) {
    this.#options = options
  }

  async run(): Promise<void> {
    const { signal } = this.#options
    const onAbort = (): void => this.stop()
    signal?.addEventListener('abort', onAbort, { once: true })
    if (signal?.aborted === true) this.stop()
    try {
      await this.#takeOn()
    } catch (error) {
      this.#stopWith(error)
    } finally {
      signal?.removeEventListener('abort', onAbort)
    }
    while (this.#activeCount > 0) await this.#nextChange()
    this.#giveBack()
    if (this.#failure !== undefined) throw this.#failure.error
  }

  stop(): void {
    if (this.#isStopping) return
    this.#isStopping = true
    this.wake()
    this.#options.source.wake()
  }

  wake(): void {
    this.#startReady()
    this.#change?.()
    this.#change = undefined
  }

  unfinishedOffset(topic: string, partition: number): bigint | undefined {
    return this.#works.get(`${topic}-${partition}`)?.unfinishedOffset
  }

  isBusyWith(topic: string, partition: number): boolean {
    return (this.#works.get(`${topic}-${partition}`)?.runningCount ?? 0) > 0
  }

  forget(topic: string, partition: number): void {
    const name = `${topic}-${partition}`
    const work = this.#works.get(name)
    if (work === undefined) return
    this.#works.delete(name)
    if (work.runningCount > 0) this.#leftovers.set(name, (this.#leftovers.get(name) ?? 0) + work.runningCount)
    work.forget()
    this.wake()
    this.#options.onFree()
  }

  async #takeOn(): Promise<void> {
    const { source, concurrency } = this.#options
    // Looked at each time: a handler may have closed the consumer in this very turn.
    while (!this.#isStopping && !source.isClosed) {
      if (this.#activeCount >= concurrency) {
        await this.#nextChange()
        continue
      }
      this.#setFullOnesBusy()
      const item = source.take()
      if (item !== undefined) {
        this.#accept(item)
        continue
      }
      const wait = source.prepare()
      if (wait !== undefined) await wait
    }
  }

  /** Only `run` waits, and for one change at a time. */
  #nextChange(): Promise<void> {
    return new Promise((resolve) => {
      this.#change = resolve
    })
  }

  #accept(item: Item): void {
    const { laneOf, mostJobsPerPartition, source } = this.#options
    const work = this.#workOf(source.cursorOf(item))
    const lane = laneIn(work, laneOf(item))
    const job = new Job(work, lane, item)
    work.add(job)
    // What is ready already waits for its partition, or it would have begun: nothing is overtaken.
    if (lane.add(job)) {
      if (this.#mayStart(job)) this.#start(job)
      else {
        this.#ready.push(job)
        this.#startReady()
      }
    }
    if (work.jobCount >= mostJobsPerPartition) this.#full[this.#fullCount++] = work
  }

  /** Only before more is taken: with one handler at a time, a partition is free again by then. */
  #setFullOnesBusy(): void {
    const { mostJobsPerPartition, source } = this.#options
    for (; this.#fullCount > 0; this.#full[this.#fullCount] = undefined) {
      const { jobCount, cursor, isForgotten } = this.#full[--this.#fullCount]!
      if (!isForgotten && jobCount >= mostJobsPerPartition) source.setBusy(cursor, true)
    }
  }

  #workOf(cursor: Cursor): PartitionWork {
    const { name } = cursor
    let work = this.#works.get(name)
    if (work?.cursor !== cursor) {
      if (work !== undefined) this.forget(cursor.topic, cursor.partition)
      work = new PartitionWork(cursor)
      this.#works.set(name, work)
    }
    return work
  }

  /** Begins what may begin. Handlers that end at once come back here: the outermost call goes on for them. */
  #startReady(): void {
    if (this.#isStarting) return
    this.#isStarting = true
    try {
      for (let index = 0; index < this.#ready.length && !this.#isStopping; ) {
        if (this.#activeCount >= this.#options.concurrency) return
        const job = this.#ready[index]!
        if (!job.isStale && this.#mustWait(job)) {
          index++
          continue
        }
        this.#ready.splice(index, 1)
        if (job.isStale) this.#finish(job)
        else this.#start(job)
      }
    } finally {
      this.#isStarting = false
    }
  }

  #mayStart(job: Job<Item>): boolean {
    return !this.#isStopping && this.#activeCount < this.#options.concurrency && !job.isStale && !this.#mustWait(job)
  }

  #mustWait({ work: { cursor } }: Job<Item>): boolean {
    return cursor.isPaused || (this.#leftovers.size > 0 && this.#leftovers.has(cursor.name))
  }

  #start(job: Job<Item>): void {
    job.isRunning = true
    job.attempt += 1
    job.work.runningCount += 1
    this.#activeCount += 1
    let result: unknown
    try {
      result = this.#options.handle(job.item, new JobContext(job, this.#pause))
    } catch (error) {
      void this.#onFailed(job, error)
      return
    }
    if (!isThenable(result)) this.#finish(job)
    else {
      result.then(
        () => this.#finish(job),
        (error: unknown) => void this.#onFailed(job, error),
      )
    }
  }

  /** It is finished, or will never be begun because it is stale. */
  #finish(job: Job<Item>): void {
    const { work, lane } = job
    job.isDone = true
    this.#end(job)
    // A retained job must not keep its batch in memory while it waits behind a gap.
    job.item = undefined as unknown as Item
    const next = lane.removeFirst()
    if (next !== undefined) this.#ready.push(next as Job<Item>)
    else if (lane.key !== undefined && lane.key !== wholePartition) work.lanes.delete(lane.key)
    work.dropFinished()
    if (!work.isForgotten && work.cursor.isBusy && work.jobCount < this.#options.mostJobsPerPartition) {
      this.#options.source.setBusy(work.cursor, false)
    }
    this.wake()
    this.#options.onFree()
  }

  /** The handler does not run any more. */
  #end(job: Job<Item>): void {
    if (!job.isRunning) return
    const { work } = job
    job.isRunning = false
    this.#activeCount -= 1
    work.runningCount -= 1
    if (!work.isForgotten) return
    const { name } = work.cursor
    const left = (this.#leftovers.get(name) ?? 0) - 1
    if (left > 0) this.#leftovers.set(name, left)
    else this.#leftovers.delete(name)
  }

  /** Never rejects. Until it is decided, the job counts as running. */
  async #onFailed(job: Job<Item>, error: unknown): Promise<void> {
    let decision: unknown
    try {
      decision = this.#isInterruption(job, error) ? 'leave' : await this.#options.onError(error, job.item, job)
      if (decision !== 'retry' && decision !== 'skip' && decision !== 'stop' && decision !== 'leave') {
        throw new ConfigError(`onError must say 'retry', 'skip' or 'stop': ${describe(decision)}`)
      }
    } catch (errorOfPolicy) {
      this.#stopWith(errorOfPolicy)
      decision = 'leave'
    }
    if (decision === 'skip' || job.isStale) {
      if (decision === 'stop') this.#stopWith(error)
      this.#finish(job)
      return
    }
    if (decision === 'stop') this.#stopWith(error)
    // Before everything else of its lane, if it may still begin at all.
    this.#end(job)
    this.#ready.unshift(job)
    this.wake()
    this.#options.onFree()
  }

  /** The handler gave up because it was told to: its record is given again, here or elsewhere. */
  #isInterruption(job: Job<Item>, error: unknown): boolean {
    const { signal } = this.#options
    const isAbort = error instanceof Error && error.name === 'AbortError'
    if (signal?.aborted === true && (isAbort || error === signal.reason)) return true
    return job.work.isForgotten && (isAbort || error === job.work.signal.reason)
  }

  #stopWith(error: unknown): void {
    this.#failure ??= { error }
    this.stop()
  }

  /** What was taken and is not finished comes again with the next read. */
  #giveBack(): void {
    const { source, onFree } = this.#options
    for (const work of this.#works.values()) {
      const offset = work.unfinishedOffset
      if (offset !== undefined) source.putBack(work.cursor, offset)
      source.setBusy(work.cursor, false)
    }
    this.#works.clear()
    this.#ready.length = 0
    onFree()
  }
}

function laneIn(work: PartitionWork, key: string | undefined): Lane {
  if (key === undefined) return new Lane(key)
  let lane = work.lanes.get(key)
  if (lane === undefined) {
    lane = new Lane(key)
    work.lanes.set(key, lane)
  }
  return lane
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && typeof (value as { then?: unknown }).then === 'function'
}
