/** The cluster that other tests rely on does to its nodes what it says. */
import { describe, expect, vi } from 'vitest'
import { type KafkaNode, probeBroker } from '../../support/brokers/index.ts'
import { withCluster } from '../support.ts'

const it = withCluster({ nodes: 3 })

describe('a cluster of three brokers', () => {
  it('has three brokers that know each other', async ({ cluster }) => {
    for (const node of cluster.nodes) expect(await brokersSeenBy(node)).toEqual([1, 2, 3])
  })

  it('goes on without a killed broker, which comes back on its port', async ({ cluster }) => {
    const [first, second] = cluster.nodes as [KafkaNode, KafkaNode]
    const port = first.port
    await first.kill()
    expect(first.state).toBe('stopped')
    await expect(probeBroker(first.host, first.port)).rejects.toThrow('ECONNREFUSED')
    await vi.waitFor(async () => expect(await brokersSeenBy(second)).toEqual([2, 3]), FENCING)

    await first.start()
    expect(first.port).toBe(port)
    expect(await brokersSeenBy(first)).toContain(1)
  })

  it('keeps the connections of a frozen broker open and unanswered until it thaws', async ({ cluster }) => {
    const [, second, third] = cluster.nodes as [KafkaNode, KafkaNode, KafkaNode]
    second.freeze()
    await expect(probeBroker(second.host, second.port, 500)).rejects.toThrow('did not answer')
    await vi.waitFor(async () => expect(await brokersSeenBy(third)).toEqual([1, 3]), FENCING)

    second.thaw()
    await vi.waitFor(async () => expect(await brokersSeenBy(third)).toEqual([1, 2, 3]), FENCING)
  })

  it("shows the end of a restarted broker's log", async ({ cluster }) => {
    await cluster.node(3).restart()
    expect(cluster.logTail(3)).toContain('Kafka Server started')
  })
})

/** Longer than a broker's session in the controller. */
const FENCING = { timeout: 20_000, interval: 200 }

async function brokersSeenBy(node: KafkaNode): Promise<number[]> {
  const view = await probeBroker(node.host, node.port)
  return view.brokers.map((broker) => broker.id).sort((left, right) => left - right)
}
