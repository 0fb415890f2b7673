import type { Api, Draft } from '../protocol/message-codec.ts'

/**
 * What the layers above see of the network: brokers that take requests, and connections for those who must know when
 * exactly their bytes leave.
 */

/**
 * Requests of different purposes never wait behind each other: a connection answers in order, and a fetch or a join that
 * the broker holds for seconds would hold everything behind it.
 */
export type ConnectionPurpose = SharedPurpose | `${'fetch' | 'group'}-${number}`

/** Purposes that all clients of one `Kafka` share; the numbered ones belong to one consumer each. */
export type SharedPurpose = 'control' | 'produce' | 'fetch' | 'group' | 'slow'

export interface RequestOptions {
  readonly signal?: AbortSignal
  /** For the answer, from the moment of the call. Default: the client's `requestTimeoutMs`. */
  readonly timeoutMs?: number
}

/** Bounds on the version to use, for features that need one or must not meet one. */
export interface VersionLimits {
  readonly minVersion?: number
  readonly maxVersion?: number
}

/** One authenticated connection. Requests are answered in the order in which they were sent. */
export interface OpenConnection {
  readonly nodeId: number
  /** False once the connection can take no more requests. Never becomes true again. */
  readonly isOpen: boolean
  /**
   * The highest version that this broker, this client and the limits allow.
   * Throws `UnsupportedVersionError` when there is none, naming the API and both ranges.
   */
  versionOf(api: Api<unknown, unknown>, limits?: VersionLimits): number
  /** Whether the broker has the API at all (in a version that this client speaks). */
  supports(api: Api<unknown, unknown>): boolean
  /**
   * Encodes the frame and queues its bytes in this very call, in order with all other calls; only the answer is awaited.
   *
   * Rejects with `RequestTimeoutError`, `ConnectionError` (both say whether the bytes may have left), the signal's
   * reason, or `CodecError` for an answer that cannot be read. Giving up on an answer leaves the connection in order:
   * the answer is still read, and dropped; a timed-out request closes the connection, whose other requests fail with
   * a retriable error.
   */
  request<Request, Response>(
    api: Api<Request, Response>,
    version: number,
    body: Draft<Request>,
    options?: RequestOptions,
  ): Promise<Response>
  /** Sends a request that the broker does not answer (produce with acks 0). Resolves when the bytes were handed over. */
  requestWithoutResponse<Request>(api: Api<Request, unknown>, version: number, body: Draft<Request>): Promise<void>
}

export interface RequestTarget extends RequestOptions, VersionLimits {
  readonly purpose?: ConnectionPurpose
}

/** A request's body, or a function that makes it once the version is known. */
export type RequestBody<Request> = Draft<Request> | ((version: number) => Draft<Request>)

/** One node of the cluster. Connections are made when needed, one a purpose, shared by all callers. */
export interface BrokerNode {
  readonly nodeId: number
  readonly host: string
  readonly port: number
  readonly rack: string | null
  /** An open connection of the purpose, made and authenticated if there is none. Concurrent callers share one attempt. */
  connection(purpose: ConnectionPurpose, options?: RequestOptions): Promise<OpenConnection>
  /** The purpose is not needed any more: its connection takes no further requests and closes after its last answer. */
  release(purpose: ConnectionPurpose): void
  /** Connects if needed, picks the version and sends. One attempt: retrying is the caller's (the `client/` layer). */
  request<Request, Response>(
    api: Api<Request, Response>,
    body: RequestBody<Request>,
    options?: RequestTarget,
  ): Promise<Response>
}

export interface BrokerEndpoint {
  readonly nodeId: number
  readonly host: string
  readonly port: number
  readonly rack: string | null
}
