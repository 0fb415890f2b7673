/** Carries out a plan's faults. Some are compound, in the shape that they have in reality. */
import { ErrorCodes } from '../errors/error-codes.ts'
import type { ClusterUnderTest } from './cluster-under-test.ts'
import { simulatedGroup } from './groups/group-plan.ts'
import { type Fault, type FaultKind, topic } from './plan.ts'
import type { SimConnection } from './sim-connection.ts'
import type { SimNetwork } from './sim-network.ts'
import type { SimOffload } from './sim-offload.ts'
import type { World } from './world.ts'

/** What faults act upon. */
export interface FaultTargets {
  readonly world: World
  readonly network: SimNetwork
  readonly offload: SimOffload
  readonly cluster: ClusterUnderTest
}

const slowMs = 40

export function inject(targets: FaultTargets, fault: Fault): void {
  const { world, cluster } = targets
  const nodeId = cluster.nodeIds[fault.node % cluster.nodeIds.length]!
  world.emit('fault', `${fault.kind} node ${nodeId} partition ${fault.partition} ${fault.durationMs} ms`)
  faults[fault.kind](targets, { ...fault, nodeId, untilMs: world.nowMs + fault.durationMs })
}

interface AimedFault extends Fault {
  readonly nodeId: number
  readonly untilMs: number
}

type Injector = (targets: FaultTargets, fault: AimedFault) => void

const faults: Readonly<Record<FaultKind, Injector>> = {
  cut: (targets, { nodeId }) => connectionsTo(targets, nodeId)[0]?.cut(),
  loseAnswer: ({ cluster }, { nodeId }) => cluster.loseAnswers(nodeId, 1),
  holeOut: (targets, { nodeId }) => silence(targets, nodeId, 'server'),
  holeIn: (targets, { nodeId }) => silence(targets, nodeId, 'client'),
  move: ({ cluster }, { nodeId, partition }) => cluster.moveLeader(topic, partition, nodeId),
  restart: (targets, { nodeId, durationMs }) => restart(targets, nodeId, durationMs),
  stale: ({ cluster }, { nodeId, untilMs }) => cluster.makeMetadataStale(nodeId, untilMs),
  metadataError: ({ cluster }, { partition, untilMs, durationMs }) => {
    // A partition that nobody knows is a failure that counts; one without a leader only takes time.
    const isUnknown = durationMs % 2 === 0
    const code = isUnknown ? ErrorCodes.UNKNOWN_TOPIC_OR_PARTITION : ErrorCodes.LEADER_NOT_AVAILABLE
    cluster.failMetadata(topic, partition, code, untilMs)
  },
  timeoutAfterAppend: ({ cluster }, { nodeId, untilMs }) =>
    cluster.failAfterAppend(nodeId, ErrorCodes.REQUEST_TIMED_OUT, untilMs),
  errorAfterAppend: ({ cluster }, { nodeId, untilMs }) =>
    cluster.failAfterAppend(nodeId, ErrorCodes.NOT_ENOUGH_REPLICAS_AFTER_APPEND, untilMs),
  notEnoughReplicas: ({ cluster }, { nodeId, untilMs }) =>
    cluster.refuseProduce(nodeId, ErrorCodes.NOT_ENOUGH_REPLICAS, untilMs),
  workersDie: ({ offload }, { untilMs }) => offload.failUntil(untilMs),
  slow: ({ world, network, cluster }, { nodeId, durationMs }) => {
    const address = cluster.addressOf(nodeId)
    network.slowDown(address, slowMs)
    world.at(durationMs, 'plan', `node ${nodeId} is fast again`, () => network.slowDown(address, 0))
  },
  unreachable: (targets, { nodeId, durationMs }) => {
    const { world, network, cluster } = targets
    const address = cluster.addressOf(nodeId)
    network.setReachable(address, false)
    silence(targets, nodeId, 'both')
    world.at(durationMs, 'plan', `node ${nodeId} is reachable again`, () => network.setReachable(address, true))
  },
  throttle: ({ cluster }, { nodeId, untilMs, durationMs }) => cluster.throttle(nodeId, durationMs % 50, untilMs),
  holdReplication: ({ cluster }, { partition, untilMs }) => cluster.holdReplication?.(topic, partition, untilMs),
  freeze: ({ cluster }, { nodeId, untilMs }) => cluster.freeze?.(nodeId, untilMs),
  fullDisk: ({ cluster }, { nodeId, untilMs }) => cluster.fillDisk?.(nodeId, untilMs),
  flap: ({ world, cluster }, { partition, durationMs }) => {
    const home = cluster.leaderOf(topic, partition)
    cluster.moveLeader(topic, partition, otherThan(cluster, home))
    world.at(1 + (durationMs % 8), 'plan', 'flaps back', () => cluster.moveLeader(topic, partition, home))
  },
  failover,
  refusedRetry,
  moveAway,
  troubledSealing,
  moveCoordinator: ({ cluster }, { nodeId }) => cluster.moveCoordinator?.(simulatedGroup, nodeId),
  loseGroupAnswer: ({ cluster }, { nodeId, durationMs }) => cluster.loseGroupAnswers?.(nodeId, 1 + (durationMs % 2)),
}

