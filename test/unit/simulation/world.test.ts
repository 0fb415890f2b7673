import { describe, expect, it } from 'vitest'
import { World } from '../../../src/simulation/world.ts'

function runAll(world: World): void {
  while (world.step(10_000)) {
    // One event after the other.
  }
}

describe('A world', () => {
  it('runs events in the order of their times, and stands at each one’s time', () => {
    const world = new World({ seed: 1 })
    const seen: string[] = []
    for (const delayMs of [30, 10, 20])
      world.at(delayMs, 'test', `at ${delayMs}`, () => seen.push(`${delayMs}@${world.nowMs}`))
    runAll(world)
    expect(seen).toEqual(['10@10', '20@20', '30@30'])
  })

  it('keeps the order of hundreds of events whose times are mixed', () => {
    const world = new World({ seed: 2 })
    const times: number[] = []
    for (let index = 0; index < 500; index++) {
      world.at((index * 7919) % 1000, 'test', 'event', () => times.push(world.nowMs))
    }
    runAll(world)
    expect(times).toEqual([...times].sort((a, b) => a - b))
  })

  it('lets the seed order what happens in one millisecond, and never the order of insertion alone', () => {
    const orderOf = (seed: number): string => {
      const world = new World({ seed })
      const seen: string[] = []
      for (const name of 'abcdef') world.at(5, 'test', name, () => seen.push(name))
      runAll(world)
      return seen.join('')
    }
    const orders = new Set(Array.from({ length: 20 }, (_, seed) => orderOf(seed)))
    expect(orders.size).toBeGreaterThan(10)
    expect(orderOf(7)).toBe(orderOf(7))
  })

  it('never fires a timer early, whatever its fraction of a millisecond', () => {
    const world = new World({ seed: 1 })
    let firedAtMs = -1
    world.clock('test').setTimer(1.2, 'timer', () => {
      firedAtMs = world.nowMs
    })
    runAll(world)
    expect(firedAtMs).toBe(2)
  })

  it('does not run a timer that was cancelled, and counts it no more', () => {
    const world = new World({ seed: 1 })
    const timer = world.clock('test').setTimer(5, 'timer', () => world.problem('TEST', 'it fired'))
    timer.cancel()
    expect(world.pendingOf('test')).toEqual([])
    runAll(world)
    expect(world.problems).toEqual([])
  })

  it('never fires a timer of endless length, and shows it as pending', () => {
    const world = new World({ seed: 1 })
    world.clock('test').setTimer(Number.POSITIVE_INFINITY, 'never', () => world.problem('TEST', 'it fired'))
    runAll(world)
    expect(world.pendingOf('test')).toEqual(['never'])
    expect(world.overdue).toBe('test: never')
  })

  it('runs a deferred call at the present time, and counts it among no leaks', () => {
    const world = new World({ seed: 1 })
    let ranAtMs = -1
    world.clock('test').defer('later', () => {
      ranAtMs = world.nowMs
    })
    expect(ranAtMs).toBe(-1)
    expect(world.pendingOf('test')).toEqual([])
    runAll(world)
    expect(ranAtMs).toBe(0)
  })

  it('stops in front of the horizon and says what would come next', () => {
    const world = new World({ seed: 1 })
    world.at(50, 'plan', 'far away', () => {})
    expect(world.step(49)).toBe(false)
    expect(world.overdue).toBe('plan: far away')
    expect(world.step(50)).toBe(true)
  })

  it('records an event that throws, and goes on', () => {
    const world = new World({ seed: 1 })
    world.at(1, 'test', 'breaks', () => {
      throw new Error('broken')
    })
    world.at(2, 'test', 'goes on', () => world.reach('went on'))
    runAll(world)
    expect(world.problems[0]).toMatchObject({ kind: 'DEFECT', atMs: 1 })
    expect([...world.marks]).toEqual(['went on'])
  })

  it('ends a loop that never lets time pass', () => {
    const world = new World({ seed: 1 })
    const clock = world.clock('test')
    const again = (): void => clock.defer('again', again)
    again()
    runAll(world)
    expect(world.problems[0]?.kind).toBe('R2')
  })

  it('has one trace for one seed, and another one for another order of events', () => {
    const traceOf = (labels: readonly string[]): string => {
      const world = new World({ seed: 3 })
      for (const [index, label] of labels.entries()) world.at(index, 'test', label, () => {})
      runAll(world)
      return world.trace.hash
    }
    expect(traceOf(['a', 'b'])).toBe(traceOf(['a', 'b']))
    expect(traceOf(['a', 'b'])).not.toBe(traceOf(['b', 'a']))
  })
})
