/** The tables at the end: how the records spread over keys and partitions. */
import type { KeyLedger } from './key-ledger.ts'
import type { OffsetRange } from './produce-lines.ts'
import { bar, clip, count, renderTable } from './terminal.ts'

const MAX_KEYS = 12
const MAX_KEY_WIDTH = 40

export function renderKeyTable(keyName: string, ledger: KeyLedger): string[] {
  const keys = ledger.keys.toSorted((a, b) => b.recordCount - a.recordCount)
  const most = keys[0]?.recordCount ?? 0
  const rows = keys.slice(0, MAX_KEYS).map(({ key, recordCount, partition }) => {
    const share = `${((recordCount / ledger.recordCount) * 100).toFixed(1)} %`
    return [clip(key, MAX_KEY_WIDTH), count(recordCount), share, String(partition), bar(recordCount / most)]
  })
  const lines = renderTable(
    [
      { title: keyName, align: 'left' },
      { title: 'records', align: 'right' },
      { title: 'share', align: 'right' },
      { title: 'partition', align: 'right' },
      { title: '', align: 'left' },
    ],
    rows,
  )
  const restCount = keys.length - rows.length
  if (restCount === 0) return lines
  const restRecords = keys.slice(MAX_KEYS).reduce((sum, { recordCount }) => sum + recordCount, 0)
  return [...lines, `  … and ${count(restCount, 'more key')} with ${count(restRecords, 'record')}`]
}

export function renderPartitionTable(
  partitionCount: number,
  ledger: KeyLedger,
  offsets: ReadonlyMap<number, OffsetRange>,
): string[] {
  const partitions = Array.from({ length: partitionCount }, (_, partition) => {
    const keys = ledger.keys.filter((key) => key.partition === partition)
    const recordCount = keys.reduce((sum, key) => sum + key.recordCount, 0)
    return { partition, keyCount: keys.length, recordCount, range: offsets.get(partition) }
  })
  const most = Math.max(...partitions.map(({ recordCount }) => recordCount))
  const rows = partitions.map(({ partition, keyCount, recordCount, range }) => [
    String(partition),
    count(keyCount),
    count(recordCount),
    range === undefined ? '–' : `${range.first}–${range.last}`,
    bar(most === 0 ? 0 : recordCount / most),
  ])
  return renderTable(
    [
      { title: 'partition', align: 'right' },
      { title: 'keys', align: 'right' },
      { title: 'records', align: 'right' },
      { title: 'offsets', align: 'right' },
      { title: '', align: 'left' },
    ],
    rows,
  )
}
