import { createServer } from 'node:net'
import { describe, expect, it } from 'vitest'
import { findFreePorts } from '../../support/brokers/free-ports.ts'

describe('free ports for brokers', () => {
  it('are distinct, and can be listened on', async () => {
    const ports = await findFreePorts(7)
    expect(new Set(ports).size).toBe(7)
    for (const port of ports) await listenOnce(port)
  })

  it('lie below the ports of outgoing connections, one of which could otherwise take the port of a broker that is down', async () => {
    for (const port of await findFreePorts(20)) expect(port).toBeLessThan(32_768)
  })
})

function listenOnce(port: number): Promise<void> {
  return new Promise((closed, failed) => {
    const server = createServer()
    server.once('error', failed)
    server.listen(port, '127.0.0.1', () => server.close(() => closed()))
  })
}
