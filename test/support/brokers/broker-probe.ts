/**
 * Asks a broker, by two hand-made requests, whether it is there. Independent of the client under test, which must not
 * decide for itself whether its broker is ready.
 */
import { connect, type Socket } from 'node:net'

const METADATA = 3
const API_VERSIONS = 18

export interface BrokerView {
  /** Every broker that this one knows to be alive. */
  readonly brokers: readonly { readonly id: number; readonly host: string; readonly port: number }[]
  /** -1 while there is none. */
  readonly controllerId: number
  /** How many APIs the broker serves. */
  readonly apiCount: number
}

/** Rejects when the broker cannot be reached, or does not answer in time. */
export async function probeBroker(host: string, port: number, timeoutMs = 2_000): Promise<BrokerView> {
  const connection = await openProbe(host, port, timeoutMs)
  try {
    const versions = await connection.exchange(API_VERSIONS, 0, Buffer.alloc(0))
    const errorCode = versions.readInt16BE(0)
    if (errorCode !== 0) throw new Error(`${host}:${port} answered ApiVersions with error ${errorCode}`)
    // Version 1 with an empty list of topics: brokers and the controller only. Served by Kafka 0.10 to 4.x.
    const metadata = await connection.exchange(METADATA, 1, Buffer.alloc(4))
    return { ...readMetadata(metadata), apiCount: versions.readInt32BE(2) }
  } finally {
    connection.close()
  }
}

interface Probe {
  exchange(apiKey: number, apiVersion: number, body: Buffer): Promise<Buffer>
  close(): void
}

function openProbe(host: string, port: number, timeoutMs: number): Promise<Probe> {
  return new Promise((opened, failed) => {
    const socket = connect({ host, port })
    socket.setTimeout(timeoutMs, () => socket.destroy(new Error(`${host}:${port} did not answer in ${timeoutMs} ms`)))
    socket.once('error', failed)
    socket.once('connect', () => {
      socket.off('error', failed)
      opened({
        exchange: (apiKey, apiVersion, body) => exchange(socket, apiKey, apiVersion, body),
        close: () => socket.destroy(),
      })
    })
  })
}

function exchange(socket: Socket, apiKey: number, apiVersion: number, body: Buffer): Promise<Buffer> {
  return new Promise((answered, failed) => {
    let received = Buffer.alloc(0)
    const onData = (chunk: Buffer): void => {
      received = Buffer.concat([received, chunk])
      if (received.length < 4 || received.length < 4 + received.readInt32BE(0)) return
      stop()
      answered(received.subarray(8))
    }
    const onError = (error: Error): void => {
      stop()
      failed(error)
    }
    const onClose = (): void => onError(new Error('The broker closed the connection'))
    const stop = (): void => {
      socket.off('data', onData).off('error', onError).off('close', onClose)
      // The socket's own time limit destroys it with an error, which nobody may be waiting for any more.
      socket.on('error', () => {})
    }
    socket.on('data', onData).on('error', onError).on('close', onClose)
    const header = Buffer.alloc(14)
    header.writeInt32BE(10 + body.length, 0)
    header.writeInt16BE(apiKey, 4)
    header.writeInt16BE(apiVersion, 6)
    header.writeInt32BE(apiKey, 8)
    header.writeInt16BE(-1, 12)
    socket.write(Buffer.concat([header, body]))
  })
}

function readMetadata(body: Buffer): Pick<BrokerView, 'brokers' | 'controllerId'> {
  let position = 0
  const int32 = (): number => {
    position += 4
    return body.readInt32BE(position - 4)
  }
  const string = (): string => {
    const length = body.readInt16BE(position)
    const start = position + 2
    position = start + Math.max(length, 0)
    return body.toString('utf8', start, position)
  }
  const brokers: { id: number; host: string; port: number }[] = []
  for (let remaining = int32(); remaining > 0; remaining--) {
    const [id, host, port] = [int32(), string(), int32()]
    string() // the rack
    brokers.push({ id, host, port })
  }
  return { brokers, controllerId: int32() }
}
