/** Moves and elections, which take more than one broker: on an embedded cluster of three and on a real one. */
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { ErrorCodes } from '../../../src/errors/error-codes.ts'
import { alterPartitionReassignmentsApi } from '../../../src/protocol/apis/alter-partition-reassignments.ts'
import { createTopicsApi } from '../../../src/protocol/apis/create-topics.ts'
import { electLeadersApi } from '../../../src/protocol/apis/elect-leaders.ts'
import { listPartitionReassignmentsApi } from '../../../src/protocol/apis/list-partition-reassignments.ts'
import { metadataApi } from '../../../src/protocol/apis/metadata.ts'
import { FakeCluster } from '../../../src/testing/index.ts'
import { startKafkaCluster, whyNoOwnClusters } from '../../support/brokers/index.ts'
import { uniqueName } from '../every-broker.ts'
import { RawConnection } from '../raw-connection.ts'
import { until } from '../until.ts'

const timeoutMs = 10_000
const unavailable = inject('broker' as never) === undefined ? 'only with the integration project' : whyNoOwnClusters()

type Started = AsyncDisposable & { readonly bootstrapServers: string }

describeMoves('embedded', undefined, () => FakeCluster.start({ brokers: 3 }))
describeMoves('real', unavailable, () => startKafkaCluster({ nodes: 3 }))

function describeMoves(kind: string, whyNot: string | undefined, start: () => Promise<Started>): void {
  describe.skipIf(whyNot !== undefined)(
    `Partitions that move (${kind}${whyNot === undefined ? '' : `: ${whyNot}`})`,
    () => {
      let cluster: Started
      let raw: RawConnection
      beforeAll(async () => {
        cluster = await start()
        raw = await RawConnection.open(cluster.bootstrapServers.split(',')[0]!)
      }, 90_000)
      afterAll(async () => {
        raw?.close()
        await cluster?.[Symbol.asyncDispose]()
      })

      async function newTopic(): Promise<string> {
        const name = uniqueName('moves')
        const assignments = [{ partitionIndex: 0, brokerIds: [1, 2] }]
        const wish = { name, numPartitions: -1, replicationFactor: -1, assignments }
        await raw.send(createTopicsApi, 5, { topics: [wish], timeoutMs })
        await settled(name, { replicas: [1, 2], isr: [1, 2], leaderId: 1 })
        return name
      }

      async function settled(topic: string, expected: { replicas: number[]; isr: number[]; leaderId: number }) {
        let last: unknown
        await until(async () => {
          const { topics } = await raw.send(metadataApi, 9, { topics: [{ name: topic }] })
          const [partition] = topics[0]!.partitions
          const isr = [...(partition?.isrNodes ?? [])].sort((a, b) => a - b)
          last = { replicas: partition?.replicaNodes, isr, leaderId: partition?.leaderId }
          return JSON.stringify(last) === JSON.stringify(expected) ? true : undefined
        }).catch(() => expect(last).toEqual(expected))
      }

      async function move(topic: string, replicas: number[], version = 0, mayChangeFactor = true) {
        const topics = [{ name: topic, partitions: [{ partitionIndex: 0, replicas }] }]
        const rest = version >= 1 ? { allowReplicationFactorChange: mayChangeFactor } : {}
        const answer = await raw.send(alterPartitionReassignmentsApi, version, { timeoutMs, topics, ...rest })
        return answer.responses[0]!.partitions[0]!
      }

      async function elect(topic: string, electionType: number): Promise<number> {
        const topicPartitions = [{ topic, partitions: [0] }]
        const answer = await raw.send(electLeadersApi, 2, { electionType, topicPartitions, timeoutMs })
        return answer.replicaElectionResults[0]!.partitionResult[0]!.errorCode
      }

      it('have new replicas, and a leader among them', async () => {
        const topic = await newTopic()

        const { errorCode } = await move(topic, [3, 2])

        expect(errorCode).toBe(0)
        await settled(topic, { replicas: [3, 2], isr: [2, 3], leaderId: 3 })
        const { topics } = await raw.send(listPartitionReassignmentsApi, 0, { timeoutMs, topics: null })
        expect(topics.filter(({ name }) => name === topic)).toEqual([])
      })

      it('keep their leader when only the order is another, until the first one is elected', async () => {
        const topic = await newTopic()
        await move(topic, [2, 1])
        await settled(topic, { replicas: [2, 1], isr: [1, 2], leaderId: 1 })

        const errorCode = await elect(topic, 0)

        expect(errorCode).toBe(0)
        await settled(topic, { replicas: [2, 1], isr: [1, 2], leaderId: 2 })
        expect(await elect(topic, 0)).toBe(ErrorCodes.ELECTION_NOT_NEEDED)
        expect(await elect(topic, 1)).toBe(ErrorCodes.ELECTION_NOT_NEEDED)
      })

      it('get more replicas, and fewer, unless their number has to stay', async () => {
        const topic = await newTopic()

        const refused = await move(topic, [1, 2, 3], 1, false)
        const more = await move(topic, [1, 2, 3])
        await settled(topic, { replicas: [1, 2, 3], isr: [1, 2, 3], leaderId: 1 })
        const fewer = await move(topic, [2], 1, true)
        await settled(topic, { replicas: [2], isr: [2], leaderId: 2 })

        expect(refused.errorCode).toBe(ErrorCodes.INVALID_REPLICATION_FACTOR)
        expect([more.errorCode, fewer.errorCode]).toEqual([0, 0])
      })

      it('are not moved to a broker twice', async () => {
        const { errorCode } = await move(await newTopic(), [1, 1])

        expect(errorCode).toBe(ErrorCodes.INVALID_REPLICA_ASSIGNMENT)
      })
    },
  )
}
