import { KafkaError } from './kafka-error.ts'

/** `producer.purge` gave up what was buffered. The cause of the `ProduceError` that the records' calls reject with. */
export class PurgeError extends KafkaError {
  readonly code = 'PURGED'
}
