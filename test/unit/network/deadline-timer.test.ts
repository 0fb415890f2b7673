import { describe, expect, it } from 'vitest'
import { DeadlineTimer } from '../../../src/network/deadline-timer.ts'
import type { Clock } from '../../../src/support/clock.ts'
import { ManualClock } from '../../../src/support/manual-clock.ts'

describe('The deadline timer', () => {
  it('is one, set for the earliest of its deadlines, and a background timer', () => {
    const clock = new ManualClock()
    const deadlines = new DeadlineTimer(clock, 'deadline', () => {})
    for (const deadlineMs of [30, 10, 20]) deadlines.include(deadlineMs)
    expect(clock.liveTimers).toEqual([{ label: 'deadline', dueAtMs: 10, isBackground: true }])
  })

  it('is not set for what never comes due', () => {
    const clock = new ManualClock()
    new DeadlineTimer(clock, 'deadline', () => {}).include(Number.POSITIVE_INFINITY)
    expect(clock.liveTimers).toEqual([])
  })

  it('asks only after the sockets had their turn: what arrived during a long pause of the process is in time', () => {
    const seen: string[] = []
    const timers: (() => void)[] = []
    const deferred: (() => void)[] = []
    const clock: Clock = {
      now: () => 0,
      wallNow: () => 0,
      setTimer: (_delayMs, _label, callback) => {
        timers.push(callback)
        return { cancel() {} }
      },
      defer: (_label, callback) => void deferred.push(callback),
    }
    new DeadlineTimer(clock, 'deadline', () => seen.push('expired')).include(10)
    timers[0]?.()
    seen.push('sockets were read')
    deferred[0]?.()
    expect(seen).toEqual(['sockets were read', 'expired'])
  })

  it('can be set again after it fired, and cancelled', async () => {
    const clock = new ManualClock()
    const times: number[] = []
    const deadlines = new DeadlineTimer(clock, 'deadline', () => times.push(clock.now()))
    deadlines.include(10)
    await clock.advance(10)
    deadlines.include(15)
    await clock.advance(10)
    deadlines.include(30)
    deadlines.cancel()
    await clock.advance(100)
    expect(times).toEqual([10, 15])
    expect(clock.liveTimers).toEqual([])
  })
})
