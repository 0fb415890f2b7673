/**
 * What one run does: faults, sends, limits and speeds, all of it drawn from the seed.
 *
 * A plan is plain data and is stored whole when it fails: a seed alone means something else as soon as this file changes.
 * What makes plans find bugs was measured in the study: limits drawn anew for each seed (swarm), compound faults shaped
 * like real ones, many faults at the very beginning, and closing in the middle.
 */
import type { GroupPlan } from './groups/group-plan.ts'
import type { NetworkConditions } from './sim-connection.ts'
import { SimRandom } from './sim-random.ts'

export const faultKinds = [
  'cut',
  'loseAnswer',
  'holeOut',
  'holeIn',
  'move',
  'restart',
  'stale',
  'metadataError',
  'timeoutAfterAppend',
  'errorAfterAppend',
  'notEnoughReplicas',
  'workersDie',
  'slow',
  'unreachable',
  'throttle',
  'failover',
  'flap',
  'refusedRetry',
  'moveAway',
  'troubledSealing',
  'holdReplication',
  'freeze',
  'fullDisk',
] as const

/** What happens to the clusters of groups; the first two only there. */
export const groupFaultKinds = [
  'moveCoordinator',
  'loseGroupAnswer',
  'cut',
  'holeOut',
  'holeIn',
  'move',
  'restart',
  'stale',
  'slow',
  'unreachable',
  'throttle',
  'flap',
  'freeze',
  'failover',
] as const

export type FaultKind = (typeof faultKinds)[number] | (typeof groupFaultKinds)[number]

export interface Fault {
  readonly atMs: number
  readonly kind: FaultKind
  /** Counts from 0 over the cluster's nodes. */
  readonly node: number
  readonly partition: number
  readonly durationMs: number
}

export interface PlannedSend {
  readonly atMs: number
  readonly partition: number
  /** Unique within the plan. */
  readonly value: string
  /** The caller gives up so long after sending; 0 for never. */
  readonly abortAfterMs: number
}

export interface Tuning {
  readonly deliveryTimeoutMs: number
  readonly requestTimeoutMs: number
  readonly connectTimeoutMs: number
  readonly lingerMs: number
  /** -1 for the default: as many as the delivery timeout has room for. */
  readonly retries: number
  readonly batchSize: number
  readonly maxRequestSize: number
  readonly maxInFlightRequests: number
  readonly metadataMaxAgeMs: number
  readonly maxBufferedRecords: number
  readonly maxBufferedBytes: number
  readonly maxBlockMs: number
  readonly retryBackoffMs: number
  readonly reconnectBackoffMs: number
  readonly connectionsMaxIdleMs: number
  /** Sends batches through a codec that takes its time on another thread. */
  readonly isCompressed: boolean
  /** The longest that a task takes there. */
  readonly longestOffloadMs: number
  readonly fetchMaxWaitMs: number
  readonly fetchMaxBytes: number
}

export interface Plan {
  readonly format: 1
  readonly seed: number
  readonly nodeCount: number
  readonly partitionCount: number
  readonly faults: readonly Fault[]
  readonly sends: readonly PlannedSend[]
  /** When `flush()` is called. */
  readonly flushesAtMs: readonly number[]
  /** When the producer is closed in the middle of everything; 0 for never. */
  readonly closeAtMs: number
  /** Whether the whole client is closed then, with the producer in it. */
  readonly closesAll: boolean
  /** Whether somebody reads while records are produced. */
  readonly hasReader: boolean
  readonly tuning: Tuning
  readonly network: NetworkConditions
  /** A group reads what is produced: then the plan is about it, and not about the producer. */
  readonly group?: GroupPlan
}

export const topic = 'orders'

/** Every fault has ended by then. */
export const healAtMs = 1_500
export const lastFaultAtMs = 1_100
const freshProducerMs = 30

/** A setting for which nothing goes wrong by itself. */
export const plainTuning: Tuning = {
  deliveryTimeoutMs: 4_000,
  requestTimeoutMs: 400,
  connectTimeoutMs: 100,
  lingerMs: 0,
  retries: -1,
  batchSize: 16_384,
  maxRequestSize: 1_048_576,
  maxInFlightRequests: 5,
  metadataMaxAgeMs: 60_000,
  maxBufferedRecords: 1_000,
  maxBufferedBytes: 1_000_000,
  maxBlockMs: 4_000,
  retryBackoffMs: 10,
  reconnectBackoffMs: 10,
  connectionsMaxIdleMs: 60_000,
  isCompressed: false,
  longestOffloadMs: 1,
  fetchMaxWaitMs: 100,
  fetchMaxBytes: 1_048_576,
}

/** Limits that nothing reaches while nothing is wrong. */
const roomyTuning: Partial<Tuning> = {
  deliveryTimeoutMs: plainTuning.deliveryTimeoutMs,
  requestTimeoutMs: plainTuning.requestTimeoutMs,
  maxBufferedRecords: plainTuning.maxBufferedRecords,
  maxBufferedBytes: plainTuning.maxBufferedBytes,
  maxBlockMs: plainTuning.maxBlockMs,
  connectTimeoutMs: plainTuning.connectTimeoutMs,
}

