/** A request that a real broker understood, and its answer. */
export interface GoldenExchange {
  readonly api: string
  readonly version: number
  /** The frame with its size, in hexadecimal. */
  readonly request: string
  /** The frame without its size, in hexadecimal. */
  readonly response: string
  /** The answer as `describeMessage` gave it when it was captured, and as somebody has read it. */
  readonly text: string
}

export interface GoldenFile {
  readonly broker: string
  readonly exchanges: readonly GoldenExchange[]
}
