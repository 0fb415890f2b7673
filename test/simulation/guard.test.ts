/** The guard patches the process it is in, so it has a file, and with it a process, of its own. */
import { randomBytes } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { installGuard, watch } from '../../src/simulation/guard.ts'
import { World } from '../../src/simulation/world.ts'

/** What the guard says of `act`. Nothing but `act` runs while it watches. */
function findingsOf(act: () => unknown): string[] {
  const world = new World({ seed: 1 })
  watch(world)
  try {
    act()
  } finally {
    watch(undefined)
  }
  return world.problems.map(({ kind, detail }) => `${kind}: ${detail}`)
}

beforeAll(() => installGuard())
afterEach(() => watch(undefined))

describe('The guard', () => {
  it.each([
    ['a clock', 'Date.now', () => Date.now()],
    ['a date without a time', 'new Date()', () => new Date()],
    ['the precise clock', 'performance.now', () => performance.now()],
    ['chance', 'Math.random', () => Math.random()],
    ['chance through a named import', 'crypto.randomBytes', () => randomBytes(4)],
    ['a timer', 'setTimeout', () => clearTimeout(setTimeout(() => {}, 1))],
    ['a turn of the event loop', 'setImmediate', () => clearImmediate(setImmediate(() => {}))],
    ['a timer through a named import', 'timers/promises.setTimeout', () => void wait(0)],
    ['a signal with a time', 'AbortSignal.timeout', () => AbortSignal.timeout(1)],
  ])('reports %s', (_what, name, act) => {
    expect(findingsOf(act).join('\n')).toContain(`GUARD: real ${name} used`)
  })

  it('sees a real resource through a reference that was taken before it came', () => {
    const { port1, port2 } = new MessageChannel()
    port1.close()
    port2.close()
    expect(findingsOf(() => new MessageChannel().port1.close()).join('\n')).toContain('async resource MESSAGEPORT')
  })

  it('names the line that did it', () => {
    expect(findingsOf(() => Math.random())[0]).toMatch(/guard\.test\.ts:\d+/)
  })

  it('lets pass what virtual time runs on: promises, microtasks, dates with a time, compression on this thread', () => {
    const act = (): void => {
      void Promise.resolve().then(() => {})
      queueMicrotask(() => {})
      process.nextTick(() => {})
      new Date(0).toISOString()
      gzipSync(Buffer.from('x'))
    }
    expect(findingsOf(act)).toEqual([])
  })

  it('reports nothing while nothing is watched', () => {
    const world = new World({ seed: 1 })
    watch(world)
    watch(undefined)
    Math.random()
    expect(world.problems).toEqual([])
  })
})
