import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { applyLeaderHints, type TopologyHints } from '../../../src/metadata/apply-leader-hints.ts'
import { mergeMetadata } from '../../../src/metadata/merge-metadata.ts'
import { type MetadataState, nothingKnown, type TopicUpdate } from '../../../src/metadata/metadata-state.ts'
import { toleratedAnswers } from '../../../src/metadata/suspicions.ts'
import { zeroUuid } from '../../../src/protocol/uuid.ts'
import { idA, idB, metadataResponse, type ToldCluster } from './metadata-responses.ts'

const partition = fc.record({
  index: fc.integer({ min: 0, max: 4 }),
  leader: fc.integer({ min: -1, max: 3 }),
  epoch: fc.integer({ min: -1, max: 6 }),
  error: fc.constantFrom(0, 0, 0, 5, 9),
})
const topic = fc.record({
  name: fc.constantFrom('orders', 'payments'),
  id: fc.constantFrom(zeroUuid, idA, idB),
  error: fc.constantFrom(0, 0, 0, 0, 3, 29),
  partitions: fc.uniqueArray(partition, { selector: ({ index }) => index, maxLength: 5 }),
})
const answer: fc.Arbitrary<ToldCluster> = fc.record({
  brokers: fc.subarray([1, 2, 3]),
  topics: fc.uniqueArray(topic, { selector: ({ name }) => name, maxLength: 2 }),
  clusterId: fc.constantFrom('one', 'one', 'one', null),
})
const hints: fc.Arbitrary<TopologyHints> = fc.record({
  leaders: fc.array(
    fc.record({
      topic: fc.constantFrom('orders', 'payments', 'unknown'),
      partition: fc.integer({ min: 0, max: 5 }),
      leader: fc.integer({ min: -1, max: 4 }),
      leaderEpoch: fc.integer({ min: -1, max: 8 }),
    }),
    { maxLength: 3 },
  ),
  endpoints: fc.constantFrom([], [{ nodeId: 4, host: 'broker-4', port: 9092, rack: null }]),
})
const news = fc.array(
  fc.oneof(
    answer.map((told) => ({ told })),
    hints.map((told) => ({ hints: told })),
  ),
  { maxLength: 25 },
)

interface Step {
  readonly before: MetadataState
  readonly after: MetadataState
  readonly updates: readonly TopicUpdate[]
  readonly goneTopics: readonly string[]
}

function* play(sequence: readonly ({ told: ToldCluster } | { hints: TopologyHints })[]): Generator<Step> {
  let state = nothingKnown
  for (const [step, item] of sequence.entries()) {
    const before = state
    if ('told' in item) {
      const merged = mergeMetadata(
        before,
        metadataResponse(item.told),
        { topics: ['orders'], isForAllTopics: false },
        step,
      )
      state = merged.state
      yield { before, after: state, updates: merged.updates, goneTopics: merged.goneTopics }
    } else {
      const applied = applyLeaderHints(before, item.hints)
      state = applied.state
      yield { before, after: state, updates: applied.updates, goneTopics: [] }
    }
  }
}

describe('whatever brokers answer, in any order', () => {
  it('partition numbers are indices without holes', () => {
    fc.assert(
      fc.property(news, (sequence) => {
        for (const { after } of play(sequence)) {
          for (const { partitions } of after.snapshot.topics.values()) {
            expect(partitions.map((each) => each.partition)).toEqual(partitions.map((_, index) => index))
            expect(partitions.length).toBeGreaterThan(0)
          }
        }
      }),
    )
  })

  it('topic ids and names agree, and zero is no id', () => {
    fc.assert(
      fc.property(news, (sequence) => {
        for (const { after } of play(sequence)) {
          for (const [id, name] of after.snapshot.topicNamesById) {
            expect(id).not.toBe(zeroUuid)
            expect(after.snapshot.topics.get(name)?.topicId).toBe(id)
          }
        }
      }),
    )
  })

  it('an epoch goes back only with a topic created anew, without epochs, or after the tolerance', () => {
    fc.assert(
      fc.property(news, (sequence) => {
        const olderInARow = new Map<string, number>()
        for (const [step, { before, after, updates }] of [...play(sequence)].entries()) {
          const item = sequence[step]
          const told = item !== undefined && 'told' in item ? (item.told.topics ?? []) : []
          for (const { name, partitions } of told) {
            for (const { index = 0, epoch = 0 } of partitions ?? []) {
              const knownEpoch = before.snapshot.topics.get(name ?? '')?.partitions[index]?.leaderEpoch ?? -1
              const place = `${name}-${index}`
              olderInARow.set(place, epoch < knownEpoch ? (olderInARow.get(place) ?? 0) + 1 : 0)
            }
          }
          const anew = new Set(updates.filter(({ change }) => change.isNewTopicId).map((update) => update.topic.name))
          for (const [name, { partitions }] of after.snapshot.topics) {
            for (const { partition: index, leaderEpoch } of partitions) {
              const known = before.snapshot.topics.get(name)?.partitions[index]
              const wentBack = known !== undefined && leaderEpoch < known.leaderEpoch
              if (!wentBack || anew.has(name) || leaderEpoch === -1) continue
              expect(olderInARow.get(`${name}-${index}`)).toBeGreaterThanOrEqual(toleratedAnswers)
              olderInARow.set(`${name}-${index}`, 0)
            }
          }
        }
      }),
    )
  })

  it('every change of leadership is told, and what is told is in the snapshot', () => {
    fc.assert(
      fc.property(news, (sequence) => {
        for (const { before, after, updates, goneTopics } of play(sequence)) {
          for (const update of updates) expect(after.snapshot.topics.get(update.topic.name)).toBe(update.topic)
          for (const name of goneTopics) expect(after.snapshot.topics.has(name)).toBe(false)
          for (const [name, { partitions }] of after.snapshot.topics) {
            const told = updates.find((update) => update.topic.name === name)?.change.changedPartitions ?? []
            for (const fresh of partitions) {
              const known = before.snapshot.topics.get(name)?.partitions[fresh.partition]
              const isSame =
                known?.leader === fresh.leader &&
                known.leaderEpoch === fresh.leaderEpoch &&
                known.errorCode === fresh.errorCode
              if (!isSame) expect(told).toContain(fresh)
            }
          }
        }
      }),
    )
  })

  it('brokers disappear only with a list that is not empty, never with hints', () => {
    fc.assert(
      fc.property(news, (sequence) => {
        for (const [step, { before, after }] of [...play(sequence)].entries()) {
          const item = sequence[step]
          if (item !== undefined && 'told' in item && (item.told.brokers ?? []).length > 0) continue
          for (const nodeId of before.snapshot.brokers.keys()) expect(after.snapshot.brokers.has(nodeId)).toBe(true)
        }
      }),
    )
  })

  it('the old state is never changed', () => {
    fc.assert(
      fc.property(news, (sequence) => {
        const steps = [...play(sequence)].map((step) => ({ ...step, copy: structuredClone(step.before) }))
        for (const { before, copy } of steps) expect(before).toEqual(copy)
      }),
    )
  })
})
