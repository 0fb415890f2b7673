import { describe, expect, it } from 'vitest'
import type { AssignmentInput, GroupAssignment, MemberSubscription } from '../../../../src/group/assignor/assignor.ts'
import { rackView } from '../../../../src/group/assignor/racks.ts'
import { rangeAssignor } from '../../../../src/group/assignor/range-assignor.ts'
import { cooperativeStickyAssignor, stickyAssignor } from '../../../../src/group/assignor/sticky-assignors.ts'
import { SeededRandom } from '../../../../src/support/seeded-random.ts'
import {
  assignedPartitions,
  balanceScore,
  keptCount,
  member,
  nearCount,
  randomInput,
  wantedPartitions,
  withRandomRacks,
} from './assignor-cases.ts'

const sticky = [stickyAssignor(), cooperativeStickyAssignor()]
const rackAware = [rangeAssignor(), ...sticky]
const seeds = Array.from({ length: 200 }, (_, index) => index + 1)

function input(
  members: readonly MemberSubscription[],
  racks: Readonly<Record<string, readonly (readonly string[])[]>>,
): AssignmentInput {
  const topics = Object.entries(racks)
  return {
    members,
    partitionCounts: new Map(topics.map(([topic, partitions]) => [topic, partitions.length])),
    partitionRacks: new Map(topics),
  }
}

function lists(assignment: GroupAssignment): Record<string, string> {
  const text = ([id, partitions]: readonly [string, readonly { topic: string; partition: number }[]]) =>
    [
      id,
      partitions
        .map(({ topic, partition }) => `${topic}${partition}`)
        .sort()
        .join(' '),
    ] as const
  return Object.fromEntries([...assignment].map(text))
}

const inRack = (id: string, rackId: string | null, topics: readonly string[] = ['t']) => member(id, topics, { rackId })

describe.each(rackAware)('the $name assignor with racks (KIP-881)', (assignor) => {
  it('gives every member what is near to it where that is balanced', () => {
    const given = input([inRack('x', 'a'), inRack('y', 'b')], { t: [['b'], ['a'], ['b'], ['a']] })
    expect(lists(assignor.assign(given))).toEqual({ x: 't1 t3', y: 't0 t2' })
  })

  it('is as balanced as without racks, whatever is near', () => {
    const given = input([inRack('x', 'a'), inRack('y', 'b')], { t: [['a'], ['a'], ['a'], ['a']] })
    expect([...assignor.assign(given).values()].map(({ length }) => length)).toEqual([2, 2])
  })

  it.for([
    ['no member says where it is', [null, null], [['a'], ['b'], ['a'], ['b']]],
    [
      'every partition has a replica in every rack',
      ['a', 'b'],
      [
        ['a', 'b'],
        ['b', 'a'],
        ['a', 'b'],
        ['a', 'b'],
      ],
    ],
    ['no replica is where a member is', ['c', 'd'], [['a'], ['b'], ['a'], ['b']]],
  ] as const)('divides as without racks when %s', ([, [first, second], racks]) => {
    const given = input([inRack('x', first), inRack('y', second)], { t: racks })
    const { partitionRacks: _racks, ...without } = given
    expect(lists(assignor.assign(given))).toEqual(lists(assignor.assign(without)))
  })

  it('gives every subscribed partition to exactly one member, who subscribes to it', () => {
    for (const seed of seeds) {
      const random = new SeededRandom(seed)
      const given = withRandomRacks(randomInput(random), random)
      const assignment = assignor.assign(given)
      expect(assignedPartitions(assignment)).toEqual(wantedPartitions(given))
      for (const { memberId, topics } of given.members) {
        expect(topics).toEqual(expect.arrayContaining(assignment.get(memberId)!.map(({ topic }) => topic)))
      }
    }
  })

  it('is never less balanced, and never further away, than without racks', () => {
    for (const seed of seeds) {
      const random = new SeededRandom(seed)
      const given = withRandomRacks(randomInput(random), random)
      const { partitionRacks: _racks, ...without } = given
      const [ours, plain] = [assignor.assign(given), assignor.assign(without)]
      if (assignor.name === 'range') expect(topicLoads(ours)).toEqual(topicLoads(plain))
      else {
        expect(balanceScore(ours)).toBe(balanceScore(plain))
        expect(nearCount(given, ours)).toBeGreaterThanOrEqual(nearCount(given, plain))
      }
    }
  })
})

/** How many partitions of each topic go to how many members. */
function topicLoads(assignment: GroupAssignment): string[] {
  return [...assignment.values()]
    .flatMap((partitions) => Object.entries(Object.groupBy(partitions, ({ topic }) => topic)))
    .map(([topic, partitions = []]) => `${topic} ${partitions.length}`)
    .sort()
}

