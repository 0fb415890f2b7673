/** SASL with a real broker: both mechanisms, the wrong password, and sessions that end while they are used (KIP-368). */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { AuthenticationError, Kafka } from '../../src/index.ts'
import type { SaslMechanism } from '../../src/security/sasl-options.ts'
import { describeOnSecuredBrokers, passwords, sessionLifetimeMs } from '../cluster/secured-broker.ts'
import { uniqueName } from './support.ts'

describeOnSecuredBrokers('A client with SASL', (broker) => {
  const topic = uniqueName('sasl')

  function connect(mechanism: SaslMechanism, password = passwords.admin!): Kafka {
    return new Kafka({ bootstrapServers: broker.address, sasl: { mechanism, username: 'admin', password } })
  }

  let kafka: Kafka
  beforeAll(async () => {
    kafka = connect('SCRAM-SHA-512')
    await kafka.admin().createTopics([{ topic, numPartitions: 1, replicationFactor: 1 }])
  })
  afterAll(() => kafka.close())

  it.each<SaslMechanism>(['PLAIN', 'SCRAM-SHA-256', 'SCRAM-SHA-512'])('produces and reads by %s', async (mechanism) => {
    await using own = connect(mechanism)
    const { offset } = await own.producer().send({ topic, value: mechanism })

    const consumer = own.consumer({ assignments: [{ topic, partition: 0, offset }] })
    const [record] = await consumer.poll({ timeoutMs: 10_000 })

    expect(record?.value?.toString()).toBe(mechanism)
  })

  it.each<SaslMechanism>(['PLAIN', 'SCRAM-SHA-256'])('is told by %s that its password is wrong', async (mechanism) => {
    await using own = connect(mechanism, 'wrong')

    const failure = await own
      .admin()
      .describeCluster({ timeoutMs: 10_000 })
      .catch((error: unknown) => error)

    expect(failure).toBeInstanceOf(AuthenticationError)
    expect((failure as Error).message).toContain('Authentication failed')
  })

  it('goes on when its sessions end, again and again', { timeout: 60_000 }, async () => {
    const producer = kafka.producer()
    const consumer = kafka.consumer({ assignments: [{ topic, partition: 0, offset: 'latest' }] })
    const endAtMs = performance.now() + 2.5 * sessionLifetimeMs
    const sent: string[] = []
    const read: string[] = []

    // Each round waits for what it has sent: no faster than the broker, and busy all the time that a session ends.
    while (performance.now() < endAtMs) {
      const value = `${sent.length}`
      await producer.send({ topic, value })
      sent.push(value)
      await consumer.poll({ timeoutMs: 200 }).then((batch) => {
        for (const record of batch) read.push(`${record.value}`)
      })
    }
    while (read.at(-1) !== sent.at(-1)) {
      for (const record of await consumer.poll({ timeoutMs: 1_000 })) read.push(`${record.value}`)
    }

    expect(read).toEqual(sent.slice(sent.indexOf(read[0]!)))
  })
})
