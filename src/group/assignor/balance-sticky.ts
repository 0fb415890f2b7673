/**
 * The plan behind both sticky assignors: as balanced as subscriptions allow, and among those plans one that leaves
 * partitions where they are.
 *
 * Members keep what they own. What nobody owns goes to the member with the least. Then, as long as a chain of members
 * leads from one to another that has at least two fewer, each passing one partition on, the chain is shifted by one.
 * A distribution without such a chain is the most balanced one there is (a property of semi-matchings). Chains are the
 * shortest ones, and pass on what is new to a member before what it had.
 */
import type { TopicPartition } from '../../record/record.ts'
import { type AssignmentInput, compareMembers, compareText, type MemberSubscription } from './assignor.ts'

/** What a member may claim to own, and since which generation (-1 where it does not tell). */
export interface Claim {
  readonly partitions: readonly TopicPartition[]
  readonly generationId: number
}

interface Place {
  readonly topic: string
  readonly partition: number
  /** Who had it before, if that member is still there and wants it. */
  readonly previous: Seat | undefined
}

interface Seat {
  readonly member: MemberSubscription
  readonly topics: ReadonlySet<string>
  /** What it had before, by topic. */
  readonly kept: Map<string, Set<Place>>
  /** What is new here, by topic. */
  readonly fresh: Map<string, Set<Place>>
  load: number
}

interface Step {
  readonly from: Seat
  readonly topic: string
}

/** One partition of `topic` goes from one member to another. */
interface Link extends Step {
  readonly to: Seat
}

/** Which partitions chains may pass on. */
type Moves = 'fresh' | 'any'

/** @param claimOf What the member owned: each assignor has its own place for it in the subscription. */
export function balanceSticky(
  input: AssignmentInput,
  claimOf: (member: MemberSubscription) => Claim,
): Map<string, TopicPartition[]> {
  const { partitionCounts } = input
  const seats = [...input.members].sort(compareMembers).map(
    (member): Seat => ({
      member,
      topics: new Set(member.topics.filter((topic) => partitionCounts.has(topic))),
      kept: new Map(),
      fresh: new Map(),
      load: 0,
    }),
  )
  const owners = validClaims(seats, partitionCounts, claimOf)
  const subscribers = subscribersOf(seats)
  const open: Place[] = []
  for (const topic of [...subscribers.keys()].sort(compareText)) {
    for (let partition = 0; partition < (partitionCounts.get(topic) ?? 0); partition++) {
      const previous = owners.get(topic)?.get(partition)
      const place: Place = { topic, partition, previous }
      if (previous === undefined) open.push(place)
      else give(previous, place)
    }
  }
  fill(open, subscribers)
  // New partitions first: if they alone can even the members out, nobody gives up anything.
  shiftChains(seats, subscribers, 'fresh')
  shiftChains(seats, subscribers, 'any')
  return new Map(seats.map((seat) => [seat.member.memberId, partitionsOf(seat)]))
}

/**
 * Of two members that claim a partition the later generation is right: the other was away when it was taken from it.
 * In the same generation neither can be believed, as in Java, and nobody keeps it.
 */
function validClaims(
  seats: readonly Seat[],
  partitionCounts: ReadonlyMap<string, number>,
  claimOf: (member: MemberSubscription) => Claim,
): ReadonlyMap<string, ReadonlyMap<number, Seat>> {
  const best = new Map<string, Map<number, { seat: Seat | undefined; generationId: number }>>()
  for (const seat of seats) {
    const { partitions, generationId } = claimOf(seat.member)
    for (const { topic, partition } of partitions) {
      if (!seat.topics.has(topic) || partition < 0 || partition >= (partitionCounts.get(topic) ?? 0)) continue
      const ofTopic = best.get(topic) ?? new Map<number, { seat: Seat | undefined; generationId: number }>()
      best.set(topic, ofTopic)
      const other = ofTopic.get(partition)
      if (other === undefined || generationId > other.generationId) ofTopic.set(partition, { seat, generationId })
      else if (generationId === other.generationId && other.seat !== seat) other.seat = undefined
    }
  }
  const owners = new Map<string, Map<number, Seat>>()
  for (const [topic, ofTopic] of best) {
    const valid = [...ofTopic].flatMap(([partition, { seat }]) =>
      seat === undefined ? [] : [[partition, seat] as const],
    )
    owners.set(topic, new Map(valid))
  }
  return owners
}

