import { describe, expect, it } from 'vitest'
import { findClockReads } from '../../../scripts/checks/clock-reads.ts'

describe('check-seams', () => {
  it.each(['const now = new Date()', 'const now = +new Date', 'const text = Date()'])(
    'finds the clock in `%s`',
    (text) => {
      expect(findClockReads({ path: 'src/a.ts', text: `\n${text}` })).toEqual([
        expect.stringMatching(/^src\/a\.ts:2: .*Date\(\) → only src\/platform reads the clock/),
      ])
    },
  )

  it.each(['new Date(0)', 'new Date(timestamp)', 'Date.UTC(2030, 0)', '// new Date()', "const text = 'new Date()'"])(
    'allows `%s`',
    (text) => {
      expect(findClockReads({ path: 'src/a.ts', text })).toEqual([])
    },
  )
})
