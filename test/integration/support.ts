/**
 * The `it` of tests against real brokers. Where there is no broker of the kind a test needs, the test is skipped and
 * says why.
 *
 * @example
 * import { it } from './support.ts'
 * it('reads what it wrote', async ({ bootstrapServers, topic }) => { ... })
 *
 * @example
 * import { withCluster } from './support.ts'
 * const it = withCluster({ nodes: 3 })
 * it('goes on when a broker dies', async ({ cluster, topic }) => { await cluster.node(1).kill() ... })
 */
import { randomUUID } from 'node:crypto'
import { inject, test } from 'vitest'
import {
  isUnavailable,
  type KafkaClusterOptions,
  startKafkaCluster,
  startRedpandaContainer,
  whyNoOwnClusters,
} from '../support/brokers/index.ts'
import type { SharedBroker } from './start-broker.ts'

/** A name that no other test and no earlier run has used, for topics, groups and transactional ids. */
export function uniqueName(prefix: string): string {
  return `${prefix}-${randomUUID().slice(0, 8)}`
}

const testWithNames = test
  // biome-ignore lint/correctness/noEmptyPattern: Vitest reads from the pattern which fixtures are needed.
  .extend('topic', ({}) => uniqueName('topic'))
  // biome-ignore lint/correctness/noEmptyPattern: as above
  .extend('groupId', ({}) => uniqueName('group'))

/** A test on the broker that all files share. Fixtures: `bootstrapServers`, `topic`, `groupId` (names nobody has used). */
export const it = testWithNames.extend('bootstrapServers', ({ skip }): string => {
  const broker: SharedBroker = inject('broker')
  return broker.source === 'none' ? skip(broker.reason) : broker.bootstrapServers
})

/**
 * A test on a cluster that belongs to this file: its nodes may be stopped, killed and frozen. It starts once for the
 * file, with the first test; each test finds all nodes running.
 */
export function withCluster(options: KafkaClusterOptions) {
  return (
    testWithNames
      // biome-ignore lint/correctness/noEmptyPattern: as above
      .extend('clusterOfFile', { scope: 'file' }, async ({}, { onCleanup }) => {
        const unavailable = whyNoOwnClusters()
        if (unavailable !== undefined) return { unavailable }
        const cluster = await startKafkaCluster(options)
        onCleanup(() => cluster.close())
        return cluster
      })
      .extend('cluster', async ({ clusterOfFile, skip }) => {
        if (isUnavailable(clusterOfFile)) return skip(clusterOfFile.unavailable)
        for (const node of clusterOfFile.nodes) node.thaw()
        const stopped = clusterOfFile.nodes.filter((node) => node.state === 'stopped')
        await Promise.all(stopped.map((node) => node.start()))
        return clusterOfFile
      })
      .extend('bootstrapServers', ({ cluster }): string => cluster.bootstrapServers)
  )
}

/** A test on Redpanda, where Docker is there and its image can be had. One container for the file. */
export function withRedpanda() {
  return (
    testWithNames
      // biome-ignore lint/correctness/noEmptyPattern: as above
      .extend('redpandaOfFile', { scope: 'file' }, async ({}, { onCleanup }) => {
        const broker = await startRedpandaContainer()
        if (!isUnavailable(broker)) onCleanup(() => broker.close())
        return broker
      })
      .extend('bootstrapServers', ({ redpandaOfFile, skip }): string => {
        return isUnavailable(redpandaOfFile) ? skip(redpandaOfFile.unavailable) : redpandaOfFile.bootstrapServers
      })
  )
}
