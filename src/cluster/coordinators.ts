/**
 * Which broker coordinates a group, a transaction or a share group.
 *
 * Owned by the cluster's state. As Kafka spreads them over the partitions of internal topics, here their names' hashes
 * spread them over the brokers; a coordinator that stops hands over to the next broker, and a test may choose.
 */
import type { BrokerNode } from './broker-node.ts'

/** The kinds of FindCoordinator. */
export const CoordinatorTypes = { group: 0, transaction: 1, share: 2 } as const

export type CoordinatorType = keyof typeof CoordinatorTypes

export class Coordinators {
  readonly #nodes: () => readonly BrokerNode[]
  readonly #moved = new Map<string, number>()

  constructor(nodes: () => readonly BrokerNode[]) {
    this.#nodes = nodes
  }

  /** Undefined while no broker runs. */
  of(type: CoordinatorType, key: string): BrokerNode | undefined {
    const nodes = this.#nodes()
    const running = nodes.filter((node) => node.isRunning)
    const movedTo = this.#moved.get(`${type} ${key}`)
    const chosen = movedTo === undefined ? undefined : running.find((node) => node.nodeId === movedTo)
    if (chosen !== undefined || running.length === 0) return chosen
    const home = nodes[hashOf(key) % nodes.length]!
    return home.isRunning ? home : running[hashOf(key) % running.length]
  }

  move(type: CoordinatorType, key: string, nodeId: number): void {
    this.#moved.set(`${type} ${key}`, nodeId)
  }
}

function hashOf(key: string): number {
  let hash = 0
  for (let index = 0; index < key.length; index++) hash = (Math.imul(hash, 31) + key.charCodeAt(index)) | 0
  return hash & 0x7fffffff
}
