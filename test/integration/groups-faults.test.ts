/** A group while its coordinator goes and comes back, on a cluster of three. */
import { describe, expect } from 'vitest'
import { type GroupConsumer, Kafka } from '../../src/index.ts'
import { GroupLedger, produceSteadily, until } from './groups-ledger.ts'
import { withCluster } from './support.ts'

const it = withCluster({ nodes: 3 })

describe('a group on a cluster of three', () => {
  it('goes on through a restart of every node, its coordinator among them, and loses nothing', async ({
    cluster,
    topic,
    groupId,
  }) => {
    await using kafka = new Kafka({ bootstrapServers: cluster.bootstrapServers, requestTimeoutMs: 5_000 })
    await kafka.admin().createTopics([{ topic, numPartitions: 12, replicationFactor: 3 }])
    const ledger = new GroupLedger()
    const flow = produceSteadily(kafka, topic, 12)
    const members = [1, 2, 3].map(
      (): GroupConsumer =>
        kafka.consumer({
          groupId,
          topics: [topic],
          autoOffsetReset: 'earliest',
          heartbeatIntervalMs: 200,
          autoCommitIntervalMs: 200,
        }),
    )
    for (const member of members) ledger.read(member)
    await until(() => members.every((member) => member.assignment.length === 4))
    for (const node of cluster.nodes) {
      await node.restart()
      await ledger.goesOn(500)
    }
    const produced = await flow.stop()
    await until(() => ledger.missing(produced).length === 0)
    const startMs = performance.now()
    await Promise.all(members.map((member) => member.close()))
    await ledger.finished()

    expect(performance.now() - startMs).toBeLessThan(5_000)
    expect(ledger.missing(produced)).toEqual([])
  })
})
