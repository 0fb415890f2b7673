/**
 * What a client must never do, noticed where it does it.
 *
 * Owned by the cluster. A violation is recorded and not thrown: the broker goes on as Kafka would, and the test that looks
 * at `cluster.violations` learns of the cause instead of a consequence.
 */
import type { Log } from '../observe/log.ts'

export type ViolationKind =
  /** The same producer id, epoch, partition and sequence with other records (P6). */
  | 'SEQUENCE_REUSED'
  /** A batch behind one that the producer has never sent (P7). */
  | 'SEQUENCE_GAP'
  /** More than five requests of an idempotent producer to one partition on one connection (P7). */
  | 'TOO_MANY_IN_FLIGHT'
  /** A transactional write to a partition, or to a group's offsets, that the producer never added to a transaction. */
  | 'NOT_IN_TRANSACTION'
  /** Bytes that are no request. */
  | 'MALFORMED_REQUEST'
  /** An API or a version that this broker does not offer. */
  | 'VERSION_NOT_OFFERED'
  /** A request that the protocol's codec would write in another way (W1; only when `verifiesFrames`). */
  | 'FRAME_NOT_CANONICAL'
  /** A batch's header that does not say what its records are. */
  | 'BATCH_HEADER_WRONG'
  /** Not the client's fault: a handler of the embedded cluster threw. */
  | 'HANDLER_FAILED'

export interface Violation {
  readonly kind: ViolationKind
  readonly message: string
  /** On the cluster's clock. */
  readonly atMs: number
}

export class Violations {
  readonly #log: Log
  readonly #now: () => number
  readonly #list: Violation[] = []

  constructor(log: Log, now: () => number) {
    this.#log = log
    this.#now = now
  }

  get all(): readonly Violation[] {
    return this.#list
  }

  report(kind: ViolationKind, message: string): void {
    this.#list.push({ kind, message, atMs: this.#now() })
    this.#log.event('error', 'cluster.violation', { kind, message })
  }
}