/** A leader is killed: its last request was carried out and not answered, others do not know yet, then nobody leads. */
function failover(targets: FaultTargets, { partition, durationMs, untilMs }: AimedFault): void {
  const { world, cluster } = targets
  const leader = cluster.leaderOf(topic, partition)
  cluster.loseAnswers(leader, 1)
  for (const nodeId of cluster.nodeIds) if (nodeId !== leader) cluster.makeMetadataStale(nodeId, untilMs)
  world.at(durationMs % 60, 'plan', `node ${leader} dies`, () => {
    cluster.moveLeader(topic, partition, otherThan(cluster, leader))
    restart(targets, leader, durationMs)
    world.at(durationMs % 7, 'plan', 'metadata has no leader', () =>
      cluster.failMetadata(topic, partition, ErrorCodes.LEADER_NOT_AVAILABLE, untilMs + durationMs),
    )
  })
}

/**
 * An answer is lost, and what the retry meets is a refusal, then load errors: the sequence after which a client must still
 * know that its first attempt may have been appended.
 */
function refusedRetry(targets: FaultTargets, { partition, durationMs, untilMs }: AimedFault): void {
  const { world, cluster } = targets
  const leader = cluster.leaderOf(topic, partition)
  cluster.loseAnswers(leader, 1)
  world.at(durationMs % 30, 'plan', 'retries are refused', () => {
    cluster.refuseProduce(leader, ErrorCodes.NOT_ENOUGH_REPLICAS, untilMs)
    cluster.failMetadata(topic, partition, ErrorCodes.UNKNOWN_TOPIC_OR_PARTITION, untilMs)
  })
}

/** A leader that reacts no more (a long collection of garbage) loses its partition with requests in its hands. */
function moveAway({ world, network, cluster }: FaultTargets, { partition, durationMs, untilMs }: AimedFault): void {
  const leader = cluster.leaderOf(topic, partition)
  const address = cluster.addressOf(leader)
  if (cluster.freeze === undefined) {
    network.slowDown(address, durationMs)
    world.at(durationMs, 'plan', `node ${leader} reacts again`, () => network.slowDown(address, 0))
  } else cluster.freeze(leader, untilMs)
  world.at(durationMs % 20, 'plan', `partition ${partition} moves away`, () =>
    cluster.moveLeader(topic, partition, otherThan(cluster, leader)),
  )
}

/** Everybody wants the batch at once: workers die while the partition's metadata is asked for and not to be had. */
function troubledSealing(targets: FaultTargets, { nodeId, partition, untilMs }: AimedFault): void {
  const { offload, cluster } = targets
  offload.failUntil(untilMs)
  cluster.failMetadata(topic, partition, ErrorCodes.UNKNOWN_TOPIC_OR_PARTITION, untilMs)
  // A lost connection is what makes the client ask for metadata now.
  for (const connection of connectionsTo(targets, nodeId)) connection.cut()
}

function restart({ world, cluster }: FaultTargets, nodeId: number, durationMs: number): void {
  if (!cluster.isUp(nodeId)) return
  cluster.stop(nodeId)
  world.at(durationMs, 'plan', `node ${nodeId} starts`, () => cluster.start(nodeId))
}

function silence(targets: FaultTargets, nodeId: number, end: 'client' | 'server' | 'both'): void {
  for (const connection of connectionsTo(targets, nodeId)) connection.silence(end)
}

function otherThan(cluster: ClusterUnderTest, nodeId: number): number {
  const { nodeIds } = cluster
  return nodeIds[(nodeIds.indexOf(nodeId) + 1) % nodeIds.length]!
}

function connectionsTo({ network, cluster }: FaultTargets, nodeId: number): SimConnection[] {
  return network.connectionsTo(cluster.addressOf(nodeId))
}
