/** What happens to clusters, at a word from a test. Each takes effect at once. */
import { ConfigError } from '../errors/client-errors.ts'
import { Reassignments } from './administration/reassignments.ts'
import type { ClusterState } from './cluster-state.ts'
import type { CoordinatorType } from './coordinators.ts'
import { GroupCoordinator } from './groups/group-coordinator.ts'
import { noLeader, type Partition } from './topics/partition.ts'
import { TransactionCoordinator } from './transactions/transaction-coordinator.ts'

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
    if (type === 'group') this.#cluster.part(GroupCoordinator).onCoordinatorsMoved()
  }

  /** The coordinator of a group answers COORDINATOR_LOAD_IN_PROGRESS for so long, as one that has just taken it over. */
  loadCoordinator(groupId: string, durationMs: number): void {
    this.#cluster.part(GroupCoordinator).load(groupId, durationMs)
  }

  /** The session of a member ends now, as if no heartbeat had come for too long. */
  expireMember(groupId: string, memberId: string): void {
    if (!this.#cluster.part(GroupCoordinator).expireMember(groupId, memberId)) {
      throw new ConfigError(`There is no member ${memberId} in group ${groupId}`)
    }
  }

  /** A group begins a rebalance without a reason. */
  rebalance(groupId: string): void {
    const group = this.#cluster.part(GroupCoordinator).find(groupId)
    if (group === undefined) throw new ConfigError(`There is no group ${groupId}`)
    group.rebalance()
  }

  /** Committed offsets older than `offsets.retention.minutes` are deleted now, and the groups that nothing is left of. */
  expireOffsets(): void {
    this.#cluster.part(GroupCoordinator).expireOffsets()
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

  /** Partitions that are reassigned stay between their old and new replicas. */
  holdReassignments(): void {
    this.#cluster.part(Reassignments).setHeld(true)
  }

  /** All that are under way come to their end. */
  releaseReassignments(): void {
    this.#cluster.part(Reassignments).setHeld(false)
  }

  /** Partitions forget their idempotent producers, as after `producer.id.expiration.ms`: all, or one of them. */
  expireProducers(producerId?: bigint): void {
    for (const { log } of this.#cluster.partitions()) {
      if (producerId === undefined) log.producers.expireAll()
      else log.producers.expire(producerId)
    }
  }

  /** A transaction's time is over: it is aborted, and its producer fenced. */
  expireTransaction(transactionalId: string): void {
    if (this.#cluster.part(TransactionCoordinator).timeOut(transactionalId)) return
    throw new ConfigError(`Transactional id ${transactionalId} has no transaction that is open`)
  }

  /** A transactional id and its producer are forgotten, as after `transactional.id.expiration.ms`. */
  expireTransactionalId(transactionalId: string): void {
    if (this.#cluster.part(TransactionCoordinator).forget(transactionalId)) return
    throw new ConfigError(`There is no transactional id ${transactionalId} that could expire`)
  }

  /**
   * Decided transactions get no markers: readers of committed records wait, and who wants something of the id meets
   * CONCURRENT_TRANSACTIONS, as real brokers answer for a moment after each transaction.
   */
  holdMarkers(): void {
    this.#cluster.part(TransactionCoordinator).setMarkersHeld(true)
  }

  releaseMarkers(): void {
    this.#cluster.part(TransactionCoordinator).setMarkersHeld(false)
  }

  /** The coordinator of a transactional id answers COORDINATOR_LOAD_IN_PROGRESS for so long. */
  loadTransactions(transactionalId: string, durationMs: number): void {
    this.#cluster.part(TransactionCoordinator).load(transactionalId, durationMs)
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
