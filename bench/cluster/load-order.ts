/** What the runner asks of the load generator's process, and what it gets back. Both travel as one line of JSON. */

export interface LoadOrder {
  readonly kind: 'produce' | 'fetch'
  /** `host:port` of the one broker. */
  readonly address: string
  readonly topic: string
  readonly recordsPerBatch: number
  readonly valueSizeBytes: number
  readonly requestsInFlight: number
  readonly warmupMs: number
  readonly measuredMs: number
}

export interface LoadOutcome {
  readonly recordCount: number
  readonly requestCount: number
  readonly elapsedMs: number
  /** With those of the warm-up, and those that a fetch reads. */
  readonly totalRecordCount: number
  /** User and system time of the load generator within the measured window: at 100 % of a core it is the limit. */
  readonly generatorCpuMs: number
}

export const LOAD_OUTCOME_PREFIX = 'LOAD-OUTCOME '
