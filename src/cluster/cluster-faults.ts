/** What happens to clusters, at a word from a test. Each takes effect at once. */
import { ConfigError } from '../errors/client-errors.ts'
import type { ClusterState } from './cluster-state.ts'
import type { CoordinatorType } from './coordinators.ts'
import { noLeader, type Partition } from './topics/partition.ts'

export class ClusterFaults {
  readonly #cluster: ClusterState

  /** Made by `FakeCluster`. */
  constructor(cluster: ClusterState) {
    this.#cluster = cluster
  }

  /** Another broker leads, in a new epoch. It becomes a replica if it was none. */
  moveLeader(topic: string, partition: number, nodeId: number): void {
    const moved = this.#partition(topic, partition)
    this.#requireNode(nodeId)
    if (!moved.replicas.includes(nodeId)) moved.setReplicas([...moved.replicas, nodeId])
    moved.elect(nodeId)
  }

  /** Nobody leads, in a new epoch. */
  removeLeader(topic: string, partition: number): void {
    this.#partition(topic, partition).elect(noLeader)
  }

  /** A broker takes over that lacks all records from `endOffset` on: they are lost, whatever was acknowledged. */
  electUnclean(topic: string, partition: number, nodeId: number, endOffset: bigint): void {
    this.#requireNode(nodeId)
    this.#partition(topic, partition).electUnclean(nodeId, endOffset)
  }

  moveController(nodeId: number): void {
    this.#requireNode(nodeId)
    this.#cluster.setController(nodeId)
  }

  moveCoordinator(key: string, nodeId: number, type: CoordinatorType = 'group'): void {
    this.#requireNode(nodeId)
    this.#cluster.coordinators.move(type, key, nodeId)
  }

  /** Only these replicas are in sync from now on. The leader is, whether it is named or not. */
  setIsr(topic: string, partition: number, nodeIds: readonly number[]): void {
    const changed = this.#partition(topic, partition)
    changed.setIsr([changed.leaderId, ...nodeIds])
  }

  /** Only the leader is in sync. */
  shrinkIsr(topic: string, partition: number): void {
    this.setIsr(topic, partition, [])
  }

  /** All replicas whose brokers run are in sync again. */
  restoreIsr(topic: string, partition: number): void {
    const changed = this.#partition(topic, partition)
    changed.setIsr(changed.replicas.filter((nodeId) => this.#cluster.node(nodeId)?.isRunning === true))
  }

  /**
   * Followers get nothing more: the high watermark stands still, acks=all is not answered, and a new leader lacks what
   * came since.
   */
  holdReplication(topic: string, partition: number): void {
    this.#partition(topic, partition).setReplicationHeld(true)
  }

  releaseReplication(topic: string, partition: number): void {
    this.#partition(topic, partition).setReplicationHeld(false)
  }

  /** Partitions forget their idempotent producers, as after `producer.id.expiration.ms`: all, or one of them. */
  expireProducers(producerId?: bigint): void {
    for (const { log } of this.#cluster.partitions()) {
      if (producerId === undefined) log.producers.expireAll()
      else log.producers.expire(producerId)
    }
  }

  /** Records before `offset` are deleted. */
  deleteRecords(topic: string, partition: number, offset: bigint): void {
    this.#partition(topic, partition).deleteBefore(offset)
  }

  #partition(topic: string, index: number): Partition {
    const partition = this.#cluster.partition(topic, index)
    if (partition === undefined) throw new ConfigError(`There is no partition ${topic}-${index}`)
    return partition
  }

  #requireNode(nodeId: number): void {
    if (this.#cluster.node(nodeId) === undefined) throw new ConfigError(`There is no broker ${nodeId}`)
  }
}
