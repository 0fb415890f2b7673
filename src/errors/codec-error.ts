import { type ErrorContext, KafkaError, type KafkaErrorOptions } from './kafka-error.ts'

export interface CodecErrorOptions extends KafkaErrorOptions {
  readonly path?: string
  readonly byteOffset?: number
  /** Begins the message: "Cannot decode the answer to Fetch v17". */
  readonly operation?: string
}

/**
 * Bytes that are not what the protocol says they should be: truncated, over-long, corrupt, or of an unknown format; or a
 * value that the protocol cannot carry, such as a string that is too long for its length field.
 */
export class CodecError extends KafkaError {
  readonly code = 'CODEC_ERROR'
  /** Where in the message, outermost first: `responses[0].partitions[2].records`. Empty when the frame itself is bad. */
  readonly path: string
  /** What was wrong, without the path. */
  readonly reason: string
  /** Offset in bytes from the start of the buffer that was being read, or -1 when it does not apply. */
  readonly byteOffset: number

  constructor(reason: string, options: CodecErrorOptions = {}) {
    const path = options.path ?? ''
    const byteOffset = options.byteOffset ?? -1
    const start = options.operation === undefined ? '' : `${options.operation}: `
    const where = byteOffset < 0 ? '' : ` at byte ${byteOffset}`
    super(path === '' ? `${start}${reason}${where}` : `${start}${path}: ${reason}${where}`, options)
    this.reason = reason
    this.path = path
    this.byteOffset = byteOffset
  }

  /** The same error, seen from the structure that contains it. */
  within(parent: string): CodecError {
    const path = this.path === '' ? parent : `${parent}.${this.path}`
    return new CodecError(this.reason, { path, byteOffset: this.byteOffset, cause: this.cause, context: this.context })
  }

  /** The same error, as the end of what somebody tried to do. */
  during(operation: string, context: ErrorContext = {}): CodecError {
    return new CodecError(this.reason, {
      operation,
      path: this.path,
      byteOffset: this.byteOffset,
      cause: this.cause,
      context: { ...this.context, ...context },
    })
  }
}
