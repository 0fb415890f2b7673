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

/** The victim is the leader of `partition`, so that records are on their way to it. */
export async function killLeader(
  cluster: KafkaCluster,
  partitions: readonly LedPartition[],
  partition: number,
): Promise<NodeKill> {
  const nodeId = partitions.find((candidate) => candidate.partition === partition)?.leader ?? -1
  if (nodeId < 0) throw new Error(`Cannot kill the leader of partition ${partition}: it has none`)
  await cluster.node(nodeId).kill()
  const led = partitions.filter(({ leader }) => leader === nodeId)
  return { nodeId, partitions: led.map((found) => found.partition) }
}
