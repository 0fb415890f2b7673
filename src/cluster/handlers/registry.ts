/**
 * The APIs that the embedded cluster has. One line for each: what is not here is not offered.
 */
import type { ApiVersionRange } from '../../protocol/api-versions.ts'
import type { ClusterProfile } from '../profiles/profile.ts'
import { produceHandler } from './0-produce.ts'
import { fetchHandler } from './1-fetch.ts'
import { listOffsetsHandler } from './2-list-offsets.ts'
import { metadataHandler } from './3-metadata.ts'
import { findCoordinatorHandler } from './10-find-coordinator.ts'
import { apiVersionsHandler } from './18-api-versions.ts'
import { createTopicsHandler } from './19-create-topics.ts'
import { deleteTopicsHandler } from './20-delete-topics.ts'
import { deleteRecordsHandler } from './21-delete-records.ts'
import { initProducerIdHandler } from './22-init-producer-id.ts'
import { offsetForLeaderEpochHandler } from './23-offset-for-leader-epoch.ts'
import { describeConfigsHandler } from './32-describe-configs.ts'
import { createPartitionsHandler } from './37-create-partitions.ts'
import { incrementalAlterConfigsHandler } from './44-incremental-alter-configs.ts'
import { describeClusterHandler } from './60-describe-cluster.ts'
import type { ApiHandler } from './handler.ts'

export const allHandlers: readonly ApiHandler[] = [
  produceHandler,
  fetchHandler,
  listOffsetsHandler,
  metadataHandler,
  findCoordinatorHandler,
  apiVersionsHandler,
  createTopicsHandler,
  deleteTopicsHandler,
  deleteRecordsHandler,
  initProducerIdHandler,
  offsetForLeaderEpochHandler,
  describeConfigsHandler,
  createPartitionsHandler,
  incrementalAlterConfigsHandler,
  describeClusterHandler,
]

/** Handlers by API key. */
export type HandlerRegistry = ReadonlyMap<number, ApiHandler>

export function createRegistry(handlers: readonly ApiHandler[] = allHandlers): HandlerRegistry {
  return new Map(handlers.map((handler) => [handler.api.key, handler]))
}

/** What brokers of a profile offer: its versions, as far as there are handlers and the protocol can read them. */
export function offeredVersions(profile: ClusterProfile, registry: HandlerRegistry): Map<number, ApiVersionRange> {
  const offered = new Map<number, ApiVersionRange>()
  for (const { api } of registry.values()) {
    const range = profile.versions[api.name]
    if (range === undefined) continue
    const [min, max] = range
    // Kafka 4 offers Produce from 0 on and reads it from 3 on, since old clients take its absence for a bad sign.
    const lowest = api.name === 'Produce' ? min : Math.max(min, api.minVersion)
    if (lowest <= Math.min(max, api.maxVersion))
      offered.set(api.key, { min: lowest, max: Math.min(max, api.maxVersion) })
  }
  return offered
}
