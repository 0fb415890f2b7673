/**
 * Where the leader is, for clients that came to the wrong broker (KIP-951): with the partition, and once for each broker
 * with its address.
 */
import { ErrorCodes } from '../../errors/error-codes.ts'
import type { BrokerListing } from '../metadata-view.ts'
import type { RequestContext } from './handler.ts'

export interface LeaderHint {
  readonly leaderId: number
  readonly leaderEpoch: number
}

export class LeaderHints {
  readonly #context: RequestContext
  readonly #endpoints = new Map<number, BrokerListing>()

  constructor(context: RequestContext) {
    this.#context = context
  }

  /** The hint for a partition that failed with that code; undefined where Kafka gives none. */
  hintFor(topic: string, partition: number, errorCode: number): LeaderHint | undefined {
    if (errorCode !== ErrorCodes.NOT_LEADER_OR_FOLLOWER && errorCode !== ErrorCodes.FENCED_LEADER_EPOCH)
      return undefined
    const { cluster, node } = this.#context
    if (cluster.profile.hidesLeaderEpochs === true) return undefined
    const view = cluster.viewOf(node)
    const known = view.topic(topic)?.partitions[partition]
    if (known === undefined || known.leaderId < 0) return undefined
    const broker = view.brokers.find(({ nodeId }) => nodeId === known.leaderId)
    if (broker !== undefined) this.#endpoints.set(broker.nodeId, broker)
    return { leaderId: known.leaderId, leaderEpoch: known.leaderEpoch }
  }

  /** The brokers that the hints named. */
  get endpoints(): BrokerListing[] {
    return [...this.#endpoints.values()].map(({ nodeId, host, port, rack }) => ({ nodeId, host, port, rack }))
  }
}
