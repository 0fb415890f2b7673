/**
 * A producer in a world that fails as a seed decides: what it promises must hold afterwards. `SEED=17 SEEDS=1` plays one
 * seed again; a failure prints everything that happened in it.
 */
import { describe, expect, it } from 'vitest'
import { type FaultRun, runWithFaults } from './fault-run.ts'

const firstSeed = Number(process.env.SEED ?? 1)
const seedCount = Number(process.env.SEEDS ?? 200)

function report({ seed, violations, trace }: FaultRun): string {
  return `Seed ${seed}: ${violations.join('; ')}\n${trace.join('\n')}`
}

describe('a producer in a failing world', () => {
  it('keeps its promises: once in the log if acknowledged, never if it says so, in order, and nothing left over', async () => {
    const totals = { acknowledged: 0, failedNo: 0, failedPossibly: 0, renewedEpochs: 0, tooLarge: 0 }
    for (let seed = firstSeed; seed < firstSeed + seedCount; seed++) {
      const run = await runWithFaults(seed)
      if (run.violations.length > 0) expect.fail(report(run))
      totals.acknowledged += run.acknowledged
      totals.failedNo += run.failedNo
      totals.failedPossibly += run.failedPossibly
      totals.renewedEpochs += run.renewedEpochs
      totals.tooLarge += run.tooLarge
    }
    // A world in which nothing goes wrong, or nothing goes right, would prove nothing.
    if (seedCount >= 100) {
      expect(totals.acknowledged).toBeGreaterThan(seedCount * 10)
      for (const count of [totals.failedNo, totals.failedPossibly, totals.renewedEpochs, totals.tooLarge]) {
        expect(count).toBeGreaterThan(seedCount / 2)
      }
    }
  }, 30_000)
})
