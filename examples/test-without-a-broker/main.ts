/**
 * Test an application without a broker: a Kafka cluster in the same process, with faults on demand.
 *
 *   node --test examples/test-without-a-broker/main.ts
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Kafka } from '../../src/index.ts' // in your project: from 'ottla'
import { produceApi } from '../../src/protocol/index.ts' // in your project: from 'ottla/protocol'
import { FakeCluster } from '../../src/testing/index.ts' // in your project: from 'ottla/testing'

/** The code under test: takes its Kafka from outside, as code that wants to be tested does. */
async function recordPayment(kafka: Kafka, order: string): Promise<bigint> {
  await using producer = kafka.producer()
  const { offset } = await producer.send({ topic: 'payments', key: order, value: 'paid' })
  return offset
}

await test('a payment is recorded under its order', async () => {
  await using cluster = await FakeCluster.start({ topics: { payments: { partitions: 1 } } })
  await using kafka = new Kafka({ bootstrapServers: cluster.bootstrapServers })

  const offset = await recordPayment(kafka, 'order-42')

  assert.equal(offset, 0n)
  const [record] = cluster.log('payments', 0).records
  assert.equal(record?.key?.toString(), 'order-42')
})

await test('a payment is recorded once, although the first answer is lost', async () => {
  await using cluster = await FakeCluster.start({ brokers: 3, topics: { payments: { partitions: 1 } } })
  await using kafka = new Kafka({ bootstrapServers: cluster.bootstrapServers })
  // The broker does what it is asked, and the connection breaks before it can say so.
  const loseAnswer = async (request: { proceed(): Promise<unknown> }): Promise<'cut'> => {
    await request.proceed()
    return 'cut'
  }
  const lost = cluster.intercept(produceApi, loseAnswer, { times: 1 })

  await recordPayment(kafka, 'order-43')

  assert.equal(lost.count, 1)
  assert.equal(cluster.log('payments', 0).records.length, 1)
})
