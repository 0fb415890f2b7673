/** Draws plans in which a group reads what is produced, its members come and go, and its cluster fails under it. */
import {
  drawFault,
  drawFaultsOf,
  drawNetwork,
  drawSends,
  type Fault,
  groupFaultKinds,
  lastFaultAtMs,
  type Plan,
  plainTuning,
} from '../plan.ts'
import { SimRandom } from '../sim-random.ts'
import type { GroupPlan, PlannedMember } from './group-plan.ts'

export function drawGroupPlan(seed: number): Plan {
  const root = new SimRandom(seed).fork('group plan')
  const shape = root.fork('shape')
  const nodeCount = shape.oneOf(1, 2, 3, 3)
  const partitionCount = shape.oneOf(1, 2, 3, 4, 6)
  const isCalm = shape.chance(0.2)
  return {
    format: 1,
    seed,
    nodeCount,
    partitionCount,
    faults: isCalm ? [] : drawFaults(root.fork('faults'), nodeCount, partitionCount),
    sends: drawSends(root.fork('sends'), partitionCount).map((send) => ({ ...send, abortAfterMs: 0 })),
    flushesAtMs: [],
    closeAtMs: 0,
    closesAll: false,
    hasReader: false,
    tuning: {
      ...plainTuning,
      deliveryTimeoutMs: 8_000,
      requestTimeoutMs: shape.oneOf(120, 400),
      metadataMaxAgeMs: shape.oneOf(30, 150, 60_000),
      connectionsMaxIdleMs: shape.oneOf(80, 60_000),
      fetchMaxWaitMs: shape.oneOf(5, 100),
      fetchMaxBytes: shape.oneOf(1, 200, 1_048_576),
    },
    network: drawNetwork(shape),
    group: drawGroup(root.fork('group'), isCalm),
  }
}

function drawGroup(random: SimRandom, isCalm: boolean): GroupPlan {
  const members: PlannedMember[] = []
  for (let count = 1 + random.int(4); count > 0; count--) members.push(drawMember(random, members.length, isCalm))
  return {
    protocol: random.chance(0.4) ? 'consumer' : 'classic',
    assignor: random.oneOf('range', 'roundrobin', 'sticky', 'cooperative-sticky', 'cooperative-sticky'),
    members: leaveAsOthersJoin(random, members),
    // Where nothing goes wrong nobody may be thrown out for being slow.
    sessionTimeoutMs: isCalm ? 2_000 : random.oneOf(150, 400, 1_000),
    heartbeatIntervalMs: random.oneOf(20, 50),
    rebalanceTimeoutMs: isCalm ? 5_000 : random.oneOf(100, 300, 2_000),
    autoCommitIntervalMs: random.oneOf(10, 50, 300),
    initialRebalanceDelayMs: random.oneOf(0, 0, 30),
  }
}

/** Many leave just when the group rebalances for somebody else: there a member is between two generations. */
function leaveAsOthersJoin(random: SimRandom, members: readonly PlannedMember[]): PlannedMember[] {
  return members.map((member) => {
    const other = members[random.int(members.length)]!
    const leaveAtMs = other.joinAtMs + 30 + random.int(120)
    const isPossible = member.leaveAtMs > 0 && other !== member && leaveAtMs > member.joinAtMs + 60
    return isPossible && random.chance(0.9) ? { ...member, leaveAtMs } : member
  })
}

/** The first one stays, so that everything is read in the end. */
function drawMember(random: SimRandom, index: number, isCalm: boolean): PlannedMember {
  const joinAtMs = random.oneOf(0, random.int(50), random.int(900), random.int(900))
  const leaves = index > 0 && random.chance(0.6)
  return {
    joinAtMs,
    leaveAtMs: leaves ? joinAtMs + 1 + random.int(random.oneOf(30, 200, 600)) : 0,
    vanishes: leaves && !isCalm && random.chance(0.4),
    processingMs: random.oneOf(0, 0, 1, 10, 40, 120),
    callbackMs: random.oneOf(0, 5, 60, 250),
    reads: random.oneOf('records', 'batches', 'polls'),
    isStatic: random.chance(0.2),
  }
}

function drawFaults(random: SimRandom, nodeCount: number, partitionCount: number): Fault[] {
  const kinds = [...groupFaultKinds, 'moveCoordinator', 'loseGroupAnswer', 'cut'] as const
  return drawFaultsOf(random, 6, () => drawFault(random, random.int(lastFaultAtMs), kinds, nodeCount, partitionCount))
}
