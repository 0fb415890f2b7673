import { describe, expect, it } from 'vitest'
import { ErrorCodes } from '../../../../src/errors/error-codes.ts'
import { Kafka } from '../../../../src/index.ts'
import { createTopicsApi } from '../../../../src/protocol/apis/create-topics.ts'
import { metadataApi } from '../../../../src/protocol/apis/metadata.ts'
import { saslAuthenticateApi } from '../../../../src/protocol/apis/sasl-authenticate.ts'
import { saslHandshakeApi } from '../../../../src/protocol/apis/sasl-handshake.ts'
import { FakeCluster, type FakeClusterOptions } from '../../../../src/testing/index.ts'
import { testCertificate } from '../../../support/test-certificate.ts'
import { startWorld } from '../cluster-world.ts'

const authority = testCertificate({ name: 'authority', isAuthority: true })
const server = testCertificate({ name: 'broker', issuer: authority, hosts: ['127.0.0.1'] })
const alice = testCertificate({ name: 'alice', issuer: authority })
const stranger = testCertificate({ name: 'alice' })

function startTls(
  clientAuth: 'none' | 'requested' | 'required',
  options: FakeClusterOptions = {},
): Promise<FakeCluster> {
  return FakeCluster.start({ tls: { cert: server.cert, key: server.key, ca: authority.cert, clientAuth }, ...options })
}

async function createTopic(
  cluster: FakeCluster,
  tls: { cert?: string; key?: string } = {},
  options: { sasl?: { mechanism: 'PLAIN'; username: string; password: string } } = {},
  timeoutMs = 5_000,
): Promise<unknown> {
  await using kafka = new Kafka({
    bootstrapServers: cluster.bootstrapServers,
    tls: { ca: authority.cert, ...tls },
    ...options,
  })
  const topics = [{ topic: 'made', numPartitions: 1, replicationFactor: 1 }]
  return await kafka
    .admin()
    .createTopics(topics, { timeoutMs })
    .then(
      () => 'done',
      (error: unknown) => error,
    )
}

const onlyAlice = {
  authorizer: { acls: [{ principal: 'User:CN=alice', operation: 'ALL', resourceType: 'TOPIC' }] },
} as const

describe('a listener with TLS', () => {
  it('knows its clients by the subject of their certificates', async () => {
    await using cluster = await startTls('required', onlyAlice)

    const outcome = await createTopic(cluster, { cert: alice.cert, key: alice.key })

    expect(outcome).toBe('done')
    expect(cluster.topics.map(({ name }) => name)).toEqual(['made'])
  })

  it('knows nobody without a certificate, where none is required', async () => {
    await using cluster = await startTls('requested', onlyAlice)

    const outcome = await createTopic(cluster)

    expect(String(outcome)).toMatch(/TOPIC_AUTHORIZATION_FAILED|authoriz/i)
  })

  it.each([
    ['required', 'nobody', undefined],
    ['required', 'a stranger', stranger],
    ['requested', 'a stranger', stranger],
  ] as const)('lets nobody in, where certificates are %s, as %s', async (clientAuth, _who, certificate) => {
    await using cluster = await startTls(clientAuth)

    const tls = certificate === undefined ? {} : { cert: certificate.cert, key: certificate.key }
    const outcome = await createTopic(cluster, tls, {}, 500)

    expect(outcome).toBeInstanceOf(Error)
    expect(cluster.topics).toEqual([])
    expect(cluster.requests).toEqual([])
  })

  it('knows its clients by SASL where both are there', async () => {
    const acls = [{ principal: 'User:bob', operation: 'ALL', resourceType: 'TOPIC' }] as const
    await using cluster = await startTls('requested', { sasl: { users: { bob: 'secret' } }, authorizer: { acls } })

    const sasl = { mechanism: 'PLAIN', username: 'bob', password: 'secret' } as const
    const outcome = await createTopic(cluster, { cert: alice.cert, key: alice.key }, { sasl })

    expect(outcome).toBe('done')
  })

  it('leaves nothing open when it closes in the middle of a handshake', async () => {
    const cluster = await startTls('none')
    const [host, port] = cluster.bootstrapServers.split(':') as [string, string]
    const { connect } = await import('node:net')
    const socket = connect(Number(port), host)
    socket.on('error', () => {})
    const closed = new Promise((resolve) => socket.once('close', resolve))
    await new Promise((resolve) => socket.once('connect', resolve))
    socket.write(Buffer.from([22, 3, 1, 2]))

    await cluster.close()

    await closed
  })

  it('is not for a network inside the process', async () => {
    await expect(startTls('none', { network: 'memory' })).rejects.toThrow('on tcp only')
  })
})

