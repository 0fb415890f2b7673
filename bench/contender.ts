import type { QuestionName, RunOrder, RunOutcome } from './run-order.ts'

/** One row of the tables: a client, in one of its ways of doing the job. */
export interface Contender {
  /** As in the table and after `--only`, which also takes the part before the colon. */
  readonly id: string
  readonly questions: readonly QuestionName[]
  /** What it changes in the orders that it is given. */
  readonly override: Partial<RunOrder>
  /** One run in a process of its own, which the signal kills. Rejects when the run fails. */
  run(order: RunOrder, signal: AbortSignal): Promise<RunOutcome>
}

/** A contender that cannot take part, and why. */
export interface AbsentContender {
  readonly id: string
  readonly reason: string
  /** Absent: it would be missed in all of them. */
  readonly questions?: readonly QuestionName[]
}
