import { describe, expect, it } from 'vitest'
import { runWithFaults } from './fault-run.ts'

const first = Number(process.env['SEED'] ?? 1)
const count = Number(process.env['SEEDS'] ?? 300)

describe('a producer in a failing world', () => {
  it('keeps its promises', async () => {
    const totals = { acknowledged: 0, failedNo: 0, failedPossibly: 0, renewedEpochs: 0 }
    let bad = 0
    for (let seed = first; seed < first + count; seed++) {
      const run = await runWithFaults(seed)
      totals.acknowledged += run.acknowledged
      totals.failedNo += run.failedNo
      totals.failedPossibly += run.failedPossibly
      totals.renewedEpochs += run.renewedEpochs
      if (run.violations.length > 0) {
        bad++
        if (bad < 15) console.log(seed, run.violations.slice(0, 4))
        if (count === 1) console.log(run.trace.join('\n'))
      }
    }
    console.log(totals, bad)
    expect(bad).toBe(0)
  }, 60_000)
})
