/**
 * The end of a transaction in one partition: a control batch, judged as Kafka's `ProducerAppendInfo.appendEndTxnMarker`
 * does.
 */
import { encodeEndTransactionMarker } from '../../record/control-record.ts'
import { DefaultRecordBatch } from '../../record/record-batch.ts'
import type { AppendedBatch } from '../log/producer-states.ts'
import type { Partition } from '../topics/partition.ts'
import type { ClientTransactionVersion } from './transaction.ts'

export interface Marker {
  readonly producerId: bigint
  readonly producerEpoch: number
  readonly coordinatorEpoch: number
  readonly isCommit: boolean
  /** Of the transaction that it ends: which epochs may be in the log already. */
  readonly transactionVersion: ClientTransactionVersion
}

/** NONE, or why the marker does not fit to what the log says of its producer. */
export function judgeMarker({ log }: Partition, marker: Marker): number {
  const hasOpenTransaction = log.transactions.ongoing.has(marker.producerId)
  return log.producers.checkMarker(marker, marker.transactionVersion === 2, hasOpenTransaction)
}

/** Appends a marker that was judged. */
export function appendMarker(partition: Partition, marker: Marker, wallNowMs: number): AppendedBatch {
  const { isCommit, ...identity } = marker
  const bytes = encodeEndTransactionMarker({
    ...identity,
    type: isCommit ? 'commit' : 'abort',
    timestamp: wallNowMs,
  })
  return partition.append(new DefaultRecordBatch(bytes), wallNowMs)
}
