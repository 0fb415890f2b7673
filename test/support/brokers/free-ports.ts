/**
 * Ports for brokers that come back on the same port after they were killed.
 *
 * They must lie outside the range from which the system takes source ports for outgoing connections: while a broker is
 * down, a client that keeps trying to connect could be given the broker's own port as its source (and, on loopback,
 * even end up connected to itself), and the broker could then not start again.
 */
import { randomInt } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:net'

const LOWEST_PORT = 15_000
/** The start of the range for outgoing connections on Linux; macOS and Windows begin later (49152). */
const USUAL_EPHEMERAL_START = 32_768
const ATTEMPTS = 200

/** Distinct ports on 127.0.0.1 that nobody listened on a moment ago. */
export async function findFreePorts(count: number): Promise<number[]> {
  const end = firstEphemeralPort()
  const reserved: Server[] = []
  const ports: number[] = []
  try {
    for (let attempt = 0; ports.length < count; attempt++) {
      if (attempt === ATTEMPTS) throw new Error(`Cannot find ${count} free ports between ${LOWEST_PORT} and ${end}`)
      const port = randomInt(LOWEST_PORT, end)
      const server = await listen(port)
      if (server === undefined) continue
      // Kept open until all are found, so that no port is handed out twice.
      reserved.push(server)
      ports.push(port)
    }
  } finally {
    await Promise.all(reserved.map((server) => new Promise((closed) => server.close(closed))))
  }
  return ports
}

function firstEphemeralPort(): number {
  try {
    const start = Number.parseInt(readFileSync('/proc/sys/net/ipv4/ip_local_port_range', 'utf8'), 10)
    return start > LOWEST_PORT + 1_000 ? Math.min(start, 65_536) : USUAL_EPHEMERAL_START
  } catch {
    return USUAL_EPHEMERAL_START
  }
}

function listen(port: number): Promise<Server | undefined> {
  return new Promise((settle) => {
    const server = createServer()
    server.once('error', () => settle(undefined))
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => settle(server))
  })
}
