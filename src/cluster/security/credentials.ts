/**
 * Who may come in, and what is known of them: passwords for PLAIN, salted keys for SCRAM.
 *
 * Owned by the cluster's state. As in Kafka the two are apart: PLAIN's users are the broker's own configuration, SCRAM's
 * are the cluster's, and AlterUserScramCredentials changes them.
 */
import { type Random, randomInt } from '../../support/random.ts'
import type { ClusterPart, ClusterState } from '../cluster-state.ts'
import { listItems } from '../topics/config-definition.ts'
import { PlainServer } from './plain-server.ts'
import type { SaslServer } from './sasl-server.ts'
import {
  credentialOfPassword,
  type ScramCredential,
  type ScramMechanismName,
  ScramMechanisms,
  ScramServer,
} from './scram.ts'

export type SaslMechanismName = 'PLAIN' | ScramMechanismName

const saltBytes = 20
const scramNames = Object.keys(ScramMechanisms) as ScramMechanismName[]

interface CredentialSnapshot {
  readonly user: string
  readonly mechanism: ScramMechanismName
  readonly iterations: number
  readonly salt: string
  readonly storedKey: string
  readonly serverKey: string
}

export class Credentials implements ClusterPart {
  readonly snapshotName = 'scramCredentials'
  /** What the listeners offer. Empty: nobody has to say who they are. */
  readonly mechanisms: readonly string[]
  readonly #random: Random
  readonly #plain = new Map<string, string>()
  readonly #scram = new Map<string, Map<ScramMechanismName, ScramCredential>>()

  constructor({ brokerConfig, random }: ClusterState) {
    this.mechanisms = listItems(brokerConfig.get('sasl.enabled.mechanisms')?.value ?? '')
    this.#random = random.fork('credentials')
  }

  /** A user of every mechanism, or another password for one. */
  setPassword(user: string, password: string): void {
    this.#plain.set(user, password)
    for (const mechanism of scramNames) {
      if (!this.mechanisms.includes(mechanism)) continue
      this.setScram(user, mechanism, credentialOfPassword(mechanism, password, this.#newSalt()))
    }
  }

  removeUser(user: string): void {
    this.#plain.delete(user)
    this.#scram.delete(user)
  }

  setScram(user: string, mechanism: ScramMechanismName, credential: ScramCredential): void {
    let credentials = this.#scram.get(user)
    if (credentials === undefined) {
      credentials = new Map()
      this.#scram.set(user, credentials)
    }
    credentials.set(mechanism, credential)
  }

  removeScram(user: string, mechanism: ScramMechanismName): void {
    const credentials = this.#scram.get(user)
    credentials?.delete(mechanism)
    if (credentials?.size === 0) this.#scram.delete(user)
  }

  scramUsers(): readonly string[] {
    return [...this.#scram.keys()]
  }

  scramOf(user: string): ReadonlyMap<ScramMechanismName, ScramCredential> {
    return this.#scram.get(user) ?? new Map()
  }

  /** A conversation in a mechanism that is offered. */
  newServer(mechanism: SaslMechanismName): SaslServer {
    if (mechanism === 'PLAIN') return new PlainServer((user) => this.#plain.get(user))
    return new ScramServer({
      mechanism,
      findCredential: (user) => this.scramOf(user).get(mechanism),
      newNonce: () => this.#newSalt().toString('base64url'),
    })
  }

  toSnapshot(): unknown {
    return [...this.#scram].flatMap(([user, credentials]) =>
      [...credentials].map(([mechanism, { iterations, salt, storedKey, serverKey }]) => ({
        user,
        mechanism,
        iterations,
        salt: salt.toString('base64'),
        storedKey: storedKey.toString('base64'),
        serverKey: serverKey.toString('base64'),
      })),
    ) satisfies CredentialSnapshot[]
  }

  fromSnapshot(snapshot: unknown): void {
    for (const { user, mechanism, iterations, salt, storedKey, serverKey } of snapshot as CredentialSnapshot[]) {
      this.setScram(user, mechanism, {
        iterations,
        salt: Buffer.from(salt, 'base64'),
        storedKey: Buffer.from(storedKey, 'base64'),
        serverKey: Buffer.from(serverKey, 'base64'),
      })
    }
  }

  /** From the cluster's own chance, so that a simulated run repeats itself. */
  #newSalt(): Buffer {
    return Buffer.from(Array.from({ length: saltBytes }, () => randomInt(this.#random, 256)))
  }
}

export function isSaslMechanism(name: string): name is SaslMechanismName {
  return name === 'PLAIN' || name in ScramMechanisms
}
