/**
 * A byte stream to a broker. The socket adapter and the in-memory pair implement it; nothing above knows which.
 */

export interface TlsOptions {
  /** PEM certificates to trust instead of the system's. */
  readonly ca?: string | Uint8Array | readonly (string | Uint8Array)[]
  /** PEM client certificate and key, for mutual TLS. */
  readonly cert?: string | Uint8Array
  readonly key?: string | Uint8Array
  readonly passphrase?: string
  /** Name to verify and to send as SNI. Default: the broker's host. */
  readonly servername?: string
  /** Default true. False accepts any certificate, and with it anybody who can redirect the traffic. */
  readonly rejectUnauthorized?: boolean
  readonly minVersion?: 'TLSv1.2' | 'TLSv1.3'
}

export interface ConnectOptions {
  readonly host: string
  readonly port: number
  readonly tls?: TlsOptions
  /** Give up after this long. */
  readonly timeoutMs: number
  readonly signal?: AbortSignal
}

/** Callbacks of an open stream. They run one at a time and never after `onClose`. */
export interface StreamHandlers {
  /** The chunk is the stream's: it is overwritten after this call. */
  onData(chunk: Buffer): void
  /** The stream takes data again after `write` returned false. */
  onDrain(): void
  /** Exactly once, whoever closed it; `error` is absent for an orderly end. */
  onClose(error?: Error): void
}

export interface ByteStream {
  /**
   * Queues chunks for sending, in order. The caller must not change them afterwards. Returns false when the stream has
   * more queued than it likes (wait for `onDrain`); what was passed is queued all the same.
   */
  write(chunks: readonly Uint8Array[]): boolean
  /** Stops or resumes `onData`, so that an unread peer feels backpressure. */
  setPaused(isPaused: boolean): void
  /** Closes at once, discarding what is queued. Idempotent; `onClose` follows. */
  destroy(error?: Error): void
  /** `host:port` of the far end. */
  readonly remoteAddress: string
  /**
   * What a client's certificate says that it is (`CN=alice,O=Example`), on the side of a listener that asked for one and
   * has checked it. Undefined without one.
   */
  readonly peerName?: string | undefined
}

export interface Transport {
  /** Opens a stream. Rejects with `ConnectionError` (refused, timeout, failed) or the signal's reason. */
  connect(options: ConnectOptions, handlers: StreamHandlers): Promise<ByteStream>
}
