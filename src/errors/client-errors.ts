import { KafkaError, type KafkaErrorOptions } from './kafka-error.ts'

/** An option or argument that cannot work. The message names the option, the value and the rule. */
export class ConfigError extends KafkaError {
  readonly code = 'INVALID_CONFIG'
}

/** A call that the object's present state does not allow: closed, not started, already running. */
export class StateError extends KafkaError {
  readonly code: 'CLOSED' | 'ILLEGAL_STATE'

  constructor(code: StateError['code'], message: string, options?: KafkaErrorOptions) {
    super(message, options)
    this.code = code
  }
}

/** The call's own deadline (`timeoutMs`) passed first. */
export class TimeoutError extends KafkaError {
  readonly code = 'TIMEOUT'

  constructor(message: string, options: KafkaErrorOptions = {}) {
    super(message, { retriable: true, ...options })
  }
}

/** The broker does not speak a version that the request needs. The message says which feature is missing. */
export class UnsupportedVersionError extends KafkaError {
  readonly code = 'UNSUPPORTED_VERSION'
}
