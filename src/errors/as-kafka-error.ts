import { KafkaError } from './kafka-error.ts'

/** Something that was thrown and is no error of ours: a defect, or a user's own function. */
export class UnexpectedError extends KafkaError {
  readonly code = 'UNEXPECTED_ERROR'
}

/** Whatever was thrown, as a `KafkaError` with the original as its cause. */
export function asKafkaError(thrown: unknown): KafkaError {
  if (thrown instanceof KafkaError) return thrown
  return new UnexpectedError(thrown instanceof Error ? thrown.message : String(thrown), { cause: thrown })
}
