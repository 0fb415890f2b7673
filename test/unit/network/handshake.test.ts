import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { AuthenticationExchange } from '../../../src/network/authenticator.ts'
import { clientSoftwareName, clientSoftwareVersion } from '../../../src/network/client-software.ts'
import type { Connection } from '../../../src/network/connection.ts'
import { apiVersionsApi } from '../../../src/protocol/apis/api-versions.ts'
import { heartbeatApi } from '../../../src/protocol/apis/heartbeat.ts'
import { metadataApi } from '../../../src/protocol/apis/metadata.ts'
import { saslAuthenticateApi } from '../../../src/protocol/apis/sasl-authenticate.ts'
import { saslHandshakeApi } from '../../../src/protocol/apis/sasl-handshake.ts'
import { FrameDecoder } from '../../../src/protocol/frame-decoder.ts'
import { errorOf, networkWorld } from './network-world.ts'

const askedVersions = (world: ReturnType<typeof networkWorld>) =>
  world.cluster.requestsOf(apiVersionsApi).map((request) => request.version)

describe('The handshake', () => {
  it('asks for the versions first, and says who asks (KIP-511)', async () => {
    const { broker, cluster } = networkWorld()
    await broker.request(metadataApi, { topics: null })
    const [first, ...rest] = cluster.requests
    expect(first).toMatchObject({
      name: 'ApiVersions',
      version: 4,
      body: { clientSoftwareName: 'ottla', clientSoftwareVersion },
    })
    expect(rest.map((request) => request.name)).toEqual(['Metadata'])
  })

  it("names the package's own version", () => {
    const manifest = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8')) as {
      name: string
      version: string
    }
    expect([clientSoftwareName, clientSoftwareVersion]).toEqual([manifest.name, manifest.version])
  })

  it('keeps the features that the broker tells (KIP-584)', async () => {
    const world = networkWorld()
    world.cluster.apiVersionsExtra = {
      supportedFeatures: [{ name: 'transaction.version', minVersion: 0, maxVersion: 2 }],
      finalizedFeatures: [{ name: 'transaction.version', minVersionLevel: 1, maxVersionLevel: 2 }],
      finalizedFeaturesEpoch: 7n,
    }
    const connection = (await world.broker.connection('control')) as Connection
    expect(connection.features).toEqual({
      supported: new Map([['transaction.version', { min: 0, max: 2 }]]),
      finalized: new Map([['transaction.version', 2]]),
      finalizedEpoch: 7n,
    })
  })

  it('asks again with a version that the broker lists when it does not know the first (error 35)', async () => {
    const world = networkWorld()
    world.cluster.apiVersionsMax = 3
    await world.broker.request(metadataApi, { topics: null })
    expect(askedVersions(world)).toEqual([4, 3])
    expect(world.cluster.network.attemptCount).toBe(1)
  })

  it('asks with version 0 when a broker with error 35 lists nothing', async () => {
    const world = networkWorld()
    world.cluster.apiVersionsMax = 2
    world.cluster.onUnknownApiVersions = 'error35WithoutKeys'
    await world.broker.request(metadataApi, { topics: null })
    expect(askedVersions(world)).toEqual([4, 0])
  })

  it('remembers for the whole cluster what its brokers understand', async () => {
    const world = networkWorld({ nodeCount: 2 })
    world.cluster.apiVersionsMax = 3
    world.pool.apply([{ nodeId: 2, host: 'broker-2', port: 9092, rack: null }], { authoritative: false })
    await world.broker.request(metadataApi, { topics: null })
    await world.pool.broker(2)?.request(metadataApi, { topics: null })
    expect(askedVersions(world)).toEqual([4, 3, 3])
  })

  it.each(['close', 'reset'] as const)(
    'tries lower versions on new connections with a broker that answers by %s',
    async (how) => {
      const world = networkWorld()
      world.cluster.apiVersionsMax = 0
      world.cluster.onUnknownApiVersions = how
      await world.broker.request(metadataApi, { topics: null })
      expect(askedVersions(world)).toEqual([4, 3, 0])
      expect(world.cluster.network.attemptCount).toBe(3)
      expect(world.clock.now()).toBe(0)
    },
  )

  it('does not pay for that twice', async () => {
    const world = networkWorld()
    world.cluster.apiVersionsMax = 0
    world.cluster.onUnknownApiVersions = 'reset'
    await world.broker.request(metadataApi, { topics: null })
    await world.broker.request(metadataApi, { topics: null }, { purpose: 'fetch' })
    expect(askedVersions(world)).toEqual([4, 3, 0, 0])
  })

  it('does not take a broker that was restarting for an old one', async () => {
    const world = networkWorld()
    world.cluster.once(apiVersionsApi, () => 'drop')
    await world.broker.request(metadataApi, { topics: null })
    await world.broker.request(metadataApi, { topics: null }, { purpose: 'fetch' })
    expect(askedVersions(world)).toEqual([4, 3, 4])
  })

  it('gives up after two resets, naming TLS and SASL as likely causes', async () => {
    const world = networkWorld()
    world.cluster.on(apiVersionsApi, () => 'drop')
    const error = await errorOf(world.broker.request(metadataApi, { topics: null }))
    expect(error).toMatchObject({ code: 'CONNECTION_CLOSED', retriable: true })
    expect(error.message).toMatch(/expect TLS.*or SASL/)
    expect(world.cluster.network.attemptCount).toBe(3)
  })

  it('names SASL when the first request after it is answered by a close, as without credentials', async () => {
    const world = networkWorld({ config: { tls: true } })
    world.cluster.on(metadataApi, () => 'drop')
    const error = await errorOf(world.broker.request(metadataApi, { topics: null }))
    expect(error.message).toMatch(/expect SASL/)
    expect(error.message).not.toMatch(/expect TLS/)
  })

  it('fails with the error that the broker gives', async () => {
    const world = networkWorld()
    world.cluster.on(apiVersionsApi, () => ({ errorCode: 42 }))
    expect(await errorOf(world.broker.request(metadataApi, { topics: null }))).toMatchObject({
      code: 'INVALID_REQUEST',
    })
  })

  it('ends with the request time when the broker is silent, and leaves no connection behind', async () => {
    const world = networkWorld()
    world.cluster.on(apiVersionsApi, () => 'never')
    const error = errorOf(world.broker.connection('control'))
    await world.clock.advance(30_000)
    expect(await error).toMatchObject({ code: 'REQUEST_TIMEOUT' })
    await world.clock.settle()
    expect(world.cluster.network.connections).toEqual([])
  })
})

