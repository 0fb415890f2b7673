import { describe, expect, it } from 'vitest'
import type { Choose } from '../../../src/simulation/event-queue.ts'
import { explore, playScript, playTape } from '../../../src/simulation/explore.ts'
import { World } from '../../../src/simulation/world.ts'

/** Three actors that write their names; `ab` before `c` is taken for a mistake. */
function schedule(choose: Choose): World {
  const world = new World({ seed: 1 })
  world.explore(choose)
  let order = ''
  for (const name of ['a', 'b', 'c']) world.at(0, 'actor', name, () => (order += name))
  while (world.step(1_000)) {
    // All of them.
  }
  world.reach(`order ${order}`)
  if (order === 'cba') world.problem('TEST', order)
  return world
}

describe('The explorer', () => {
  it('runs every order of independent actors once', () => {
    const { scheduleCount, marks, isComplete } = explore(schedule)
    expect(scheduleCount).toBe(6)
    expect(marks.size).toBe(6)
    expect(isComplete).toBe(true)
  })

  it('finds the one order that fails, and its tape leads there again', () => {
    const { failureCount, shortestFailure } = explore(schedule)
    expect(failureCount).toBe(1)
    const again = schedule(playTape(shortestFailure!.tape))
    expect(again.problems[0]?.detail).toBe('cba')
  })

  it('says when it was ended before it was through', () => {
    const { scheduleCount, isComplete } = explore(schedule, { maxSchedules: 3 })
    expect(scheduleCount).toBe(3)
    expect(isComplete).toBe(false)
  })

  it('plays a script by the labels of events, and reports a word that matches none', () => {
    const missing: string[] = []
    const world = schedule(playScript(['c', 'nobody'], (word) => missing.push(word)))
    expect([...world.marks]).toEqual(['order cab'])
    expect(missing).toEqual(['nobody'])
  })

  it('runs deliveries and deferred calls without a choice, and timers only when nothing else can happen', () => {
    const world = new World({ seed: 1 })
    world.explore(() => 0)
    const seen: string[] = []
    world.clock('test').setTimer(0, 'timer', () => seen.push('timer'))
    world.at(0, 'actor', 'step', () => seen.push('step'))
    world.deliver(50, 'network', 'bytes', () => seen.push('bytes'))
    world.clock('test').defer('deferred', () => seen.push('deferred'))
    while (world.step(1_000)) {
      // All of them.
    }
    expect(seen).toEqual(['bytes', 'deferred', 'step', 'timer'])
  })
})
