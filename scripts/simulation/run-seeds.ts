/** Shares seeds out among worker threads and gathers what they report. */
import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import type { ClusterName, Failure, PlanFamily, WorkerReport, WorkerTask } from './protocol.ts'

export interface SeedRun {
  readonly from: number
  readonly seedCount: number
  readonly cluster: ClusterName
  readonly family: PlanFamily
  readonly workerCount?: number | undefined
  readonly twiceEvery: number
  readonly turnCount: number
  readonly mostFailures: number
  readonly onProgress?: (summary: RunSummary) => void
}

export interface RunSummary {
  seedCount: number
  stepCount: number
  /** Summed over the workers. */
  busyMs: number
  comparedCount: number
  turnCount: number
  readonly marks: Map<string, number>
  readonly failures: Failure[]
  readonly differing: number[]
  /** Seeds that never ended, and workers that did. */
  readonly losses: string[]
}

/** A seed takes milliseconds; one that takes so long is in an endless loop of microtasks. */
const stuckMs = 60_000
const watchMs = 1_000

export async function runSeeds(run: SeedRun): Promise<RunSummary> {
  const summary: RunSummary = {
    seedCount: 0,
    stepCount: 0,
    busyMs: 0,
    comparedCount: 0,
    turnCount: 0,
    marks: new Map(),
    failures: [],
    differing: [],
    losses: [],
  }
  const workerCount = Math.min(run.workerCount ?? availableParallelism(), run.seedCount)
  const workers = Array.from({ length: workerCount }, (_, index) => runWorker(run, index, workerCount, summary))
  await Promise.all(workers)
  summary.failures.sort((a, b) => a.plan.seed - b.plan.seed)
  return summary
}

function runWorker(run: SeedRun, index: number, workerCount: number, summary: RunSummary): Promise<void> {
  const share = (total: number): number => Math.floor(total / workerCount) + (index < total % workerCount ? 1 : 0)
  const current = new SharedArrayBuffer(4)
  const workerData: WorkerTask = {
    first: run.from + index,
    stride: workerCount,
    seedCount: share(run.seedCount),
    cluster: run.cluster,
    family: run.family,
    twiceEvery: run.twiceEvery,
    turnCount: share(run.turnCount),
    mostFailures: run.mostFailures,
    current,
  }
  return new Promise((resolve) => {
    const worker = new Worker(new URL('./worker.ts', import.meta.url), { workerData })
    const seed = new Int32Array(current)
    let lastReportAtMs = Date.now()
    let isDone = false
    const watch = setInterval(() => {
      if (Date.now() - lastReportAtMs < stuckMs) return
      end(`seed ${seed[0]} does not end: an endless loop without virtual time`)
      void worker.terminate()
    }, watchMs)
    const end = (loss?: string): void => {
      if (isDone) return
      isDone = true
      clearInterval(watch)
      if (loss !== undefined) summary.losses.push(loss)
      resolve()
    }
    worker.on('message', (report: WorkerReport) => {
      lastReportAtMs = Date.now()
      add(summary, report)
      run.onProgress?.(summary)
      if (report.isLast) end()
    })
    worker.on('error', (error: Error) => end(`the worker of seed ${seed[0]} died: ${error.stack ?? error.message}`))
    worker.on('exit', () => end(`the worker of seed ${seed[0]} ended early`))
  })
}

function add(summary: RunSummary, report: WorkerReport): void {
  summary.seedCount += report.seedCount
  summary.stepCount += report.stepCount
  summary.busyMs += report.busyMs
  summary.comparedCount += report.comparedCount
  summary.turnCount += report.turnCount
  summary.failures.push(...report.failures)
  summary.differing.push(...report.differing)
  for (const [mark, seeds] of report.marks) summary.marks.set(mark, (summary.marks.get(mark) ?? 0) + seeds)
}
