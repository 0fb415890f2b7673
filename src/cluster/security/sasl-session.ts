/**
 * Where one connection stands with SASL: Kafka's `SaslServerAuthenticator`.
 *
 * Owned by its connection, which asks `admit` before each request and changes nothing else; the handlers of SaslHandshake and
 * SaslAuthenticate lead the conversation. In order: ApiVersions at most once, SaslHandshake, then the mechanism's messages,
 * as SaslAuthenticate requests or (handshake v0) as bare frames. Where sessions end (KIP-368) a handshake begins anew on a
 * connection in use; nothing else is taken until it is over.
 */
import { ErrorCodes } from '../../errors/error-codes.ts'
import { apiVersionsApi } from '../../protocol/apis/api-versions.ts'
import { saslAuthenticateApi } from '../../protocol/apis/sasl-authenticate.ts'
import { saslHandshakeApi } from '../../protocol/apis/sasl-handshake.ts'
import type { Clock } from '../../support/clock.ts'
import type { ClusterState } from '../cluster-state.ts'
import { Credentials, isSaslMechanism, type SaslMechanismName } from './credentials.ts'
import { SaslRefusal, type SaslServer } from './sasl-server.ts'

/** A client may not begin a new session more often. */
const leastRenewalIntervalMs = 1000

/** A frame that is larger than this before anybody is known is not read (`sasl.server.max.receive.size`). */
export const mostBytesBeforeAuthentication = 524_288

type State =
  | 'new'
  /** ApiVersions was answered; it is not answered again. */
  | 'versionsTold'
  | 'authenticating'
  | 'complete'
  /** Of a renewal with another mechanism: the handshake is answered, what follows is not. */
  | 'wrongMechanism'
  | 'failed'

/** `expired`: the connection ends at once; who was refused waits for it a little. */
export type Admission = 'admitted' | 'refused' | 'closed' | 'expired'

export interface SaslOutcome {
  readonly errorCode: number
  readonly message: string | null
  readonly reply: Buffer
  readonly sessionLifetimeMs: number
}

export class SaslSession {
  readonly #clock: Clock
  readonly #credentials: Credentials
  readonly #maxReauthMs: number
  #state: State = 'new'
  #mechanism: SaslMechanismName | undefined
  #server: SaslServer | undefined
  #usesBareFrames = false
  #principal: string | undefined
  #isRenewal = false
  #expiresAtMs: number | undefined
  #lastRenewalAtMs: number | undefined

  constructor(cluster: ClusterState) {
    this.#clock = cluster.clock
    this.#credentials = cluster.part(Credentials)
    this.#maxReauthMs = cluster.brokerConfig.number('connections.max.reauth.ms')
  }

  /** Undefined as long as nobody is known. It stays while a session is renewed. */
  get principal(): string | undefined {
    return this.#principal
  }

  get isComplete(): boolean {
    return this.#state === 'complete'
  }

  /** Somebody was refused, or did not keep to the order: the connection ends. */
  get hasFailed(): boolean {
    return this.#state === 'failed'
  }

  get mechanisms(): readonly string[] {
    return this.#credentials.mechanisms
  }

  /** The next frame has no Kafka header. */
  get expectsBareFrame(): boolean {
    return this.#state === 'authenticating' && this.#usesBareFrames
  }

  /** Whether a request may be handled now, is refused with ILLEGAL_SASL_STATE, or ends the connection without an answer. */
  admit(apiKey: number): Admission {
    switch (this.#state) {
      case 'new':
        return apiKey === apiVersionsApi.key || apiKey === saslHandshakeApi.key ? 'admitted' : this.#fail('closed')
      case 'versionsTold':
        return apiKey === saslHandshakeApi.key ? 'admitted' : this.#fail('closed')
      case 'authenticating':
        return apiKey === saslAuthenticateApi.key ? 'admitted' : this.#fail('refused')
      case 'complete':
        return this.#admitLater(apiKey)
      default:
        return 'closed'
    }
  }

