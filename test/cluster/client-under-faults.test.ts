/**
 * Many callers produce while the cluster fails under them. Whatever happens: what was acknowledged is in the log at the
 * offset that was told, nothing is there twice, what is said not to be persisted is not, and the brokers have seen nothing
 * that a client must not do.
 */
import { describe, expect, it } from 'vitest'
import { Kafka, ProduceError, type Producer, type ProducerOptions } from '../../src/index.ts'
import { FakeCluster } from '../../src/testing/index.ts'

const topic = 'orders'
const partitionCount = 6

class Ledger {
  readonly acknowledged = new Map<string, { readonly partition: number; readonly offset: bigint }>()
  readonly failed = new Map<string, unknown>()
  #isStopped = false

  /** Sends one record after the other until `stop`. */
  async call(producer: Producer, caller: number): Promise<void> {
    for (let index = 0; !this.#isStopped; index++) {
      const value = `${caller}.${index}`
      try {
        const { partition, offset } = await producer.send({ topic, key: `${caller}`, value })
        this.acknowledged.set(value, { partition, offset })
      } catch (error) {
        this.failed.set(value, error)
      }
    }
  }

  /** Resolves when so many more have been acknowledged. */
  async progress(count: number): Promise<void> {
    const goal = this.acknowledged.size + count
    while (this.acknowledged.size < goal) await new Promise<void>((resolve) => setImmediate(resolve))
  }

  stop(): void {
    this.#isStopped = true
  }

  verify(cluster: FakeCluster): void {
    const offsets = new Map<string, string[]>()
    for (let partition = 0; partition < partitionCount; partition++) {
      for (const record of cluster.log(topic, partition).records) {
        const value = record.value!.toString()
        offsets.set(value, [...(offsets.get(value) ?? []), `${partition}@${record.offset}`])
      }
    }
    const misplaced = [...this.acknowledged].filter(
      ([value, { partition, offset }]) => offsets.get(value)?.includes(`${partition}@${offset}`) !== true,
    )
    const doubled = [...offsets].filter(([, places]) => places.length > 1)
    const wronglyDenied = [...this.failed].filter(
      ([value, error]) => error instanceof ProduceError && error.persisted === 'no' && offsets.has(value),
    )
    expect({ misplaced, doubled, wronglyDenied }).toEqual({ misplaced: [], doubled: [], wronglyDenied: [] })
    cluster.assertNoViolations()
  }
}

type Act = (scene: { readonly cluster: FakeCluster; readonly ledger: Ledger }) => Promise<void>

async function produceWhile(act: Act, options: ProducerOptions = {}): Promise<Ledger> {
  const configs = { 'min.insync.replicas': 2 }
  const topics = { [topic]: { partitions: partitionCount, configs } }
  await using cluster = await FakeCluster.start({ brokers: 3, topics, verifiesFrames: true })
  await using kafka = new Kafka({
    bootstrapServers: cluster.bootstrapServers,
    requestTimeoutMs: 500,
    retryBackoffMs: 20,
  })
  const producer = kafka.producer({ requestTimeoutMs: 500, retryBackoffMs: 20, ...options })
  const ledger = new Ledger()
  const callers = Array.from({ length: 20 }, (_, caller) => ledger.call(producer, caller))
  await ledger.progress(100)
  await act({ cluster, ledger })
  await ledger.progress(300)
  ledger.stop()
  await Promise.all(callers)
  await producer.close()
  ledger.verify(cluster)
  return ledger
}

describe('producing', () => {
  it('survives leaders that move', async () => {
    const { failed } = await produceWhile(async ({ cluster, ledger }) => {
      for (let round = 0; round < 10; round++) {
        for (let partition = 0; partition < partitionCount; partition++) {
          cluster.faults.moveLeader(topic, partition, ((round + partition) % 3) + 1)
        }
        await ledger.progress(50)
      }
    })

    expect(failed.size).toBe(0)
  })

  it('survives a rolling restart', async () => {
    const { failed } = await produceWhile(async ({ cluster, ledger }) => {
      for (const broker of cluster.brokers) {
        await broker.stop()
        await ledger.progress(50)
        await broker.restart()
        await ledger.progress(50)
      }
    })

    expect(failed.size).toBe(0)
  })

  it('writes nothing twice when answers are lost', async () => {
    let lost = 0
    const { failed } = await produceWhile(async ({ cluster, ledger }) => {
      using _losing = cluster.intercept('Produce', async (request) => {
        await request.proceed()
        return ++lost % 3 === 0 ? 'cut' : undefined
      })
      await ledger.progress(300)
    })

    expect(failed.size).toBe(0)
    expect(lost).toBeGreaterThan(10)
  })

  it('loses nothing when requests are cut before they take effect', async () => {
    let cut = 0
    const { failed } = await produceWhile(async ({ cluster, ledger }) => {
      using _cutting = cluster.intercept('Produce', () => (++cut % 3 === 0 ? 'cut' : undefined))
      await ledger.progress(300)
    })

    expect(failed.size).toBe(0)
    expect(cut).toBeGreaterThan(10)
  })

  it('gets over brokers that are behind with the news', async () => {
    const { failed } = await produceWhile(async ({ cluster, ledger }) => {
      for (const broker of cluster.brokers) broker.holdMetadata()
      for (let partition = 0; partition < partitionCount; partition++) {
        cluster.faults.moveLeader(topic, partition, ((partition + 1) % 3) + 1)
      }
      for (const broker of cluster.brokers) broker.learnMetadata()
      await ledger.progress(100)
    })

    expect(failed.size).toBe(0)
  })

  it('goes on when a frozen broker thaws', async () => {
    const { failed } = await produceWhile(async ({ cluster, ledger }) => {
      cluster.broker(1).freeze()
      for (let partition = 0; partition < partitionCount; partition++) {
        if (cluster.partition(topic, partition).leaderId === 1) cluster.faults.moveLeader(topic, partition, 2)
      }
      await ledger.progress(200)
      cluster.broker(1).thaw()
    })

    expect(failed.size).toBe(0)
  })

  it('waits for replicas to come back', async () => {
    const { failed } = await produceWhile(async ({ cluster }) => {
      for (let partition = 0; partition < partitionCount; partition++) cluster.faults.shrinkIsr(topic, partition)
      const refused = cluster.requestsOf({ key: 0 }).length + 5
      while (cluster.requestsOf({ key: 0 }).length < refused)
        await new Promise<void>((resolve) => setImmediate(resolve))
      for (let partition = 0; partition < partitionCount; partition++) cluster.faults.restoreIsr(topic, partition)
    })

    expect(failed.size).toBe(0)
  })

  it('goes on when the brokers forget it', async () => {
    await produceWhile(async ({ cluster, ledger }) => {
      for (let round = 0; round < 5; round++) {
        cluster.faults.expireProducers()
        await ledger.progress(50)
      }
    })
  })

  it.each([
    'NOT_LEADER_OR_FOLLOWER',
    'REQUEST_TIMED_OUT',
    'KAFKA_STORAGE_ERROR',
    'NOT_ENOUGH_REPLICAS',
    'UNKNOWN_TOPIC_OR_PARTITION',
  ] as const)('gets over %s, now and then', async (error) => {
    const { failed } = await produceWhile(async ({ cluster, ledger }) => {
      let count = 0
      using _failing = cluster.intercept('Produce', (request) =>
        ++count % 4 === 0 ? request.refusal(error) : undefined,
      )
      await ledger.progress(200)
    })

    expect(failed.size).toBe(0)
  })
})
