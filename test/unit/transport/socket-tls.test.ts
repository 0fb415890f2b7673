import type { TLSSocket } from 'node:tls'
import { describe, expect, it } from 'vitest'
import { testCertificate } from '../../support/test-certificate.ts'
import { connectTo, loopbackServer } from './loopback-server.ts'

const authority = testCertificate({ name: 'Test authority', isAuthority: true })
const otherAuthority = testCertificate({ name: 'Other authority', isAuthority: true })
const server = testCertificate({ name: 'broker', issuer: authority, hosts: ['localhost', '127.0.0.1', 'broker.test'] })

const echo = (tls: Parameters<typeof loopbackServer>[1] = {}) =>
  loopbackServer((socket) => socket.pipe(socket), { cert: server.cert, key: server.key, ...tls })

describe('TLS', () => {
  it('carries bytes to a broker whose authority is trusted', async () => {
    const { port } = await echo()
    const { stream, recorder } = await connectTo({ port, tls: { ca: authority.cert } })
    stream.write([Buffer.from('hel'), Buffer.from('lo')])
    expect(String(await recorder.untilReceived(5))).toBe('hello')
  })

  it.each([
    ['text', authority.cert],
    ['bytes', Buffer.from(authority.cert)],
    ['a list of both', [otherAuthority.cert, Buffer.from(authority.cert)]],
  ])('takes authorities as %s', async (_name, ca) => {
    const { port } = await echo()
    const { stream, recorder } = await connectTo({ port, tls: { ca } })
    stream.write([Buffer.from('x')])
    expect(String(await recorder.untilReceived(1))).toBe('x')
  })

  it('refuses a certificate of an authority that is not trusted, by default', async () => {
    const { port } = await echo()
    for (const tls of [{}, { ca: otherAuthority.cert }]) {
      const attempt = connectTo({ port, tls })
      await expect(attempt).rejects.toMatchObject({ code: 'AUTHENTICATION_FAILED', retriable: false })
      await expect(attempt).rejects.toThrow(/certificate was refused.*option `tls\.ca`/)
    }
  })

  it('is not talked out of that by NODE_TLS_REJECT_UNAUTHORIZED', async () => {
    const { port } = await echo()
    const before = process.env.NODE_TLS_REJECT_UNAUTHORIZED
    process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0'
    try {
      await expect(connectTo({ port, tls: {} })).rejects.toMatchObject({ code: 'AUTHENTICATION_FAILED' })
    } finally {
      if (before === undefined) delete process.env.NODE_TLS_REJECT_UNAUTHORIZED
      else process.env.NODE_TLS_REJECT_UNAUTHORIZED = before
    }
  })

  it('takes any certificate when told to', async () => {
    const { port } = await echo()
    const { stream, recorder } = await connectTo({ port, tls: { rejectUnauthorized: false } })
    stream.write([Buffer.from('x')])
    expect(String(await recorder.untilReceived(1))).toBe('x')
  })

  it('refuses a certificate for another host and says for which it is', async () => {
    const stranger = testCertificate({ name: 'stranger', issuer: authority, hosts: ['elsewhere.test'] })
    const { port } = await echo({ cert: stranger.cert, key: stranger.key })
    const attempt = connectTo({ host: 'localhost', port, tls: { ca: authority.cert } })
    await expect(attempt).rejects.toMatchObject({ code: 'AUTHENTICATION_FAILED' })
    await expect(attempt).rejects.toThrow(/another host.*elsewhere\.test/)
  })

  it('refuses a certificate that has expired', async () => {
    const notAfter = new Date(Date.now() - 60_000)
    const old = testCertificate({ name: 'old', issuer: authority, hosts: ['127.0.0.1'], notAfter })
    const { port } = await echo({ cert: old.cert, key: old.key })
    await expect(connectTo({ port, tls: { ca: authority.cert } })).rejects.toThrow(/it has expired/)
  })

  it('sends the host as SNI, or the name it is told, and never an address', async () => {
    const names: (string | false)[] = []
    const { port } = await loopbackServer(
      (socket) => {
        names.push((socket as TLSSocket).servername ?? false)
        socket.end()
      },
      { cert: server.cert, key: server.key },
    )
    const tls = { ca: authority.cert }
    for (const target of [{ host: 'localhost', tls }, { tls: { ...tls, servername: 'broker.test' } }, { tls }]) {
      await (await connectTo({ port, ...target })).recorder.closed
    }
    expect(names.map((name) => name || false)).toEqual(['localhost', 'broker.test', false])
  })

  it("shows the client's certificate to a broker that wants one", async () => {
    const client = testCertificate({ name: 'client', issuer: authority })
    const { port } = await echo({ ca: authority.cert, requestCert: true, rejectUnauthorized: true })
    const tls = { ca: authority.cert, cert: client.cert, key: client.key }
    const { stream, recorder } = await connectTo({ port, tls })
    stream.write([Buffer.from('x')])
    expect(String(await recorder.untilReceived(1))).toBe('x')
  })

  it("says that the broker wants the client's certificate when there is none", async () => {
    const { port } = await echo({ ca: authority.cert, requestCert: true, rejectUnauthorized: true })
    // With TLS 1.3 the client's side is open before the broker has looked at its certificate.
    const { recorder } = await connectTo({ port, tls: { ca: authority.cert } })
    const error = await recorder.closed
    expect(error).toMatchObject({ code: 'AUTHENTICATION_FAILED' })
    expect(error?.message).toMatch(/wants one \(options `tls\.cert`, `tls\.key`\)/)
  })

  it('names the certificate that cannot be read', async () => {
    const attempt = connectTo({ port: 1, tls: { cert: 'nonsense', key: 'nonsense' } })
    await expect(attempt).rejects.toMatchObject({ code: 'INVALID_CONFIG' })
  })

  it.each([
    ['answers in plaintext', 'HTTP/1.1 400 Bad Request\r\n\r\n'],
    ['closes', undefined],
  ])('asks whether the port speaks plaintext when the other side %s', async (_name, answer) => {
    const plain = await loopbackServer((socket) => {
      socket.once('data', () => (answer === undefined ? socket.destroy() : socket.write(answer)))
    })
    const attempt = connectTo({ port: plain.port, tls: {} })
    await expect(attempt).rejects.toMatchObject({ code: 'CONNECTION_FAILED' })
    await expect(attempt).rejects.toThrow(/speak plaintext\?/)
  })
})
