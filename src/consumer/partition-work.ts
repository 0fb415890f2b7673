import { StateError } from '../errors/client-errors.ts'
import type { Cursor } from '../fetch/cursor.ts'
import type { BatchHandlerContext } from './run-options.ts'

/** The lane of all records of a partition; it stays, where lanes of keys come and go. */
export const wholePartition = ''

/** Jobs that have to be done one after the other: those of a partition, or of a key within it. The first may be running. */
export interface Lane {
  readonly key: string | undefined
  readonly jobs: Job[]
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
  readonly jobs: Job[] = []
  runningCount = 0
  #lost: AbortController | undefined
  #isForgotten = false

  constructor(cursor: Cursor) {
    this.cursor = cursor
  }

  get isForgotten(): boolean {
    return this.#isForgotten
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
    return this.jobs.find((job) => !job.isDone && !job.isStale)?.unfinishedOffset
  }

  /** Only what is finished without a gap before it is let go of. */
  dropFinished(): void {
    while (this.jobs.length > 0 && (this.jobs[0]!.isDone || this.jobs[0]!.isStale)) this.jobs.shift()
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
