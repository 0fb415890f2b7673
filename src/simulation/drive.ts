/**
 * Runs a scenario. A scenario is a generator that yields wherever everything that can go on without time must go on:
 * before and after each step of its world. Three drivers give it that, with equal traces: the synchronous drain, turns
 * of the event loop, and (through `World.explore`) the explorer, which uses the first.
 *
 * "Await a few times" is no driver: an async generator needs dozens of turns, and `nextTick` never gets one.
 */
import { tolerating, watch } from './guard.ts'
import type { World } from './world.ts'

export type Scenario<Result> = Generator<void, Result, void>

/** Taken before any guard replaces it. */
const setImmediateNow = setImmediate

/**
 * Runs `nextTick` callbacks and microtasks until there are none. Deprecated in documentation only (DEP0134) and there in
 * Node 20 to 26; `driveByTurns` is the way without it. A silent no-op inside a microtask: see `assertDrainWorks`.
 */
function drain(): void {
  ;(process as unknown as { _tickCallback(): void })._tickCallback()
}

/** Throws where the synchronous drain would do nothing: at the top of a module, in async functions, in a test's body. */
export function assertDrainWorks(): void {
  let hasRun = false
  void Promise.resolve().then(() => {
    hasRun = true
  })
  drain()
  if (hasRun) return
  throw new Error('The simulation was started inside a microtask, where the synchronous drain does nothing')
}

/** Calls `run` outside of any microtask, as the synchronous drain needs it, and gives its result. */
export function outsideMicrotasks<T>(run: () => T): Promise<T> {
  return new Promise((resolve, reject) => {
    setImmediateNow(() => {
      try {
        resolve(run())
      } catch (error) {
        reject(error)
      }
    })
  })
}

/** The fast driver. Call it outside of microtasks. */
export function driveBySyncDrain<Result>(world: World, scenario: Scenario<Result>): Result {
  const before = watch(world)
  try {
    for (;;) {
      const turn = scenario.next()
      if (turn.done === true) return turn.value
      drain()
    }
  } finally {
    watch(before)
  }
}

/**
 * The slow driver, with nothing in it but what Node documents: one turn of the event loop a step. In such a turn whatever
 * else lives in the process runs too, so the guard holds still; what it is for, the fast driver has seen.
 */
export function driveByTurns<Result>(world: World, scenario: Scenario<Result>): Promise<Result> {
  return tolerating(async () => {
    const before = watch(world)
    try {
      for (;;) {
        const turn = scenario.next()
        if (turn.done === true) return turn.value
        await new Promise<void>((resolve) => setImmediateNow(resolve))
        // While this driver waited another one may have watched its own world.
        watch(world)
      }
    } finally {
      watch(before)
    }
  })
}

/** Steps the world until `isDone`, a problem, or the horizon. */
export function* stepUntil(world: World, horizonMs: number, isDone: () => boolean): Scenario<void> {
  for (;;) {
    yield
    if (world.hasProblem || isDone()) return
    if (!world.step(horizonMs)) return
  }
}
