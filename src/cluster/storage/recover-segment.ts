/** What a crash left of a segment, cut to the batches that are whole. */
import { CodecError } from '../../errors/codec-error.ts'
import { readBatches } from '../../record/batch-decoder.ts'
import { DefaultRecordBatch } from '../../record/record-batch.ts'
import { LogSegment } from '../log/log-segment.ts'

export interface RecoveredSegment {
  readonly segment: LogSegment
  /** Why what follows the last batch was left out; undefined where nothing was. */
  readonly damage: string | undefined
}

/**
 * Takes batches as long as they are whole, their checksums right, and their offsets behind those before them.
 *
 * @param leastOffset Offsets below are those of earlier segments.
 */
export function recoverSegment(baseOffset: bigint, bytes: Buffer, leastOffset: bigint): RecoveredSegment {
  const reader = readBatches(bytes)
  let segment: LogSegment | undefined
  let nextOffset = leastOffset
  let damage: string | undefined
  try {
    for (const batch of reader) {
      if (!(batch instanceof DefaultRecordBatch)) throw new CodecError(`a message set of magic ${batch.magic}`)
      batch.verifyChecksum()
      if (batch.baseOffset < nextOffset) throw new CodecError(`offset ${batch.baseOffset} comes twice`)
      segment ??= new LogSegment(baseOffset, batch.maxTimestamp, bytes.length)
      segment.append(batch.bytes)
      nextOffset = batch.lastOffset + 1n
    }
    if (reader.remainingBytes > 0) damage = `${reader.remainingBytes} bytes of a batch that is not whole`
  } catch (error) {
    if (!(error instanceof CodecError)) throw error
    damage = error.message
  }
  return { segment: segment ?? new LogSegment(baseOffset, 0), damage }
}
