import { describe, expect, it } from 'vitest'
import { RefreshPacer } from '../../../src/metadata/refresh-pacer.ts'

/** Without jitter: chance says one half. */
const steady = { next: () => 0.5, fork: () => steady }
const policy = { backoff: { initialMs: 100, maxMs: 1_000 }, quickRetries: 3, minAgeMs: 5_000 }

const unchanged = { isComplete: true, hasNews: false }
const changed = { isComplete: true, hasNews: true }
const incomplete = { isComplete: false, hasNews: true }

/** Runs refreshes that take no time, each as soon as `dueOf` allows, and returns the pauses between them. */
function pauses(results: readonly (typeof unchanged)[], dueOf: (pacer: RefreshPacer) => number): number[] {
  const pacer = new RefreshPacer(policy, steady)
  let nowMs = 0
  return results.map((result) => {
    pacer.onStart(nowMs)
    pacer.onEnd(nowMs, result)
    const pauseMs = dueOf(pacer) - nowMs
    nowMs = dueOf(pacer)
    return pauseMs
  })
}

describe('the pace of refreshes', () => {
  it('lets the first one start at once', () => {
    expect(new RefreshPacer(policy, steady).demandDueMs).toBe(Number.NEGATIVE_INFINITY)
  })

  it('slows down while refreshes bring nothing new', () => {
    expect(pauses(Array(6).fill(unchanged), (pacer) => pacer.demandDueMs)).toEqual([100, 200, 400, 800, 1_000, 1_000])
  })

  it('does not punish those who ask because something has changed', () => {
    expect(pauses(Array(4).fill(changed), (pacer) => pacer.demandDueMs)).toEqual([100, 100, 100, 100])
  })

  it('starts anew after a quiet while', () => {
    const pacer = new RefreshPacer(policy, steady)
    for (let nowMs = 0; nowMs < 5; nowMs += 1) pacer.onEnd(nowMs, unchanged)
    expect(pacer.onStart(2_100)).toBe(true)
    pacer.onEnd(2_100, unchanged)
    expect(pacer.demandDueMs).toBe(2_200)
  })

  it('repeats by itself quickly a few times, then with the minimum age', () => {
    expect(pauses(Array(5).fill(incomplete), (pacer) => pacer.retryDueMs)).toEqual([100, 200, 400, 5_000, 5_000])
  })

  it('counts the quick ones anew after a complete answer', () => {
    const results = [incomplete, incomplete, incomplete, incomplete, unchanged, incomplete]
    const [, , , fourth, , sixth] = pauses(results, (pacer) => pacer.retryDueMs)
    expect(fourth).toBe(5_000)
    expect(sixth).toBeLessThanOrEqual(1_000)
  })
})
