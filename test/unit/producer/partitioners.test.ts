import { describe, expect, it } from 'vitest'
import { defaultPartitioner } from '../../../src/producer/partitioner/default-partitioner.ts'
import type { PartitionerTopic, TopicPartitioner } from '../../../src/producer/partitioner/partitioner.ts'
import { roundRobinPartitioner } from '../../../src/producer/partitioner/round-robin.ts'
import { SeededRandom } from '../../../src/support/seeded-random.ts'

interface Partitions {
  readonly backlogs: number[]
  readonly unavailable?: readonly number[]
}

function topicOf({ backlogs, unavailable = [] }: Partitions): PartitionerTopic {
  return {
    topic: 'orders',
    get partitionCount() {
      return backlogs.length
    },
    isAvailable: (partition) => partition < backlogs.length && !unavailable.includes(partition),
    backlogBytes: (partition) => backlogs[partition] ?? 0,
  }
}

function partitioner(
  options: { stickyBytes?: number; isAdaptive?: boolean; ignoresKeys?: boolean; seed?: number } = {},
) {
  const { stickyBytes = 100, isAdaptive = true, ignoresKeys = false, seed = 1 } = options
  return defaultPartitioner({ random: new SeededRandom(seed), stickyBytes, isAdaptive, ignoresKeys }).forTopic('orders')
}

/** How often each partition was chosen, in runs of one sticky stretch each. */
function draws(topic: PartitionerTopic, chooser: TopicPartitioner, count = 3000): number[] {
  const counts = new Array<number>(topic.partitionCount).fill(0)
  for (let draw = 0; draw < count; draw++) counts[chooser.partition({ value: 'v' }, topic, 100)]! += 1
  return counts
}

