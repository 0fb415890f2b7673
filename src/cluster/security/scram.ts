/**
 * SCRAM on the server's side: credentials as they are stored, and the conversation (RFC 5802, RFC 7677).
 *
 * Written from the RFCs, apart from the client's own, so that the two check each other.
 */
import { areEqualBytes, digest, type HashName, hmac, saltPasswordSync, xor } from '../../security/hash.ts'
import { SaslRefusal, type SaslServer, type SaslStep } from './sasl-server.ts'

/** The mechanisms, with the codes of KIP-554 and the least iterations that Kafka takes. */
export const ScramMechanisms: Readonly<Record<ScramMechanismName, ScramMechanism>> = {
  'SCRAM-SHA-256': { code: 1, hash: 'sha256', minIterations: 4096 },
  'SCRAM-SHA-512': { code: 2, hash: 'sha512', minIterations: 4096 },
}

export type ScramMechanismName = 'SCRAM-SHA-256' | 'SCRAM-SHA-512'

interface ScramMechanism {
  readonly code: number
  readonly hash: HashName
  readonly minIterations: number
}

export const mostScramIterations = 16384

/** What is kept of a password: enough to recognise it, too little to say it. */
export interface ScramCredential {
  readonly salt: Buffer
  readonly iterations: number
  readonly storedKey: Buffer
  readonly serverKey: Buffer
}

export function credentialOfPassword(
  mechanism: ScramMechanismName,
  password: string,
  salt: Buffer,
  iterations: number = ScramMechanisms[mechanism].minIterations,
): ScramCredential {
  const salted = saltPasswordSync(ScramMechanisms[mechanism].hash, password, salt, iterations)
  return credentialOfSalted(mechanism, salted, salt, iterations)
}

/** From a password that was salted elsewhere, as AlterUserScramCredentials brings it. */
export function credentialOfSalted(
  mechanism: ScramMechanismName,
  saltedPassword: Uint8Array,
  salt: Buffer,
  iterations: number,
): ScramCredential {
  const { hash } = ScramMechanisms[mechanism]
  const storedKey = digest(hash, hmac(hash, saltedPassword, 'Client Key'))
  return { salt, iterations, storedKey, serverKey: hmac(hash, saltedPassword, 'Server Key') }
}

export interface ScramServerOptions {
  readonly mechanism: ScramMechanismName
  readonly findCredential: (user: string) => ScramCredential | undefined
  readonly newNonce: () => string
}

interface ClientFirst {
  readonly bare: string
  readonly gs2Header: string
  readonly user: string
  readonly nonce: string
}

/** One conversation. Whatever is wrong with it, the client learns only that it was refused. */
export class ScramServer implements SaslServer {
  readonly #options: ScramServerOptions
  readonly #hash: HashName
  #first: ClientFirst | undefined
  #credential: ScramCredential | undefined
  #serverFirst = ''
  #nonce = ''

  constructor(options: ScramServerOptions) {
    this.#options = options
    this.#hash = ScramMechanisms[options.mechanism].hash
  }

  evaluate(token: Buffer): SaslStep {
    const message = token.toString('utf8')
    return this.#first === undefined ? this.#onFirst(message) : this.#onFinal(message, this.#first)
  }

  #onFirst(message: string): SaslStep {
    const first = parseClientFirst(message)
    const credential = this.#options.findCredential(first.user)
    if (credential === undefined) throw new SaslRefusal()
    this.#first = first
    this.#credential = credential
    this.#nonce = first.nonce + this.#options.newNonce()
    this.#serverFirst = `r=${this.#nonce},s=${credential.salt.toString('base64')},i=${credential.iterations}`
    return { reply: Buffer.from(this.#serverFirst) }
  }

  #onFinal(message: string, first: ClientFirst): SaslStep {
    const { withoutProof, channelBinding, nonce, proof } = parseClientFinal(message)
    if (nonce !== this.#nonce || channelBinding.toString() !== first.gs2Header) throw new SaslRefusal()
    const { storedKey, serverKey } = this.#credential!
    const authMessage = `${first.bare},${this.#serverFirst},${withoutProof}`
    const clientSignature = hmac(this.#hash, storedKey, authMessage)
    if (proof.length !== clientSignature.length) throw new SaslRefusal()
    const presentedKey = digest(this.#hash, xor(proof, clientSignature))
    if (!areEqualBytes(presentedKey, storedKey)) throw new SaslRefusal()
    const signature = hmac(this.#hash, serverKey, authMessage)
    return { reply: Buffer.from(`v=${signature.toString('base64')}`), user: first.user }
  }
}

const clientFirstPattern =
  /^(?<gs2>n,(?:a=(?<authzid>[^,]*))?,)(?<bare>n=(?<user>[^,]+),r=(?<nonce>[\x21-\x2b\x2d-\x7e]+)(?:,.*)?)$/s

function parseClientFirst(message: string): ClientFirst {
  const { gs2, authzid, bare, user, nonce } = clientFirstPattern.exec(message)?.groups ?? {}
  if (gs2 === undefined || bare === undefined || user === undefined || nonce === undefined) throw new SaslRefusal()
  const userName = unescapeName(user)
  if (authzid !== undefined && authzid !== '' && unescapeName(authzid) !== userName) {
    throw new SaslRefusal('Authentication failed: Client requested an authorization id that is different from username')
  }
  return { bare, gs2Header: gs2, user: userName, nonce }
}

const clientFinalPattern =
  /^(?<withoutProof>c=(?<binding>[A-Za-z0-9+/=]+),r=(?<nonce>[^,]+)(?:,.*)?),p=(?<proof>[A-Za-z0-9+/=]+)$/s

function parseClientFinal(message: string): {
  withoutProof: string
  channelBinding: Buffer
  nonce: string
  proof: Buffer
} {
  const { withoutProof, binding, nonce, proof } = clientFinalPattern.exec(message)?.groups ?? {}
  if (withoutProof === undefined || binding === undefined || nonce === undefined || proof === undefined) {
    throw new SaslRefusal()
  }
  return {
    withoutProof,
    channelBinding: Buffer.from(binding, 'base64'),
    nonce,
    proof: Buffer.from(proof, 'base64'),
  }
}

/** A comma is written as `=2C` in a name, and an equals sign as `=3D`; no other one may be there. */
function unescapeName(name: string): string {
  if (/=(?!2C|3D)/.test(name)) throw new SaslRefusal()
  return name.replaceAll('=2C', ',').replaceAll('=3D', '=')
}
