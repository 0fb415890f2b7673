import { KafkaError, type KafkaErrorOptions } from './kafka-error.ts'

/** The group cannot go on as it is: what its members are configured to do does not fit together. */
export class GroupError extends KafkaError {
  readonly code = 'GROUP_FAILED'

  constructor(message: string, group: string, options: KafkaErrorOptions = {}) {
    super(message, { ...options, context: { ...options.context, group } })
  }
}