describe('the range assignor with racks', () => {
  it('keeps topics that are joined by key together, before it looks at one alone', () => {
    const members = [inRack('x', 'a', ['t', 'u']), inRack('y', 'b', ['t', 'u'])]
    const given = input(members, { t: [['b'], ['a']], u: [['b'], ['a']] })
    expect(lists(rangeAssignor().assign(given))).toEqual({ x: 't1 u1', y: 't0 u0' })
  })

  it('does not tear apart what is near to a member in one topic only', () => {
    const members = [inRack('x', 'a', ['t', 'u']), inRack('y', 'b', ['t', 'u'])]
    const given = input(members, { t: [['b'], ['a']], u: [['a'], ['b']] })
    expect(lists(rangeAssignor().assign(given))).toEqual({ x: 't0 u0', y: 't1 u1' })
  })
})

describe.each(sticky)('the $name assignor with racks', (assignor) => {
  const owns = (each: MemberSubscription, ...partitions: number[]): MemberSubscription => {
    const ownedPartitions = partitions.map((partition) => ({ topic: 't', partition }))
    const userData = assignor.userData?.({ topics: each.topics, ownedPartitions, generationId: 5 }) ?? null
    return { ...each, ownedPartitions, generationId: 5, userData: userData === null ? null : Buffer.from(userData) }
  }

  it('moves what is far from its member, and leaves what is near', () => {
    const members = [owns(inRack('x', 'a'), 0, 1, 2), owns(inRack('y', 'b'), 3, 4, 5)]
    const given = input(members, { t: [['a'], ['a'], ['b'], ['a'], ['b'], ['b']] })
    const plan = assignor.assign(given)
    expect(keptCount(members, plan)).toBe(4)
    if (assignor.name === 'sticky') expect(lists(plan)).toEqual({ x: 't0 t1 t3', y: 't2 t4 t5' })
  })

  it('moves nothing when nothing is to be gained', () => {
    const members = [owns(inRack('x', 'a'), 0, 1), owns(inRack('y', 'b'), 2, 3)]
    const given = input(members, { t: [['a'], ['a'], ['a'], ['a']] })
    expect(keptCount(members, assignor.assign(given))).toBe(4)
  })
})

describe('the sticky plan with racks', () => {
  it('takes a member without a rack to be near everything', () => {
    const given = input([inRack('x', null), inRack('y', 'b')], { t: [['b'], ['b'], ['a'], ['a']] })
    expect(lists(stickyAssignor().assign(given)).y).toBe('t0 t1')
  })

  it('is as near as any plan that is as balanced', () => {
    for (const seed of seeds) {
      const random = new SeededRandom(seed)
      const partitionCount = 3 + (seed % 4)
      const members = Array.from({ length: 2 + (seed % 2) }, (_, index) => inRack(`m${index}`, null))
      const given = withRandomRacks({ members, partitionCounts: new Map([['t', partitionCount]]) }, random)
      // Where every partition is in the same racks, these are no reason.
      if (rackView(given, ['t']) === undefined) continue
      const ours = stickyAssignor().assign(given)
      expect(nearCount(given, ours)).toBe(nearest(given, partitionCount))
    }
  })

  it('brings 2000 partitions near to 200 members within the time of a heartbeat', () => {
    const topics = Array.from({ length: 20 }, (_, index) => `t${index}`)
    const racks = Array.from({ length: 100 }, (_, index) => [`r${index % 3}`])
    const given = input(
      Array.from({ length: 200 }, (_, index) => inRack(`m${index}`, `r${Math.floor(index / 67)}`, topics)),
      Object.fromEntries(topics.map((topic) => [topic, racks])),
    )
    const before = process.cpuUsage()
    const plan = stickyAssignor().assign(given)
    const { user, system } = process.cpuUsage(before)
    expect(balanceScore(plan)).toBe(0)
    // Of the processor, whatever else the machine is doing.
    expect((user + system) / 1000).toBeLessThan(3000)
    // 680 partitions in the first rack, where 67 members take 670 of them.
    expect(nearCount(given, plan)).toBe(670 + 660 + 660)
  }, 60_000)
})

/** The best of all balanced plans of one topic, by trying them all. */
function nearest(given: AssignmentInput, partitionCount: number): number {
  const { members } = given
  const most = Math.ceil(partitionCount / members.length)
  let best = 0
  const tryFrom = (partition: number, chosen: readonly number[]): void => {
    if (partition < partitionCount) {
      for (const index of members.keys()) tryFrom(partition + 1, [...chosen, index])
      return
    }
    const loads = members.map((_, index) => chosen.filter((each) => each === index).length)
    if (Math.max(...loads) > most || Math.max(...loads) - Math.min(...loads) > 1) return
    const plan = new Map(
      members.map(({ memberId }, index) => [
        memberId,
        chosen.flatMap((each, at) => (each === index ? [{ topic: 't', partition: at }] : [])),
      ]),
    )
    best = Math.max(best, nearCount(given, plan))
  }
  tryFrom(0, [])
  return best
}
