import { expect, it } from 'vitest'
import { ErrorCodes } from '../../../src/errors/error-codes.ts'
import { apiVersionsApi } from '../../../src/protocol/apis/api-versions.ts'
import { fetchApi } from '../../../src/protocol/apis/fetch.ts'
import { metadataApi } from '../../../src/protocol/apis/metadata.ts'
import { saslAuthenticateApi } from '../../../src/protocol/apis/sasl-authenticate.ts'
import { saslHandshakeApi } from '../../../src/protocol/apis/sasl-handshake.ts'
import type { SaslMechanism } from '../../../src/security/sasl-options.ts'
import { uniqueName } from '../every-broker.ts'
import { RawConnection } from '../raw-connection.ts'
import { createRawTopic } from '../raw-topics.ts'
import { authenticateAs, connectAs, describeOnSecuredBrokers, passwords, sessionLifetimeMs } from '../secured-broker.ts'

const versionsRequest = { clientSoftwareName: 'raw', clientSoftwareVersion: '1' }
const mechanisms = ['PLAIN', 'SCRAM-SHA-256', 'SCRAM-SHA-512'] as const satisfies SaslMechanism[]

describeOnSecuredBrokers('SASL', (broker) => {
  async function open(): Promise<RawConnection> {
    return RawConnection.open(broker.address)
  }

  it.each(mechanisms)('lets a user in by %s', async (mechanism) => {
    using raw = await open()

    const errorCode = await authenticateAs(raw, 'app', mechanism)

    expect(errorCode).toBe(ErrorCodes.NONE)
    expect((await raw.send(metadataApi, 9, { topics: [] })).brokers).toHaveLength(1)
  })

  it.each(mechanisms)('refuses a wrong password by %s, and closes', async (mechanism) => {
    using raw = await open()

    const errorCode = await authenticateAs(raw, 'nobody', mechanism)

    expect(errorCode).toBe(ErrorCodes.SASL_AUTHENTICATION_FAILED)
    await raw.closed
  })

  it('says why in words', async () => {
    using raw = await open()
    await raw.send(saslHandshakeApi, 1, { mechanism: 'PLAIN' })

    const { errorMessage } = await raw.send(saslAuthenticateApi, 1, { authBytes: Buffer.from('\0app\0wrong') })

    expect(errorMessage).toBe('Authentication failed: Invalid username or password')
  })

  it('does not say whether it was the name or the password, to SCRAM', async () => {
    using raw = await open()
    await raw.send(saslHandshakeApi, 1, { mechanism: 'SCRAM-SHA-256' })

    const { errorMessage } = await raw.send(saslAuthenticateApi, 1, { authBytes: Buffer.from('n,,n=nobody,r=abc') })

    expect(errorMessage).toBe(
      'Authentication failed during authentication due to invalid credentials with SASL mechanism SCRAM-SHA-256',
    )
  })

  it.each([
    ['two tokens', 'app\0app-secret', 'Invalid SASL/PLAIN response: expected 3 tokens, got 2'],
    ['no name', '\0\0app-secret', 'Authentication failed: username not specified'],
    ['no password', '\0app\0', 'Authentication failed: password not specified'],
    [
      'the name of another',
      'admin\0app\0app-secret',
      'Authentication failed: Client requested an authorization id that is different from username',
    ],
  ])('refuses PLAIN with %s', async (_what, token, expected) => {
    using raw = await open()
    await raw.send(saslHandshakeApi, 1, { mechanism: 'PLAIN' })

    const { errorCode, errorMessage } = await raw.send(saslAuthenticateApi, 1, { authBytes: Buffer.from(token) })

    expect({ errorCode, errorMessage }).toEqual({
      errorCode: ErrorCodes.SASL_AUTHENTICATION_FAILED,
      errorMessage: expected,
    })
  })

  it('names its mechanisms to who asks for another, and closes', async () => {
    using raw = await open()

    const answer = await raw.send(saslHandshakeApi, 1, { mechanism: 'GSSAPI' })

    expect(answer.errorCode).toBe(ErrorCodes.UNSUPPORTED_SASL_MECHANISM)
    expect([...answer.mechanisms].sort()).toEqual([...mechanisms])
    await raw.closed
  })

  it('tells its versions once, before the handshake', async () => {
    using raw = await open()

    const { errorCode } = await raw.send(apiVersionsApi, 3, versionsRequest)

    expect(errorCode).toBe(0)
    expect(await authenticateAs(raw, 'app')).toBe(0)
    expect((await raw.send(apiVersionsApi, 3, versionsRequest)).errorCode).toBe(0)
  })

  it('closes when it is asked for its versions twice before the handshake', async () => {
    using raw = await open()
    await raw.send(apiVersionsApi, 3, versionsRequest)

    await expect(raw.send(apiVersionsApi, 3, versionsRequest)).rejects.toThrow('closed')
  })

  it('answers to a version of ApiVersions that it does not know, and takes another', async () => {
    using raw = await open()
    // A frame of ApiVersions v99: api key, version, correlation id, no client id.
    raw.write(Buffer.from([0, 0, 0, 11, 0, 18, 0, 99, 0, 0, 0, 0, 255, 255, 0]))

    const { errorCode } = await raw.send(apiVersionsApi, 3, versionsRequest)

    expect(errorCode).toBe(0)
    expect(await authenticateAs(raw, 'app')).toBe(0)
  })

  it('closes on any other request before the handshake, without an answer', async () => {
    using raw = await open()

    await expect(raw.send(metadataApi, 9, { topics: [] })).rejects.toThrow('closed')
  })

  it('closes on SaslAuthenticate before the handshake', async () => {
    using raw = await open()

    await expect(raw.send(saslAuthenticateApi, 1, { authBytes: Buffer.from('x') })).rejects.toThrow('closed')
  })

  it('closes on any other request between the handshake and its end', async () => {
    using raw = await open()
    await raw.send(saslHandshakeApi, 1, { mechanism: 'PLAIN' })

    await raw.send(metadataApi, 9, { topics: [] }).catch(() => {})

    await raw.closed
  })

  it('takes bare messages after a handshake of version 0', async () => {
    using raw = await open()
    await raw.send(saslHandshakeApi, 0, { mechanism: 'PLAIN' })

    const reply = await raw.exchangeBare(Buffer.from(`\0app\0${passwords.app}`))

    expect(reply).toHaveLength(0)
    expect((await raw.send(metadataApi, 9, { topics: [] })).brokers).toHaveLength(1)
  })

  it('closes on a wrong bare message, without an answer', async () => {
    using raw = await open()
    await raw.send(saslHandshakeApi, 0, { mechanism: 'PLAIN' })

    await expect(raw.exchangeBare(Buffer.from('\0app\0wrong'))).rejects.toThrow('closed')
  })

  it('knows nobody anew without a session that ends', async () => {
    using raw = await connectAs(broker.address, 'app')

    const { errorCode } = await raw.send(saslAuthenticateApi, 1, { authBytes: Buffer.from('x') })

    expect(errorCode).toBe(ErrorCodes.ILLEGAL_SASL_STATE)
    expect(raw.isClosed).toBe(false)
  })

  it('says how long the session lasts, from version 1 on', async () => {
    using raw = await open()
    await raw.send(saslHandshakeApi, 1, { mechanism: 'PLAIN' })

    const answer = await raw.send(saslAuthenticateApi, 1, { authBytes: Buffer.from(`\0app\0${passwords.app}`) })

    expect(answer.sessionLifetimeMs).toBe(BigInt(sessionLifetimeMs))
  })

  it('takes a renewal of the session on the same connection, but not one right after another', async () => {
    using raw = await connectAs(broker.address, 'app', 'SCRAM-SHA-512')

    const renewed = await authenticateAs(raw, 'app', 'SCRAM-SHA-512')
    const { errorCode } = await raw.send(saslHandshakeApi, 1, { mechanism: 'SCRAM-SHA-512' })

    expect(renewed).toBe(ErrorCodes.NONE)
    expect(errorCode).toBe(ErrorCodes.ILLEGAL_SASL_STATE)
    expect((await raw.send(metadataApi, 9, { topics: [] })).brokers).toHaveLength(1)
  })

  it('does not let another user take over a session', async () => {
    using raw = await connectAs(broker.address, 'app')
    await raw.send(saslHandshakeApi, 1, { mechanism: 'PLAIN' })

    const answer = await raw.send(saslAuthenticateApi, 1, { authBytes: Buffer.from(`\0admin\0${passwords.admin}`) })

    expect(answer).toMatchObject({
      errorCode: ErrorCodes.SASL_AUTHENTICATION_FAILED,
      errorMessage: 'Cannot change principals during re-authentication from User.app: User.admin',
    })
    await raw.closed
  })

  it('renews a session only by the mechanism that began it', async () => {
    using raw = await connectAs(broker.address, 'app')

    const { errorCode } = await raw.send(saslHandshakeApi, 1, { mechanism: 'SCRAM-SHA-256' })

    expect(errorCode).toBe(ErrorCodes.NONE)
    await expect(raw.send(saslAuthenticateApi, 1, { authBytes: Buffer.from('n,,n=app,r=abc') })).rejects.toThrow(
      'closed',
    )
  })

  it('closes on the first request after the session has ended', { timeout: 20_000 }, async () => {
    const topic = uniqueName('long')
    using raw = await connectAs(broker.address, 'admin')
    await createRawTopic(raw, { name: topic })
    const startedAtMs = performance.now()
    const poll = { topic, partitions: [{ partition: 0, partitionMaxBytes: 1 }] }

    while (!raw.isClosed && performance.now() - startedAtMs < 15_000) {
      await raw.send(fetchApi, 11, { maxWaitMs: 250, minBytes: 1, sessionEpoch: -1, topics: [poll] }).catch(() => {})
    }

    const lastedMs = performance.now() - startedAtMs
    expect(raw.isClosed).toBe(true)
    expect(lastedMs).toBeGreaterThan(sessionLifetimeMs - 500)
    expect(lastedMs).toBeLessThan(sessionLifetimeMs + 3_000)
  })
})
