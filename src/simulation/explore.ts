/**
 * Enumerates every order in which a few actors can act: a depth-first search without state, which runs the whole world
 * again for each schedule. The tape of choices is the schedule; played again it gives the same run.
 */
import type { Choose, SimEvent } from './event-queue.ts'
import type { World } from './world.ts'

/** Runs one schedule: builds a world that asks `choose` whenever more than one thing may happen next. */
export type RunSchedule = (choose: Choose) => World

export interface ExploreOptions {
  /** Ends the search early. Default: none. */
  readonly maxSchedules?: number
}

export interface Exploration {
  readonly scheduleCount: number
  readonly failureCount: number
  /** False when `maxSchedules` ended the search. */
  readonly isComplete: boolean
  readonly stepCount: number
  /** How many schedules reached each mark. */
  readonly marks: ReadonlyMap<string, number>
  /** Failures by the kind of their first problem. */
  readonly failures: ReadonlyMap<string, number>
  /** The failing schedule with the fewest choices. */
  readonly shortestFailure: { readonly tape: readonly number[]; readonly world: World } | undefined
}

export function explore(
  run: RunSchedule,
  { maxSchedules = Number.POSITIVE_INFINITY }: ExploreOptions = {},
): Exploration {
  const marks = new Map<string, number>()
  const failures = new Map<string, number>()
  let shortestFailure: Exploration['shortestFailure']
  let scheduleCount = 0
  let failureCount = 0
  let stepCount = 0
  let prefix: number[] | undefined = []
  while (prefix !== undefined && scheduleCount < maxSchedules) {
    const tape: number[] = []
    const widths: number[] = []
    const begin: readonly number[] = prefix
    const world = run((enabled) => {
      const choice = begin[tape.length] ?? 0
      tape.push(choice)
      widths.push(enabled.length)
      return choice
    })
    scheduleCount += 1
    stepCount += world.stepCount
    for (const mark of world.marks) increment(marks, mark)
    const [problem] = world.problems
    if (problem !== undefined) {
      failureCount += 1
      increment(failures, problem.kind)
      if (shortestFailure === undefined || tape.length < shortestFailure.tape.length) shortestFailure = { tape, world }
    }
    prefix = nextPrefix(tape, widths)
  }
  const isComplete = prefix === undefined
  return { scheduleCount, failureCount, isComplete, stepCount, marks, failures, shortestFailure }
}

/** Plays a tape: the choices of a schedule that was found. Beyond its end the first event is taken. */
export function playTape(tape: readonly number[]): Choose {
  let position = 0
  return () => tape[position++] ?? 0
}

/**
 * Plays a script: at each choice the first event whose label has the script's next word. A word that matches nothing is
 * reported, so that a row of a table cannot become vacuous when the code changes.
 */
export function playScript(
  words: readonly string[],
  onMissing: (word: string, enabled: readonly string[]) => void,
): Choose {
  let position = 0
  return (enabled: readonly SimEvent[]) => {
    const word = words[position++]
    if (word === undefined) return 0
    const index = enabled.findIndex(({ label }) => label.includes(word))
    if (index >= 0) return index
    onMissing(
      word,
      enabled.map(({ label }) => label),
    )
    return 0
  }
}

/** The next schedule in depth-first order: the last choice that has another alternative takes it. */
function nextPrefix(tape: readonly number[], widths: readonly number[]): number[] | undefined {
  for (let index = tape.length - 1; index >= 0; index--) {
    if (tape[index]! + 1 < widths[index]!) return [...tape.slice(0, index), tape[index]! + 1]
  }
  return undefined
}

function increment(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1)
}