describe('The authenticator', () => {
  const authenticate = (world: ReturnType<typeof networkWorld>) => {
    world.cluster.on(saslHandshakeApi, () => ({ mechanisms: ['PLAIN'] }))
    world.cluster.on(saslAuthenticateApi, () => ({ sessionLifetimeMs: 0n }))
    world.cluster.on(heartbeatApi, (request) => ({ errorCode: request.generationId }))
  }
  const plain = (lifetimeMs: number, calls: boolean[] = []) => ({
    calls,
    async authenticate(exchange: AuthenticationExchange) {
      calls.push(exchange.isRenewal)
      await exchange.request(saslHandshakeApi, 1, { mechanism: 'PLAIN' })
      await exchange.request(saslAuthenticateApi, exchange.versionOf(saslAuthenticateApi), {
        authBytes: Buffer.from('x'),
      })
      return { sessionLifetimeMs: lifetimeMs }
    },
  })

  it('runs after exactly one ApiVersions request, before any other', async () => {
    const world = networkWorld({ authenticator: plain(0) })
    authenticate(world)
    await world.broker.request(metadataApi, { topics: null })
    const names = world.cluster.requests.map((request) => request.name)
    expect(names).toEqual(['ApiVersions', 'SaslHandshake', 'SaslAuthenticate', 'Metadata'])
  })

  it('fails the connection with its own error, and nothing stays open', async () => {
    const refusal = new Error('wrong password')
    const world = networkWorld({ authenticator: { authenticate: () => Promise.reject(refusal) } })
    authenticate(world)
    expect(await errorOf(world.broker.request(metadataApi, { topics: null }))).toBe(refusal)
    await world.clock.settle()
    expect(world.cluster.network.connections).toEqual([])
  })

  it('renews credentials before the session ends, with nothing in between (KIP-368)', async () => {
    const authenticator = plain(10_000)
    const world = networkWorld({ authenticator })
    authenticate(world)
    await world.broker.request(heartbeatApi, { groupId: 'g', memberId: 'm', generationId: 1 })
    const hold = world.cluster.hold(saslHandshakeApi)
    await world.clock.advance(9_500)
    const waiting = world.broker.request(heartbeatApi, { groupId: 'g', memberId: 'm', generationId: 2 })
    await world.clock.settle()
    expect(world.cluster.requestsOf(heartbeatApi)).toHaveLength(1)
    hold.release()
    expect((await waiting).errorCode).toBe(2)
    const names = world.cluster.requests.map((request) => request.name).slice(-3)
    expect(names).toEqual(['SaslHandshake', 'SaslAuthenticate', 'Heartbeat'])
    expect(authenticator.calls).toEqual([false, true])
    expect(world.cluster.network.attemptCount).toBe(1)
  })

  it('waits for the answers under way before it renews', async () => {
    const world = networkWorld({ authenticator: plain(10_000) })
    authenticate(world)
    const hold = world.cluster.hold(heartbeatApi)
    const first = world.broker.request(heartbeatApi, { groupId: 'g', memberId: 'm', generationId: 1 })
    await world.clock.advance(9_500)
    expect(world.cluster.requestsOf(saslHandshakeApi)).toHaveLength(1)
    hold.release()
    expect((await first).errorCode).toBe(1)
    await world.clock.settle()
    expect(world.cluster.requestsOf(saslHandshakeApi)).toHaveLength(2)
  })

  it('closes the connection when the renewal fails; what waited was certainly not sent', async () => {
    let isFirst = true
    const good = plain(10_000)
    const refusal = new Error('expired')
    const world = networkWorld({
      authenticator: {
        async authenticate(exchange) {
          if (!isFirst) throw refusal
          isFirst = false
          return good.authenticate(exchange)
        },
      },
    })
    authenticate(world)
    const hold = world.cluster.hold(heartbeatApi)
    const first = world.broker.request(heartbeatApi, { groupId: 'g', memberId: 'm', generationId: 1 })
    await world.clock.advance(9_500)
    const connection = await world.broker.connection('control')
    const waiting = errorOf(connection.request(heartbeatApi, 4, { groupId: 'g', memberId: 'm' }))
    hold.release()
    expect((await first).errorCode).toBe(1)
    expect(await waiting).toMatchObject({ code: 'CONNECTION_CLOSED', mayHaveBeenSent: false, cause: refusal })
  })

  it('can exchange bytes without Kafka headers, as after SaslHandshake v0', async () => {
    let answered = ''
    const world = networkWorld({
      config: { bootstrapServers: 'old:9092' },
      authenticator: {
        async authenticate(exchange) {
          answered = String(await exchange.exchangeRaw(Buffer.from('ping')))
          return { sessionLifetimeMs: 0 }
        },
      },
    })
    world.cluster.network.listen('old', 9092, (stream) => {
      const answers = [versionsAnswer]
      const echo = (frame: Buffer) => Buffer.concat([Buffer.from([0, 0, 0, frame.length]), frame])
      const decoder = new FrameDecoder({ onFrame: (frame) => void stream.write([answers.shift() ?? echo(frame)]) })
      return { onData: (chunk) => decoder.push(chunk), onDrain() {}, onClose() {} }
    })
    await world.broker.connection('control')
    expect(answered).toBe('ping')
  })
})

/** ApiVersions v4 without keys: correlation id, error code, empty compact array, throttle time, no tags. */
const versionsAnswer = Buffer.from([0, 0, 0, 12, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0])
