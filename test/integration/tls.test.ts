/** A real broker with a TLS listener beside the plain one, its certificate signed by an authority made for the test. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect } from 'vitest'
import { AuthenticationError, Kafka } from '../../src/index.ts'
import { findFreePorts } from '../support/brokers/free-ports.ts'
import { testCertificate } from '../support/test-certificate.ts'
import { withCluster } from './support.ts'

const authority = testCertificate({ name: 'Ottla test authority', isAuthority: true })
const broker = testCertificate({ name: 'broker', issuer: authority, hosts: ['localhost', '127.0.0.1'] })
const folder = mkdtempSync(join(tmpdir(), 'ottla-tls-'))
const keystore = join(folder, 'broker.pem')
writeFileSync(keystore, `${broker.key}${broker.cert}${authority.cert}`)
const [tlsPort] = (await findFreePorts(1)) as [number]

afterAll(() => rmSync(folder, { recursive: true }))

const it = withCluster({
  properties: ({ host, port, controllerPort }) => ({
    listeners: `PLAINTEXT://${host}:${port},TLS://127.0.0.1:${tlsPort},CONTROLLER://${host}:${controllerPort}`,
    'advertised.listeners': `PLAINTEXT://${host}:${port},TLS://127.0.0.1:${tlsPort}`,
    'listener.security.protocol.map': 'CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT,TLS:SSL',
    'ssl.keystore.type': 'PEM',
    'ssl.keystore.location': keystore,
  }),
})

it('is trusted when its authority is, and everything goes through TLS', async ({ cluster, topic }) => {
  expect(cluster.nodes).toHaveLength(1)
  await using kafka = new Kafka({ bootstrapServers: `127.0.0.1:${tlsPort}`, tls: { ca: authority.cert } })
  await kafka.admin().createTopics([{ topic, numPartitions: 1, replicationFactor: 1 }])
  const value = 'secret'.repeat(50_000)
  await kafka.producer().send({ topic, value })

  const consumer = kafka.consumer({ assignments: [{ topic, partition: 0, offset: 'earliest' }] })
  const [record] = await consumer.poll({ timeoutMs: 10_000 })

  expect(record?.value?.toString()).toBe(value)
})

it('is refused by default when nobody vouches for it', async ({ cluster }) => {
  expect(cluster.nodes).toHaveLength(1)
  await using kafka = new Kafka({ bootstrapServers: `127.0.0.1:${tlsPort}`, tls: true })

  const failure = await kafka
    .admin()
    .describeCluster({ timeoutMs: 5_000 })
    .catch((error: unknown) => error)

  expect(String((failure as Error).message)).toMatch(/certificate/i)
  expect(failure instanceof AuthenticationError || (failure as Error).cause instanceof AuthenticationError).toBe(true)
})

it('says so when it is spoken to without TLS', async ({ cluster }) => {
  expect(cluster.nodes).toHaveLength(1)
  await using kafka = new Kafka({ bootstrapServers: `127.0.0.1:${tlsPort}` })

  const failure = await kafka
    .admin()
    .describeCluster({ timeoutMs: 3_000 })
    .catch((error: unknown) => error)

  expect(String((failure as Error).message)).toMatch(/TLS/)
})
