import { describe, expect, it } from 'vitest'
import { type AssignableMember, assignorNamed } from '../../../../src/cluster/groups/assignors.ts'
import { compileSubscriptionRegex } from '../../../../src/cluster/groups/subscription-regex.ts'
import { type PartitionSet, toPartitionSet } from '../../../../src/cluster/groups/topic-partition-set.ts'
import { SeededRandom } from '../../../../src/testing/index.ts'

function member(memberId: string, topicIds: readonly string[], target: PartitionSet = new Set()): AssignableMember {
  return { memberId, instanceId: null, topicIds: new Set(topicIds), target }
}

describe('the assignor uniform', () => {
  const uniform = assignorNamed('uniform')!

  it('moves no partition that may stay where it is', () => {
    const counts = new Map([['a', 6]])
    const two = uniform([member('m1', ['a']), member('m2', ['a'])], counts)

    const three = uniform(
      [member('m1', ['a'], two.get('m1')!), member('m2', ['a'], two.get('m2')!), member('m3', ['a'])],
      counts,
    )

    const kept = ['m1', 'm2'].map((id) => [...three.get(id)!].filter((key) => two.get(id)!.has(key)).length)
    expect(kept).toEqual([2, 2])
    expect(three.get('m3')!.size).toBe(2)
  })

  it('gives every partition to one member that wants it, and to nobody much more than to others', () => {
    for (let seed = 0; seed < 50; seed++) {
      const random = new SeededRandom(seed)
      const pick = (bound: number): number => Math.floor(random.next() * bound)
      const counts = new Map(['a', 'b', 'c'].map((topicId) => [topicId, 1 + pick(9)]))
      const members = Array.from({ length: 1 + pick(5) }, (_, index) =>
        member(
          `m${index}`,
          ['a', 'b', 'c'].filter(() => pick(3) > 0),
        ),
      )

      const assignment = uniform(members, counts)

      const wanted = [...counts].filter(([topicId]) => members.some(({ topicIds }) => topicIds.has(topicId)))
      const all = [...assignment.values()].flatMap((keys) => [...keys])
      expect(all).toHaveLength(new Set(all).size)
      expect(all).toHaveLength(wanted.reduce((sum, [, count]) => sum + count, 0))
      for (const poor of members) {
        for (const [owner, keys] of assignment) {
          const couldTake = [...keys].some((key) => poor.topicIds.has(key.split(':')[0]!))
          if (couldTake)
            expect(keys.size - assignment.get(poor.memberId)!.size, `seed ${seed}, ${owner}`).toBeLessThan(2)
        }
      }
    }
  })
})

it('the assignor range divides topics of the same size in the same way', () => {
  const assignment = assignorNamed('range')!(
    [member('m2', ['a', 'b']), member('m1', ['a', 'b'])],
    new Map([
      ['a', 3],
      ['b', 3],
    ]),
  )

  const expected = ['a', 'b'].map((topicId) => ({ topicId, partitions: [0, 1] }))
  expect(assignment.get('m1')).toEqual(toPartitionSet(expected))
})

describe('subscriptions by expression', () => {
  it.each([
    ['orders', 'orders', true],
    ['orders', 'orders-2', false],
    ['orders.*', 'orders-2', true],
    ['a|b', 'ab', false],
    ['(?i)ORDERS', 'orders', true],
    ['(?P<name>or)ders', 'orders', true],
    [String.raw`\Qa.b\E`, 'a.b', true],
    [String.raw`\Qa.b\E`, 'axb', false],
    [String.raw`\Aorders\z`, 'orders', true],
  ])('%s matches %s: %s', (pattern, name, isMatching) => {
    expect(compileSubscriptionRegex(pattern)?.test(name)).toBe(isMatching)
  })

  it.each(['(', 'a(?=b)', '(?<!a)b', String.raw`(a)\1`, '[b-a]', '*'])('%s is refused', (pattern) => {
    expect(compileSubscriptionRegex(pattern)).toBeUndefined()
  })
})
