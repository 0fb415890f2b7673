import type { LoggedRequest } from './request-log.ts'

/** One connection of a client. */
export interface ObservedConnection {
  /** Counts from 1 within its cluster. */
  readonly number: number
  readonly nodeId: number
  readonly remoteAddress: string
  /** What the client calls itself (KIP-511); not known before its ApiVersions. */
  readonly clientSoftwareName: string | undefined
  readonly clientSoftwareVersion: string | undefined
}

/** Hears of what clients do while they do it. It is called from within their requests: it must be quick, and never throw. */
export interface ClusterObserver {
  onConnection?(connection: ObservedConnection): void
  onConnectionClosed?(connection: ObservedConnection): void
  /** A whole request has arrived; it has not taken effect yet. */
  onRequest?(request: LoggedRequest): void
}
