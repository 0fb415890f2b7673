import { KafkaError, type KafkaErrorOptions } from './kafka-error.ts'

/**
 * A broker's answer about the cluster lacks something that it should have: a partition that was there before, a leader,
 * a topic that was asked for. Brokers that have just started or lag behind the controller answer so; asking again helps.
 */
export class IncompleteMetadataError extends KafkaError {
  readonly code = 'INCOMPLETE_METADATA'

  constructor(message: string, options: KafkaErrorOptions = {}) {
    super(message, { retriable: true, ...options })
  }
}

/** No broker could be asked about the cluster: all that are known, and the bootstrap servers, failed in turn. */
export class MetadataUnavailableError extends KafkaError {
  readonly code = 'METADATA_UNAVAILABLE'

  constructor(message: string, options: KafkaErrorOptions = {}) {
    super(message, { retriable: true, ...options })
  }
}
