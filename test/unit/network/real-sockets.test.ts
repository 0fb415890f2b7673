import type { Socket } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import { BrokerPool } from '../../../src/network/broker-pool.ts'
import { type NetworkConfig, resolveNetworkOptions } from '../../../src/network/network-options.ts'
import { nodePlatform } from '../../../src/platform/node-platform.ts'
import { apiVersionsApi } from '../../../src/protocol/apis/api-versions.ts'
import { heartbeatApi } from '../../../src/protocol/apis/heartbeat.ts'
import { decodeRequest } from '../../../src/protocol/decode-request.ts'
import { FrameDecoder } from '../../../src/protocol/frame-decoder.ts'
import { encodeResponse } from '../../../src/protocol/response-frame.ts'
import { testCertificate } from '../../support/test-certificate.ts'
import { loopbackServer } from '../transport/loopback-server.ts'
import { errorOf, outcomeOf } from './network-world.ts'

const authority = testCertificate({ name: 'Test authority', isAuthority: true })
const certificate = testCertificate({ name: 'broker', issuer: authority, hosts: ['127.0.0.1'] })
const tls = { cert: certificate.cert, key: certificate.key }
const heartbeat = (generationId: number) => ({ groupId: 'billing', memberId: 'm', generationId })

/** Enough of a broker for a heartbeat; its answer's error code is the generation that was sent. */
function serveHeartbeats(socket: Socket): void {
  const apiKeys = [apiVersionsApi, heartbeatApi].map((api) => ({ apiKey: api.key, minVersion: 0, maxVersion: 4 }))
  const decoder = new FrameDecoder({
    onFrame: (frame) => {
      const { api, version, correlationId, body } = decodeRequest(frame)
      const chunks =
        api.key === apiVersionsApi.key
          ? encodeResponse(apiVersionsApi, version, correlationId, { apiKeys })
          : encodeResponse(heartbeatApi, version, correlationId, {
              errorCode: (body as { generationId: number }).generationId,
            })
      socket.write(Buffer.concat(chunks))
    },
  })
  socket.on('data', (chunk) => {
    try {
      decoder.push(chunk)
    } catch {
      // As a broker does with bytes that it cannot read.
      socket.destroy()
    }
  })
}

function poolAt(port: number, config: Partial<NetworkConfig> = {}): BrokerPool {
  const options = resolveNetworkOptions({ bootstrapServers: `127.0.0.1:${port}`, ...config })
  const pool = new BrokerPool({ platform: nodePlatform(), options })
  onTestFinished(() => pool.close())
  return pool
}

describe('Over real sockets', () => {
  it.each([
    ['plain', undefined],
    ['TLS', tls],
  ])('a thousand requests at once get their own answers: %s', async (_name, serverTls) => {
    const server = await loopbackServer(serveHeartbeats, serverTls)
    const pool = poolAt(server.port, serverTls === undefined ? {} : { tls: { ca: authority.cert } })
    const ids = Array.from({ length: 1_000 }, (_, id) => id)
    const answers = await Promise.all(ids.map((id) => pool.seeds[0]!.request(heartbeatApi, heartbeat(id))))
    expect(answers.map((answer) => answer.errorCode)).toEqual(ids)
    expect(server.sockets.size).toBe(1)
  })

  it('a dead server fails what is under way once, as retriable and possibly sent', async () => {
    let count = 0
    const server = await loopbackServer((socket) => {
      serveHeartbeats(socket)
      socket.on('data', () => {
        if (++count === 2) socket.resetAndDestroy()
      })
    })
    const connection = await poolAt(server.port).seeds[0]!.connection('control')
    const outcomes = [1, 2, 3].map((id) => outcomeOf(connection.request(heartbeatApi, 4, heartbeat(id))))
    for (const outcome of await Promise.all(outcomes)) {
      if ('value' in outcome) continue
      expect(outcome).toMatchObject({ error: { code: 'CONNECTION_CLOSED', retriable: true, mayHaveBeenSent: true } })
    }
    expect(connection.isOpen).toBe(false)
  })

  it('a plaintext client is told that the port speaks TLS', async () => {
    const server = await loopbackServer(serveHeartbeats, tls)
    const error = await errorOf(poolAt(server.port).seeds[0]!.request(heartbeatApi, heartbeat(1)))
    expect(error.message).toMatch(/look like TLS|expect TLS/)
  })

  it('a TLS client is told that the port may speak plaintext', async () => {
    const server = await loopbackServer(serveHeartbeats)
    const error = await errorOf(poolAt(server.port, { tls: true }).seeds[0]!.request(heartbeatApi, heartbeat(1)))
    expect(error.message).toMatch(/speak plaintext\?/)
  })

  it('closing the pool resolves when its sockets are closed, and the server sees them go', async () => {
    const server = await loopbackServer(serveHeartbeats)
    const pool = poolAt(server.port)
    const purposes = ['control', 'produce', 'fetch'] as const
    await Promise.all(purposes.map((purpose) => pool.seeds[0]!.request(heartbeatApi, heartbeat(0), { purpose })))
    const gone = Promise.all(
      [...server.sockets].map((socket) => new Promise((resolve) => socket.once('close', resolve))),
    )
    await pool.close()
    expect((await gone).length).toBe(3)
  })
})
