/** Kafka 3.9.2: the last release before 4.0 removed the oldest protocol versions. */
import { expect } from 'vitest'
import { withCluster } from '../integration/support.ts'
import { probeBroker } from '../support/brokers/index.ts'

const it = withCluster({ version: '3.9.2' })

it('Kafka 3.9.2 answers and knows itself', async ({ cluster }) => {
  const { host, port } = cluster.node(1)
  expect((await probeBroker(host, port)).brokers).toEqual([{ id: 1, host, port }])
})
