/** Explores every order of a few actors, set by set. */
import type { Actor } from '../../src/simulation/interleavings.ts'
import { prepare } from './prepare.ts'

export interface ExploredSet {
  readonly actors: readonly Actor[]
  readonly scheduleCount: number
  readonly failureCount: number
  readonly isComplete: boolean
  readonly marks: ReadonlyMap<string, number>
  readonly firstProblem: string | undefined
  /** The shortest failing schedule, as text. */
  readonly timeline: readonly string[]
  readonly tookMs: number
}

export const actorSets: readonly (readonly Actor[])[] = [
  ['sendA', 'sendB', 'loadError', 'workerDies'],
  ['sendA', 'sendB', 'deadline', 'loseAnswer'],
  ['sendA', 'loadError', 'deadline', 'loseAnswer', 'closeNow'],
  ['sendA', 'sendB', 'loadError', 'deadline', 'close'],
]

/** Marks that the sets must reach between them. */
export const exploredMarks: readonly string[] = [
  'metadata refresher waited for the lock of sink',
  'delivery deadline waited for the lock of sink',
  'records failed for load errors',
  'a deadline passed',
  'a new producer epoch was used',
  'a batch was sent again',
]

const mostSchedules = 20_000

export async function exploreAll(onSet: (set: ExploredSet) => void): Promise<readonly ExploredSet[]> {
  const { drive } = await prepare('scripted')
  const { runInterleaving } = await import('../../src/simulation/interleavings.ts')
  const { explore, playTape } = await import('../../src/simulation/explore.ts')
  const { ScriptedCluster } = await import('../../test/simulation/scripted-cluster.ts')
  const sets: ExploredSet[] = []
  for (const actors of actorSets) {
    const set = await drive.outsideMicrotasks((): ExploredSet => {
      const options = {
        actors,
        createCluster: (request: ConstructorParameters<typeof ScriptedCluster>[0]) => new ScriptedCluster(request),
      }
      const startedAtMs = Date.now()
      const explored = explore((choose) => runInterleaving(options, choose), { maxSchedules: mostSchedules })
      const tape = explored.shortestFailure?.tape
      const shown = tape === undefined ? undefined : runInterleaving({ ...options, isRecorded: true }, playTape(tape))
      const problem = explored.shortestFailure?.world.problems[0]
      return {
        actors,
        scheduleCount: explored.scheduleCount,
        failureCount: explored.failureCount,
        isComplete: explored.isComplete,
        marks: explored.marks,
        firstProblem: problem === undefined ? undefined : `${problem.kind} ${problem.detail}`,
        timeline: shown?.trace.lines ?? [],
        tookMs: Date.now() - startedAtMs,
      }
    })
    sets.push(set)
    onSet(set)
  }
  return sets
}
