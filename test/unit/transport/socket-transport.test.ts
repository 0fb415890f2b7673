import { createServer } from 'node:net'
import { describe, expect, it } from 'vitest'
import { ManualClock } from '../../../src/support/manual-clock.ts'
import { connectError } from '../../../src/transport/socket-errors.ts'
import { socketTransport } from '../../../src/transport/socket-transport.ts'
import { connectTo, loopbackServer, StreamRecorder } from './loopback-server.ts'

const mebibyte = 1024 * 1024

describe('A socket', () => {
  it('carries bytes both ways, in order', async () => {
    const server = await loopbackServer((socket) => socket.pipe(socket))
    const { stream, recorder } = await connectTo({ port: server.port })
    stream.write([Buffer.from('a'), Buffer.from('b')])
    stream.write([Buffer.from('c')])
    expect(String(await recorder.untilReceived(3))).toBe('abc')
    expect(stream.remoteAddress).toBe(`127.0.0.1:${server.port}`)
  })

  it('sends what is written in one go together', async () => {
    const chunks: string[] = []
    const server = await loopbackServer((socket) => {
      socket.on('data', (chunk) => chunks.push(String(chunk)))
      socket.pipe(socket)
    })
    const { stream, recorder } = await connectTo({ port: server.port })
    for (const text of ['one ', 'two ', 'three']) stream.write([Buffer.from(text)])
    await recorder.untilReceived(13)
    expect(chunks).toEqual(['one two three'])
  })

  it('says when it has more than it likes, and when that has gone', async () => {
    const server = await loopbackServer((socket) => socket.pause())
    const { stream, recorder } = await connectTo({ port: server.port })
    expect(stream.write([Buffer.from('x')])).toBe(true)
    expect(stream.write([Buffer.alloc(16 * mebibyte)])).toBe(false)
    for (const socket of server.sockets) socket.resume()
    await recorder.untilDrained()
    expect(stream.write([Buffer.from('x')])).toBe(true)
  })

  it('hands over nothing while it is paused', async () => {
    const server = await loopbackServer((socket) => socket.pipe(socket))
    const { stream, recorder } = await connectTo({ port: server.port })
    stream.setPaused(true)
    stream.write([Buffer.from('abc')])
    const probe = await connectTo({ port: server.port })
    probe.stream.write([Buffer.from('abc')])
    await probe.recorder.untilReceived(3)
    expect(recorder.events).toEqual([])
    stream.setPaused(false)
    expect(String(await recorder.untilReceived(3))).toBe('abc')
  })

  it('reports an orderly end of the other side without an error, once', async () => {
    const server = await loopbackServer((socket) => socket.end('bye'))
    const { recorder } = await connectTo({ port: server.port })
    expect(await recorder.closed).toBeUndefined()
    expect(recorder.events).toEqual(['data', 'close'])
  })

  it('reports a reset as a broken connection', async () => {
    const server = await loopbackServer((socket) => void socket.once('data', () => socket.resetAndDestroy()))
    const { stream, recorder } = await connectTo({ port: server.port })
    stream.write([Buffer.from('x')])
    expect(await recorder.closed).toMatchObject({
      code: 'CONNECTION_CLOSED',
      retriable: true,
      message: `The connection to 127.0.0.1:${server.port} broke: connection reset by the broker`,
    })
  })

  it('calls nobody after it was destroyed but onClose, with the error it was given', async () => {
    const server = await loopbackServer((socket) => {
      socket.write(Buffer.alloc(mebibyte))
    })
    const { stream, recorder } = await connectTo({ port: server.port })
    await recorder.untilReceived(1)
    const before = recorder.received.length
    const reason = new Error('enough')
    stream.destroy(reason)
    stream.destroy(new Error('again'))
    expect(stream.write([Buffer.from('x')])).toBe(false)
    expect(await recorder.closed).toBe(reason)
    expect(recorder.received.length).toBe(before)
    expect(recorder.events.filter((event) => event === 'close')).toHaveLength(1)
  })

  it('still sends what was written in the turn in which it is destroyed', async () => {
    let arrived: (text: string) => void
    const text = new Promise<string>((resolve) => (arrived = resolve))
    const server = await loopbackServer((socket) => void socket.on('data', (chunk) => arrived(String(chunk))))
    const { stream } = await connectTo({ port: server.port })
    stream.write([Buffer.from('last words')])
    stream.destroy()
    expect(await text).toBe('last words')
  })
})

