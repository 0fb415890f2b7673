/** A producer's sequence numbers are 32-bit and start again at 0 after 2^31 - 1, as in Kafka's `DefaultRecordBatch`. */
const sequenceCount = 2 ** 31

export function addSequence(sequence: number, count: number): number {
  return (sequence + count) % sequenceCount
}
