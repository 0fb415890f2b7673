import type { Api, Draft } from '../protocol/message-codec.ts'
import type { VersionLimits } from './request-sender.ts'

/** One connection, as long as its credentials are being exchanged: nothing else is sent on it meanwhile. */
export interface AuthenticationExchange {
  readonly nodeId: number
  /** As the broker was addressed, for mechanisms that sign it or ask a ticket for it. */
  readonly host: string
  readonly port: number
  readonly isTls: boolean
  /** Credentials are asked for anew, on a connection that has been in use (KIP-368). */
  readonly isRenewal: boolean
  readonly signal: AbortSignal
  versionOf(api: Api<unknown, unknown>, limits?: VersionLimits): number
  supports(api: Api<unknown, unknown>): boolean
  request<Request, Response>(api: Api<Request, Response>, version: number, body: Draft<Request>): Promise<Response>
  /** Bytes with a size before them, and no Kafka header, both ways: what follows SaslHandshake v0. */
  exchangeRaw(bytes: Uint8Array): Promise<Buffer>
}

export interface AuthenticationResult {
  /** After this long the broker wants credentials again (KIP-368). 0: never. */
  readonly sessionLifetimeMs: number
}

/**
 * Proves to a broker who the client is. It runs right after the one ApiVersions request of each connection, and again
 * before a session ends; it must ask its provider for credentials each time. Rejects with `AuthenticationError` when the
 * broker refuses.
 */
export interface Authenticator {
  authenticate(exchange: AuthenticationExchange): Promise<AuthenticationResult>
}
