/**
 * Partitions that are moving to other brokers (KIP-455).
 *
 * Owned by the cluster's state. A replica that is added is in sync at once, so a reassignment is over at once, unless a test
 * holds them or the broker does not run: then it shows, until it is let go, cancelled, or another takes its place.
 */
import type { ClusterPart, ClusterState } from '../cluster-state.ts'
import type { Partition } from '../topics/partition.ts'

export interface Reassignment {
  readonly partition: Partition
  readonly adding: readonly number[]
  readonly removing: readonly number[]
}

interface Moving extends Reassignment {
  readonly target: readonly number[]
  readonly original: readonly number[]
}

export class Reassignments implements ClusterPart {
  readonly #cluster: ClusterState
  readonly #moving = new Map<Partition, Moving>()
  #isHeld = false

  constructor(cluster: ClusterState) {
    this.#cluster = cluster
  }

  /** Those that are not over. */
  get ongoing(): readonly Reassignment[] {
    this.#advance()
    return [...this.#moving.values()]
  }

  of(partition: Partition): Reassignment | undefined {
    this.#advance()
    return this.#moving.get(partition)
  }

  /** While it is held none comes to its end. */
  setHeld(isHeld: boolean): void {
    this.#isHeld = isHeld
    this.#advance()
  }

  start(partition: Partition, target: readonly number[]): void {
    const original = this.#moving.get(partition)?.original ?? partition.replicas
    const adding = target.filter((nodeId) => !original.includes(nodeId))
    const removing = original.filter((nodeId) => !target.includes(nodeId))
    const { isr } = partition
    this.#moving.set(partition, { partition, target, original, adding, removing })
    partition.setReplicas([...target, ...removing])
    partition.setIsr(isr)
    this.#advance()
  }

  /** Everything goes back to where it was. */
  cancel(partition: Partition): void {
    const moving = this.#moving.get(partition)
    if (moving === undefined) return
    this.#moving.delete(partition)
    this.#settle(partition, moving.original)
  }

  close(): void {
    this.#moving.clear()
  }

  #advance(): void {
    for (const { partition, target, adding } of [...this.#moving.values()]) {
      const isReady = adding.every((nodeId) => this.#isRunning(nodeId))
      if (partition.isDeleted) this.#moving.delete(partition)
      else if (isReady && !this.#isHeld) {
        this.#moving.delete(partition)
        this.#settle(partition, target)
      }
    }
  }

  /** Who leads goes on leading, if it stays a replica. */
  #settle(partition: Partition, replicas: readonly number[]): void {
    partition.setReplicas(replicas)
    const inSync = replicas.filter((nodeId) => this.#isRunning(nodeId))
    if (inSync.length > 0) partition.setIsr(inSync)
    const [first] = inSync
    if (first !== undefined && !replicas.includes(partition.leaderId)) partition.elect(first)
  }

  #isRunning(nodeId: number): boolean {
    return this.#cluster.node(nodeId)?.isRunning === true
  }
}
