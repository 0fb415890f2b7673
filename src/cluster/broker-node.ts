/**
 * One broker as the cluster's state has it: its identity, what it offers, and what belongs to it alone.
 *
 * Owned by the cluster's state. Whether it listens, and its connections, are `FakeBroker`'s.
 */
import type { ApiVersionRange } from '../protocol/api-versions.ts'
import type { MetadataView } from './metadata-view.ts'

export interface BrokerNodeOptions {
  readonly nodeId: number
  readonly host: string
  readonly port: number
  readonly rack: string | null
  readonly offered: ReadonlyMap<number, ApiVersionRange>
}

export class BrokerNode {
  readonly nodeId: number
  readonly host: string
  readonly rack: string | null
  /** What its answer to ApiVersions lists, by API key. Brokers of one cluster differ while they are upgraded. */
  readonly offered: Map<number, ApiVersionRange>
  /** Changes when a broker comes back on another port. */
  port: number
  /** Registered with the controller: it may lead, and Metadata lists it. */
  isRunning = true
  /** What it believes of the cluster, while a test keeps news from it. */
  staleView: MetadataView | undefined
  /** Its disk is full: appends fail with KAFKA_STORAGE_ERROR. */
  isDiskFull = false
  /** What its answers ask clients to wait, by API key. */
  readonly throttleMs: Map<number, number> = new Map()

  constructor(options: BrokerNodeOptions) {
    this.nodeId = options.nodeId
    this.host = options.host
    this.port = options.port
    this.rack = options.rack
    this.offered = new Map(options.offered)
  }
}