function subscribersOf(seats: readonly Seat[]): ReadonlyMap<string, readonly Seat[]> {
  const subscribers = new Map<string, Seat[]>()
  for (const seat of seats) {
    for (const topic of seat.topics) {
      const known = subscribers.get(topic)
      if (known === undefined) subscribers.set(topic, [seat])
      else known.push(seat)
    }
  }
  return subscribers
}

/** Those with the fewest takers first: what many can take evens the rest out. */
function fill(open: Place[], subscribers: ReadonlyMap<string, readonly Seat[]>): void {
  const takers = ({ topic }: Place): readonly Seat[] => subscribers.get(topic) ?? []
  open.sort((a, b) => takers(a).length - takers(b).length || compareText(a.topic, b.topic) || a.partition - b.partition)
  for (const place of open) {
    let least: Seat | undefined
    for (const seat of takers(place)) if (least === undefined || seat.load < least.load) least = seat
    if (least !== undefined) give(least, place)
  }
}

/** From the fullest member first: whoever goes down before the others would give up more than its share. */
function shiftChains(seats: readonly Seat[], subscribers: ReadonlyMap<string, readonly Seat[]>, moves: Moves): void {
  for (;;) {
    const chain = firstChain(seats, subscribers, moves)
    if (chain === undefined) return
    for (const link of chain) pass(link)
  }
}

function firstChain(
  seats: readonly Seat[],
  subscribers: ReadonlyMap<string, readonly Seat[]>,
  moves: Moves,
): readonly Link[] | undefined {
  const leastLoad = seats.reduce((least, { load }) => Math.min(least, load), Number.POSITIVE_INFINITY)
  const candidates = seats.filter(({ load }) => load >= leastLoad + 2).sort((a, b) => b.load - a.load)
  for (const seat of candidates) {
    const chain = chainFrom(seat, seats.length, leastLoad, subscribers, moves)
    if (chain !== undefined) return chain
  }
  return undefined
}

/** The shortest chain to the member with the least among those that have at least two fewer; last link first. */
function chainFrom(
  start: Seat,
  seatCount: number,
  leastLoad: number,
  subscribers: ReadonlyMap<string, readonly Seat[]>,
  moves: Moves,
): readonly Link[] | undefined {
  const reachedBy = new Map<Seat, Step | undefined>([[start, undefined]])
  const seenTopics = new Set<string>()
  let best: Seat | undefined
  // Grows while it is gone through: a breadth-first search.
  const queue: Seat[] = [start]
  for (const from of queue) {
    if (best?.load === leastLoad || reachedBy.size === seatCount) break
    for (const topic of movableTopics(from, moves)) {
      if (seenTopics.has(topic)) continue
      seenTopics.add(topic)
      for (const to of subscribers.get(topic) ?? []) {
        if (reachedBy.has(to)) continue
        reachedBy.set(to, { from, topic })
        queue.push(to)
        if (to.load <= start.load - 2 && (best === undefined || to.load < best.load)) best = to
      }
    }
  }
  if (best === undefined) return undefined
  const chain: Link[] = []
  for (let to = best, step = reachedBy.get(to); step !== undefined; to = step.from, step = reachedBy.get(to)) {
    chain.push({ from: step.from, to, topic: step.topic })
  }
  return chain
}

function* movableTopics(seat: Seat, moves: Moves): Generator<string, void, undefined> {
  for (const [topic, places] of seat.fresh) if (places.size > 0) yield topic
  if (moves === 'fresh') return
  for (const [topic, places] of seat.kept) if (places.size > 0) yield topic
}

/** One partition of the topic goes on: one that is new here if there is any. */
function pass({ from, to, topic }: Link): void {
  const [place] = from.fresh.get(topic) ?? []
  const moved = place ?? [...(from.kept.get(topic) ?? [])].at(-1)
  if (moved === undefined) return
  from.fresh.get(topic)?.delete(moved)
  from.kept.get(topic)?.delete(moved)
  from.load -= 1
  give(to, moved)
}

function give(seat: Seat, place: Place): void {
  const places = place.previous === seat ? seat.kept : seat.fresh
  const ofTopic = places.get(place.topic)
  if (ofTopic === undefined) places.set(place.topic, new Set([place]))
  else ofTopic.add(place)
  seat.load += 1
}

function partitionsOf(seat: Seat): TopicPartition[] {
  const partitions = [...seat.kept.values(), ...seat.fresh.values()].flatMap((places) => [...places])
  return partitions
    .map(({ topic, partition }) => ({ topic, partition }))
    .sort((a, b) => compareText(a.topic, b.topic) || a.partition - b.partition)
}
