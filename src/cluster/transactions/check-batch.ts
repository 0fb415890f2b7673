/** What a transactional batch is asked before its leader takes it. */
import { ErrorCodes, errorCodeFacts } from '../../errors/error-codes.ts'
import type { DefaultRecordBatch } from '../../record/record-batch.ts'
import type { RequestContext } from '../handlers/handler.ts'
import type { RecordRefusal } from '../log/validate-records.ts'
import type { Partition } from '../topics/partition.ts'
import { isVerified, verifyWrite, type WriteSupport } from './verify-write.ts'

/** With this version of Produce the broker adds partitions to transactions (KIP-890, part 2). */
const firstAddingVersion = 12
const firstAbortableVersion = 11

/** Why the batch is not taken, as far as its transaction goes. A partition may be added on the way. */
export function whyNotInTransaction(
  batch: DefaultRecordBatch,
  partition: Partition,
  transactionalId: string | null,
  { cluster, version }: RequestContext,
): RecordRefusal | undefined {
  if (!batch.isTransactional || batch.producerId < 0n) return undefined
  if (transactionalId === null) return { errorCode: ErrorCodes.TRANSACTIONAL_ID_AUTHORIZATION_FAILED, message: null }
  if (isOngoing(batch, partition)) return undefined
  const { producerId, producerEpoch } = batch
  const support = supportOf(version)
  const where = { topic: partition.topicName, partition: partition.index }
  if (isVerified(support, cluster)) partition.log.producers.onVerifying(batch)
  const errorCode = verifyWrite(cluster, { transactionalId, producerId, producerEpoch, partition: where, support })
  return errorCode === ErrorCodes.NONE ? whyNotFirst(batch, partition, support) : describe(errorCode, support)
}

/** What the log has of this transaction shows that the coordinator was asked. */
function isOngoing({ producerId, producerEpoch }: DefaultRecordBatch, { log }: Partition): boolean {
  return log.transactions.ongoing.has(producerId) && log.producers.epochOf(producerId) === producerEpoch
}

/** A batch that was let through must not be appended before those that came before it and were not. */
function whyNotFirst(batch: DefaultRecordBatch, { log }: Partition, support: WriteSupport): RecordRefusal | undefined {
  const { producerId, baseSequence } = batch
  const mustBegin = support === 'adds' && log.producers.epochOf(producerId) === undefined
  const expected = mustBegin ? 0 : (log.producers.lowestUnverified(batch) ?? baseSequence)
  if (baseSequence <= expected) return undefined
  const message = `Out of order sequence number for producer ${producerId}: ${baseSequence} (incoming), ${expected} (expected first)`
  return { errorCode: ErrorCodes.OUT_OF_ORDER_SEQUENCE_NUMBER, message }
}

/** A batch outside of any transaction, of a producer that has one open in this partition. */
export function whyNotPlain(batch: DefaultRecordBatch, { log }: Partition): RecordRefusal | undefined {
  if (batch.isTransactional || !log.transactions.ongoing.has(batch.producerId)) return undefined
  const message = `Expected transactional write from producer ${batch.producerId}`
  return { errorCode: ErrorCodes.INVALID_TXN_STATE, message }
}

function supportOf(version: number): WriteSupport {
  if (version >= firstAddingVersion) return 'adds'
  return version >= firstAbortableVersion ? 'knowsAbortable' : 'knowsInvalidState'
}

/** Errors of coordinators, of which producers know nothing, become one at which all of them try again. */
function describe(errorCode: number, support: WriteSupport): RecordRefusal {
  const isPassing =
    errorCode === ErrorCodes.COORDINATOR_LOAD_IN_PROGRESS ||
    errorCode === ErrorCodes.COORDINATOR_NOT_AVAILABLE ||
    (errorCode === ErrorCodes.CONCURRENT_TRANSACTIONS && support !== 'adds')
  if (isPassing) {
    const name = errorCodeFacts.get(errorCode)?.name ?? errorCode
    const message = `Unable to verify the partition has been added to the transaction. Underlying error: ${name}`
    return { errorCode: ErrorCodes.NOT_ENOUGH_REPLICAS, message }
  }
  const isInvalid = errorCode === ErrorCodes.INVALID_TXN_STATE
  return { errorCode, message: isInvalid ? 'Partition was not added to the transaction' : null }
}
