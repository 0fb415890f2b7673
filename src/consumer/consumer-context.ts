import type { ClientCore } from '../client/client-core.ts'
import { type ListOffsetsTarget, listOffsets } from '../client/list-offsets.ts'
import type { CodecRegistry } from '../compression/codec-registry.ts'
import { asKafkaError } from '../errors/as-kafka-error.ts'
import type { FetchMetadataSource } from '../fetch/fetcher.ts'
import type { BrokerNode } from '../network/request-sender.ts'
import type { Platform } from '../platform/platform.ts'
import type { BackoffPolicy } from '../support/backoff.ts'
import { Deadline } from '../support/deadline.ts'
import type { Consumer } from './consumer.ts'
import type { FindOffsets, FoundOffset } from './offset-reset.ts'

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
  node(nodeId: number): BrokerNode | undefined
  readonly findOffsets: FindOffsets
  /** Tells the client that the consumer is closed, so that it forgets it. */
  onClosed(consumer: Consumer): void
}

/** The context of a consumer on a client's core. */
export function consumerContext(
  core: ClientCore,
  codecs: CodecRegistry,
  onClosed: (consumer: Consumer) => void,
): ConsumerContext {
  return {
    platform: core.platform,
    refresher: core.metadata,
    codecs,
    requestTimeoutMs: core.options.network.requestTimeoutMs,
    retryBackoff: core.retryBackoff,
    metadataMaxAgeMs: core.options.metadataMaxAgeMs,
    node: (nodeId) => core.brokers.broker(nodeId),
    findOffsets: findOffsets(core),
    onClosed,
  }
}

function findOffsets(core: ClientCore): FindOffsets {
  return async (queries, { isolationLevel, signal }) => {
    const targets = queries.map(({ topic, partition, target }) => ({ topic, partition, offset: target }))
    const operation = `Cannot look up offsets of ${targets.map(({ topic, partition }) => `${topic}-${partition}`).join(', ')}`
    const timeoutMs = core.options.network.requestTimeoutMs
    const deadline = new Deadline(core.platform.clock, operation, timeoutMs, signal)
    const outcomes = await listOffsets(core, targets, isolationLevel, deadline)
    return [...outcomes].map(([target, outcome]) => foundOffset(target, outcome))
  }
}

function foundOffset(
  { topic, partition }: ListOffsetsTarget,
  outcome: { readonly value: { readonly offset: bigint } } | { readonly error: unknown },
): FoundOffset {
  if ('error' in outcome) return { topic, partition, offset: undefined, error: asKafkaError(outcome.error) }
  const { offset } = outcome.value
  return { topic, partition, offset: offset < 0n ? undefined : offset }
}
