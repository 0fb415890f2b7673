/**
 * The same behaviour on every broker that wants to know its clients: the embedded cluster always, and where the integration
 * project runs Java brokers a real one with the same users, rules and listener.
 */
import { afterAll, beforeAll, describe, inject } from 'vitest'
import { ErrorCodes } from '../../src/errors/error-codes.ts'
import { saslAuthenticateApi } from '../../src/protocol/apis/sasl-authenticate.ts'
import { saslHandshakeApi } from '../../src/protocol/apis/sasl-handshake.ts'
import { newSaslClient, type SaslMechanism } from '../../src/security/sasl-options.ts'
import { FakeCluster } from '../../src/testing/index.ts'
import { findFreePorts } from '../support/brokers/free-ports.ts'
import { type KafkaCluster, startKafkaCluster, whyNoOwnClusters } from '../support/brokers/index.ts'
import { RawConnection } from './raw-connection.ts'

/** `admin` may do everything, `app` what ACLs say. */
export const passwords: Readonly<Record<string, string>> = {
  admin: 'admin-secret',
  app: 'app-secret',
  eve: 'eve-secret',
}

/** Sessions last so long. */
export const sessionLifetimeMs = 3_000

export interface SecuredBroker {
  readonly isEmbedded: boolean
  /** `host:port` of the listener with SASL. Only inside of tests and hooks. */
  readonly address: string
}

export function describeOnSecuredBrokers(title: string, define: (broker: SecuredBroker) => void): void {
  describe(`${title} (embedded)`, () => {
    let cluster: FakeCluster | undefined
    beforeAll(async () => {
      cluster = await FakeCluster.start({
        sasl: { users: passwords, maxReauthMs: sessionLifetimeMs },
        authorizer: { superUsers: ['User:admin'] },
      })
    })
    afterAll(async () => {
      await cluster?.close()
      cluster?.assertNoViolations()
    })
    define({
      isEmbedded: true,
      get address() {
        return cluster!.bootstrapServers
      },
    })
  })
  // Only the integration project has brokers.
  if (inject('broker' as never) === undefined) return
  const unavailable = whyNoOwnClusters()
  describe.skipIf(unavailable !== undefined)(`${title} (real: ${unavailable ?? 'Java'})`, () => {
    let cluster: KafkaCluster | undefined
    let address = ''
    beforeAll(async () => {
      const [port] = (await findFreePorts(1)) as [number]
      address = `127.0.0.1:${port}`
      cluster = await startKafkaCluster(realOptions(port))
    }, 60_000)
    afterAll(() => cluster?.close())
    define({
      isEmbedded: false,
      get address() {
        return address
      },
    })
  })
}

function realOptions(saslPort: number) {
  const plainUsers = Object.entries(passwords).map(([user, password]) => `user_${user}="${password}"`)
  const users = Object.entries(passwords)
  const scramArguments = users.flatMap(([user, password]) =>
    ['SCRAM-SHA-256', 'SCRAM-SHA-512'].flatMap((name) => [
      '--add-scram',
      `${name}=[name=${user},password=${password}]`,
    ]),
  )
  const jaas = 'org.apache.kafka.common.security'
  return {
    formatArguments: scramArguments,
    properties: ({ host, port, controllerPort }: { host: string; port: number; controllerPort: number }) => ({
      listeners: `PLAINTEXT://${host}:${port},SASL://127.0.0.1:${saslPort},CONTROLLER://${host}:${controllerPort}`,
      'advertised.listeners': `PLAINTEXT://${host}:${port},SASL://127.0.0.1:${saslPort}`,
      'listener.security.protocol.map': 'CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT,SASL:SASL_PLAINTEXT',
      'authorizer.class.name': 'org.apache.kafka.metadata.authorizer.StandardAuthorizer',
      'super.users': 'User:ANONYMOUS;User:admin',
      'sasl.enabled.mechanisms': 'PLAIN,SCRAM-SHA-256,SCRAM-SHA-512',
      'connections.max.reauth.ms': sessionLifetimeMs,
      'listener.name.sasl.plain.sasl.jaas.config': `${jaas}.plain.PlainLoginModule required ${plainUsers.join(' ')};`,
      'listener.name.sasl.scram-sha-256.sasl.jaas.config': `${jaas}.scram.ScramLoginModule required;`,
      'listener.name.sasl.scram-sha-512.sasl.jaas.config': `${jaas}.scram.ScramLoginModule required;`,
    }),
  }
}

/** A connection of that user. */
export async function connectAs(
  address: string,
  user: string,
  mechanism: SaslMechanism = 'PLAIN',
): Promise<RawConnection> {
  const raw = await RawConnection.open(address)
  const errorCode = await authenticateAs(raw, user, mechanism)
  if (errorCode !== ErrorCodes.NONE) throw new Error(`${user} was refused with error ${errorCode}`)
  return raw
}

/** Handshake and mechanism; gives the error code of the end. */
export async function authenticateAs(raw: RawConnection, user: string, mechanism: SaslMechanism = 'PLAIN') {
  await raw.send(saslHandshakeApi, 1, { mechanism })
  const client = newSaslClient(mechanism, { username: user, password: passwords[user] ?? 'wrong' })
  let message: Buffer | undefined = client.first()
  while (message !== undefined) {
    const answer = await raw.send(saslAuthenticateApi, 1, { authBytes: message })
    if (answer.errorCode !== ErrorCodes.NONE) return answer.errorCode
    message = await client.next(answer.authBytes)
  }
  return ErrorCodes.NONE
}
