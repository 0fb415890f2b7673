/** What a member gets of one partition: Kafka's `DelayedShareFetch` and `ShareFetchUtils`. */
import { ErrorCodes } from '../../errors/error-codes.ts'
import { readBatches } from '../../record/batch-decoder.ts'
import { DefaultRecordBatch } from '../../record/record-batch.ts'
import { type ReadTerms, readableBytes, readLog } from '../fetch/read-log.ts'
import type { RequestContext } from '../handlers/handler.ts'
import type { Partition } from '../topics/partition.ts'
import { findShared } from './acknowledge-partitions.ts'
import type { AcquiredRange } from './acquired-ranges.ts'
import { shareConfig } from './share-config.ts'
import type { SharePartition } from './share-partition.ts'
import { SharePartitions } from './share-partitions.ts'
import type { SharedPartition } from './share-sessions.ts'

export interface ShareFetchTerms {
  readonly groupId: string
  readonly memberId: string
  readonly isStrict: boolean
  readonly batchSize: number
}

/** A partition before anything of it is read. */
export interface Shareable {
  readonly shared: SharedPartition
  readonly errorCode: number
  readonly share?: SharePartition
}

export interface SharedRecords {
  readonly shared: SharedPartition
  readonly errorCode: number
  readonly records: Buffer
  readonly acquired: readonly AcquiredRange[]
  readonly recordCount: number
}

const emptyRecords: Buffer = Buffer.alloc(0)

export function findShareable(shared: SharedPartition, groupId: string, context: RequestContext): Shareable {
  const partition = findShared(shared.topicId, shared.partition, context)
  if (typeof partition === 'number') return { shared, errorCode: partition }
  return { shared, errorCode: ErrorCodes.NONE, share: context.cluster.part(SharePartitions).open(groupId, partition) }
}

/** How many bytes there are for a member to get. */
export function shareableBytes({ share }: Shareable, groupId: string, context: RequestContext): number {
  if (share === undefined || !share.hasRoom) return 0
  return readableBytes(share.partition.log, termsOf(share, groupId, context))
}

/** Reads, and gives the member what it reads. */
export function readShared(
  { shared, errorCode, share }: Shareable,
  limits: { readonly maxRecords: number; readonly maxBytes: number; readonly takesFirstWhole: boolean },
  { groupId, memberId, isStrict, batchSize }: ShareFetchTerms,
  context: RequestContext,
): SharedRecords {
  const nothing = { shared, errorCode, records: emptyRecords, acquired: [], recordCount: 0 }
  if (share === undefined || !share.hasRoom) return nothing
  const terms = termsOf(share, groupId, context)
  const { bytes } = readLog(share.partition.log, terms, limits.maxBytes, limits.takesFirstWhole)
  const batches = wholeBatches(bytes)
  const isAborted = terms.isCommittedOnly ? abortedTest(share.partition, terms) : () => false
  const { maxRecords } = limits
  const acquired = share.acquire({ memberId, batches, maxRecords, isStrict, batchSize, isAborted })
  const [first] = acquired
  const last = acquired.at(-1)
  if (first === undefined || last === undefined) return nothing
  const given = batches.filter(
    ({ baseOffset, lastOffset }) => lastOffset >= first.firstOffset && baseOffset <= last.lastOffset,
  )
  const recordCount = acquired.reduce((sum, range) => sum + Number(range.lastOffset - range.firstOffset) + 1, 0)
  return { ...nothing, records: Buffer.concat(given.map((batch) => batch.bytes)), acquired, recordCount }
}

function termsOf(share: SharePartition, groupId: string, { cluster }: RequestContext): ReadTerms {
  const { log } = share.partition
  const isCommittedOnly = shareConfig(cluster, groupId, 'share.isolation.level') === 'read_committed'
  const upToOffset = isCommittedOnly ? log.lastStableOffset : log.highWatermark
  return { fromOffset: share.nextOffset, upToOffset, isCommittedOnly, profile: cluster.profile }
}

/** What was cut at a limit is left out. */
function wholeBatches(bytes: Buffer): DefaultRecordBatch[] {
  const batches: DefaultRecordBatch[] = []
  for (const batch of readBatches(bytes)) if (batch instanceof DefaultRecordBatch) batches.push(batch)
  return batches
}

function abortedTest(
  { log }: Partition,
  { fromOffset, upToOffset }: ReadTerms,
): (batch: DefaultRecordBatch) => boolean {
  const aborted = log.transactions.abortedBetween(fromOffset, upToOffset)
  return ({ isTransactional, producerId, baseOffset, isControl }) =>
    isTransactional &&
    !isControl &&
    aborted.some((txn) => txn.producerId === producerId && baseOffset >= txn.firstOffset && baseOffset < txn.lastOffset)
}
