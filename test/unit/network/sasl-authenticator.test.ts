import { describe, expect, it } from 'vitest'
import { AuthenticationError, Kafka } from '../../../src/index.ts'
import type { SaslOptions } from '../../../src/security/sasl-options.ts'
import { FakeCluster, type FakeClusterOptions } from '../../../src/testing/index.ts'

const users = { app: 'pencil' }

async function describeAs(cluster: FakeCluster, sasl: SaslOptions | undefined, timeoutMs = 5_000): Promise<unknown> {
  await using kafka = new Kafka({
    bootstrapServers: cluster.bootstrapServers,
    platform: cluster.platform(),
    ...(sasl === undefined ? {} : { sasl }),
  })
  return await kafka
    .admin()
    .describeCluster({ timeoutMs })
    .then(
      ({ clusterId }) => clusterId,
      (error: unknown) => error,
    )
}

function start(options: FakeClusterOptions = {}): Promise<FakeCluster> {
  return FakeCluster.start({ network: 'memory', sasl: { users }, clusterId: 'secured', ...options })
}

describe('SASL, as a client', () => {
  it.each(['PLAIN', 'SCRAM-SHA-256', 'SCRAM-SHA-512'] as const)('comes in by %s', async (mechanism) => {
    await using cluster = await start()

    const outcome = await describeAs(cluster, { mechanism, username: 'app', password: 'pencil' })

    expect(outcome).toBe('secured')
    cluster.assertNoViolations()
  })

  it.each(['PLAIN', 'SCRAM-SHA-256'] as const)('says by %s that the password is wrong, once', async (mechanism) => {
    await using cluster = await start()

    const outcome = await describeAs(cluster, { mechanism, username: 'app', password: 'wrong' })

    const error = outcome as AuthenticationError
    expect(error).toBeInstanceOf(AuthenticationError)
    expect(error.message).toMatch(/^Cannot .*by (PLAIN|SCRAM-SHA-256): Authentication failed/)
    expect(error.message).not.toContain('wrong')
    expect(error.retriable).toBe(false)
  })

  it('names what the broker offers instead of its mechanism', async () => {
    await using cluster = await start({ sasl: { users, mechanisms: ['SCRAM-SHA-512'] } })

    const outcome = await describeAs(cluster, { mechanism: 'PLAIN', username: 'app', password: 'pencil' })

    expect(String(outcome)).toContain('the broker offers SCRAM-SHA-512')
  })

  it('says that a listener takes no SASL', async () => {
    await using cluster = await FakeCluster.start({ network: 'memory' })

    const outcome = await describeAs(cluster, { mechanism: 'PLAIN', username: 'app', password: 'pencil' })

    expect(String(outcome)).toContain('takes no SASL')
  })

  it('speaks in bare frames to brokers that know no others', async () => {
    await using cluster = await start()
    cluster.broker(1).offer('SaslHandshake', { min: 0, max: 0 })
    cluster.broker(1).offer('SaslAuthenticate', undefined)

    const outcome = await describeAs(cluster, { mechanism: 'SCRAM-SHA-256', username: 'app', password: 'pencil' })

    expect(outcome).toBe('secured')
  })

  it('asks for credentials with each connection', async () => {
    await using cluster = await start({ brokers: 2 })
    let asked = 0
    const credentials = async () => {
      asked += 1
      return { username: 'app', password: 'pencil' }
    }
    await using kafka = new Kafka({
      bootstrapServers: cluster.bootstrapServers,
      platform: cluster.platform(),
      sasl: { mechanism: 'PLAIN', credentials },
    })
    await kafka.admin().describeCluster()
    cluster.security.setPassword('app', 'pencil')
    for (const broker of cluster.brokers) broker.cutConnections()

    await kafka.admin().describeCluster()

    expect(asked).toBeGreaterThanOrEqual(2)
  })

  it('says when credentials could not be had', async () => {
    await using cluster = await start()
    const cause = new Error('the vault is closed')

    const outcome = await describeAs(cluster, { mechanism: 'PLAIN', credentials: () => Promise.reject(cause) }, 300)

    expect(JSON.stringify(causesOf(outcome))).toContain('the vault is closed')
  })

  it.each([
    ['an unknown mechanism', { mechanism: 'KERBEROS', username: 'a', password: 'b' }, 'must be one of PLAIN'],
    [
      'a mechanism in small letters',
      { mechanism: 'scram-sha-512', username: 'a', password: 'b' },
      "mean 'SCRAM-SHA-512'",
    ],
    ['no password', { mechanism: 'PLAIN', username: 'a' }, 'password is missing'],
    ['no name', { mechanism: 'PLAIN', username: '', password: 'b' }, 'username is missing'],
    ['a NUL', { mechanism: 'PLAIN', username: 'a\0b', password: 'b' }, 'NUL'],
    ['credentials that are no function', { mechanism: 'PLAIN', credentials: 'x' }, 'must be a function'],
  ])('is refused with %s', (_what, sasl, expected) => {
    const make = () => new Kafka({ bootstrapServers: 'localhost', sasl: sasl as never })

    expect(make).toThrow(expected)
  })
})

function causesOf(error: unknown): string[] {
  if (!(error instanceof Error)) return []
  return [error.message, ...causesOf(error.cause)]
}
