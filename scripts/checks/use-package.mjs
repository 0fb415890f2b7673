/**
 * What a user does first, with the package as it is published: runs in a folder where only that is installed, none of its
 * optional dependencies, and on the oldest Node that it supports as on any other.
 */
import assert from 'node:assert/strict'
import { Kafka } from 'ottla'
import { allApis, findApi } from 'ottla/protocol'
import { FakeCluster } from 'ottla/testing'

assert.equal(findApi(0), allApis[0])
const cluster = await FakeCluster.start({ topics: { orders: { partitions: 1 } } })
const kafka = new Kafka({ bootstrapServers: cluster.bootstrapServers })
try {
  const producer = kafka.producer({ compressionType: 'gzip' })
  assert.equal((await producer.send({ topic: 'orders', value: 'first' })).offset, 0n)
  const consumer = kafka.consumer({ groupId: 'billing', topics: ['orders'], autoOffsetReset: 'earliest' })
  for await (const { value } of consumer) {
    assert.equal(value?.toString(), 'first')
    break
  }
} finally {
  await kafka.close()
  await cluster.close()
}
