/**
 * SASL over Kafka (KIP-43, KIP-152, KIP-368): a handshake that names the mechanism, then its messages. Brokers of before 1.0,
 * and services like them, take the messages as bare frames.
 */
import { AuthenticationError } from '../errors/connection-errors.ts'
import { ErrorCodes } from '../errors/error-codes.ts'
import { saslAuthenticateApi } from '../protocol/apis/sasl-authenticate.ts'
import { saslHandshakeApi } from '../protocol/apis/sasl-handshake.ts'
import { type SaslClient, type SaslCredentials, SaslProtocolError } from '../security/sasl-client.ts'
import { newSaslClient, type SaslOptions, whyUnusable } from '../security/sasl-options.ts'
import type { AuthenticationExchange, AuthenticationResult, Authenticator } from './authenticator.ts'

/** Says one message of the client's, and gives the server's. */
type Speak = (message: Buffer) => Promise<Buffer>

/** Texts of Amazon MSK for what another attempt may get over. */
const passingTroubles = /too many connects|session too short/i

export class SaslAuthenticator implements Authenticator {
  readonly #options: SaslOptions

  constructor(options: SaslOptions) {
    this.#options = options
  }

  async authenticate(exchange: AuthenticationExchange): Promise<AuthenticationResult> {
    const { mechanism } = this.#options
    const credentials = await this.#credentials(exchange)
    const usesRequests = exchange.supports(saslAuthenticateApi)
    const version = exchange.versionOf(saslHandshakeApi, usesRequests ? {} : { maxVersion: 0 })
    await this.#handshake(exchange, version)
    const conversation = newSaslClient(mechanism, credentials)
    let sessionLifetimeMs = 0
    const speak: Speak = async (message) => {
      if (version === 0) return exchange.exchangeRaw(message)
      const answer = await this.#ask(exchange, message)
      sessionLifetimeMs = Number(answer.sessionLifetimeMs)
      return answer.authBytes
    }
    await this.#converse(conversation, speak, exchange)
    return { sessionLifetimeMs }
  }

  async #credentials(exchange: AuthenticationExchange): Promise<SaslCredentials> {
    if (!('credentials' in this.#options)) return this.#options
    let given: SaslCredentials
    try {
      given = await this.#options.credentials()
    } catch (cause) {
      throw this.#error(exchange, 'the credentials could not be had', { cause, retriable: true })
    }
    exchange.signal.throwIfAborted()
    const reason = whyUnusable(given)
    if (reason !== undefined) throw this.#error(exchange, `of the credentials that were given, ${reason}`)
    return given
  }

  async #handshake(exchange: AuthenticationExchange, version: number): Promise<void> {
    const { mechanism } = this.#options
    const { errorCode, mechanisms } = await exchange.request(saslHandshakeApi, version, { mechanism })
    switch (errorCode) {
      case ErrorCodes.NONE:
        return
      case ErrorCodes.UNSUPPORTED_SASL_MECHANISM:
        throw this.#error(exchange, `the broker offers ${mechanisms.join(', ') || 'no mechanism'}`)
      case ErrorCodes.ILLEGAL_SASL_STATE:
        throw this.#error(exchange, 'this listener takes no SASL: leave the option `sasl` out, or use another port')
      default:
        throw this.#error(exchange, `the broker answered the handshake with error ${errorCode}`)
    }
  }

  async #ask(exchange: AuthenticationExchange, authBytes: Buffer) {
    const version = exchange.versionOf(saslAuthenticateApi)
    const answer = await exchange.request(saslAuthenticateApi, version, { authBytes })
    if (answer.errorCode === ErrorCodes.NONE) return answer
    const reason = answer.errorMessage ?? `the broker answered with error ${answer.errorCode}`
    throw this.#error(exchange, reason, { retriable: passingTroubles.test(reason) })
  }

  async #converse(conversation: SaslClient, speak: Speak, exchange: AuthenticationExchange): Promise<void> {
    try {
      let message: Buffer | undefined = conversation.first()
      while (message !== undefined) message = await conversation.next(await speak(message))
    } catch (cause) {
      if (!(cause instanceof SaslProtocolError)) throw cause
      throw this.#error(exchange, `the broker cannot be trusted: ${cause.message}`, { cause })
    }
  }

  #error(
    { nodeId, host, port }: AuthenticationExchange,
    reason: string,
    options: { readonly cause?: unknown; readonly retriable?: boolean } = {},
  ): AuthenticationError {
    const message = `Cannot authenticate with ${host}:${port} by ${this.#options.mechanism}: ${reason}`
    return new AuthenticationError(message, { ...options, context: { nodeId, address: `${host}:${port}` } })
  }
}
