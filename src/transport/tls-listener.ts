/**
 * TLS listeners: the embedded cluster with certificates.
 *
 * A connection is handed over when its handshake is done; the listener owns those that are not, and ends them when it closes.
 */
import type { Socket } from 'node:net'
import { createServer, type Server, type TLSSocket } from 'node:tls'

export interface ListenerTls {
  /** PEM. */
  readonly cert: string | Uint8Array
  readonly key: string | Uint8Array
  readonly passphrase?: string
  /** PEM certificates of those who sign clients' certificates. */
  readonly ca?: string | Uint8Array | readonly (string | Uint8Array)[]
  /** Whether clients show a certificate: Kafka's `ssl.client.auth`. One that `ca` has not signed is never taken. Default `none`. */
  readonly clientAuth?: 'none' | 'requested' | 'required'
}

export interface TlsServer {
  readonly server: Server
  /** Cuts the connections that have not come to be one. */
  readonly endHandshakes: () => void
}

/** A server that calls back with each connection whose handshake went well. */
export function createTlsServer(
  { cert, key, passphrase, ca, clientAuth = 'none' }: ListenerTls,
  highWaterMarkBytes: number,
  onSecured: (socket: TLSSocket) => void,
): TlsServer {
  const pem = (value: string | Uint8Array): string | Buffer => (typeof value === 'string' ? value : Buffer.from(value))
  const authorities = ca === undefined ? [] : Array.isArray(ca) ? ca : [ca as string | Uint8Array]
  const server = createServer({
    noDelay: true,
    highWaterMark: highWaterMarkBytes,
    cert: pem(cert),
    key: pem(key),
    ...(passphrase === undefined ? {} : { passphrase }),
    ...(authorities.length === 0 ? {} : { ca: authorities.map(pem) }),
    requestCert: clientAuth !== 'none',
    rejectUnauthorized: clientAuth === 'required',
  })
  server.on('secureConnection', (socket) => {
    const isStranger = clientAuth === 'requested' && socket.getPeerX509Certificate() !== undefined && !socket.authorized
    if (isStranger) socket.destroy()
    else onSecured(socket)
  })
  // A handshake that fails is its client's to find out.
  server.on('tlsClientError', (_error, socket) => socket.destroy())
  const unfinished = trackHandshakes(server)
  const endHandshakes = (): void => {
    for (const socket of unfinished.values()) socket.destroy()
  }
  return { server, endHandshakes }
}

/** Sockets whose handshake is not done, by the address of the client: Node has no other link from one to the other. */
function trackHandshakes(server: Server): Map<string, Socket> {
  const unfinished = new Map<string, Socket>()
  server.on('connection', (socket: Socket) => {
    const address = addressOf(socket)
    unfinished.set(address, socket)
    socket.once('close', () => unfinished.delete(address))
  })
  server.on('secureConnection', (socket) => unfinished.delete(addressOf(socket)))
  return unfinished
}

function addressOf({ remoteAddress, remotePort }: Socket): string {
  return `${remoteAddress}:${remotePort}`
}

/**
 * Who a client's certificate says that it is, as Java writes it (RFC 2253): the most specific part first,
 * `CN=alice,O=Example,C=NL`. Undefined without a certificate.
 */
export function peerNameOf(socket: TLSSocket): string | undefined {
  const subject = socket.getPeerX509Certificate()?.subject
  if (subject === undefined) return undefined
  return subject
    .split('\n')
    .filter((part) => part !== '')
    .map((part) => part.replaceAll(' + ', '+'))
    .reverse()
    .join(',')
}
