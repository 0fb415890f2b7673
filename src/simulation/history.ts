/** What the application asked for and what it was told. Kept by the scenario, judged by `invariants.ts`. */

/** What a failed send says about the log. `unknown`: the caller gave up itself. */
export type Verdict = 'no' | 'possibly' | 'unknown'

export interface SendOutcome {
  readonly value: string
  readonly partition: number
  readonly sentAtMs: number
  /** Counts calls, in the order in which they were made. */
  readonly callNumber: number
  settledAtMs: number | undefined
  /** How often the promise's handlers ran. */
  settleCount: number
  offset: bigint | undefined
  timestamp: number | undefined
  failure: { readonly verdict: Verdict; readonly text: string } | undefined
}

export interface ReadRecord {
  readonly partition: number
  readonly offset: bigint
  readonly key: string | null
  readonly value: string | null
  readonly timestamp: number
}

export class History {
  readonly sends: SendOutcome[] = []
  #waitingCount = 0

  /** Sends that were not settled yet. */
  get waitingCount(): number {
    return this.#waitingCount
  }

  begin(value: string, partition: number, sentAtMs: number): SendOutcome {
    const outcome: SendOutcome = {
      value,
      partition,
      sentAtMs,
      callNumber: this.sends.length,
      settledAtMs: undefined,
      settleCount: 0,
      offset: undefined,
      timestamp: undefined,
      failure: undefined,
    }
    this.sends.push(outcome)
    this.#waitingCount += 1
    return outcome
  }

  settle(outcome: SendOutcome, atMs: number): void {
    outcome.settledAtMs = atMs
    outcome.settleCount += 1
    this.#waitingCount -= 1
  }
}
