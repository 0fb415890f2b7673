/** Values that say when they were sent and which record they belong to; both are read by the process that wrote them. */

const SENT_AT_POSITION = 0
const SEQUENCE_POSITION = 8

export interface Stamp {
  /** Of `performance.now()`. */
  readonly sentAtMs: number
  /** From 0 on, without gaps. */
  readonly sequence: number
}

/** A buffer of its own for each record: a client may keep it until it is acknowledged. */
export function stampedValue({ sentAtMs, sequence }: Stamp, sizeBytes: number): Buffer {
  const value = Buffer.alloc(sizeBytes)
  value.writeDoubleLE(sentAtMs, SENT_AT_POSITION)
  value.writeUInt32LE(sequence, SEQUENCE_POSITION)
  return value
}

export function readStamp(value: Buffer): Stamp {
  return { sentAtMs: value.readDoubleLE(SENT_AT_POSITION), sequence: value.readUInt32LE(SEQUENCE_POSITION) }
}
