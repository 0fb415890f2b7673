/** TCP listeners: the embedded cluster on the real network. */
import { createServer, type Server, type Socket } from 'node:net'
import { ConnectionError } from '../errors/connection-errors.ts'
import type { BoundListener, ConnectionAcceptor, Listening } from './listener.ts'
import { SocketReader } from './socket-reader.ts'
import { SocketStream } from './socket-stream.ts'
import type { StreamHandlers } from './transport.ts'

/** As large as a full answer to a fetch: an answer should leave in few system calls. */
const highWaterMarkBytes = 1024 * 1024

export function socketListening(): Listening {
  return { listen }
}

function listen(host: string, port: number, onConnection: ConnectionAcceptor): Promise<BoundListener> {
  const server = createServer({ noDelay: true, highWaterMark: highWaterMarkBytes }, (socket) =>
    accept(socket, onConnection),
  )
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
      resolve({ host, port: boundPort, close: () => close(server) })
    })
  })
}

function accept(socket: Socket, onConnection: ConnectionAcceptor): void {
  // The stream wants its handlers when it is made, and they want the stream.
  let handlers: StreamHandlers | undefined
  const address = `${socket.remoteAddress ?? 'unknown'}:${socket.remotePort ?? 0}`
  // Node reads sockets that it accepted by events, as it does those with TLS.
  const reader = new SocketReader(true)
  const stream = new SocketStream(socket, reader, address, {
    onData: (chunk) => handlers?.onData(chunk),
    onDrain: () => handlers?.onDrain(),
    onClose: (error) => handlers?.onClose(error),
  })
  handlers = onConnection(stream)
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    // `close` waits for the connections too; the port is free at once.
    server.close()
    resolve()
  })
}
