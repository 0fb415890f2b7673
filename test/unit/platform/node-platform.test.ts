import { describe, expect, it, vi } from 'vitest'
import { consoleLog } from '../../../src/platform/console-log.ts'
import { nodePlatform } from '../../../src/platform/node-platform.ts'
import { systemClock } from '../../../src/platform/system-clock.ts'
import { ThreadPoolOffload } from '../../../src/platform/thread-pool-offload.ts'

describe('The system clock', () => {
  it('goes forward, and knows the time of day', () => {
    const before = Date.now()
    const startedAt = systemClock.now()
    expect(systemClock.wallNow()).toBeGreaterThanOrEqual(before)
    expect(Number.isInteger(systemClock.wallNow())).toBe(true)
    expect(systemClock.now()).toBeGreaterThanOrEqual(startedAt)
  })

  it('keeps the process alive for a timer, but not for one of the background', () => {
    const setTimeoutSpy = vi.spyOn(globalThis, 'setTimeout')
    try {
      const timers = [{}, { background: true }].map((options) => systemClock.setTimer(1_000, 'test', () => {}, options))
      const handles = setTimeoutSpy.mock.results.map((result) => result.value as NodeJS.Timeout)
      expect(handles.map((handle) => handle.hasRef())).toEqual([true, false])
      for (const timer of timers) timer.cancel()
    } finally {
      setTimeoutSpy.mockRestore()
    }
  })

  it("does not fire at once where a delay is beyond Node's longest timer", () => {
    vi.useFakeTimers()
    try {
      const fired = vi.fn()
      const days30Ms = 30 * 24 * 3_600_000
      systemClock.setTimer(days30Ms, 'month', fired)
      vi.advanceTimersByTime(days30Ms - 1)
      expect(fired).not.toHaveBeenCalled()
      vi.advanceTimersByTime(1)
      expect(fired).toHaveBeenCalledOnce()
    } finally {
      vi.useRealTimers()
    }
  })

  it('cancels such a timer in whatever part of it', () => {
    vi.useFakeTimers()
    try {
      const timer = systemClock.setTimer(Number.POSITIVE_INFINITY, 'never', () => expect.unreachable())
      vi.advanceTimersByTime(40 * 24 * 3_600_000)
      timer.cancel()
      expect(vi.getTimerCount()).toBe(0)
    } finally {
      vi.useRealTimers()
    }
  })

  it('defers to after the microtasks', async () => {
    const seen: string[] = []
    await new Promise<void>((resolve) => {
      systemClock.defer('later', () => {
        seen.push('deferred')
        resolve()
      })
      queueMicrotask(() => seen.push('microtask'))
    })
    expect(seen).toEqual(['microtask', 'deferred'])
  })
})

describe('The thread pool offload', () => {
  const deferredTask = () => {
    const { promise, resolve, reject } = Promise.withResolvers<string>()
    const runAsync = vi.fn(() => promise)
    return { label: 'work', runSync: () => expect.unreachable(), runAsync, resolve, reject }
  }

  it('runs so many tasks at once and no more, the others in order', async () => {
    const offload = new ThreadPoolOffload(2)
    const tasks = [deferredTask(), deferredTask(), deferredTask(), deferredTask()]
    const results = tasks.map((task) => offload.run(task))
    const started = () => tasks.map((task) => task.runAsync.mock.calls.length)
    expect(started()).toEqual([1, 1, 0, 0])
    tasks[1]?.resolve('b')
    await results[1]
    await Promise.resolve()
    expect(started()).toEqual([1, 1, 1, 0])
    for (const task of tasks) task.resolve('done')
    expect(await Promise.all(results)).toEqual(['done', 'b', 'done', 'done'])
  })

  it('gives its place back when a task fails, also when it throws at once', async () => {
    const offload = new ThreadPoolOffload(1)
    const failing = deferredTask()
    const first = offload.run(failing)
    failing.reject(new Error('cannot'))
    await expect(first).rejects.toThrow('cannot')
    const throwing = deferredTask()
    throwing.runAsync.mockImplementation(() => {
      throw new Error('at once')
    })
    await expect(offload.run(throwing)).rejects.toThrow('at once')
    const last = deferredTask()
    last.resolve('fine')
    expect(await offload.run(last)).toBe('fine')
  })
})

describe('The console log', () => {
  const lines = (...events: Parameters<ReturnType<typeof consoleLog>['event']>[]) => {
    const written: string[] = []
    const log = consoleLog({ level: 'info', writeLine: (line) => written.push(line) })
    for (const event of events) log.event(...event)
    return written
  }

  it('writes one line an event, fields as pairs', () => {
    expect(lines(['warn', 'connection failed', { nodeId: 1, address: 'a:1', error: new Error('no\nroute') }])).toEqual([
      'ottla warn connection failed nodeId=1 address=a:1 error="no\\nroute"',
    ])
  })

  it('drops what is below its level', () => {
    expect(lines(['debug', 'a'], ['info', 'b'], ['error', 'c'])).toEqual(['ottla info b', 'ottla error c'])
  })

  it('writes what JSON cannot', () => {
    const circle: { self?: unknown } = {}
    circle.self = circle
    expect(lines(['info', 'x', { offset: 5n, list: { at: 7n }, circle, nothing: undefined }])).toEqual([
      'ottla info x offset=5 list="{\\"at\\":\\"7\\"}" circle=[unprintable] nothing=undefined',
    ])
  })
})

describe('The platform of Node', () => {
  it('has chance of its own each time, and a silent log', () => {
    const [one, two] = [nodePlatform(), nodePlatform()]
    expect(one.random.next()).not.toBe(two.random.next())
    expect(one.log.event('error', 'nothing to see')).toBeUndefined()
  })

  it('takes a log', () => {
    const log = { event: vi.fn() }
    nodePlatform({ log }).log.event('info', 'hello')
    expect(log.event).toHaveBeenCalledWith('info', 'hello')
  })
})
