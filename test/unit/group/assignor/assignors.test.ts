import { describe, expect, it } from 'vitest'
import type { AssignmentInput, MemberSubscription, PartitionAssignor } from '../../../../src/group/assignor/assignor.ts'
import { balanceSticky } from '../../../../src/group/assignor/balance-sticky.ts'
import { rangeAssignor } from '../../../../src/group/assignor/range-assignor.ts'
import { roundRobinAssignor } from '../../../../src/group/assignor/round-robin-assignor.ts'
import { cooperativeStickyAssignor, stickyAssignor } from '../../../../src/group/assignor/sticky-assignors.ts'
import { SeededRandom } from '../../../../src/support/seeded-random.ts'
import {
  assignedPartitions,
  balanceScore,
  keptCount,
  laterInput,
  member,
  randomInput,
  wantedPartitions,
} from './assignor-cases.ts'

const all: readonly PartitionAssignor[] = [
  rangeAssignor(),
  roundRobinAssignor(),
  stickyAssignor(),
  cooperativeStickyAssignor(),
]
const seeds = Array.from({ length: 300 }, (_, index) => index + 1)
const claimOwned = (each: MemberSubscription, ownedPartitions: MemberSubscription['ownedPartitions']) => ({
  ...each,
  ownedPartitions,
  generationId: 5,
})

function lists(input: AssignmentInput, assignor: PartitionAssignor): Record<string, string> {
  const entries = [...assignor.assign(input)].map(([id, partitions]) => [
    id,
    partitions.map(({ topic, partition }) => `${topic}${partition}`).join(' '),
  ])
  return Object.fromEntries(entries)
}

describe.each(all)('the $name assignor', (assignor) => {
  it('gives every subscribed partition to exactly one member, who subscribes to it', () => {
    for (const seed of seeds) {
      const input = randomInput(new SeededRandom(seed))
      const assignment = assignor.assign(input)
      expect(assignedPartitions(assignment)).toEqual(wantedPartitions(input))
      for (const { memberId, topics } of input.members) {
        expect(topics).toEqual(expect.arrayContaining(assignment.get(memberId)!.map(({ topic }) => topic)))
      }
    }
  })

  it('gives the same whatever the order in which members come', () => {
    for (const seed of seeds) {
      const input = randomInput(new SeededRandom(seed))
      const reversed = { ...input, members: [...input.members].reverse() }
      expect(lists(reversed, assignor)).toEqual(lists(input, assignor))
    }
  })

  it('has an entry for a member that gets nothing', () => {
    const input = { members: [member('a', ['t']), member('b', [])], partitionCounts: new Map([['t', 1]]) }
    expect(assignor.assign(input).get('b')).toEqual([])
  })
})

describe('the range assignor', () => {
  it('gives neighbouring partitions, the first members one more', () => {
    const input = {
      members: [member('b', ['t', 'u']), member('a', ['t', 'u'])],
      partitionCounts: new Map([
        ['t', 3],
        ['u', 3],
      ]),
    }
    expect(lists(input, rangeAssignor())).toEqual({ a: 't0 t1 u0 u1', b: 't2 u2' })
  })

  it('keeps the place of a static member whatever its member id', () => {
    const members = [member('z', ['t'], { groupInstanceId: '1' }), member('a', ['t'])]
    expect(lists({ members, partitionCounts: new Map([['t', 2]]) }, rangeAssignor())).toEqual({ z: 't0', a: 't1' })
  })
})

describe('the round-robin assignor', () => {
  it('deals in turn and passes over who does not subscribe', () => {
    const members = [member('a', ['t']), member('b', ['t', 'u']), member('c', ['u'])]
    const partitionCounts = new Map([
      ['t', 3],
      ['u', 2],
    ])
    expect(lists({ members, partitionCounts }, roundRobinAssignor())).toEqual({ a: 't0 t2', b: 't1 u0', c: 'u1' })
  })
})

