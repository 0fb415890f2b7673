/** What members say of records, as ShareFetch and ShareAcknowledge carry it. */
import { ErrorCodes } from '../../errors/error-codes.ts'

export const AcknowledgeTypes = { gap: 0, accept: 1, release: 2, reject: 3, renew: 4 } as const

export interface AcknowledgementBatch {
  readonly firstOffset: bigint
  readonly lastOffset: bigint
  /** One for all offsets, or one for each. */
  readonly acknowledgeTypes: readonly number[]
}

export function typeAt({ firstOffset, acknowledgeTypes }: AcknowledgementBatch, offset: bigint): number {
  return (acknowledgeTypes.length === 1 ? acknowledgeTypes[0] : acknowledgeTypes[Number(offset - firstOffset)])!
}

/** NONE, or INVALID_REQUEST for batches that are out of order, overlap, or do not say what they should. */
export function checkAcknowledgements(batches: readonly AcknowledgementBatch[], allowsRenew: boolean): number {
  const largest = allowsRenew ? AcknowledgeTypes.renew : AcknowledgeTypes.reject
  let previousLast = -1n
  for (const { firstOffset, lastOffset, acknowledgeTypes } of batches) {
    const isInOrder = firstOffset > previousLast && firstOffset <= lastOffset
    const count = acknowledgeTypes.length
    const isComplete = count === 1 || (count > 1 && BigInt(count) === lastOffset - firstOffset + 1n)
    const isKnown = acknowledgeTypes.every((type) => type >= 0 && type <= largest)
    if (!isInOrder || !isComplete || !isKnown) return ErrorCodes.INVALID_REQUEST
    previousLast = lastOffset
  }
  return ErrorCodes.NONE
}
