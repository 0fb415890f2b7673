import { describe, expect, it } from 'vitest'
import { randomInt } from '../../../src/support/random.ts'
import { SeededRandom } from '../../../src/support/seeded-random.ts'

const draw = (random: SeededRandom, count = 5) => Array.from({ length: count }, () => random.next())

describe('Seeded chance', () => {
  it('is the same for the same seed, and another for another', () => {
    expect(draw(new SeededRandom(7))).toEqual(draw(new SeededRandom(7)))
    expect(draw(new SeededRandom(7))).not.toEqual(draw(new SeededRandom(8)))
  })

  it('forks streams by name that no draw of the parent or of another stream shifts', () => {
    const parent = new SeededRandom(7)
    const before = draw(parent.fork('jitter'))
    draw(parent)
    draw(parent.fork('other'))
    expect(draw(parent.fork('jitter'))).toEqual(before)
    expect(draw(parent.fork('other'))).not.toEqual(before)
  })

  it('spreads evenly over [0, 1)', () => {
    const random = new SeededRandom(1)
    const counts = new Array<number>(10).fill(0)
    for (let index = 0; index < 10_000; index++) counts[randomInt(random, 10)]!++
    for (const count of counts) expect(Math.abs(count - 1_000)).toBeLessThan(150)
  })
})
