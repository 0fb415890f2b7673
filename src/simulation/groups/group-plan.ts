/** What the members of a simulated group do. Part of a plan; plain data. */

export type SimulatedAssignor = 'range' | 'roundrobin' | 'sticky' | 'cooperative-sticky'

/** How a member reads: one record after the other, batch by batch, or by polling. */
export type ReadingStyle = 'records' | 'batches' | 'polls'

export interface PlannedMember {
  readonly joinAtMs: number
  /** 0: it stays to the end. */
  readonly leaveAtMs: number
  /** Its network goes for good, without a word; otherwise it closes. */
  readonly vanishes: boolean
  /** The application's work for what it was handed. */
  readonly processingMs: number
  /** How long its rebalance callbacks take. */
  readonly callbackMs: number
  readonly reads: ReadingStyle
  /** It has a `group.instance.id`. */
  readonly isStatic: boolean
}

export interface GroupPlan {
  readonly protocol: 'classic' | 'consumer'
  readonly assignor: SimulatedAssignor
  readonly members: readonly PlannedMember[]
  readonly sessionTimeoutMs: number
  readonly heartbeatIntervalMs: number
  readonly rebalanceTimeoutMs: number
  readonly autoCommitIntervalMs: number
  readonly initialRebalanceDelayMs: number
}

export const simulatedGroup = 'workers'
