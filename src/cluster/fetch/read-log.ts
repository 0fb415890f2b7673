/**
 * What a fetch gets out of a log, with the services' ways of showing transactions: as Kafka, with the list of what was
 * aborted in another order, or without a trace of them.
 */
import type { DefaultRecordBatch } from '../../record/record-batch.ts'
import type { LogRead, PartitionLog } from '../log/partition-log.ts'
import type { AbortedTransaction } from '../log/transaction-index.ts'
import type { ClusterProfile } from '../profiles/profile.ts'

export interface ReadTerms {
  readonly fromOffset: bigint
  /** Batches from here on are left out. */
  readonly upToOffset: bigint
  readonly isCommittedOnly: boolean
  readonly profile: ClusterProfile
}

/** How many bytes there are to read, for `min.bytes`. */
export function readableBytes(log: PartitionLog, terms: ReadTerms): number {
  const { fromOffset, upToOffset, profile } = terms
  if (profile.transactions?.hidesMarkers !== true) return log.readableBytes(fromOffset, upToOffset)
  let sizeBytes = 0
  for (const batch of visibleBatches(log, terms)) sizeBytes += batch.sizeBytes
  return sizeBytes
}

export function readLog(log: PartitionLog, terms: ReadTerms, maxBytes: number, takesFirstWhole: boolean): LogRead {
  const { fromOffset, upToOffset, profile } = terms
  if (profile.transactions?.hidesMarkers !== true) return log.read(fromOffset, upToOffset, maxBytes, takesFirstWhole)
  const chunks: Buffer[] = []
  let sizeBytes = 0
  let nextOffset = fromOffset
  for (const { bytes, lastOffset } of visibleBatches(log, terms)) {
    const mayExceed = chunks.length === 0 && takesFirstWhole
    if (sizeBytes + bytes.length > maxBytes && !mayExceed) break
    chunks.push(bytes)
    sizeBytes += bytes.length
    nextOffset = lastOffset + 1n
  }
  return { bytes: Buffer.concat(chunks), nextOffset }
}

/** What was aborted, as the answer lists it; null where it lists nothing. */
export function listAborted(
  log: PartitionLog,
  { fromOffset, isCommittedOnly, profile }: ReadTerms,
  nextOffset: bigint,
): { readonly producerId: bigint; readonly firstOffset: bigint }[] | null {
  const { abortedOrder, listsAbortedAlways = false, hidesMarkers = false } = profile.transactions ?? {}
  if (!isCommittedOnly && !listsAbortedAlways) return null
  if (hidesMarkers) return []
  const aborted = log.transactions.abortedBetween(fromOffset, nextOffset)
  const listed = aborted.map(({ producerId, firstOffset }) => ({ producerId, firstOffset }))
  return abortedOrder === 'descending' ? listed.sort((a, b) => (a.firstOffset < b.firstOffset ? 1 : -1)) : listed
}

/** Batches of records; for readers of committed ones without what was aborted. */
function* visibleBatches(
  log: PartitionLog,
  { fromOffset, upToOffset, isCommittedOnly }: ReadTerms,
): Generator<DefaultRecordBatch, void, undefined> {
  const aborted = isCommittedOnly ? log.transactions.abortedBetween(fromOffset, upToOffset) : []
  for (const batch of log.batches(fromOffset)) {
    if (batch.baseOffset >= upToOffset) return
    if (!batch.isControl && !isAborted(batch, aborted)) yield batch
  }
}

function isAborted(batch: DefaultRecordBatch, aborted: readonly AbortedTransaction[]): boolean {
  const { isTransactional, producerId, baseOffset } = batch
  return (
    isTransactional &&
    aborted.some((txn) => txn.producerId === producerId && baseOffset >= txn.firstOffset && baseOffset < txn.lastOffset)
  )
}
