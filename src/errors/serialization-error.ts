import { KafkaError } from './kafka-error.ts'

/** A key or value could not be serialized. Nothing was sent; `cause` is what the serializer threw or rejected with. */
export class RecordSerializationError extends KafkaError {
  readonly code = 'SERIALIZATION_FAILED'
  readonly part: 'key' | 'value'

  constructor(topic: string, part: 'key' | 'value', reason: string, cause?: unknown) {
    super(`Cannot send to ${topic}: its ${part} cannot be serialized: ${reason}`, { context: { topic }, cause })
    this.part = part
  }
}
