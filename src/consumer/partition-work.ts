import { StateError } from '../errors/client-errors.ts'
import type { Cursor } from '../fetch/cursor.ts'
import type { BatchHandlerContext } from './run-options.ts'

/** The lane of all records of a partition; it stays, where lanes of keys come and go. */
export const wholePartition = ''

/**
 * Jobs that have to be done one after the other: those of a partition, or of a key within it. The first may be running.
 *
 * Jobs name the next one themselves: most lanes go from none to one and back with every record, and an array that is
 * emptied gives away what it has allocated.
 */
export class Lane {
  readonly key: string | undefined
  #first: Job | undefined
  #last: Job | undefined

  constructor(key: string | undefined) {
    this.key = key
  }

  /** True when nothing is before it. */
  add(job: Job): boolean {
    if (this.#last === undefined) this.#first = job
    else this.#last.nextInLane = job
    this.#last = job
    return this.#first === job
  }

  /** The first one is done with. Returns the one behind it. */
  removeFirst(): Job | undefined {
    const first = this.#first!
    const next = first.nextInLane
    // Handlers may keep the context of a job for long: it must not hold all that came after it.
    first.nextInLane = undefined
    this.#first = next
    if (next === undefined) this.#last = undefined
    return next
  }
}

/** What is handled: a record or a batch. */
export interface RunItem {
  readonly firstOffset: bigint
}

/** One record or batch, from the moment it was taken until it is finished. */
export class Job<Item extends RunItem = RunItem> {
  readonly work: PartitionWork
  readonly lane: Lane
  /** The cursor's when it was taken: as long as it is the same, this is what the position has got to. */
  readonly positionEpoch: number
  item: Item
  /** What comes before it is finished. */
  resolvedTo: bigint | undefined
  attempt = 0
  isRunning = false
  isDone = false
  nextInLane: Job | undefined
  nextInPartition: Job | undefined

  constructor(work: PartitionWork, lane: Lane, item: Item) {
    this.work = work
    this.lane = lane
    this.item = item
    this.positionEpoch = work.cursor.positionEpoch
  }

  /** What comes first of what is not finished of it. Worked out when somebody asks, which for most nobody does. */
  get unfinishedOffset(): bigint {
    return this.resolvedTo ?? this.item.firstOffset
  }

  /** The application went elsewhere, or the partition is gone. */
  get isStale(): boolean {
    return this.work.isForgotten || this.work.cursor.positionEpoch !== this.positionEpoch
  }
}

/** What a run does with one partition, for as long as it is assigned. Owned by the run; everything is synchronous. */
export class PartitionWork {
  readonly cursor: Cursor
  readonly lanes: Map<string, Lane> = new Map()
  /** In the order of their offsets. Those in front that are finished are gone; behind a gap they stay. */
  #first: Job | undefined
  #last: Job | undefined
  #jobCount = 0
  runningCount = 0
  #lost: AbortController | undefined
  #isForgotten = false

  constructor(cursor: Cursor) {
    this.cursor = cursor
  }

  get isForgotten(): boolean {
    return this.#isForgotten
  }

  /** In hand, finished behind a gap included. */
  get jobCount(): number {
    return this.#jobCount
  }

  add(job: Job): void {
    if (this.#last === undefined) this.#first = job
    else this.#last.nextInPartition = job
    this.#last = job
    this.#jobCount += 1
  }

  /** Made when somebody asks: most handlers never do. */
  get signal(): AbortSignal {
    if (this.#lost === undefined) {
      this.#lost = new AbortController()
      if (this.#isForgotten) this.#abort(this.#lost)
    }
    return this.#lost.signal
  }

  /** Undefined when everything that was taken is finished. */
  get unfinishedOffset(): bigint | undefined {
    for (let job = this.#first; job !== undefined; job = job.nextInPartition) {
      if (!job.isDone && !job.isStale) return job.unfinishedOffset
    }
    return undefined
  }

  /** Only what is finished without a gap before it is let go of. */
  dropFinished(): void {
    for (let job = this.#first; job !== undefined && (job.isDone || job.isStale); job = this.#first) {
      this.#first = job.nextInPartition
      job.nextInPartition = undefined
      this.#jobCount -= 1
    }
    if (this.#first === undefined) this.#last = undefined
  }

  forget(): void {
    this.#isForgotten = true
    if (this.#lost !== undefined) this.#abort(this.#lost)
  }

  #abort(lost: AbortController): void {
    lost.abort(new StateError('ILLEGAL_STATE', `${this.cursor.name} is not assigned to this consumer any more`))
  }
}

/** What the handler of a job is given. */
export class JobContext implements BatchHandlerContext {
  readonly attempt: number
  readonly #job: Job
  readonly #pause: (job: Job) => () => void

  constructor(job: Job, pause: (job: Job) => () => void) {
    this.attempt = job.attempt
    this.#job = job
    this.#pause = pause
  }

  get signal(): AbortSignal {
    return this.#job.work.signal
  }

  get isStale(): boolean {
    return this.#job.isStale
  }

  // Functions that need no `this`, made when they are asked for: handlers take contexts apart.
  get pause(): () => () => void {
    return () => this.#pause(this.#job)
  }

  get resolveOffset(): (offset: bigint) => void {
    return (offset) => {
      if (!this.#job.isDone && offset >= this.#job.unfinishedOffset) this.#job.resolvedTo = offset + 1n
    }
  }
}
