import { describe, expect, it } from 'vitest'
import { ManualClock } from '../../../src/support/manual-clock.ts'

describe('The manual clock', () => {
  it('stands still until it is moved, on both scales', async () => {
    const clock = new ManualClock({ startMs: 5, wallStartMs: 1_000 })
    expect([clock.now(), clock.wallNow()]).toEqual([5, 1_000])
    await clock.advance(7)
    expect([clock.now(), clock.wallNow()]).toEqual([12, 1_007])
  })

  it('runs timers in the order of their times, each at its own time', async () => {
    const clock = new ManualClock()
    const seen: [string, number][] = []
    for (const [label, delayMs] of [
      ['c', 30],
      ['a', 10],
      ['b', 10],
      ['late', 41],
    ] as const) {
      clock.setTimer(delayMs, label, () => seen.push([label, clock.now()]))
    }
    await clock.advance(40)
    expect(seen).toEqual([
      ['a', 10],
      ['b', 10],
      ['c', 30],
    ])
    expect(clock.now()).toBe(40)
  })

  it('lets everything settle before the next timer', async () => {
    const clock = new ManualClock()
    const seen: string[] = []
    clock.setTimer(1, 'first', () => {
      void (async () => {
        for (let depth = 0; depth < 50; depth++) await Promise.resolve()
        clock.defer('deferred', () => seen.push('deferred'))
        seen.push('microtasks')
      })()
    })
    clock.setTimer(2, 'second', () => seen.push('second'))
    await clock.advance(2)
    expect(seen).toEqual(['microtasks', 'deferred', 'second'])
  })

  it('runs timers that were set by timers, when they come due in time', async () => {
    const clock = new ManualClock()
    const times: number[] = []
    const again = (): void => {
      times.push(clock.now())
      clock.setTimer(10, 'again', again)
    }
    again()
    await clock.advance(35)
    expect(times).toEqual([0, 10, 20, 30])
  })

  it('does not run what was cancelled', async () => {
    const clock = new ManualClock()
    const timer = clock.setTimer(1, 'never', () => expect.unreachable())
    timer.cancel()
    timer.cancel()
    await clock.advance(10)
    expect(clock.liveTimers).toEqual([])
  })

  it('lists the timers that are still to come, the next one first', () => {
    const clock = new ManualClock()
    clock.setTimer(20, 'later', () => {})
    clock.setTimer(10, 'sooner', () => {}, { background: true })
    expect(clock.liveTimers).toEqual([
      { label: 'sooner', dueAtMs: 10, isBackground: true },
      { label: 'later', dueAtMs: 20, isBackground: false },
    ])
    expect(clock.liveTimerLabels).toEqual(['sooner', 'later'])
  })

  it('goes to the next timer on request', async () => {
    const clock = new ManualClock()
    clock.setTimer(7, 'only', () => {})
    expect([await clock.advanceToNextTimer(), clock.now()]).toEqual([true, 7])
    expect(await clock.advanceToNextTimer()).toBe(false)
  })

  it('runs deferred calls in order and in a later turn, without time passing', async () => {
    const clock = new ManualClock()
    const seen: string[] = []
    clock.defer('one', () => {
      seen.push('one')
      queueMicrotask(() => seen.push('microtask of one'))
    })
    clock.defer('two', () => seen.push('two'))
    await Promise.resolve()
    expect(seen).toEqual([])
    await clock.settle()
    expect(seen).toEqual(['one', 'microtask of one', 'two'])
    expect(clock.now()).toBe(0)
  })
})
