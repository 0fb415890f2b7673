/**
 * The promises to users, checked against the cluster's logs. What can be checked at its cause is checked there: see
 * `wire-monitor.ts`, `sequence-monitor.ts` and `instrumentation.ts`.
 */
import type { ClusterUnderTest, LoggedRecord } from './cluster-under-test.ts'
import type { History, ReadRecord, SendOutcome } from './history.ts'
import { type Plan, topic } from './plan.ts'
import type { World } from './world.ts'

interface Place {
  readonly partition: number
  readonly record: LoggedRecord
}

/** P1 to P5, over everything that was sent. One map over all records; each check costs one look. */
export function checkHistory(
  world: World,
  cluster: ClusterUnderTest,
  plan: Pick<Plan, 'partitionCount'>,
  history: History,
): void {
  const places = placesByValue(cluster, plan.partitionCount)
  const lastOffsets = new Map<number, number>()
  for (const send of history.sends) {
    const at = places.get(send.value) ?? []
    checkOnce(world, send, at)
    checkAcknowledged(world, send, at)
    checkVerdict(world, send, at)
    checkOrder(world, send, at, lastOffsets)
  }
  checkAcknowledgementOrder(world, history)
}

function placesByValue(cluster: ClusterUnderTest, partitionCount: number): Map<string, Place[]> {
  const places = new Map<string, Place[]>()
  for (let partition = 0; partition < partitionCount; partition++) {
    for (const record of cluster.records(topic, partition)) {
      const value = record.value ?? ''
      const place = { partition, record }
      const known = places.get(value)
      if (known === undefined) places.set(value, [place])
      else known.push(place)
    }
  }
  return places
}

function checkOnce(world: World, { value, settleCount }: SendOutcome, at: readonly Place[]): void {
  if (at.length > 1) world.problem('P2', `${value} is in the log twice: at ${at.map(formatPlace).join(' and ')}`)
  if (settleCount > 1) world.problem('P5', `${value} was settled ${settleCount} times`)
}

function checkAcknowledged(world: World, send: SendOutcome, at: readonly Place[]): void {
  const { value, partition, offset, timestamp } = send
  if (offset === undefined) return
  const place = at.find(({ partition: p, record }) => p === partition && BigInt(record.offset) === offset)
  if (place === undefined && offset >= 0n) {
    const where = at.map(formatPlace).join(' and ') || 'nowhere'
    world.problem('P1', `${value} was acknowledged at ${partition}@${offset}, and is ${where}`)
  }
  if (place === undefined) return
  if (place.record.key !== keyOf(value)) world.problem('P2', `${value} has the key ${place.record.key}`)
  if (place.record.timestamp !== timestamp) {
    world.problem('P2', `${value} has the timestamp ${place.record.timestamp}, its sender was told ${timestamp}`)
  }
}

function checkVerdict(world: World, { value, failure }: SendOutcome, at: readonly Place[]): void {
  if (failure?.verdict !== 'no' || at.length === 0) return
  world.problem(
    'P4',
    `${value} failed as not persisted (${failure.text}), and is at ${at.map(formatPlace).join(' and ')}`,
  )
}

/** Of one partition's records, those that are in the log are there in the order of their calls. */
function checkOrder(
  world: World,
  { value, partition }: SendOutcome,
  at: readonly Place[],
  last: Map<number, number>,
): void {
  const offset = at[0]?.record.offset
  if (offset === undefined) return
  const before = last.get(partition) ?? -1
  if (offset < before) world.problem('P3', `${value} is at ${partition}@${offset}, an earlier send at ${before}`)
  last.set(partition, Math.max(before, offset))
}

/** Acknowledgements of a partition come in the order of its log. */
function checkAcknowledgementOrder(world: World, { sends }: History): void {
  const settled = sends.filter(({ offset }) => offset !== undefined && offset >= 0n)
  const latest = new Map<number, SendOutcome>()
  for (const send of settled) {
    const before = latest.get(send.partition)
    if (before !== undefined && before.settledAtMs! > send.settledAtMs!) {
      world.problem('P5', `${send.value} was acknowledged before ${before.value}, which lies before it in the log`)
    }
    latest.set(send.partition, send)
  }
}

/** C1: offsets rise by one from record to record (nothing is ever removed here), and records are those of the log. */
export class ReaderCheck {
  readonly #world: World
  readonly #cluster: ClusterUnderTest
  readonly #name: string
  readonly #next = new Map<number, bigint>()
  #count = 0

  constructor(world: World, cluster: ClusterUnderTest, name: string) {
    this.#world = world
    this.#cluster = cluster
    this.#name = name
  }

  get count(): number {
    return this.#count
  }

  /** Whether everything that is in the logs was read. */
  hasReadAll(partitionCount: number): boolean {
    let total = 0
    for (let partition = 0; partition < partitionCount; partition++) {
      total += this.#cluster.records(topic, partition).length
    }
    return this.#count >= total
  }

  onRecord({ partition, offset, key, value, timestamp }: ReadRecord): void {
    this.#count += 1
    const next = this.#next.get(partition) ?? 0n
    this.#next.set(partition, offset + 1n)
    if (offset !== next) {
      const what = offset > next ? 'skipped from' : 'went back from'
      this.#world.problem('C1', `${this.#name} ${what} ${partition}@${next} to ${offset}`)
    }
    const logged = this.#cluster.records(topic, partition)[Number(offset)]
    if (logged?.value === value && logged.key === key && logged.timestamp === timestamp) return
    this.#world.problem('C1', `${this.#name} read ${value} at ${partition}@${offset}, the log has ${logged?.value}`)
  }
}

/** Every record is sent with the key that belongs to its value, so that a mix-up of bytes shows. */
export function keyOf(value: string): string {
  return `key of ${value}`
}

function formatPlace({ partition, record }: Place): string {
  return `${partition}@${record.offset}`
}
