/** What the runner and its worker threads tell each other. */
import type { Plan } from '../../src/simulation/plan.ts'
import type { Problem } from '../../src/simulation/world.ts'

export type ClusterName = 'embedded' | 'scripted'

/** What plans are about: one producer and its batches, or the members of a group. */
export type PlanFamily = 'produce' | 'groups'

/** A worker's share: the seeds `first`, `first + stride`, ... */
export interface WorkerTask {
  readonly first: number
  readonly stride: number
  readonly seedCount: number
  readonly cluster: ClusterName
  readonly family: PlanFamily
  /** Each so-manieth seed is run twice, and must leave the same trace. 0 for none. */
  readonly twiceEvery: number
  /** So many seeds are run on turns of the event loop as well, and must leave the same trace. */
  readonly turnCount: number
  /** Enough to see what is wrong. */
  readonly mostFailures: number
  /** The seed that is being run, so that one that never ends can be named. */
  readonly current: SharedArrayBuffer
}

export interface Failure {
  readonly plan: Plan
  readonly problems: readonly Problem[]
}

/** What a worker did since its last report. */
export interface WorkerReport {
  readonly seedCount: number
  readonly stepCount: number
  readonly busyMs: number
  readonly marks: readonly (readonly [mark: string, seeds: number])[]
  readonly failures: readonly Failure[]
  readonly comparedCount: number
  readonly turnCount: number
  /** Seeds whose second run, or whose run on turns, left another trace. */
  readonly differing: readonly number[]
  readonly isLast: boolean
}
