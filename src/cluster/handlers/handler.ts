/**
 * What a handler is: one API of the embedded cluster, in one file.
 *
 * To add an API: write `handlers/<key>-<api-name>.ts` with `defineHandler`, and list it in `registry.ts`. It is then
 * offered in the versions that the profile's release has. State that outlives a request belongs into `cluster.part(...)`;
 * waiting belongs into `context.delays`.
 */
import type { Api, Draft } from '../../protocol/message-codec.ts'
import type { BrokerNode } from '../broker-node.ts'
import type { ClusterState } from '../cluster-state.ts'
import type { DelayScope } from '../delayed-operations.ts'
import type { SaslSession } from '../security/sasl-session.ts'

/** No answer follows, as for a Produce request with acks 0. The next request goes on. */
export const noAnswer: unique symbol = Symbol('no answer')

/** The connection is closed instead of answered. */
export const disconnect: unique symbol = Symbol('disconnect')

export type Answer<Response> = Draft<Response> | typeof noAnswer | typeof disconnect

/** State of one connection that handlers share. Parts hang their own on it: a fetch session, a principal. */
export interface ConnectionContext {
  /** Counts from 1 within its cluster. */
  readonly number: number
  readonly remoteAddress: string
  /** Who the client is: `User:alice`, or `User:ANONYMOUS` where nobody has to say. */
  readonly principal: string
  /** Where it stands with SASL; undefined where the cluster wants none. */
  readonly sasl: SaslSession | undefined
  clientSoftwareName: string | undefined
  clientSoftwareVersion: string | undefined
  /** Requests that are waiting on this connection, this one not counted: what a client has in flight. */
  readonly waitingRequests: readonly { readonly apiKey: number; readonly body: unknown }[]
  /** Calls when the connection is closed, after what waited on it has ended; at once where it is closed already. */
  whenClosed(callback: () => void): void
}

export interface RequestContext {
  readonly cluster: ClusterState
  /** The broker that the request came to. */
  readonly node: BrokerNode
  readonly connection: ConnectionContext
  readonly version: number
  readonly clientId: string | null
  readonly delays: DelayScope
}

export type Handler<Request, Response> = (
  request: Request,
  context: RequestContext,
) => Answer<Response> | Promise<Answer<Response>>

export interface ApiHandler {
  readonly api: Api<unknown, unknown>
  readonly handle: Handler<unknown, unknown>
  /** The answer that refuses all of a request with one error. */
  readonly refuse?: (request: unknown, errorCode: number, context: RequestContext) => Draft<unknown>
}

export function defineHandler<Request, Response>(
  api: Api<Request, Response>,
  handle: Handler<Request, Response>,
  refuse?: (request: Request, errorCode: number, context: RequestContext) => Draft<Response>,
): ApiHandler {
  // The registry pairs requests and handlers by the API's key, so a handler only ever sees its own requests.
  return { api, handle, refuse } as unknown as ApiHandler
}
