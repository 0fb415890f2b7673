/**
 * SCRAM on the client's side (RFC 5802, RFC 7677): the password never leaves, and the broker proves that it knows it too.
 *
 * One conversation. The salted password is made on the thread pool, anew for each connection.
 */
import { areEqualBytes, digest, type HashName, hmac, newNonce, saltPassword, xor } from './hash.ts'
import { type SaslClient, type SaslCredentials, SaslProtocolError } from './sasl-client.ts'

/** No channel binding, no other identity than the user's own. */
const gs2Header = 'n,,'
/** Fewer make a stolen hash cheap to guess from; Kafka's brokers keep none with fewer. */
const fewestIterations = 4096
/** More would let a broker that is none keep this machine's threads busy. */
const mostIterations = 1_000_000

export interface ScramClientOptions extends SaslCredentials {
  readonly hash: HashName
  /** For tests. Default: unforeseeable. */
  readonly nonce?: string
}

export class ScramClient implements SaslClient {
  readonly #options: ScramClientOptions
  readonly #nonce: string
  readonly #firstBare: string
  #serverSignature: Buffer | undefined

  constructor(options: ScramClientOptions) {
    this.#options = options
    this.#nonce = options.nonce ?? newNonce()
    const name = options.username.replaceAll('=', '=3D').replaceAll(',', '=2C')
    this.#firstBare = `n=${name},r=${this.#nonce}`
  }

  first(): Buffer {
    return Buffer.from(gs2Header + this.#firstBare)
  }

  async next(challenge: Buffer): Promise<Buffer | undefined> {
    const message = challenge.toString('utf8')
    if (this.#serverSignature === undefined) return this.#prove(message)
    this.#verify(message, this.#serverSignature)
    return undefined
  }

  async #prove(serverFirst: string): Promise<Buffer> {
    const { nonce, salt, iterations } = parseServerFirst(serverFirst)
    if (!nonce.startsWith(this.#nonce) || nonce.length === this.#nonce.length) {
      throw new SaslProtocolError('it did not make the nonce of its own longer')
    }
    if (iterations < fewestIterations || iterations > mostIterations) {
      throw new SaslProtocolError(`it wants ${iterations} iterations, not ${fewestIterations} to ${mostIterations}`)
    }
    const { hash, password } = this.#options
    const salted = await saltPassword(hash, password, salt, iterations)
    const clientKey = hmac(hash, salted, 'Client Key')
    const binding = Buffer.from(gs2Header).toString('base64')
    const withoutProof = `c=${binding},r=${nonce}`
    const authMessage = `${this.#firstBare},${serverFirst},${withoutProof}`
    const proof = xor(clientKey, hmac(hash, digest(hash, clientKey), authMessage))
    this.#serverSignature = hmac(hash, hmac(hash, salted, 'Server Key'), authMessage)
    return Buffer.from(`${withoutProof},p=${proof.toString('base64')}`)
  }

  #verify(serverFinal: string, expected: Buffer): void {
    const { error, signature } = /^(?:e=(?<error>[^,]*)|v=(?<signature>[^,]*))/.exec(serverFinal)?.groups ?? {}
    if (error !== undefined) throw new SaslProtocolError(`it refused with '${error}'`)
    if (signature === undefined || !areEqualBytes(Buffer.from(signature, 'base64'), expected)) {
      throw new SaslProtocolError('it could not prove that it knows the password')
    }
  }
}

const serverFirstPattern = /^r=(?<nonce>[^,]+),s=(?<salt>[A-Za-z0-9+/=]+),i=(?<iterations>\d+)(?:,.*)?$/s

function parseServerFirst(message: string): { nonce: string; salt: Buffer; iterations: number } {
  const { nonce, salt, iterations } = serverFirstPattern.exec(message)?.groups ?? {}
  if (nonce === undefined || salt === undefined || iterations === undefined) {
    throw new SaslProtocolError('its first message is none of SCRAM')
  }
  return { nonce, salt: Buffer.from(salt, 'base64'), iterations: Number(iterations) }
}