describe('SASL, on the time of a test', () => {
  const sasl = { users: { app: 'secret' }, mechanisms: ['PLAIN'], maxReauthMs: 10_000 } as const
  const token = { authBytes: Buffer.from('\0app\0secret') }

  it('answers who is refused after a delay', async () => {
    await using world = await startWorld({ sasl })
    const raw = await world.connect()
    await raw.send(saslHandshakeApi, 1, { mechanism: 'PLAIN' })
    let answered = false
    const answer = raw.send(saslAuthenticateApi, 2, { authBytes: Buffer.from('\0app\0wrong') }).finally(() => {
      answered = true
    })
    await world.clock.advance(99)
    const wasAnswered = answered

    await world.clock.advance(1)

    expect(wasAnswered).toBe(false)
    expect((await answer).errorCode).toBe(ErrorCodes.SASL_AUTHENTICATION_FAILED)
    await raw.closed
  })

  it('ends the session when its time is over, and not before', async () => {
    await using world = await startWorld({ sasl })
    const raw = await world.connect()
    await raw.send(saslHandshakeApi, 1, { mechanism: 'PLAIN' })
    await raw.send(saslAuthenticateApi, 2, token)
    await world.clock.advance(10_000)
    await raw.send(metadataApi, 9, { topics: [] })
    await world.clock.advance(1)

    const late = raw.send(metadataApi, 9, { topics: [] })

    await expect(late).rejects.toThrow('closed')
  })

  it('begins the session anew with each renewal', async () => {
    await using world = await startWorld({ sasl })
    const raw = await world.connect()
    await raw.send(saslHandshakeApi, 1, { mechanism: 'PLAIN' })
    await raw.send(saslAuthenticateApi, 2, token)
    await world.clock.advance(9_000)
    await raw.send(saslHandshakeApi, 1, { mechanism: 'PLAIN' })
    await raw.send(saslAuthenticateApi, 2, token)
    await world.clock.advance(9_000)

    const { brokers } = await raw.send(metadataApi, 9, { topics: [] })

    expect(brokers).toHaveLength(3)
  })

  it('refuses a request between a renewal’s handshake and its end, with its own kind of answer', async () => {
    await using world = await startWorld({ sasl })
    const raw = await world.connect()
    await raw.send(saslHandshakeApi, 1, { mechanism: 'PLAIN' })
    await raw.send(saslAuthenticateApi, 2, token)
    await raw.send(saslHandshakeApi, 1, { mechanism: 'PLAIN' })
    const topic = { name: 'made', numPartitions: 1, replicationFactor: 1 }
    const answer = raw.send(createTopicsApi, 7, { topics: [topic], timeoutMs: 1000 })

    await world.clock.advance(100)

    expect((await answer).topics[0]!.errorCode).toBe(ErrorCodes.ILLEGAL_SASL_STATE)
    expect(world.cluster.topics.map(({ name }) => name)).not.toContain('made')
    await raw.closed
  })

  it('closes the connection of who is refused by a fault', async () => {
    await using world = await startWorld({ sasl })
    world.cluster.fail('SaslAuthenticate', 'SASL_AUTHENTICATION_FAILED')
    const raw = await world.connect()
    await raw.send(saslHandshakeApi, 1, { mechanism: 'PLAIN' })

    const { errorCode } = await raw.send(saslAuthenticateApi, 2, token)

    expect(errorCode).toBe(ErrorCodes.SASL_AUTHENTICATION_FAILED)
    await raw.closed
  })

  it('knows passwords that change, and users that go', async () => {
    await using world = await startWorld({ sasl })
    const raw = await world.connect()
    world.cluster.security.setPassword('app', 'other')
    world.cluster.security.setPassword('new', 'secret')
    world.cluster.security.removeUser('new')
    const attempt = async (text: string) => {
      const connection = await world.connect()
      await connection.send(saslHandshakeApi, 1, { mechanism: 'PLAIN' })
      const answer = connection.send(saslAuthenticateApi, 2, { authBytes: Buffer.from(text) })
      await world.clock.advance(100)
      return (await answer).errorCode
    }

    const codes = [await attempt('\0app\0other'), await attempt('\0app\0secret'), await attempt('\0new\0secret')]

    expect(codes).toEqual([0, ErrorCodes.SASL_AUTHENTICATION_FAILED, ErrorCodes.SASL_AUTHENTICATION_FAILED])
    raw.close()
  })
})