describe('the sticky plan', () => {
  const claim = ({ ownedPartitions, generationId }: MemberSubscription) => ({
    partitions: ownedPartitions,
    generationId,
  })

  it('differs by at most one partition between members that want the same', () => {
    for (const seed of seeds) {
      const random = new SeededRandom(seed)
      const input = randomInput(random)
      const same = {
        ...input,
        members: input.members.map((each) => ({ ...each, topics: [...input.partitionCounts.keys()] })),
      }
      const later = laterInput(same, balanceSticky(same, claim), random, claimOwned)
      const loads = [...balanceSticky(later, claim).values()].map((partitions) => partitions.length)
      expect(Math.max(...loads) - Math.min(...loads)).toBeLessThanOrEqual(1)
    }
  })

  it('moves nothing when nothing has changed', () => {
    for (const seed of seeds) {
      const input = randomInput(new SeededRandom(seed))
      const first = balanceSticky(input, claim)
      const members = input.members.map((each) => claimOwned(each, first.get(each.memberId)!))
      expect(balanceSticky({ ...input, members }, claim)).toEqual(first)
    }
  })

  it('keeps all that members of an equal group can keep in a balanced plan', () => {
    for (const seed of seeds) {
      const random = new SeededRandom(seed)
      const input = randomInput(random)
      const same = {
        ...input,
        members: input.members.map((each) => ({ ...each, topics: [...input.partitionCounts.keys()] })),
      }
      const later = laterInput(same, balanceSticky(same, claim), random, claimOwned)
      const plan = balanceSticky(later, claim)
      const total = wantedPartitions(later).length
      const least = Math.floor(total / later.members.length)
      let larger = total % later.members.length
      const possible = [...later.members]
        .sort((a, b) => b.ownedPartitions.length - a.ownedPartitions.length)
        .reduce((sum, { ownedPartitions }) => sum + Math.min(ownedPartitions.length, least + (larger-- > 0 ? 1 : 0)), 0)
      expect(keptCount(later.members, plan)).toBe(possible)
    }
  })

  it('balances through a third member when two that differ share no topic', () => {
    const own = (topic: string, count: number) =>
      Array.from({ length: count }, (_, partition) => ({ topic, partition }))
    const members = [
      member('a', ['t'], { ownedPartitions: own('t', 4), generationId: 1 }),
      member('b', ['t', 'u'], { ownedPartitions: own('u', 3), generationId: 1 }),
      member('c', ['u'], {
        ownedPartitions: [
          { topic: 'u', partition: 3 },
          { topic: 'u', partition: 4 },
        ],
        generationId: 1,
      }),
    ]
    const plan = balanceSticky(
      {
        members,
        partitionCounts: new Map([
          ['t', 4],
          ['u', 5],
        ]),
      },
      claim,
    )
    expect([...plan.values()].map((partitions) => partitions.length)).toEqual([3, 3, 3])
  })

  it('believes the later of two generations that claim a partition', () => {
    const owned = [{ topic: 't', partition: 0 }]
    const members = [
      member('a', ['t'], { ownedPartitions: owned, generationId: 3 }),
      member('b', ['t'], { ownedPartitions: owned, generationId: 4 }),
    ]
    const plan = balanceSticky({ members, partitionCounts: new Map([['t', 1]]) }, claim)
    expect(plan.get('b')).toEqual(owned)
  })

  it('plans for 2000 partitions and 200 members within the time of a heartbeat', () => {
    const topics = Array.from({ length: 20 }, (_, index) => `t${index}`)
    const partitionCounts = new Map(topics.map((topic) => [topic, 100]))
    const owned = topics.flatMap((topic) => Array.from({ length: 100 }, (_, partition) => ({ topic, partition })))
    const members = Array.from({ length: 200 }, (_, index) =>
      member(`m${index}`, topics, index === 0 ? { ownedPartitions: owned, generationId: 1 } : {}),
    )
    const plan = balanceSticky({ members, partitionCounts }, claim)
    expect(balanceScore(plan)).toBe(0)
  }, 3000)
})

describe('the cooperative-sticky assignor', () => {
  const assignor = cooperativeStickyAssignor()

  it('gives a partition that moves to nobody until its owner has let go', () => {
    for (const seed of seeds) {
      const random = new SeededRandom(seed)
      const input = randomInput(random)
      const later = laterInput(input, assignor.assign(input), random, claimOwned)
      const first = assignor.assign(later)
      for (const { memberId } of later.members) {
        const others = later.members
          .filter((other) => other.memberId !== memberId)
          .flatMap((other) => other.ownedPartitions)
        for (const partition of first.get(memberId)!) expect(others).not.toContainEqual(partition)
      }
    }
  })

  it('has given all away, and balanced, when owners have joined again', () => {
    for (const seed of seeds) {
      const random = new SeededRandom(seed)
      const input = randomInput(random)
      const later = laterInput(input, assignor.assign(input), random, claimOwned)
      const first = assignor.assign(later)
      const members = later.members.map((each) => ({ ...claimOwned(each, first.get(each.memberId)!), generationId: 6 }))
      const second = assignor.assign({ ...later, members })
      expect(assignedPartitions(second)).toEqual(wantedPartitions(later))
      expect(keptCount(members, second)).toBe(members.flatMap((each) => each.ownedPartitions).length)
    }
  })

  it('reads the generation of an old subscription from its user data', () => {
    const owned = [{ topic: 't', partition: 0 }]
    const old = Buffer.from(assignor.userData!({ topics: ['t'], ownedPartitions: owned, generationId: 9 })!)
    const members = [
      member('a', ['t'], { ownedPartitions: owned, userData: old }),
      member('b', ['t'], { ownedPartitions: owned, generationId: 4 }),
    ]
    expect(assignor.assign({ members, partitionCounts: new Map([['t', 1]]) }).get('a')).toEqual(owned)
  })
})

describe('the sticky assignor', () => {
  const assignor = stickyAssignor()

  it('finds in the user data what an eager member owned before it gave it up', () => {
    const owned = [{ topic: 't', partition: 1 }]
    const userData = Buffer.from(assignor.userData!({ topics: ['t'], ownedPartitions: owned, generationId: 2 })!)
    const members = [member('a', ['t']), member('b', ['t'], { userData })]
    expect(assignor.assign({ members, partitionCounts: new Map([['t', 2]]) }).get('b')).toEqual(owned)
  })

  it('does not fail for user data that it cannot read', () => {
    const members = [member('a', ['t'], { userData: Buffer.from([255, 255, 0]) })]
    expect(assignor.assign({ members, partitionCounts: new Map([['t', 1]]) }).get('a')).toHaveLength(1)
  })
})
