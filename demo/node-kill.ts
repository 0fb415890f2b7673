/** Kills one of three brokers in the middle of producing, and says what it was. */
import type { KafkaCluster } from '../test/support/brokers/index.ts'

export interface NodeKill {
  readonly nodeId: number
  /** What it led when it was killed. */
  readonly partitions: readonly number[]
}

/** `leaders[partition]` is a node's id. The victim is the node that leads the most. */
export async function killLeader(cluster: KafkaCluster, leaders: readonly number[]): Promise<NodeKill> {
  const byNode = Map.groupBy(leaders.keys(), (partition) => leaders[partition]!)
  const [victim] = [...byNode].sort(([, a], [, b]) => b.length - a.length)
  if (victim === undefined) throw new Error('Cannot kill a leader: no partition has one')
  const [nodeId, partitions] = victim
  await cluster.node(nodeId).kill()
  return { nodeId, partitions }
}
