/** Runs its share of the seeds, and reports now and then. */
import { parentPort, workerData } from 'node:worker_threads'
import type { World } from '../../src/simulation/world.ts'
import { prepare } from './prepare.ts'
import type { Failure, WorkerReport, WorkerTask } from './protocol.ts'

const task = workerData as WorkerTask
const current = new Int32Array(task.current)
const { createCluster, runner, drawPlan, drive } = await prepare(task.cluster, task.family)

const chunkMs = 100
const nowMs = (): number => Number(process.hrtime.bigint()) / 1e6

let done = 0
let failureCount = 0
let turnsLeft = task.turnCount

while (done < task.seedCount) {
  const chunk = await drive.outsideMicrotasks(runChunk)
  const turns = await runOnTurns(chunk.worlds)
  report({ ...chunk.report, turnCount: turns.count, differing: [...chunk.report.differing, ...turns.differing] })
  if (failureCount > task.mostFailures - 1) break
}
report({ ...emptyReport(), isLast: true })

function runChunk(): { readonly report: WorkerReport; readonly worlds: readonly World[] } {
  drive.assertDrainWorks()
  const startedAtMs = nowMs()
  const worlds: World[] = []
  const marks = new Map<string, number>()
  const failures: Failure[] = []
  const differing: number[] = []
  let stepCount = 0
  let seedCount = 0
  let comparedCount = 0
  while (done < task.seedCount && nowMs() - startedAtMs < chunkMs) {
    const seed = task.first + done * task.stride
    current[0] = seed
    const plan = drawPlan(seed)
    const world = runner.runPlan(plan, createCluster)
    if (worlds.length < turnsLeft) worlds.push(world)
    stepCount += world.stepCount
    for (const mark of world.marks) marks.set(mark, (marks.get(mark) ?? 0) + 1)
    if (world.hasProblem) {
      failures.push({ plan, problems: world.problems })
      failureCount += 1
    }
    if (task.twiceEvery > 0 && done % task.twiceEvery === 0) {
      comparedCount += 1
      const again = runner.runPlan(plan, createCluster)
      stepCount += again.stepCount
      if (again.trace.hash !== world.trace.hash) differing.push(seed)
    }
    done += 1
    seedCount += 1
  }
  const busyMs = nowMs() - startedAtMs
  const counts = { seedCount, stepCount, busyMs, comparedCount, turnCount: 0 }
  return { report: { ...counts, marks: [...marks], failures, differing, isLast: false }, worlds }
}

/** The same seeds once more, without the synchronous drain. */
async function runOnTurns(worlds: readonly World[]): Promise<{ count: number; differing: readonly number[] }> {
  const differing: number[] = []
  let count = 0
  for (const world of worlds.slice(0, turnsLeft)) {
    const again = await runner.runPlanByTurns(drawPlan(world.seed), createCluster)
    count += 1
    if (again.trace.hash !== world.trace.hash) differing.push(world.seed)
  }
  turnsLeft -= count
  return { count, differing }
}

function emptyReport(): WorkerReport {
  return {
    seedCount: 0,
    stepCount: 0,
    busyMs: 0,
    marks: [],
    failures: [],
    comparedCount: 0,
    turnCount: 0,
    differing: [],
    isLast: false,
  }
}

function report(message: WorkerReport): void {
  parentPort?.postMessage(message)
}
