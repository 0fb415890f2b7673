import { describe, expect, it } from 'vitest'
import { shrink } from '../../../src/simulation/shrink.ts'

interface Numbers {
  readonly items: readonly number[]
  readonly setting: number
}

const lists = [
  {
    list: ({ items }: Numbers) => items,
    withList: (plan: Numbers, items: readonly unknown[]): Numbers => ({ ...plan, items: items as readonly number[] }),
  },
]

describe('Shrinking', () => {
  it('leaves only the items that the failure needs', () => {
    const plan = { items: Array.from({ length: 40 }, (_, index) => index), setting: 5 }
    const fails = ({ items }: Numbers): boolean => items.includes(7) && items.includes(31)
    const shrunk = shrink(plan, { lists, simplifications: [], fails })
    expect(shrunk.plan.items).toEqual([7, 31])
  })

  it('leaves nothing where the failure needs nothing', () => {
    const shrunk = shrink({ items: [1, 2, 3], setting: 5 }, { lists, simplifications: [], fails: () => true })
    expect(shrunk.plan.items).toEqual([])
  })

  it('makes settings plain, except those that the failure depends on', () => {
    const plain = (plan: Numbers): Numbers => ({ ...plan, setting: 0 })
    const needed = shrink({ items: [], setting: 5 }, { lists, simplifications: [plain], fails: (p) => p.setting === 5 })
    expect(needed.plan.setting).toBe(5)
    const idle = shrink({ items: [], setting: 5 }, { lists, simplifications: [plain], fails: () => true })
    expect(idle.plan.setting).toBe(0)
  })

  it('counts its runs, which are far fewer than the subsets', () => {
    const plan = { items: Array.from({ length: 64 }, (_, index) => index), setting: 0 }
    const { runCount } = shrink(plan, { lists, simplifications: [], fails: ({ items }) => items.includes(63) })
    expect(runCount).toBeLessThan(60)
  })
})
