/** Sequence numbers are int32 and go on at 0 behind the largest. */
const largestSequence = 0x7fffffff

export function incrementSequence(sequence: number, increment: number): number {
  if (sequence > largestSequence - increment) return increment - (largestSequence - sequence) - 1
  return sequence + increment
}

export function isNextSequence(lastSequence: number, nextSequence: number): boolean {
  return nextSequence === incrementSequence(lastSequence, 1)
}
