/** The tables: medians over the rounds, with the settings and the limits of the figures next to them. */
import type { AbsentContender } from './contender.ts'
import type { MachineFacts } from './machine-facts.ts'
import type { Question } from './questions/question.ts'
import type { RunOutcome } from './run-order.ts'

export interface ContenderResult {
  readonly id: string
  /** One per round that ended well. */
  readonly outcomes: readonly RunOutcome[]
  /** What went wrong in the other rounds. */
  readonly failures: readonly string[]
}

export interface QuestionResult {
  readonly question: Question
  readonly results: readonly ContenderResult[]
}

export interface BenchReport {
  readonly machine: MachineFacts
  readonly broker: string
  readonly startedAt: string
  readonly rounds: number
  readonly partitionCount: number
  readonly isIdempotent: boolean
  readonly backlogRecordCount: number
  readonly questions: readonly QuestionResult[]
  readonly absent: readonly AbsentContender[]
}

const NONE = '–'

export function renderReport(report: BenchReport): string {
  const { machine, broker, rounds, partitionCount, absent } = report
  const memory = `${Math.round(machine.memoryBytes / 2 ** 30)} GiB`
  const lines = [
    `Medians of ${rounds} interleaved rounds; ${broker}; ${partitionCount} partitions, 1 replica, compression as named, ` +
      `acks=all, idempotence ${report.isIdempotent ? 'on' : 'off'}.`,
    `Client and broker share ${machine.coreCount} cores (${machine.cpu}, ${memory}, ${machine.system}). ` +
      `Commit ${machine.commit}, ${report.startedAt.slice(0, 10)}.`,
    '',
  ]
  for (const result of report.questions) lines.push(...renderQuestion(result), '')
  if (absent.length > 0) {
    lines.push('Not measured:', '', ...absent.map(({ id, reason }) => `- ${id}: ${reason}`), '')
  }
  return lines.join('\n')
}

function renderQuestion({ question, results }: QuestionResult): string[] {
  const isProducing = question.kind === 'produce'
  const latencyColumns = isProducing ? ['p50 ms', 'p99 ms'] : []
  const header = [
    'client',
    'records/s',
    'lowest–highest',
    'CPU µs/record',
    ...latencyColumns,
    'loop delay p99 (max) ms',
    'peak RSS MB',
  ]
  const rows = results.map((result) => renderRow(result, isProducing))
  const settings = results.flatMap(({ id, outcomes }) => {
    const [outcome] = outcomes
    return outcome === undefined ? [] : [`- ${id} ${outcome.clientVersion}, ${outcome.runtime}: ${outcome.settings}`]
  })
  const failures = results.flatMap(({ id, failures: reasons }) =>
    [...new Set(reasons)].map((reason) => `- ${id}: ${reason}`),
  )
  return [
    `### ${question.name}: ${question.title}`,
    '',
    ...renderTable(header, rows),
    '',
    ...question.notes,
    '',
    ...settings,
    ...(failures.length > 0 ? ['', 'Failed runs:', '', ...failures] : []),
  ]
}

function renderRow({ id, outcomes, failures }: ContenderResult, isProducing: boolean): string[] {
  const median = (read: (outcome: RunOutcome) => number | undefined): number | undefined => medianOf(outcomes.map(read))
  const rates = outcomes.map(recordsPerSecond)
  const rate = medianOf(rates)
  const latency = isProducing
    ? [decimals(median(({ latency: found }) => found?.p50Ms)), decimals(median(({ latency: found }) => found?.p99Ms))]
    : []
  const delay = median(({ eventLoopDelay }) => eventLoopDelay?.p99Ms)
  const maxDelay = median(({ eventLoopDelay }) => eventLoopDelay?.maxMs)
  const name = failures.length > 0 ? `${id} (${failures.length} failed)` : id
  return [
    name,
    rate === undefined ? 'failed' : thousands(rate),
    rates.length < 2 ? NONE : `${thousands(Math.min(...rates))}–${thousands(Math.max(...rates))}`,
    decimals(median(({ cpuMs, recordCount }) => (cpuMs === undefined ? undefined : (cpuMs * 1_000) / recordCount))),
    ...latency,
    delay === undefined ? NONE : `${delay.toFixed(1)} (${maxDelay?.toFixed(0)})`,
    wholeMegabytes(median(({ peakRssBytes }) => peakRssBytes)),
  ]
}

function renderTable(header: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const widths = header.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]!.length)))
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => (column === 0 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!))).join(' | ')} |`
  const rule = widths.map((width, column) => (column === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`))
  return [line(header), line(rule), ...rows.map(line)]
}

export function recordsPerSecond({ recordCount, elapsedMs }: RunOutcome): number {
  return recordCount / (elapsedMs / 1_000)
}

/** Of the values that are there; undefined when none is. */
function medianOf(values: readonly (number | undefined)[]): number | undefined {
  const sorted = values.filter((value) => value !== undefined).sort((a, b) => a - b)
  const middle = sorted.length >> 1
  if (sorted.length === 0) return undefined
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1]! + sorted[middle]!) / 2
}

function thousands(value: number): string {
  return Math.round(value).toLocaleString('en-US')
}

function decimals(value: number | undefined): string {
  if (value === undefined) return NONE
  return value < 10 ? value.toFixed(2) : value < 100 ? value.toFixed(1) : value.toFixed(0)
}

function wholeMegabytes(bytes: number | undefined): string {
  return bytes === undefined ? NONE : String(Math.round(bytes / 1e6))
}
