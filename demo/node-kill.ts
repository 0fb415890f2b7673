/** Kills one of three brokers in the middle of producing, and says which it was. */
import type { KafkaCluster } from '../test/support/brokers/index.ts'

export interface NodeKill {
  readonly nodeId: number
  /** What it led when it was killed. */
  readonly partitions: readonly number[]
}

export interface LedPartition {
  readonly partition: number
  readonly leader: number
}

/** The victim is the node that leads the most. */
export async function killLeader(cluster: KafkaCluster, partitions: readonly LedPartition[]): Promise<NodeKill> {
  const byLeader = Map.groupBy(partitions, ({ leader }) => leader)
  const [victim] = [...byLeader].sort(([, a], [, b]) => b.length - a.length)
  if (victim === undefined || victim[0] < 0) throw new Error('Cannot kill a leader: no partition has one')
  const [nodeId, led] = victim
  await cluster.node(nodeId).kill()
  return { nodeId, partitions: led.map(({ partition }) => partition) }
}
