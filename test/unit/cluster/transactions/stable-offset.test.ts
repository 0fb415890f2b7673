import { describe, expect, it } from 'vitest'
import { PartitionLog } from '../../../../src/cluster/log/partition-log.ts'
import { encodeEndTransactionMarker } from '../../../../src/record/control-record.ts'
import { DefaultRecordBatch } from '../../../../src/record/record-batch.ts'
import { type BatchInput, batchOf } from '../../../cluster/batches.ts'

const roomy = { segmentBytes: 1 << 30, segmentMs: 1e12, retentionBytes: -1, retentionMs: -1 }
const producer = { producerId: 4n, producerEpoch: 0 }

/** A log with the records of one open transaction at 1 and 2, behind one record outside of it. */
function logWithOpenTransaction(): PartitionLog {
  const log = new PartitionLog()
  append(log, { values: ['plain'] })
  append(log, { values: ['a', 'b'], ...producer, baseSequence: 0, isTransactional: true })
  log.setHighWatermark(log.endOffset)
  return log
}

function append(log: PartitionLog, input: BatchInput): void {
  log.append(new DefaultRecordBatch(batchOf(input)), 0, roomy, 0)
}

function appendMarker(log: PartitionLog, type: 'commit' | 'abort'): void {
  const marker = encodeEndTransactionMarker({ ...producer, type, coordinatorEpoch: 0, timestamp: 0 })
  log.append(new DefaultRecordBatch(marker), 0, roomy, 0)
}

describe('the last stable offset', () => {
  it('is where the oldest open transaction begins', () => {
    expect(logWithOpenTransaction().lastStableOffset).toBe(1n)
  })

  it.each(['commit', 'abort'] as const)('stays there while followers lack the marker of its %s', (type) => {
    const log = logWithOpenTransaction()

    appendMarker(log, type)
    const before = log.lastStableOffset
    log.setHighWatermark(log.endOffset)

    expect([before, log.lastStableOffset]).toEqual([1n, 4n])
  })

  it('goes back to the transaction when a new leader lacks its marker', () => {
    const log = logWithOpenTransaction()
    appendMarker(log, 'commit')

    log.truncateTo(3n)

    expect([log.lastStableOffset, log.highWatermark, log.endOffset]).toEqual([1n, 3n, 3n])
    expect([...log.transactions.ongoing]).toEqual([[4n, 1n]])
  })

  it('is never before the first record that can be read', () => {
    const log = logWithOpenTransaction()

    log.deleteBefore(2n)

    expect(log.lastStableOffset).toBe(2n)
  })
})
