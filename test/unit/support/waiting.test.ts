import { getEventListeners } from 'node:events'
import { describe, expect, it } from 'vitest'
import { delay } from '../../../src/support/delay.ts'
import { inlineOffload } from '../../../src/support/inline-offload.ts'
import { ManualClock } from '../../../src/support/manual-clock.ts'
import { settleWithin } from '../../../src/support/settle-within.ts'

const onTimeout = () => new Error('too late')

describe('Waiting for shared work', () => {
  it('ends with its value or its error, and leaves neither timer nor listener', async () => {
    const clock = new ManualClock()
    const { signal } = new AbortController()
    const bounds = { signal, timeoutMs: 100, label: 'wait', onTimeout }
    expect(await settleWithin(clock, Promise.resolve(1), bounds)).toBe(1)
    await expect(settleWithin(clock, Promise.reject(new Error('broken')), bounds)).rejects.toThrow('broken')
    expect(clock.liveTimers).toEqual([])
    expect(getEventListeners(signal, 'abort')).toEqual([])
  })

  it('ends with the time-out while the work goes on', async () => {
    const clock = new ManualClock()
    const work = Promise.withResolvers<number>()
    const hurried = settleWithin(clock, work.promise, { timeoutMs: 10, label: 'wait', onTimeout })
    const patient = settleWithin(clock, work.promise, { timeoutMs: 50, label: 'wait', onTimeout })
    const [outcome] = await Promise.allSettled([hurried, clock.advance(10)])
    expect(outcome).toMatchObject({ status: 'rejected', reason: { message: 'too late' } })
    work.resolve(2)
    expect(await patient).toBe(2)
  })

  it("ends with the signal's reason, at once when that was aborted before", async () => {
    const clock = new ManualClock()
    const never = new Promise<never>(() => {})
    const reason = new Error('left')
    const controller = new AbortController()
    const wait = settleWithin(clock, never, { signal: controller.signal, timeoutMs: 10, label: 'wait', onTimeout })
    controller.abort(reason)
    await expect(wait).rejects.toBe(reason)
    const late = settleWithin(clock, never, { signal: controller.signal, label: 'wait', onTimeout })
    await expect(late).rejects.toBe(reason)
    expect(clock.liveTimers).toEqual([])
  })

  it('is nobody’s unhandled rejection when the work fails after the caller has left', async () => {
    const clock = new ManualClock()
    const work = Promise.withResolvers<number>()
    const controller = new AbortController()
    const wait = settleWithin(clock, work.promise, { signal: controller.signal, label: 'wait', onTimeout })
    controller.abort(new Error('left'))
    await expect(wait).rejects.toThrow('left')
    work.reject(new Error('after that'))
    await clock.settle()
  })
})

describe('A delay', () => {
  it('passes with the time', async () => {
    const clock = new ManualClock()
    let hasPassed = false
    const wait = delay(clock, 10, 'pause').then(() => (hasPassed = true))
    await clock.advance(9)
    expect(hasPassed).toBe(false)
    await clock.advance(1)
    expect(await wait).toBe(true)
  })

  it("ends with the signal's reason and leaves no timer", async () => {
    const clock = new ManualClock()
    const controller = new AbortController()
    const wait = delay(clock, 10, 'pause', { signal: controller.signal })
    const reason = new Error('left')
    controller.abort(reason)
    await expect(wait).rejects.toBe(reason)
    await expect(delay(clock, 10, 'pause', { signal: controller.signal })).rejects.toBe(reason)
    expect(clock.liveTimers).toEqual([])
  })
})

describe('The inline offload', () => {
  it('gives results in order and in a later turn, and errors as rejections', async () => {
    const clock = new ManualClock()
    const offload = inlineOffload(clock)
    const task = <T>(runSync: () => T) => ({
      label: 'work',
      runSync,
      runAsync: () => Promise.reject(new Error('not this')),
    })
    const failing = offload.run(
      task(() => {
        throw new Error('cannot')
      }),
    )
    await expect(failing).rejects.toThrow('cannot')
    expect(await Promise.all([offload.run(task(() => 1)), offload.run(task(() => 2))])).toEqual([1, 2])
  })
})
