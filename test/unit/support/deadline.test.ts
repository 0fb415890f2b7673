import { describe, expect, it } from 'vitest'
import { Deadline } from '../../../src/support/deadline.ts'
import { ManualClock } from '../../../src/support/manual-clock.ts'

function deadlineOf(timeoutMs: number, signal?: AbortSignal): { clock: ManualClock; deadline: Deadline } {
  const clock = new ManualClock()
  return { clock, deadline: new Deadline(clock, 'Cannot do it', timeoutMs, signal) }
}

const never = new Promise<never>(() => {})

describe('a deadline', () => {
  it('counts down, and never below zero', async () => {
    const { clock, deadline } = deadlineOf(100)
    await clock.advance(40)
    expect(deadline.remainingMs).toBe(60)
    await clock.advance(400)
    expect(deadline.remainingMs).toBe(0)
    expect(deadline.isOver).toBe(true)
  })

  it('ends a wait with the cause of the last failure', async () => {
    const { clock, deadline } = deadlineOf(100)
    const wait = deadline.race(never, () => new Error('no leader'))
    const [outcome] = await Promise.all([Promise.allSettled([wait]), clock.advance(100)])
    expect(outcome).toMatchObject([
      {
        status: 'rejected',
        reason: {
          code: 'TIMEOUT',
          message: 'Cannot do it within 100 ms: no leader',
          cause: new Error('no leader'),
        },
      },
    ])
  })

  it("ends a wait with the signal's own reason", async () => {
    const controller = new AbortController()
    const { deadline } = deadlineOf(100, controller.signal)
    const wait = deadline.race(never)
    controller.abort('enough')
    await expect(wait).rejects.toBe('enough')
  })

  it('leaves no timer and no listener behind when the wait ends well', async () => {
    const controller = new AbortController()
    const removed: string[] = []
    const remove = controller.signal.removeEventListener.bind(controller.signal)
    controller.signal.removeEventListener = (type: string, ...rest: [() => void]) => {
      removed.push(type)
      remove(type, ...rest)
    }
    const { clock, deadline } = deadlineOf(100, controller.signal)
    await expect(deadline.race(Promise.resolve(1))).resolves.toBe(1)
    expect(clock.liveTimers).toEqual([])
    expect(removed).toEqual(['abort'])
  })

  it('without an end sets no timer', () => {
    const { clock, deadline } = deadlineOf(Number.POSITIVE_INFINITY)
    void deadline.race(never)
    expect(clock.liveTimers).toEqual([])
  })

  it('does not sleep into certain failure', async () => {
    const { clock, deadline } = deadlineOf(100)
    await expect(deadline.sleep(100, 'backoff', new Error('refused'))).rejects.toThrow('refused')
    expect(clock.liveTimers).toEqual([])
  })

  it('wakes a sleeper that is aborted', async () => {
    const controller = new AbortController()
    const { clock, deadline } = deadlineOf(100, controller.signal)
    const sleep = deadline.sleep(50, 'backoff')
    controller.abort('enough')
    await expect(sleep).rejects.toBe('enough')
    expect(clock.liveTimers).toEqual([])
  })

  it('bounds each request by what is left', async () => {
    const { clock, deadline } = deadlineOf(100)
    await clock.advance(70)
    expect(deadline.requestOptions(1000)).toEqual({ timeoutMs: 30 })
    expect(deadline.requestOptions(10)).toEqual({ timeoutMs: 10 })
  })

  it('refuses a time that is no time', () => {
    expect(() => deadlineOf(-1)).toThrow('timeoutMs')
    expect(() => deadlineOf(Number.NaN)).toThrow('timeoutMs')
  })
})
