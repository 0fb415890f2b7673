/**
 * The base of every error that Ottla throws.
 *
 * Match on `code` (stable across releases), not on the class or the message. `retriable` says whether the same call may
 * succeed when it is made again; the client has already retried as far as its own deadline allowed.
 */

/** What an error was about. Only what is known is set. */
export interface ErrorContext {
  readonly api?: string
  readonly apiVersion?: number
  readonly nodeId?: number
  readonly address?: string
  readonly topic?: string
  readonly partition?: number
  readonly group?: string
}

export interface KafkaErrorOptions {
  readonly retriable?: boolean
  readonly context?: ErrorContext
  readonly cause?: unknown
}

export abstract class KafkaError extends Error {
  /** Stable, upper-case, underscore-separated: `CONNECTION_CLOSED`, `NOT_LEADER_OR_FOLLOWER`, ... */
  abstract readonly code: string
  readonly retriable: boolean
  readonly context: ErrorContext

  constructor(message: string, options: KafkaErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.name = new.target.name
    this.retriable = options.retriable ?? false
    this.context = options.context ?? {}
  }
}
