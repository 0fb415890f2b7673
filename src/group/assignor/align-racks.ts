/**
 * Brings partitions near to their members, in a plan that is balanced and stays so (KIP-881).
 *
 * As long as there is a partition that is far from its member, a chain is looked for that begins with it: it goes to a
 * member that is near to it, which passes on a partition of its own to another that is near to that, and so on, until one
 * comes back to where the first was, or everybody is as well off as somebody was before. Every chain brings at least one
 * partition nearer, so that this ends.
 */
import type { TopicPartition } from '../../record/record.ts'
import { partitionKey } from '../topic-partitions.ts'
import type { MemberSubscription } from './assignor.ts'
import type { RackView } from './racks.ts'

interface Seat {
  readonly memberId: string
  readonly topics: ReadonlySet<string>
  /** What is new to the member comes first: it is what is passed on where there is a choice. */
  readonly places: Set<TopicPartition>
}

interface Step {
  readonly place: TopicPartition
  readonly from: Seat
}

interface Transfer extends Step {
  readonly to: Seat
}

/** @param wasOwned What members had before; they keep it where nothing is to be gained. */
export function alignRacks(
  plan: ReadonlyMap<string, readonly TopicPartition[]>,
  members: readonly MemberSubscription[],
  racks: RackView,
  wasOwned: (memberId: string, partition: TopicPartition) => boolean,
): Map<string, TopicPartition[]> {
  const alignment = new Alignment(plan, members, racks, wasOwned)
  alignment.run()
  return alignment.plan
}

class Alignment {
  readonly #seats: readonly Seat[]
  readonly #isNear: (seat: Seat, place: TopicPartition) => boolean
  /** What is of one topic and in the same racks is near to the same members. */
  readonly #classOf: ReadonlyMap<TopicPartition, string>
  readonly #nearSeats = new Map<string, readonly Seat[]>()

  constructor(
    plan: ReadonlyMap<string, readonly TopicPartition[]>,
    members: readonly MemberSubscription[],
    racks: RackView,
    wasOwned: (memberId: string, partition: TopicPartition) => boolean,
  ) {
    this.#isNear = ({ memberId }, { topic, partition }) => racks.isNear(memberId, topic, partition)
    this.#seats = members.map(({ memberId, topics }) => {
      const planned = plan.get(memberId) ?? []
      const fresh = planned.filter((each) => !wasOwned(memberId, each))
      const kept = planned.filter((each) => wasOwned(memberId, each))
      return { memberId, topics: new Set(topics), places: new Set([...fresh, ...kept]) }
    })
    const places = this.#seats.flatMap((seat) => [...seat.places])
    this.#classOf = new Map(
      places.map((place) => [place, `${place.topic}\n${racks.classOf(place.topic, place.partition)}`]),
    )
  }

  get plan(): Map<string, TopicPartition[]> {
    return new Map(this.#seats.map(({ memberId, places }) => [memberId, [...places]]))
  }

  run(): void {
    // One more round when something has moved: a chain may open the way for another.
    for (let isMoving = true; isMoving; ) {
      isMoving = false
      for (const seat of this.#seats) {
        for (const place of [...seat.places]) {
          if (seat.places.has(place) && !this.#isNear(seat, place) && this.#bringNear(seat, place)) isMoving = true
        }
      }
    }
  }

  /** A breadth-first search: the shortest chain moves the least. */
  #bringNear(start: Seat, first: TopicPartition): boolean {
    const reachedBy = new Map<Seat, Step>()
    const seenClasses = new Set<string>()
    const queue: Seat[] = []
    const offer = (place: TopicPartition, from: Seat): void => {
      const key = this.#classOf.get(place) ?? ''
      if (seenClasses.has(key)) return
      seenClasses.add(key)
      for (const seat of this.#seatsNear(place, key)) {
        if (seat === start || reachedBy.has(seat)) continue
        reachedBy.set(seat, { place, from })
        queue.push(seat)
      }
    }
    offer(first, start)
    const size = start.places.size
    const uneven = this.#seats.filter(({ places }) => Math.abs(places.size - size) === 1)
    for (const seat of queue) {
      const end = this.#endOf(
        start,
        seat,
        uneven.filter((other) => !reachedBy.has(other)),
      )
      if (end !== undefined) return shift(end, reachedBy, start, seat)
      for (const place of seat.places) if (this.#isNear(seat, place)) offer(place, seat)
    }
    return false
  }

  #seatsNear(place: TopicPartition, key: string): readonly Seat[] {
    const known = this.#nearSeats.get(key)
    if (known !== undefined) return known
    const seats = this.#seats.filter((seat) => seat.topics.has(place.topic) && this.#isNear(seat, place))
    this.#nearSeats.set(key, seats)
    return seats
  }

  /**
   * How a chain that has reached `last` can end, without a loss, and with as many members of each size as before.
   * Undefined when it cannot; an empty list when nothing more has to move.
   */
  #endOf(start: Seat, last: Seat, others: readonly Seat[]): readonly Transfer[] | undefined {
    const size = start.places.size
    if (last.places.size < size) return []
    const back = this.#freePlace(last, start)
    if (back !== undefined) return [{ place: back, from: last, to: start }]
    if (last.places.size !== size) return undefined
    // The one partition more that the last member has now, another member gives to the first, or the last passes on.
    for (const other of others) {
      const [from, to] = other.places.size > size ? [other, start] : [last, other]
      const place = this.#freePlace(from, to)
      if (place !== undefined) return [{ place, from, to }]
    }
    return undefined
  }

  /** What can go from one to the other without a loss: it is near there, or is far here already. */
  #freePlace(from: Seat, to: Seat): TopicPartition | undefined {
    let isFarFromBoth: TopicPartition | undefined
    for (const place of from.places) {
      if (!to.topics.has(place.topic)) continue
      if (this.#isNear(to, place)) return place
      if (!this.#isNear(from, place)) isFarFromBoth ??= place
    }
    return isFarFromBoth
  }
}

function shift(end: readonly Transfer[], reachedBy: ReadonlyMap<Seat, Step>, start: Seat, last: Seat): true {
  for (const { place, from, to } of end) move(place, from, to)
  let to = last
  for (let step = reachedBy.get(to); step !== undefined; step = to === start ? undefined : reachedBy.get(to)) {
    move(step.place, step.from, to)
    to = step.from
  }
  return true
}

function move(place: TopicPartition, from: Seat, to: Seat): void {
  from.places.delete(place)
  to.places.add(place)
}

/** What members had before, to look up. */
export function ownership(
  members: readonly MemberSubscription[],
  ownedBy: (member: MemberSubscription) => readonly TopicPartition[],
): (memberId: string, partition: TopicPartition) => boolean {
  const owned = new Map(members.map((member) => [member.memberId, new Set(ownedBy(member).map(partitionKey))]))
  return (memberId, partition) => owned.get(memberId)?.has(partitionKey(partition)) ?? false
}