  #admitLater(apiKey: number): Admission {
    if (apiKey === saslHandshakeApi.key && this.#mayRenew()) {
      this.#state = 'versionsTold'
      this.#isRenewal = true
      this.#lastRenewalAtMs = this.#clock.now()
      return 'admitted'
    }
    const isExpired = this.#expiresAtMs !== undefined && this.#clock.now() > this.#expiresAtMs
    return isExpired ? this.#fail('expired') : 'admitted'
  }

  #mayRenew(): boolean {
    if (this.#expiresAtMs === undefined) return false
    return this.#lastRenewalAtMs === undefined || this.#clock.now() - this.#lastRenewalAtMs >= leastRenewalIntervalMs
  }

  /** ApiVersions was answered without an error. */
  onVersionsTold(): void {
    if (this.#state === 'new') this.#state = 'versionsTold'
  }

  /** The error code of a handshake. */
  handshake(mechanism: string, version: number): number {
    if (this.#state === 'complete') return ErrorCodes.ILLEGAL_SASL_STATE
    if (!this.mechanisms.includes(mechanism) || !isSaslMechanism(mechanism)) {
      this.#state = 'failed'
      return ErrorCodes.UNSUPPORTED_SASL_MECHANISM
    }
    if (this.#isRenewal && mechanism !== this.#mechanism) {
      this.#state = 'wrongMechanism'
      return ErrorCodes.NONE
    }
    this.#mechanism = mechanism
    this.#server = this.#credentials.newServer(mechanism)
    // Once a client has asked for SaslAuthenticate requests, a renewal has them too.
    this.#usesBareFrames = version === 0
    this.#state = 'authenticating'
    return ErrorCodes.NONE
  }

  /** Passes the client's message on to the mechanism. */
  authenticate(token: Buffer): SaslOutcome {
    if (this.#state !== 'authenticating' || this.#server === undefined) {
      const message = 'SaslAuthenticate request received after successful authentication'
      return { errorCode: ErrorCodes.ILLEGAL_SASL_STATE, message, reply: noBytes, sessionLifetimeMs: 0 }
    }
    try {
      const { reply, user } = this.#server.evaluate(token)
      const sessionLifetimeMs = user === undefined ? 0 : this.#complete(`User:${user}`)
      return { errorCode: ErrorCodes.NONE, message: null, reply, sessionLifetimeMs }
    } catch (error) {
      if (!(error instanceof SaslRefusal)) throw error
      this.#state = 'failed'
      const message = error.clientMessage ?? this.#refusalText()
      return { errorCode: ErrorCodes.SASL_AUTHENTICATION_FAILED, message, reply: noBytes, sessionLifetimeMs: 0 }
    }
  }

  #complete(principal: string): number {
    if (this.#isRenewal && principal !== this.#principal) {
      const change = `${dotted(this.#principal)}: ${dotted(principal)}`
      throw new SaslRefusal(`Cannot change principals during re-authentication from ${change}`)
    }
    this.#principal = principal
    this.#server = undefined
    this.#state = 'complete'
    if (!(this.#maxReauthMs > 0)) return 0
    this.#expiresAtMs = this.#clock.now() + this.#maxReauthMs
    return this.#maxReauthMs
  }

  #refusalText(): string {
    const what = this.#isRenewal ? 're-authentication' : 'authentication'
    return `Authentication failed during ${what} due to invalid credentials with SASL mechanism ${this.#mechanism}`
  }

  #fail(admission: Admission): Admission {
    this.#state = 'failed'
    return admission
  }
}

const noBytes: Buffer = Buffer.alloc(0)

function dotted(principal = ''): string {
  return principal.replace(':', '.')
}

/** The session of a new connection; undefined where the cluster wants no SASL. */
export function openSaslSession(cluster: ClusterState): SaslSession | undefined {
  return cluster.part(Credentials).mechanisms.length === 0 ? undefined : new SaslSession(cluster)
}
