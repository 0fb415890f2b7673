import { KafkaError, type KafkaErrorOptions } from './kafka-error.ts'

/**
 * A broker answered a request for several things and left one out. Taking the silence for success has made clients
 * believe in topics that were never created.
 */
export class MissingAnswerError extends KafkaError {
  readonly code = 'MISSING_ANSWER'
}

/** Some parts of a request failed. What succeeded has happened, and is not taken back. */
export class PartialFailureError extends KafkaError {
  readonly code = 'PARTIAL_FAILURE'
  /** By the name of what failed: a topic, a partition as `orders-3`, a group. */
  readonly failures: ReadonlyMap<string, Error>
  readonly succeeded: readonly string[]

  /** `operation` begins the message: "Cannot create topics". */
  constructor(
    operation: string,
    failures: ReadonlyMap<string, Error>,
    succeeded: readonly string[],
    options: KafkaErrorOptions = {},
  ) {
    const [first] = failures.values()
    const total = failures.size + succeeded.length
    super(`${operation}: ${failures.size} of ${total} failed, first: ${first?.message}`, {
      retriable: [...failures.values()].every((error) => error instanceof KafkaError && error.retriable),
      cause: new AggregateError([...failures.values()]),
      ...options,
    })
    this.failures = failures
    this.succeeded = succeeded
  }
}
