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
  const columns = columnsOf(question)
  const header = ['client', ...columns.map(({ title }) => title)]
  const rows = results.map((result) => renderRow(result, columns))
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

interface Column {
  readonly title: string
  /** Not called without outcomes. */
  readonly render: (outcomes: readonly RunOutcome[]) => string
}

const RATE: Column = {
  title: 'records/s',
  render: (outcomes) => thousands(medianOf(outcomes.map(recordsPerSecond))!),
}
const RANGE_OF_RATE: Column = {
  title: 'lowest–highest',
  render: (outcomes) => renderRange(outcomes.map(recordsPerSecond), thousands),
}
const WHOLE_BACKLOG: Column = {
  title: 'start to end s',
  render: (outcomes) =>
    decimals(
      medianOf(outcomes.flatMap(({ wholeBacklogMs }) => (wholeBacklogMs === undefined ? [] : wholeBacklogMs / 1_000))),
    ),
}
const CPU: Column = {
  title: 'CPU µs/record',
  render: (outcomes) =>
    decimals(
      medianOf(
        outcomes.map(({ cpuMs, recordCount }) => (cpuMs === undefined ? undefined : (cpuMs * 1_000) / recordCount)),
      ),
    ),
}
const P50: Column = {
  title: 'p50 ms',
  render: (outcomes) => decimals(medianOf(outcomes.map(({ latency }) => latency?.p50Ms))),
}
const RANGE_OF_P50: Column = {
  title: 'lowest–highest',
  render: (outcomes) =>
    renderRange(
      outcomes.flatMap(({ latency }) => latency?.p50Ms ?? []),
      decimals,
    ),
}
const P99: Column = {
  title: 'p99 ms',
  render: (outcomes) => decimals(medianOf(outcomes.map(({ latency }) => latency?.p99Ms))),
}
const RANGE_OF_P99: Column = {
  title: 'lowest–highest',
  render: (outcomes) =>
    renderRange(
      outcomes.flatMap(({ latency }) => latency?.p99Ms ?? []),
      decimals,
    ),
}
const LOOP_DELAY: Column = {
  title: 'loop delay p99 (max) ms',
  render: (outcomes) => {
    const delay = medianOf(outcomes.map(({ eventLoopDelay }) => eventLoopDelay?.p99Ms))
    const maxDelay = medianOf(outcomes.map(({ eventLoopDelay }) => eventLoopDelay?.maxMs))
    return delay === undefined ? NONE : `${delay.toFixed(1)} (${maxDelay?.toFixed(0)})`
  },
}
const PEAK_RSS: Column = {
  title: 'peak RSS MB',
  render: (outcomes) => wholeMegabytes(medianOf(outcomes.map(({ peakRssBytes }) => peakRssBytes))),
}

/** The figure that the question is about comes first, with its range. */
function columnsOf({ kind }: Question): readonly Column[] {
  switch (kind) {
    case 'produce':
      return [RATE, RANGE_OF_RATE, CPU, P50, P99, LOOP_DELAY, PEAK_RSS]
    case 'consume':
      return [RATE, RANGE_OF_RATE, WHOLE_BACKLOG, CPU, LOOP_DELAY, PEAK_RSS]
    case 'end-to-end':
      return [P50, RANGE_OF_P50, P99, RANGE_OF_P99, CPU, RATE, LOOP_DELAY, PEAK_RSS]
  }
}

/** What the runner says of one run. */
export function summarizeOutcome({ kind }: Question, outcome: RunOutcome): string {
  if (kind !== 'end-to-end') return `${thousands(recordsPerSecond(outcome))} records/s`
  const { latency } = outcome
  return `p50 ${decimals(latency?.p50Ms)} ms, p99 ${decimals(latency?.p99Ms)} ms`
}

function renderRow({ id, outcomes, failures }: ContenderResult, columns: readonly Column[]): string[] {
  const name = failures.length > 0 ? `${id} (${failures.length} failed)` : id
  if (outcomes.length === 0) return [name, 'failed', ...columns.slice(1).map(() => NONE)]
  return [name, ...columns.map(({ render }) => render(outcomes))]
}

function renderRange(values: readonly number[], render: (value: number) => string): string {
  return values.length < 2 ? NONE : `${render(Math.min(...values))}–${render(Math.max(...values))}`
}

function renderTable(header: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const widths = header.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]!.length)))
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => (column === 0 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!))).join(' | ')} |`
  const rule = widths.map((width, column) => (column === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`))
  return [line(header), line(rule), ...rows.map(line)]
}

function recordsPerSecond({ recordCount, elapsedMs }: RunOutcome): number {
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
