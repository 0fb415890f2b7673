import type { ClientCore } from '../client/client-core.ts'
import type { CodecRegistry } from '../compression/codec-registry.ts'
import type { FetchMetadataSource } from '../fetch/fetcher.ts'
import type { BrokerNode, ConnectionPurpose } from '../network/request-sender.ts'
import type { Platform } from '../platform/platform.ts'
import type { BackoffPolicy } from '../support/backoff.ts'
import { findOffsetsBy } from './find-offsets.ts'
import type { FindOffsets } from './offset-reset.ts'

/** What a consumer takes from the client that made it. */
export interface ConsumerContext {
  readonly platform: Platform
  readonly refresher: FetchMetadataSource
  readonly codecs: CodecRegistry
  readonly requestTimeoutMs: number
  /** Between attempts to fetch and to look offsets up. */
  readonly retryBackoff: BackoffPolicy
  /** How long a replica named by the leader is read from before the leader is asked again; the metadata's age. */
  readonly metadataMaxAgeMs: number
  /**
   * The connections that this consumer fetches on. A broker holds a fetch for up to `fetchMaxWaitMs`, and what is behind
   * it on its connection with it: consumers that share one wait for each other. Default `fetch`, which all share.
   */
  readonly fetchPurpose?: ConnectionPurpose
  node(nodeId: number): BrokerNode | undefined
  readonly findOffsets: FindOffsets
  /** Tells the client that the consumer is closed, so that it forgets it. */
  onClosed(): void
}

/** The context of a consumer on a client's core. */
export function consumerContext(core: ClientCore, codecs: CodecRegistry, onClosed: () => void): ConsumerContext {
  const fetchPurpose: ConnectionPurpose = `fetch-${core.nextConsumerNumber()}`
  return {
    platform: core.platform,
    refresher: core.metadata,
    codecs,
    requestTimeoutMs: core.options.network.requestTimeoutMs,
    retryBackoff: core.retryBackoff,
    metadataMaxAgeMs: core.options.metadataMaxAgeMs,
    node: (nodeId) => core.brokers.broker(nodeId),
    fetchPurpose,
    findOffsets: findOffsetsBy(core),
    onClosed: () => {
      core.brokers.release(fetchPurpose)
      onClosed()
    },
  }
}