export const plainNetwork: NetworkConditions = { longestLatencyMs: 1, mostPieces: 1, highWaterMarkBytes: 1_048_576 }

export function drawPlan(seed: number): Plan {
  const root = new SimRandom(seed).fork('plan')
  const shape = root.fork('shape')
  const nodeCount = shape.oneOf(1, 2, 3, 3)
  const partitionCount = shape.oneOf(1, 2, 2, 3)
  const hasReader = shape.chance(0.3)
  // Some plans have nothing wrong in them, so that whatever goes wrong is the client's own doing.
  const isCalm = shape.chance(0.1)
  return {
    format: 1,
    seed,
    nodeCount,
    partitionCount,
    faults: isCalm ? [] : drawFaults(root.fork('faults'), nodeCount, partitionCount),
    sends: drawSends(root.fork('sends'), partitionCount),
    flushesAtMs: shape.chance(0.2) ? [shape.int(300), shape.int(900)] : [],
    closeAtMs: shape.chance(0.3) ? 1 + shape.int(500) : 0,
    // A reader of the same client would be closed with it.
    closesAll: !hasReader && shape.chance(0.5),
    hasReader,
    tuning: { ...drawTuning(root.fork('tuning')), ...(isCalm && roomyTuning) },
    network: drawNetwork(shape),
  }
}

export function drawNetwork(random: SimRandom): NetworkConditions {
  return {
    longestLatencyMs: random.oneOf(1, 4, 4, 12),
    mostPieces: random.oneOf(1, 3, 3),
    highWaterMarkBytes: random.oneOf(256, 65_536, 1_048_576),
  }
}

function drawFaults(random: SimRandom, nodeCount: number, partitionCount: number): Fault[] {
  // The commonest of reality are drawn more often.
  const common = ['cut', 'move', 'metadataError', 'failover', 'failover', 'moveAway', 'troubledSealing'] as const
  const kinds = [...faultKinds, ...common]
  return drawFaultsOf(random, 8, (): Fault => {
    const atMs = random.int(random.chance(0.3) ? freshProducerMs : lastFaultAtMs)
    return drawFault(random, atMs, kinds, nodeCount, partitionCount)
  })
}

/** Up to `most` of them, in the order of their times. */
export function drawFaultsOf(random: SimRandom, most: number, draw: () => Fault): Fault[] {
  const faults = Array.from({ length: random.int(most + 1) }, draw)
  return faults.sort((a, b) => a.atMs - b.atMs)
}

export function drawFault(
  random: SimRandom,
  atMs: number,
  kinds: readonly FaultKind[],
  nodeCount: number,
  partitionCount: number,
): Fault {
  return {
    atMs,
    kind: random.oneOf(...kinds),
    node: random.int(nodeCount),
    partition: random.int(partitionCount),
    durationMs: 20 + random.int(280),
  }
}

export function drawSends(random: SimRandom, partitionCount: number): PlannedSend[] {
  const sends: PlannedSend[] = []
  const count = 6 + random.int(34)
  const longestPauseMs = random.oneOf(10, 50, 100)
  let atMs = 0
  for (let index = 0; index < count; index++) {
    if (random.chance(0.4)) atMs += random.int(longestPauseMs)
    const value = `v${index}`.padEnd(2 + random.int(14), '.')
    const abortAfterMs = random.chance(0.1) ? 1 + random.int(60) : 0
    sends.push({ atMs, partition: random.int(partitionCount), value, abortAfterMs })
  }
  return sends
}

function drawTuning(random: SimRandom): Tuning {
  return {
    deliveryTimeoutMs: random.oneOf(100, 200, 600, 4_000),
    requestTimeoutMs: random.oneOf(40, 120, 400),
    connectTimeoutMs: random.oneOf(20, 100),
    lingerMs: random.oneOf(0, 2, 10),
    retries: random.oneOf(0, 1, 4, -1),
    batchSize: random.oneOf(1, 90, 130, 16_384),
    maxRequestSize: random.oneOf(300, 1_048_576),
    maxInFlightRequests: random.oneOf(1, 2, 5),
    metadataMaxAgeMs: random.oneOf(30, 30, 150, 60_000),
    maxBufferedRecords: random.oneOf(2, 8, 1_000),
    maxBufferedBytes: random.oneOf(400, 1_000_000),
    maxBlockMs: random.oneOf(0, 60, 4_000),
    retryBackoffMs: random.oneOf(1, 10, 60),
    reconnectBackoffMs: random.oneOf(1, 10, 40),
    connectionsMaxIdleMs: random.oneOf(50, 60_000),
    isCompressed: random.chance(0.8),
    longestOffloadMs: random.oneOf(1, 12, 80, 160),
    fetchMaxWaitMs: random.oneOf(5, 100),
    fetchMaxBytes: random.oneOf(1, 200, 1_048_576),
  }
}
