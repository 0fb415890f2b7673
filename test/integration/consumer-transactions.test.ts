/**
 * Reading what transactions left behind. The transactions are made by hand, request by request, because what is under
 * test is the reading side.
 */
import { describe, expect } from 'vitest'
import { ClientCore } from '../../src/client/client-core.ts'
import { resolveClientOptions } from '../../src/client/client-options.ts'
import { routeRequest } from '../../src/client/route-request.ts'
import { BrokerError, Kafka } from '../../src/index.ts'
import { nodePlatform } from '../../src/platform/node-platform.ts'
import { addPartitionsToTxnApi } from '../../src/protocol/apis/add-partitions-to-txn.ts'
import { endTxnApi } from '../../src/protocol/apis/end-txn.ts'
import { initProducerIdApi } from '../../src/protocol/apis/init-producer-id.ts'
import { produceApi } from '../../src/protocol/apis/produce.ts'
import { encodeBatch } from '../support/records.ts'
import { it, uniqueName } from './support.ts'

class RawTransactions implements AsyncDisposable {
  readonly #core: ClientCore
  readonly #topic: string
  readonly #transactionalId = uniqueName('txn')
  #producerId = -1n
  #producerEpoch = -1
  #sequence = 0

  constructor(bootstrapServers: string, topic: string) {
    this.#core = new ClientCore({ platform: nodePlatform(), options: resolveClientOptions({ bootstrapServers }) })
    this.#topic = topic
  }

  async run(values: readonly string[], outcome: 'commit' | 'abort' | 'leave open'): Promise<void> {
    if (this.#producerId < 0n) await this.#init()
    const deadline = this.#core.startCall('Cannot run a transaction')
    const id = { producerId: this.#producerId, producerEpoch: this.#producerEpoch }
    const route = { to: 'coordinator', type: 'transaction', key: this.#transactionalId } as const
    const v3AndBelowTopics = [{ name: this.#topic, partitions: [0] }]
    await routeRequest(
      this.#core,
      {
        api: addPartitionsToTxnApi,
        route,
        maxVersion: 3,
        errorOf: ({ resultsByTopicV3AndBelow: [topic] }) =>
          errorOf('Cannot add', topic?.resultsByPartition[0]?.partitionErrorCode),
        body: {
          v3AndBelowTransactionalId: this.#transactionalId,
          v3AndBelowProducerId: id.producerId,
          v3AndBelowProducerEpoch: id.producerEpoch,
          v3AndBelowTopics,
        },
      },
      deadline,
    )
    for (const value of values) {
      const records = [{ timestamp: Date.now(), key: null, value, headers: [] }]
      const batch = encodeBatch(records, 'none', { ...id, baseSequence: this.#sequence++ }, { isTransactional: true })
      const topicData = [{ name: this.#topic, partitionData: [{ index: 0, records: batch }] }]
      await routeRequest(
        this.#core,
        {
          api: produceApi,
          route: { to: 'leader', topic: this.#topic, partition: 0 },
          maxVersion: 11,
          errorOf: ({ responses: [topic] }) => errorOf('Cannot write', topic?.partitionResponses[0]?.errorCode),
          body: { transactionalId: this.#transactionalId, acks: -1, timeoutMs: 10_000, topicData },
        },
        deadline,
      )
    }
    if (outcome === 'leave open') return
    const body = { transactionalId: this.#transactionalId, ...id, committed: outcome === 'commit' }
    await routeRequest(
      this.#core,
      { api: endTxnApi, route, maxVersion: 4, body, errorOf: ({ errorCode }) => errorOf('Cannot end', errorCode) },
      deadline,
    )
  }

  async #init(): Promise<void> {
    const answer = await routeRequest(
      this.#core,
      {
        api: initProducerIdApi,
        route: { to: 'coordinator', type: 'transaction', key: this.#transactionalId },
        maxVersion: 4,
        errorOf: ({ errorCode }) => errorOf('Cannot begin', errorCode),
        body: { transactionalId: this.#transactionalId, transactionTimeoutMs: 60_000 },
      },
      this.#core.startCall('Cannot begin'),
    )
    this.#producerId = answer.producerId
    this.#producerEpoch = answer.producerEpoch
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#core.close()
  }
}

function errorOf(operation: string, errorCode: number | undefined): BrokerError | undefined {
  return errorCode === 0 ? undefined : new BrokerError(operation, errorCode ?? -1)
}

describe('reading transactions', () => {
  it('gives what was committed, in the presence of several aborts of one producer and of another that is open', async ({
    bootstrapServers,
    topic,
  }) => {
    await using kafka = new Kafka({ bootstrapServers })
    await kafka.admin().createTopics([{ topic, numPartitions: 1, replicationFactor: 1 }])
    await using one = new RawTransactions(bootstrapServers, topic)
    await using other = new RawTransactions(bootstrapServers, topic)
    await one.run(['a1', 'a2'], 'commit')
    await one.run(['lost1', 'lost2'], 'abort')
    await one.run(['a3'], 'commit')
    await one.run(['lost3'], 'abort')
    await kafka.producer().send({ topic, partition: 0, value: 'plain' })
    await one.run(['a4'], 'commit')
    await other.run(['open'], 'leave open')
    await kafka.producer().send({ topic, partition: 0, value: 'behind' })

    const assignments = [{ topic, partition: 0, offset: 'earliest' }] as const
    const read = async (isolationLevel: 'read_committed' | 'read_uncommitted', maxPartitionFetchBytes = 1_000_000) => {
      const consumer = kafka.consumer({ assignments, isolationLevel, maxPartitionFetchBytes })
      const values: string[] = []
      do {
        values.push(...(await consumer.poll({ timeoutMs: 300 })).map(({ value }) => String(value)))
      } while (consumer.lag(topic, 0) !== 0n)
      await consumer.close()
      return values
    }
    const committed = ['a1', 'a2', 'a3', 'plain', 'a4']
    expect(await read('read_committed')).toEqual(committed)
    // One batch an answer: the marker always comes in another one than what it ends.
    expect(await read('read_committed', 1)).toEqual(committed)
    const all = ['a1', 'a2', 'lost1', 'lost2', 'a3', 'lost3', 'plain', 'a4', 'open', 'behind']
    expect(await read('read_uncommitted')).toEqual(all)
  })
})
