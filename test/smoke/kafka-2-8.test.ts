/** Kafka 2.8.2: the last release that is met in numbers with ZooKeeper. */
import { expect } from 'vitest'
import { withCluster } from '../integration/support.ts'
import { probeBroker } from '../support/brokers/index.ts'

const it = withCluster({ version: '2.8.2' })

it('Kafka 2.8.2 answers and knows itself', async ({ cluster }) => {
  const { host, port } = cluster.node(1)
  expect((await probeBroker(host, port)).brokers).toEqual([{ id: 1, host, port }])
})
