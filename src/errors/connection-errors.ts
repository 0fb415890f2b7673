import { KafkaError, type KafkaErrorOptions } from './kafka-error.ts'

/**
 * A connection could not be made, or died with a request on it.
 *
 * `mayHaveBeenSent` is the line between "certainly not processed" and "outcome unknown": it is false only when no byte
 * of the request can have reached the socket.
 */
export class ConnectionError extends KafkaError {
  readonly code: 'CONNECTION_REFUSED' | 'CONNECTION_CLOSED' | 'CONNECTION_TIMEOUT' | 'CONNECTION_FAILED'
  readonly mayHaveBeenSent: boolean

  constructor(
    code: ConnectionError['code'],
    message: string,
    options: KafkaErrorOptions & { mayHaveBeenSent?: boolean } = {},
  ) {
    super(message, { retriable: true, ...options })
    this.code = code
    this.mayHaveBeenSent = options.mayHaveBeenSent ?? false
  }
}

/** The broker refused the credentials, the certificate was not trusted, or the mechanism is not offered. */
export class AuthenticationError extends KafkaError {
  readonly code = 'AUTHENTICATION_FAILED'
}

/** No answer within the request's deadline. The broker may still process it. */
export class RequestTimeoutError extends KafkaError {
  readonly code = 'REQUEST_TIMEOUT'
  readonly mayHaveBeenSent: boolean

  constructor(message: string, options: KafkaErrorOptions & { mayHaveBeenSent?: boolean } = {}) {
    super(message, { retriable: true, ...options })
    this.mayHaveBeenSent = options.mayHaveBeenSent ?? true
  }
}
