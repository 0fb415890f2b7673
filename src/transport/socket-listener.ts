/** TCP listeners, with TLS or without: the embedded cluster on the real network. */
import { createServer, type Server, type Socket } from 'node:net'
import type { TLSSocket } from 'node:tls'
import { ConnectionError } from '../errors/connection-errors.ts'
import type { BoundListener, ConnectionAcceptor, Listening } from './listener.ts'
import { SocketReader } from './socket-reader.ts'
import { SocketStream } from './socket-stream.ts'
import { createTlsServer, type ListenerTls, peerNameOf, type TlsServer } from './tls-listener.ts'
import type { StreamHandlers } from './transport.ts'

/** As large as a full answer to a fetch: an answer should leave in few system calls. */
const highWaterMarkBytes = 1024 * 1024

export function socketListening(tls?: ListenerTls): Listening {
  if (tls === undefined) return { listen: (host, port, onConnection) => listen(plainServer(onConnection), host, port) }
  return { listen: (host, port, onConnection) => listen(tlsServer(tls, onConnection), host, port) }
}

type ListeningServer = Omit<TlsServer, 'server'> & { readonly server: Server }

function plainServer(onConnection: ConnectionAcceptor): ListeningServer {
  const options = { noDelay: true, highWaterMark: highWaterMarkBytes }
  const server = createServer(options, (socket) => accept(socket, undefined, onConnection))
  return { server, endHandshakes: () => {} }
}

function tlsServer(tls: ListenerTls, onConnection: ConnectionAcceptor): ListeningServer {
  return createTlsServer(tls, highWaterMarkBytes, (socket: TLSSocket) =>
    accept(socket, peerNameOf(socket), onConnection),
  )
}

function listen({ server, endHandshakes }: ListeningServer, host: string, port: number): Promise<BoundListener> {
  return new Promise((resolve, reject) => {
    server.once('error', (error) => {
      const message = `Cannot listen on ${host}:${port}: ${error.message}`
      reject(
        new ConnectionError('CONNECTION_FAILED', message, { context: { address: `${host}:${port}` }, cause: error }),
      )
    })
    server.listen({ host, port }, () => {
      // A later error of the server itself (too many open files) ends one accept, not the process.
      server.on('error', () => {})
      const address = server.address()
      const boundPort = typeof address === 'object' && address !== null ? address.port : port
      const closeAll = (): Promise<void> => {
        endHandshakes()
        return close(server)
      }
      resolve({ host, port: boundPort, close: closeAll })
    })
  })
}

function accept(socket: Socket, peerName: string | undefined, onConnection: ConnectionAcceptor): void {
  // The stream wants its handlers when it is made, and they want the stream.
  let handlers: StreamHandlers | undefined
  const address = `${socket.remoteAddress ?? 'unknown'}:${socket.remotePort ?? 0}`
  // Node reads sockets that it accepted by events, as it does those with TLS.
  const reader = new SocketReader(true)
  const onEvents: StreamHandlers = {
    onData: (chunk) => handlers?.onData(chunk),
    onDrain: () => handlers?.onDrain(),
    onClose: (error) => handlers?.onClose(error),
  }
  const stream = new SocketStream(socket, reader, address, onEvents, peerName)
  handlers = onConnection(stream)
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    // `close` waits for the connections too; the port is free at once.
    server.close()
    resolve()
  })
}
