import { KafkaError } from './kafka-error.ts'

/** The folder of an embedded cluster cannot be read, written, or had: somebody else uses it, the disk is full. */
export class StorageError extends KafkaError {
  readonly code = 'STORAGE_FAILED'
}
