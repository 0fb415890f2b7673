import { KafkaError, type KafkaErrorOptions } from './kafka-error.ts'

/** Whether a record that failed may be in the log all the same. */
export type Persisted = 'no' | 'possibly'

/**
 * A record could not be delivered. `code` is that of the cause, where the cause is a `KafkaError`.
 *
 * `persisted: 'no'` is a promise: the record is in no log and never will be, sending it again cannot double it.
 * `'possibly'` means that an attempt left this process and its outcome is unknown.
 */
export class ProduceError extends KafkaError {
  readonly code: string
  readonly persisted: Persisted

  constructor(message: string, persisted: Persisted, options: KafkaErrorOptions = {}) {
    const cause = options.cause
    super(message, { retriable: cause instanceof KafkaError && cause.retriable, ...options })
    this.code = cause instanceof KafkaError ? cause.code : 'PRODUCE_FAILED'
    this.persisted = persisted
  }
}

/** What became of one record of a `sendAll`. */
export type SendOutcome<Metadata> =
  | { readonly status: 'fulfilled'; readonly value: Metadata }
  | { readonly status: 'rejected'; readonly reason: unknown }

/** Some records of a `sendAll` failed. `outcomes` has every record's, in the order in which they were given. */
export class SendAllError<Metadata> extends KafkaError {
  readonly code = 'SEND_ALL_FAILED'
  readonly outcomes: readonly SendOutcome<Metadata>[]

  constructor(outcomes: readonly SendOutcome<Metadata>[]) {
    const failed = outcomes.filter((outcome) => outcome.status === 'rejected')
    const first = failed[0]?.reason
    super(
      `Cannot send ${failed.length} of ${outcomes.length} records: ${String((first as Error | undefined)?.message)}`,
      {
        cause: first,
        retriable: failed.every(({ reason }) => reason instanceof KafkaError && reason.retriable),
      },
    )
    this.outcomes = outcomes
  }
}
