import { describe, expect, it } from 'vitest'
import { parseBootstrapServers } from '../../../src/network/bootstrap-servers.ts'
import { resolveNetworkOptions } from '../../../src/network/network-options.ts'

describe('bootstrapServers', () => {
  it.each([
    [
      'a:1,b:2',
      [
        ['a', 1],
        ['b', 2],
      ],
    ],
    [
      ' a:1 , b:2 , ',
      [
        ['a', 1],
        ['b', 2],
      ],
    ],
    [
      ['a:1', 'b:2,c:3'],
      [
        ['a', 1],
        ['b', 2],
        ['c', 3],
      ],
    ],
    ['broker.example.com', [['broker.example.com', 9092]]],
    [
      '[::1]:9093,[fe80::1%eth0]',
      [
        ['::1', 9093],
        ['fe80::1%eth0', 9092],
      ],
    ],
    ['10.0.0.1:65535', [['10.0.0.1', 65535]]],
    ['a:1,A:1,a:1', [['A', 1]]],
  ])('reads %j', (value, expected) => {
    expect(parseBootstrapServers(value).map(({ host, port }) => [host, port])).toHaveLength(expected.length)
    expect(parseBootstrapServers(value).map(({ host, port }) => [host.toLowerCase(), port])).toEqual(
      expected.map(([host, port]) => [String(host).toLowerCase(), port]),
    )
  })

  it.each([
    ['', /empty/],
    [[], /empty/],
    ['a:1,b:x', /"b:x" is not host:port/],
    ['a:1,:9092', /":9092" is not host:port/],
    ['a:0', /port of "a:0"/],
    ['a:65536', /port of "a:65536"/],
    ['::1:9092', /"::1:9092" is not host:port \(an IPv6 address stands in brackets/],
    ['kafka://a:9092', /"kafka:\/\/a:9092" must be host:port, without a scheme/],
    ['a b:1', /"a b:1" is not/],
  ])('refuses %j and names the bad part', (value, message) => {
    expect(() => parseBootstrapServers(value)).toThrow(message)
  })
})

describe('The network options', () => {
  it('have the documented defaults', () => {
    expect(resolveNetworkOptions({ bootstrapServers: 'a:1' })).toEqual({
      bootstrapServers: [{ host: 'a', port: 1 }],
      clientId: 'ottla',
      tls: undefined,
      requestTimeoutMs: 30_000,
      connectTimeoutMs: 10_000,
      reconnectBackoffMs: 50,
      reconnectBackoffMaxMs: 1_000,
      connectionsMaxIdleMs: 540_000,
      maxFrameBytes: 100 * 1024 * 1024,
    })
  })

  it('take true for TLS with its defaults, and false for none', () => {
    expect(resolveNetworkOptions({ bootstrapServers: 'a', tls: true }).tls).toEqual({})
    expect(resolveNetworkOptions({ bootstrapServers: 'a', tls: false }).tls).toBeUndefined()
    expect(resolveNetworkOptions({ bootstrapServers: 'a', tls: { servername: 'b' } }).tls).toEqual({ servername: 'b' })
  })

  it.each([
    [{ requestTimeoutMs: 0 }, /requestTimeoutMs is 0/],
    [{ requestTimeoutMs: Number.NaN }, /requestTimeoutMs is NaN/],
    [{ connectTimeoutMs: -1 }, /connectTimeoutMs is -1/],
    [{ connectTimeoutMs: Number.POSITIVE_INFINITY }, /connectTimeoutMs is Infinity/],
    [{ connectionsMaxIdleMs: 0 }, /connectionsMaxIdleMs is 0.*or Infinity/],
    [{ reconnectBackoffMs: -5 }, /reconnectBackoffMs is -5/],
    [{ maxFrameBytes: 12 }, /maxFrameBytes is 12/],
    [{ clientId: 'x'.repeat(40_000) }, /clientId is longer/],
  ])('refuse %j', (config, message) => {
    expect(() => resolveNetworkOptions({ bootstrapServers: 'a', ...config })).toThrow(message)
  })

  it('let connections be idle for ever, and never let the first pause exceed the longest', () => {
    const options = resolveNetworkOptions({
      bootstrapServers: 'a',
      connectionsMaxIdleMs: Number.POSITIVE_INFINITY,
      reconnectBackoffMs: 5_000,
    })
    expect(options.connectionsMaxIdleMs).toBe(Number.POSITIVE_INFINITY)
    expect(options.reconnectBackoffMaxMs).toBe(5_000)
  })
})
