import { createContext, Script } from 'node:vm'
import { describe, expect, it } from 'vitest'
import { condition, covers, intersect, isEmpty, negation, parseRange } from '../../../codegen/version-range.ts'

describe('parseRange', () => {
  it.each([
    ['3', { min: 3, max: 3 }],
    ['0-2', { min: 0, max: 2 }],
    ['4+', { min: 4, max: 32767 }],
  ])('reads %s', (text, range) => {
    expect(parseRange(text)).toEqual(range)
  })

  it('reads none and nothing as no versions', () => {
    expect([parseRange('none'), parseRange(undefined)].every(isEmpty)).toBe(true)
  })

  it.each(['', '-', '1-', 'latest', '1+2'])('refuses %j', (text) => {
    expect(() => parseRange(text)).toThrow('Not a version range')
  })
})

describe('condition and negation', () => {
  it('are true for exactly the versions inside and outside, for all small ranges', () => {
    const ranges = [{ min: 0, max: -1 }]
    for (let min = 0; min < 5; min++) for (let max = min; max < 5; max++) ranges.push({ min, max })
    for (const range of ranges) {
      for (const known of ranges.filter((one) => !isEmpty(one))) {
        const both = new Script(`[${condition(range, known)}, ${negation(range, known)}]`)
        for (let version = known.min; version <= known.max; version++) {
          const expected = version >= range.min && version <= range.max
          expect(Array.from(both.runInContext(createContext({ version })))).toEqual([expected, !expected])
        }
      }
    }
  })

  it('are constants where the version does not matter, so that no check is generated', () => {
    expect(condition({ min: 0, max: 9 }, { min: 2, max: 5 })).toBe('true')
    expect(condition({ min: 6, max: 9 }, { min: 2, max: 5 })).toBe('false')
    expect(condition({ min: 3, max: 9 }, { min: 2, max: 5 })).toBe('version >= 3')
    expect(condition({ min: 0, max: 2 }, { min: 2, max: 5 })).toBe('version === 2')
  })
})

describe('ranges', () => {
  it('intersect and cover', () => {
    expect(intersect({ min: 0, max: 4 }, { min: 3, max: 9 })).toEqual({ min: 3, max: 4 })
    expect(isEmpty(intersect({ min: 0, max: 2 }, { min: 3, max: 9 }))).toBe(true)
    expect(covers({ min: 0, max: 9 }, { min: 3, max: 9 })).toBe(true)
    expect(covers({ min: 4, max: 9 }, { min: 3, max: 9 })).toBe(false)
    expect(covers({ min: 4, max: 9 }, parseRange('none'))).toBe(true)
  })
})