describe('the default partitioner', () => {
  const topic = topicOf({ backlogs: [0, 0, 0, 0, 0, 0, 0] })

  it.each(['42', 'grün', '鍵は長い', '🔑🔑', '\ud800 alone', '', 'x'.repeat(5000)])(
    'puts the text %j where its bytes go',
    (key) => {
      const chooser = partitioner()
      expect(chooser.partition({ key }, topic, 10)).toBe(chooser.partition({ key: Buffer.from(key) }, topic, 10))
    },
  )

  it('chooses for a key what Java chooses, whether the partition is available or not', () => {
    const chooser = partitioner()
    const expected = (-790332482 & 0x7fffffff) % 7
    expect(chooser.partition({ key: 'foobar' }, topic, 10)).toBe(expected)
    const down = topicOf({ backlogs: [0, 0, 0, 0, 0, 0, 0], unavailable: [expected] })
    expect(chooser.partition({ key: 'foobar' }, down, 10)).toBe(expected)
  })

  it('does not let a long key spoil a short one after it', () => {
    const chooser = partitioner()
    chooser.partition({ key: 'a much longer key than the next one' }, topic, 10)
    expect(chooser.partition({ key: 'foobar' }, topic, 10)).toBe((-790332482 & 0x7fffffff) % 7)
  })

  it('stays with one partition until the sticky bytes are used up', () => {
    const chooser = partitioner({ stickyBytes: 100 })
    const first = Array.from({ length: 10 }, () => chooser.partition({ value: 'v' }, topic, 10))
    expect(new Set(first).size).toBe(1)
    const stretches = Array.from({ length: 200 }, () => chooser.partition({ value: 'v' }, topic, 100))
    expect(new Set(stretches).size).toBe(7)
  })

  it('treats a null key as no key', () => {
    const chooser = partitioner({ stickyBytes: 1_000_000 })
    const chosen = new Set(['a', 'b'].map((value) => chooser.partition({ key: null, value }, topic, 10)))
    expect(chosen.size).toBe(1)
  })

  it('spreads keys like anything else when it ignores them', () => {
    const chooser = partitioner({ ignoresKeys: true, stickyBytes: 1000 })
    const chosen = new Set(Array.from({ length: 20 }, (_, index) => chooser.partition({ key: `${index}` }, topic, 10)))
    expect(chosen.size).toBe(1)
  })

  it('avoids partitions that have no leader', () => {
    const some = topicOf({ backlogs: [0, 0, 0, 0], unavailable: [0, 2] })
    const [a, b, c, d] = draws(some, partitioner())
    expect([a, c]).toEqual([0, 0])
    expect(b! > 1000 && d! > 1000).toBe(true)
  })

  it('leaves a sticky partition as soon as it loses its leader', () => {
    const down: number[] = []
    const changing = topicOf({ backlogs: [0, 0], unavailable: down })
    const chooser = partitioner({ stickyBytes: 1_000_000 })
    const first = chooser.partition({ value: 'v' }, changing, 10)
    down.push(first)
    expect(chooser.partition({ value: 'v' }, changing, 10)).toBe(1 - first)
  })

  it('leaves a sticky partition that does not exist any more', () => {
    const backlogs = [0, 0, 0, 0, 0, 0, 0, 0]
    const shrinking = topicOf({ backlogs })
    const chooser = partitioner({ stickyBytes: 1_000_000, seed: 3 })
    chooser.partition({ value: 'v' }, shrinking, 10)
    backlogs.length = 1
    expect(chooser.partition({ value: 'v' }, shrinking, 10)).toBe(0)
  })

  it('draws among all partitions when none has a leader', () => {
    const none = topicOf({ backlogs: [0, 0, 0], unavailable: [0, 1, 2] })
    expect(draws(none, partitioner()).every((count) => count > 800)).toBe(true)
  })

  it('draws evenly where all keep up', () => {
    expect(draws(topicOf({ backlogs: [0, 0, 0] }), partitioner()).every((count) => count > 850)).toBe(true)
  })

  it('prefers partitions whose brokers keep up, by the length of their queues (KIP-794)', () => {
    // Queues of 0, 3 and 1 batches weigh 4, 1 and 3.
    const counts = draws(topicOf({ backlogs: [0, 300, 199] }), partitioner(), 8000)
    for (const [index, weight] of [4, 1, 3].entries()) expect(counts[index]! / 1000).toBeCloseTo(weight, 0)
  })

  it('draws evenly whatever the queues when it is not adaptive', () => {
    const counts = draws(topicOf({ backlogs: [0, 90_000] }), partitioner({ isAdaptive: false }))
    expect(counts.every((count) => count > 1300)).toBe(true)
  })
})

describe('the round-robin partitioner', () => {
  it('takes the partitions in turn, whatever the keys', () => {
    const chooser = roundRobinPartitioner().forTopic('orders')
    const topic = topicOf({ backlogs: [0, 0, 0] })
    expect([1, 2, 3, 4].map(() => chooser.partition({ key: 'k' }, topic, 1))).toEqual([0, 1, 2, 0])
  })

  it('passes over partitions that have no leader', () => {
    const chooser = roundRobinPartitioner().forTopic('orders')
    const topic = topicOf({ backlogs: [0, 0, 0], unavailable: [1] })
    expect([1, 2, 3, 4].map(() => chooser.partition({}, topic, 1))).toEqual([0, 2, 0, 2])
  })

  it('goes on in turn when none has a leader', () => {
    const chooser = roundRobinPartitioner().forTopic('orders')
    const topic = topicOf({ backlogs: [0, 0], unavailable: [0, 1] })
    const chosen = [1, 2, 3, 4].map(() => chooser.partition({}, topic, 1))
    expect(new Set(chosen)).toEqual(new Set([0, 1]))
  })

  it('keeps a turn of its own for each topic', () => {
    const all = roundRobinPartitioner()
    const topic = topicOf({ backlogs: [0, 0] })
    all.forTopic('a').partition({}, topic, 1)
    expect(all.forTopic('b').partition({}, topic, 1)).toBe(0)
  })
})
