import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { BufferMemory } from '../../../src/producer/buffer-memory.ts'
import { ManualClock } from '../../../src/support/manual-clock.ts'

function memoryOf(maxRecords: number, maxBytes: number) {
  const clock = new ManualClock()
  const memory = new BufferMemory(clock, maxRecords, maxBytes)
  const log: string[] = []
  const wait = (name: string, sizeBytes: number, more: { signal?: AbortSignal; timeoutMs?: number } = {}): void => {
    memory.acquire(sizeBytes, {
      topic: name,
      onAcquired: () => log.push(`${name} in`),
      onFailed: (reason) => log.push(`${name} out: ${reason instanceof Error ? reason.name : String(reason)}`),
      ...more,
    })
  }
  return { clock, memory, log, wait }
}

describe('the memory of a producer', () => {
  it('is taken and given back', () => {
    const { memory } = memoryOf(10, 100)
    expect(memory.tryAcquire(60)).toBe(true)
    expect(memory).toMatchObject({ bufferedRecords: 1, bufferedBytes: 60 })
    memory.release(1, 60)
    expect(memory).toMatchObject({ bufferedRecords: 0, bufferedBytes: 0 })
  })

  it('fails those who wait for certain topics, and lets in whom only these held back', () => {
    const { memory, log, wait } = memoryOf(10, 100)
    memory.tryAcquire(60)
    wait('large', 90)
    wait('small', 30)
    memory.failWaiters('purged', (topic) => topic === 'large')
    expect(log).toEqual(['large out: purged', 'small in'])
  })

  it('takes both permits or neither: who is refused holds nothing', () => {
    const { memory } = memoryOf(1, 100)
    memory.tryAcquire(10)
    expect(memory.tryAcquire(10)).toBe(false)
    expect(memory).toMatchObject({ bufferedRecords: 1, bufferedBytes: 10 })
    const bytes = memoryOf(10, 15).memory
    bytes.tryAcquire(10)
    expect(bytes.tryAcquire(10)).toBe(false)
    expect(bytes).toMatchObject({ bufferedRecords: 1, bufferedBytes: 10 })
  })

  it('lets in at once who asks to wait while there is room', () => {
    const { memory, log, wait } = memoryOf(1, 100)
    wait('a', 10, { timeoutMs: 5 })
    expect(log).toEqual(['a in'])
    expect(memory.waiterCount).toBe(0)
  })

  it('lets waiters in in their order', () => {
    const { memory, log, wait } = memoryOf(2, 100)
    memory.tryAcquire(50)
    memory.tryAcquire(50)
    for (const name of ['a', 'b', 'c']) wait(name, 10)
    memory.release(1, 50)
    expect(log).toEqual(['a in'])
    memory.release(2, 60)
    expect(log).toEqual(['a in', 'b in', 'c in'])
  })

  it('does not let small records starve a large one that waits', () => {
    const { memory, log, wait } = memoryOf(100, 100)
    memory.tryAcquire(60)
    wait('large', 90)
    expect(memory.tryAcquire(10)).toBe(false)
    wait('small', 10)
    expect(log).toEqual([])
    memory.release(1, 60)
    expect(log).toEqual(['large in', 'small in'])
  })

  it('lets in who was held back by one that gives up', () => {
    const { memory, log, wait } = memoryOf(100, 100)
    const controller = new AbortController()
    memory.tryAcquire(60)
    wait('large', 90, { signal: controller.signal })
    wait('small', 10)
    controller.abort('enough')
    expect(log).toEqual(['large out: enough', 'small in'])
  })

  it('ends a wait after its time, and leaves no timer', async () => {
    const { clock, memory, log, wait } = memoryOf(1, 100)
    memory.tryAcquire(10)
    wait('a', 10, { timeoutMs: 50 })
    await clock.advance(49)
    expect(log).toEqual([])
    await clock.advance(1)
    expect(log).toEqual(['a out: TimeoutError'])
    expect(clock.liveTimers).toEqual([])
    expect(memory).toMatchObject({ bufferedRecords: 1, bufferedBytes: 10, waiterCount: 0 })
  })

  it('leaves neither timer nor listener with one that was let in', () => {
    const { clock, memory, wait } = memoryOf(1, 100)
    const controller = new AbortController()
    let listeners = 0
    const add = controller.signal.addEventListener.bind(controller.signal)
    const remove = controller.signal.removeEventListener.bind(controller.signal)
    controller.signal.addEventListener = (...args: Parameters<typeof add>) => {
      listeners += 1
      add(...args)
    }
    controller.signal.removeEventListener = (...args: Parameters<typeof remove>) => {
      listeners -= 1
      remove(...args)
    }
    memory.tryAcquire(10)
    wait('a', 10, { timeoutMs: 50, signal: controller.signal })
    memory.release(1, 10)
    expect(clock.liveTimers).toEqual([])
    expect(listeners).toBe(0)
  })

  it('does not wait for a caller that has given up already', () => {
    const { memory, log, wait } = memoryOf(1, 100)
    wait('a', 10, { signal: AbortSignal.abort('enough') })
    expect(log).toEqual(['a out: enough'])
    expect(memory).toMatchObject({ bufferedRecords: 0, waiterCount: 0 })
  })

  it('fails everybody who waits when it is closed', () => {
    const { clock, memory, log, wait } = memoryOf(1, 100)
    memory.tryAcquire(10)
    wait('a', 10, { timeoutMs: 50 })
    wait('b', 10)
    memory.failWaiters('closed')
    memory.release(1, 10)
    expect(log).toEqual(['a out: closed', 'b out: closed'])
    expect(clock.liveTimers).toEqual([])
    expect(memory).toMatchObject({ bufferedRecords: 0, bufferedBytes: 0, waiterCount: 0 })
  })

  it('lets in who fits when an estimate turns out too high', () => {
    const { memory, log, wait } = memoryOf(10, 100)
    memory.tryAcquire(95)
    wait('a', 10)
    memory.adjust(-20)
    expect(log).toEqual(['a in'])
  })

  it('tells when everybody who waits now has ended, one way or the other', async () => {
    const { memory, wait } = memoryOf(1, 100)
    memory.tryAcquire(10)
    const controller = new AbortController()
    wait('a', 10)
    wait('b', 10, { signal: controller.signal })
    let isAdmitted = false
    const admitted = memory.admitted().then(() => {
      isAdmitted = true
    })
    memory.release(1, 10)
    await Promise.resolve()
    expect(isAdmitted).toBe(false)
    controller.abort()
    await admitted
    await memory.admitted()
    expect(isAdmitted).toBe(true)
  })

  it('serves a queue of a hundred thousand in next to no time', () => {
    const { memory, log, wait } = memoryOf(1, 100)
    memory.tryAcquire(10)
    for (let index = 0; index < 100_000; index++) wait(`${index}`, 10)
    for (let index = 0; index < 100_000; index++) memory.release(1, 10)
    expect(log).toHaveLength(100_000)
    expect(log.at(-1)).toBe('99999 in')
    expect(memory.bufferedRecords).toBe(1)
  }, 5000)

  it('never goes over its limits, keeps the order, and ends at zero, whatever is done with it', async () => {
    const operation = fc.oneof(
      fc.record({ kind: fc.constant('try' as const), sizeBytes: fc.integer({ min: 0, max: 40 }) }),
      fc.record({ kind: fc.constant('wait' as const), sizeBytes: fc.integer({ min: 0, max: 40 }) }),
      fc.record({ kind: fc.constant('release' as const), pick: fc.nat() }),
      fc.record({ kind: fc.constant('abort' as const), pick: fc.nat() }),
      fc.record({ kind: fc.constant('adjust' as const), pick: fc.nat(), bytes: fc.integer({ min: -10, max: 0 }) }),
      fc.record({ kind: fc.constant('time' as const), ms: fc.integer({ min: 1, max: 60 }) }),
      fc.record({ kind: fc.constant('failAll' as const) }),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(operation, { maxLength: 60 }), async (operations) => {
        const clock = new ManualClock()
        const memory = new BufferMemory(clock, 4, 100)
        const held: { sizeBytes: number }[] = []
        const waiting: { id: number; controller: AbortController; sizeBytes: number }[] = []
        let nextId = 0
        const leave = (id: number): void => {
          waiting.splice(
            waiting.findIndex((waiter) => waiter.id === id),
            1,
          )
        }
        const check = (): void => {
          expect(memory.bufferedRecords).toBe(held.length)
          expect(memory.bufferedBytes).toBe(held.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0))
          expect(memory.bufferedRecords).toBeLessThanOrEqual(4)
          expect(memory.bufferedBytes).toBeLessThanOrEqual(100)
          expect(memory.waiterCount).toBe(waiting.length)
          // Nobody waits who could go.
          const first = waiting[0]
          if (first !== undefined) {
            expect(memory.bufferedRecords === 4 || memory.bufferedBytes + first.sizeBytes > 100).toBe(true)
          }
        }
        for (const step of operations) {
          if (step.kind === 'try' && memory.tryAcquire(step.sizeBytes)) held.push({ sizeBytes: step.sizeBytes })
          if (step.kind === 'wait') {
            const waiter = { id: nextId++, controller: new AbortController(), sizeBytes: step.sizeBytes }
            waiting.push(waiter)
            memory.acquire(step.sizeBytes, {
              topic: 'orders',
              signal: waiter.controller.signal,
              timeoutMs: 50,
              onAcquired: () => {
                expect(waiting[0]).toBe(waiter)
                leave(waiter.id)
                held.push({ sizeBytes: step.sizeBytes })
              },
              onFailed: () => leave(waiter.id),
            })
          }
          if (step.kind === 'release' && held.length > 0) {
            const [entry] = held.splice(step.pick % held.length, 1)
            memory.release(1, entry!.sizeBytes)
          }
          if (step.kind === 'abort' && waiting.length > 0) waiting[step.pick % waiting.length]!.controller.abort()
          if (step.kind === 'adjust' && held.length > 0) {
            const entry = held[step.pick % held.length]!
            const bytes = Math.max(step.bytes, -entry.sizeBytes)
            entry.sizeBytes += bytes
            memory.adjust(bytes)
          }
          if (step.kind === 'time') await clock.advance(step.ms)
          if (step.kind === 'failAll') memory.failWaiters('closed')
          check()
        }
        while (held.length > 0 || waiting.length > 0) {
          const entry = held.shift()
          if (entry === undefined) break
          memory.release(1, entry.sizeBytes)
        }
        check()
        expect(memory).toMatchObject({ bufferedRecords: 0, bufferedBytes: 0, waiterCount: 0 })
        expect(clock.liveTimers).toEqual([])
      }),
      { numRuns: 200 },
    )
  })
})
