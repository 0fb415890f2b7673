/** What a run of many seeds shows: a bar while it runs, the figures when it has ended. */
import { requiredMarks } from '../../src/simulation/marks.ts'
import type { ExploredSet } from './explore-all.ts'
import type { Failure, PlanFamily } from './protocol.ts'
import type { RunSummary } from './run-seeds.ts'

const barWidth = 30
/** Below it a run is too short to expect every mark. */
const seedsForMarks = 300

export class ProgressBar {
  readonly #total: number
  readonly #startedAtMs: number = Date.now()
  #shownAtMs = 0

  constructor(total: number) {
    this.#total = total
  }

  show({ seedCount, failures }: RunSummary): void {
    if (!process.stderr.isTTY || Date.now() - this.#shownAtMs < 100) return
    this.#shownAtMs = Date.now()
    const share = seedCount / this.#total
    const full = Math.round(share * barWidth)
    const bar = '█'.repeat(full) + '░'.repeat(barWidth - full)
    const perSecond = seedCount / Math.max(0.001, (Date.now() - this.#startedAtMs) / 1000)
    const leftS = Math.round((this.#total - seedCount) / Math.max(1, perSecond))
    const failed = failures.length === 0 ? '' : `, ${failures.length} failed`
    process.stderr.write(
      `\r${bar} ${seedCount}/${this.#total}  ${perSecond.toFixed(0)} seeds/s, ${leftS} s left${failed} `,
    )
  }

  end(): void {
    if (process.stderr.isTTY) process.stderr.write('\r\u001b[K')
  }
}

/** What another program wants to know of a run. */
export interface Figures {
  readonly seedCount: number
  readonly failureCount: number
  readonly firstSeed: number | undefined
  /** Failures by the kind of their first problem. */
  readonly kinds: Readonly<Record<string, number>>
  readonly losses: readonly string[]
}

export function figuresOf({ seedCount, failures, losses }: RunSummary): Figures {
  const kinds: Record<string, number> = {}
  for (const { problems } of failures) kinds[problems[0]!.kind] = (kinds[problems[0]!.kind] ?? 0) + 1
  return { seedCount, failureCount: failures.length, firstSeed: failures[0]?.plan.seed, kinds, losses }
}

export interface Verdict {
  readonly passed: number
  readonly failed: number
  readonly firstFailure: Failure | undefined
}

/** Prints the figures. */
export function printSummary(summary: RunSummary, family: PlanFamily, tookMs: number): Verdict {
  const { seedCount, stepCount, busyMs, comparedCount, turnCount, failures, differing, losses, marks } = summary
  const perSecond = (1000 * seedCount) / tookMs
  const perCore = (1000 * seedCount) / busyMs
  console.log(
    `${family}: ${seedCount} seeds in ${(tookMs / 1000).toFixed(1)} s: ${perSecond.toFixed(0)} seeds/s, ${perCore.toFixed(0)} a core; ` +
      `${(stepCount / (seedCount + comparedCount)).toFixed(0)} steps a seed, ${((1000 * busyMs) / stepCount).toFixed(1)} µs a step`,
  )
  printMarks(marks, seedCount)
  printFailures(failures)
  if (comparedCount > 0) console.log(`${comparedCount} seeds were run twice, ${turnCount} on turns of the event loop`)
  if (differing.length > 0) console.log(`Other traces on the second run: seeds ${differing.join(', ')}`)
  for (const loss of losses) console.log(loss)
  const required = seedCount < seedsForMarks ? [] : requiredMarks[family]
  const blind = required.filter((mark) => (marks.get(mark) ?? 0) === 0)
  for (const mark of blind) console.log(`Never reached: ${mark}. The plans have become blind there`)
  const failed = failures.length + differing.length + losses.length + blind.length
  const passed =
    seedCount + comparedCount + turnCount + required.length - failures.length - differing.length - blind.length
  return { passed, failed, firstFailure: failures[0] }
}

export function printExplored(set: ExploredSet, lines: number): void {
  const { actors, scheduleCount, failureCount, isComplete, firstProblem, timeline, tookMs } = set
  const extent = isComplete ? 'all' : 'NOT ALL'
  const each = ((1000 * tookMs) / scheduleCount).toFixed(0)
  console.log(`${actors.join(' ')}: ${scheduleCount} orders (${extent}), ${failureCount} failed, ${each} µs each`)
  if (firstProblem !== undefined) console.log(`${timeline.slice(-lines).join('\n')}\n${firstProblem}`)
}

function printMarks(marks: ReadonlyMap<string, number>, seedCount: number): void {
  console.log('Reached, in so many seeds:')
  for (const [mark, seeds] of [...marks].sort((a, b) => b[1] - a[1])) {
    console.log(`  ${String(seeds).padStart(6)}  ${((100 * seeds) / seedCount).toFixed(1).padStart(5)} %  ${mark}`)
  }
}

function printFailures(failures: readonly Failure[]): void {
  const byKind = new Map<string, Failure[]>()
  for (const failure of failures) {
    const kind = failure.problems[0]!.kind
    byKind.set(kind, [...(byKind.get(kind) ?? []), failure])
  }
  for (const [kind, ofKind] of [...byKind].sort((a, b) => b[1].length - a[1].length)) {
    const [first] = ofKind
    const seeds = ofKind.slice(0, 8).map(({ plan }) => plan.seed)
    console.log(`${kind}: ${ofKind.length} seeds (${seeds.join(', ')}); the first: ${first!.problems[0]!.detail}`)
  }
}