describe('Connecting', () => {
  it('that is refused says so', async () => {
    const server = await loopbackServer(() => {})
    await server.close()
    await expect(connectTo({ port: server.port })).rejects.toMatchObject({
      code: 'CONNECTION_REFUSED',
      retriable: true,
      mayHaveBeenSent: false,
      message: `Cannot connect to 127.0.0.1:${server.port}: connection refused. Is a broker listening there?`,
    })
  })

  it('to an address that nobody can use is an error of the configuration', async () => {
    await expect(connectTo({ port: 70_000 })).rejects.toMatchObject({ code: 'INVALID_CONFIG' })
  })

  it('ends with the reason of its signal', async () => {
    const reason = new Error('changed my mind')
    const controller = new AbortController()
    const server = await loopbackServer(() => {})
    const attempt = socketTransport(new ManualClock()).connect(
      { host: '127.0.0.1', port: server.port, timeoutMs: 1_000, signal: controller.signal },
      new StreamRecorder(),
    )
    controller.abort(reason)
    await expect(attempt).rejects.toBe(reason)
    await expect(connectTo({ port: server.port, signal: AbortSignal.abort(reason) })).rejects.toBe(reason)
  })

  it('ends after timeoutMs, and leaves neither timer nor socket', async () => {
    const clock = new ManualClock()
    // A TLS handshake with a server that never says a word.
    const server = await loopbackServer(() => {})
    const attempt = socketTransport(clock).connect(
      { host: '127.0.0.1', port: server.port, timeoutMs: 1_000, tls: {} },
      new StreamRecorder(),
    )
    const [outcome] = await Promise.allSettled([attempt, clock.advance(1_000)])
    const message = `Cannot connect to 127.0.0.1:${server.port}: not connected within 1000 ms`
    expect(outcome).toMatchObject({ status: 'rejected', reason: { code: 'CONNECTION_TIMEOUT', message } })
    expect(clock.liveTimers).toEqual([])
  })

  it('leaves no timer after success', async () => {
    const clock = new ManualClock()
    const server = await loopbackServer(() => {})
    const recorder = new StreamRecorder()
    const target = { host: '127.0.0.1', port: server.port, timeoutMs: 1_000 }
    const stream = await socketTransport(clock).connect(target, recorder)
    expect(clock.liveTimers).toEqual([])
    stream.destroy()
    await recorder.closed
  })

  it.each([
    ['ENOTFOUND', 'CONNECTION_FAILED', /host name is not known/],
    ['EAI_AGAIN', 'CONNECTION_FAILED', /DNS did not answer/],
    ['ETIMEDOUT', 'CONNECTION_TIMEOUT', /network gave no answer/],
    ['EHOSTUNREACH', 'CONNECTION_FAILED', /no route/],
    ['ERR_SSL_WRONG_VERSION_NUMBER', 'CONNECTION_FAILED', /speak plaintext\?/],
    ['EMFILE', 'CONNECTION_FAILED', /something \(EMFILE\)/],
  ])('says in words what %s means', (code, expectedCode, message) => {
    const error = connectError(Object.assign(new Error('something'), { code }), 'broker:9092')
    expect(error).toMatchObject({ code: expectedCode, retriable: true, context: { address: 'broker:9092' } })
    expect(error.message).toMatch(message)
  })

  it('tells the first failure when all addresses of a name fail', () => {
    const refused = Object.assign(new Error('connect ECONNREFUSED ::1:9092'), { code: 'ECONNREFUSED' })
    const error = connectError(new AggregateError([refused, new Error('other')]), 'localhost:9092')
    expect(error).toMatchObject({ code: 'CONNECTION_REFUSED' })
  })

  it('keeps apart what a server says before the client does', async () => {
    const server = await loopbackServer((socket) => socket.write('hello'))
    const { recorder } = await connectTo({ port: server.port })
    expect(String(await recorder.untilReceived(5))).toBe('hello')
  })

  it('is possible to a name', async () => {
    const server = await loopbackServer((socket) => socket.pipe(socket))
    const { stream, recorder } = await connectTo({ host: 'localhost', port: server.port })
    stream.write([Buffer.from('x')])
    expect(String(await recorder.untilReceived(1))).toBe('x')
  })
})

/** Some machines have no IPv6 on the loopback interface. */
const hasIpv6 = await new Promise<boolean>((resolve) => {
  const probe = createServer()
  probe.on('error', () => resolve(false))
  probe.listen(0, '::1', () => probe.close(() => resolve(true)))
})

describe.runIf(hasIpv6)('An IPv6 address', () => {
  it('stands in brackets in messages', async () => {
    await expect(connectTo({ host: '::1', port: 1 })).rejects.toThrow(/\[::1\]:1/)
  })
})
