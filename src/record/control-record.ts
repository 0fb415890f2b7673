/** The records of control batches: how a transaction ended, as its coordinator wrote it into each partition. */
import { CodecError } from '../errors/codec-error.ts'
import { BatchBuilder } from './batch-encoder.ts'
import type { BatchIds } from './batch-header.ts'

/** `other`: a kind for brokers among themselves (leader changes, snapshots, KRaft), which clients skip. */
export type ControlRecordType = 'abort' | 'commit' | 'other'

export interface ControlRecord {
  readonly type: ControlRecordType
  readonly version: number
  /** The epoch of the transaction coordinator; -1 for other kinds. */
  readonly coordinatorEpoch: number
}

/** Reads a control record: version and type are in its key, the coordinator's epoch in its value. */
export function readControlRecord(record: {
  readonly key: Buffer | null
  readonly value: Buffer | null
}): ControlRecord {
  const { key, value } = record
  if (key === null || key.length < 4) throw new CodecError('A control record has no version and type in its key')
  const version = key.readInt16BE(0)
  if (version < 0) throw new CodecError(`A control record has version ${version}`)
  const code = key.readInt16BE(2)
  if (code !== 0 && code !== 1) return { type: 'other', version, coordinatorEpoch: -1 }
  if (value === null || value.length < 6) throw new CodecError('A transaction marker has no coordinator epoch')
  return { type: code === 0 ? 'abort' : 'commit', version, coordinatorEpoch: value.readInt32BE(2) }
}

export interface EndTransactionMarker extends Pick<BatchIds, 'baseOffset' | 'partitionLeaderEpoch'> {
  readonly type: 'abort' | 'commit'
  readonly producerId: bigint
  readonly producerEpoch: number
  readonly coordinatorEpoch: number
  readonly timestamp: number
}

/** A whole control batch with one marker, as a transaction coordinator has it appended. */
export function encodeEndTransactionMarker(marker: EndTransactionMarker): Buffer {
  const key = Buffer.alloc(4)
  key.writeInt16BE(marker.type === 'abort' ? 0 : 1, 2)
  const value = Buffer.alloc(6)
  value.writeInt32BE(marker.coordinatorEpoch, 2)
  const builder = new BatchBuilder({ initialSizeBytes: 128, isTransactional: true, isControl: true })
  builder.append(marker.timestamp, key, value)
  // A marker takes no part in its producer's sequence.
  return builder.sealUncompressed({ ...marker, baseSequence: -1 })
}
