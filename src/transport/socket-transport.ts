/** TCP and TLS sockets: the real network. */
import { connect as connectTcp, isIP, type Socket } from 'node:net'
import type { ConnectionOptions as NodeTlsOptions } from 'node:tls'
import { ConfigError } from '../errors/client-errors.ts'
import { ConnectionError } from '../errors/connection-errors.ts'
import type { Clock } from '../support/clock.ts'
import { connectError, tlsHandshakeCutError } from './socket-errors.ts'
import { SocketReader } from './socket-reader.ts'
import { SocketStream } from './socket-stream.ts'
import type { ByteStream, ConnectOptions, StreamHandlers, TlsOptions, Transport } from './transport.ts'

/** How long a connection is silent before the system looks whether the other side is still there. */
const keepAliveAfterMs = 60_000

/** `write` says false beyond this much in the process: one full produce request should not stop the next. */
const highWaterMarkBytes = 1024 * 1024

/**
 * How long one address of a name may take before the next is tried as well. Node's default of 250 ms is too short for a
 * broker across an ocean behind TLS: every attempt would be given up just before it succeeds.
 */
function attemptTimeoutMs(timeoutMs: number): number {
  return Math.max(10, Math.min(2_000, Math.floor(timeoutMs / 2)))
}

export function socketTransport(clock: Clock): Transport {
  return {
    async connect(options, handlers) {
      // Imported for those who use it: with what it brings along, it is 3 MB of every process that has it.
      const connectTls = options.tls === undefined ? undefined : (await import('node:tls')).connect
      return await connect(clock, options, handlers, connectTls)
    },
  }
}

type ConnectTls = (options: NodeTlsOptions) => Socket

function connect(
  clock: Clock,
  options: ConnectOptions,
  handlers: StreamHandlers,
  connectTls: ConnectTls | undefined,
): Promise<ByteStream> {
  const { host, port, timeoutMs, signal, tls } = options
  const address = isIP(host) === 6 ? `[${host}]:${port}` : `${host}:${port}`
  if (signal?.aborted === true) return Promise.reject(signal.reason)
  const reader = new SocketReader(tls !== undefined)
  let socket: Socket
  try {
    socket = openSocket(options, reader, connectTls)
  } catch (error) {
    return Promise.reject(optionsError(error, address, tls))
  }
  return new Promise((resolve, reject) => {
    const leave = (): void => {
      timer.cancel()
      signal?.removeEventListener('abort', onAbort)
      socket.off(tls === undefined ? 'connect' : 'secureConnect', onConnect)
      socket.off('error', onError)
      socket.off('close', onClose)
    }
    const fail = (error: unknown): void => {
      leave()
      // A socket that is being destroyed may still report an error, which nobody is there to hear.
      socket.on('error', () => {})
      socket.destroy()
      reject(error)
    }
    const onAbort = (): void => fail(signal?.reason)
    const onError = (error: unknown): void => {
      fail(isCutDuringTls(error, tls) ? tlsHandshakeCutError(address, error) : connectError(error, address))
    }
    const onClose = (): void => fail(tlsHandshakeCutError(address))
    const onConnect = (): void => {
      leave()
      resolve(new SocketStream(socket, reader, address, handlers))
    }
    const timer = clock.setTimer(timeoutMs, `connect ${address}`, () => {
      const text = `Cannot connect to ${address}: not connected within ${timeoutMs} ms`
      fail(new ConnectionError('CONNECTION_TIMEOUT', text, { context: { address } }))
    })
    socket.once(tls === undefined ? 'connect' : 'secureConnect', onConnect)
    socket.on('error', onError)
    socket.on('close', onClose)
    signal?.addEventListener('abort', onAbort)
  })
}

function openSocket(
  { host, port, timeoutMs, tls }: ConnectOptions,
  reader: SocketReader,
  connectTls: ConnectTls | undefined,
): Socket {
  const shared = {
    host,
    port,
    noDelay: true,
    keepAlive: true,
    keepAliveInitialDelay: keepAliveAfterMs,
    autoSelectFamilyAttemptTimeout: attemptTimeoutMs(timeoutMs),
    highWaterMark: highWaterMarkBytes,
  }
  if (tls === undefined) return connectTcp({ ...shared, ...reader.socketOptions })
  return connectTls!({ ...shared, ...nodeTlsOptions(tls, host) })
}

function nodeTlsOptions(tls: TlsOptions, host: string): NodeTlsOptions {
  // SNI must not carry an address (RFC 6066); the certificate is checked against the host in either case.
  const servername = tls.servername ?? (isIP(host) === 0 ? host : undefined)
  const options: NodeTlsOptions = {
    // Stated even where it is the default: NODE_TLS_REJECT_UNAUTHORIZED=0 must not reach Kafka's connections unseen.
    rejectUnauthorized: tls.rejectUnauthorized ?? true,
    minVersion: tls.minVersion ?? 'TLSv1.2',
  }
  if (servername !== undefined) options.servername = servername
  if (tls.ca !== undefined) options.ca = asPemList(tls.ca)
  if (tls.cert !== undefined) options.cert = asPem(tls.cert)
  if (tls.key !== undefined) options.key = asPem(tls.key)
  if (tls.passphrase !== undefined) options.passphrase = tls.passphrase
  return options
}

function asPemList(ca: NonNullable<TlsOptions['ca']>): (string | Buffer)[] {
  return typeof ca === 'string' || ca instanceof Uint8Array ? [asPem(ca)] : ca.map(asPem)
}

function asPem(pem: string | Uint8Array): string | Buffer {
  return typeof pem === 'string' ? pem : Buffer.from(pem.buffer, pem.byteOffset, pem.byteLength)
}

/** A listener that does not speak TLS takes the first bytes for a huge request, and closes. */
function isCutDuringTls(error: unknown, tls: TlsOptions | undefined): boolean {
  if (tls === undefined || !(error instanceof Error)) return false
  return 'code' in error && error.code === 'ECONNRESET'
}

/** What Node throws at once: an unreadable certificate or key, or a port out of range. */
function optionsError(error: unknown, address: string, tls: TlsOptions | undefined): ConfigError {
  const reason = error instanceof Error ? error.message : String(error)
  const what = tls === undefined ? 'the address' : 'the TLS options or the address'
  return new ConfigError(`Cannot connect to ${address}: ${what} cannot be used, ${reason}`, { cause: error })
}
