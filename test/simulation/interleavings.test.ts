import { beforeAll, describe, expect, it } from 'vitest'
import { outsideMicrotasks } from '../../src/simulation/drive.ts'
import { explore, playScript } from '../../src/simulation/explore.ts'
import { type Actor, runInterleaving } from '../../src/simulation/interleavings.ts'
import type { World } from '../../src/simulation/world.ts'
import { prepareProcess, problemsOf } from './prepare.ts'
import { ScriptedCluster } from './scripted-cluster.ts'

const createCluster = (request: ConstructorParameters<typeof ScriptedCluster>[0]): ScriptedCluster =>
  new ScriptedCluster(request)

beforeAll(prepareProcess)

describe('The producer, in every order of a few actors', () => {
  it.each<readonly [readonly Actor[], atLeast: number, marks: readonly string[]]>([
    [['sendA', 'loadError', 'workerDies'], 10, ['metadata refresher waited for the lock of sink']],
    [['sendA', 'loadError', 'deadline', 'close'], 50, ['delivery deadline waited for the lock of sink']],
    [['sendA', 'loadError', 'deadline', 'closeNow'], 50, ['records failed for load errors']],
    [['sendA', 'sendB', 'deadline', 'loseAnswer'], 200, ['a deadline passed']],
  ])('holds every promise: %s', { timeout: 60_000 }, async (actors, atLeast, marks) => {
    const explored = await outsideMicrotasks(() =>
      explore((choose) => runInterleaving({ actors, createCluster }, choose)),
    )
    expect(explored.shortestFailure?.world.problems ?? []).toEqual([])
    expect(explored.isComplete).toBe(true)
    expect(explored.scheduleCount).toBeGreaterThan(atLeast)
    expect(marks.filter((mark) => (explored.marks.get(mark) ?? 0) === 0)).toEqual([])
  })

  it('plays one order by name: a load error that comes while a batch is compressed waits, and the answer decides', async () => {
    const missing: string[] = []
    const script = ['sendA', 'loadError', 'compress ends']
    const world: World = await outsideMicrotasks(() =>
      runInterleaving(
        { actors: ['sendA', 'loadError', 'deadline'], createCluster, isRecorded: true },
        playScript(script, (word) => missing.push(word)),
      ),
    )
    expect(missing).toEqual([])
    expect(problemsOf(world)).toEqual([])
    expect([...world.marks]).toContain('metadata refresher waited for the lock of sink')
  })
})
