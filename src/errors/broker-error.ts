import { type ErrorName, errorCodeFacts } from './error-codes.ts'
import { type ErrorContext, KafkaError } from './kafka-error.ts'

/** A broker answered with an error code. `code` is its name in Kafka's table, such as `NOT_LEADER_OR_FOLLOWER`. */
export class BrokerError extends KafkaError {
  readonly code: ErrorName | `UNKNOWN_ERROR_CODE_${number}`
  readonly errorCode: number
  /** The broker's own words, where the protocol carries them. */
  readonly brokerMessage: string | null

  /** `operation` begins the message: "Cannot produce to orders-3". */
  constructor(operation: string, errorCode: number, context: ErrorContext = {}, brokerMessage: string | null = null) {
    const facts = errorCodeFacts.get(errorCode)
    const code = facts?.name ?? (`UNKNOWN_ERROR_CODE_${errorCode}` as const)
    const said = brokerMessage === null || brokerMessage === '' ? '' : ` (${brokerMessage})`
    super(`${operation}: broker answered ${code}${said}`, { retriable: facts?.retriable ?? false, context })
    this.code = code
    this.errorCode = errorCode
    this.brokerMessage = brokerMessage
  }

  get refreshesMetadata(): boolean {
    return errorCodeFacts.get(this.errorCode)?.refreshesMetadata ?? false
  }
}
