import { describe, expect, it } from 'vitest'
import { type ClientConfig, resolveClientOptions } from '../../../src/client/client-options.ts'
import { refuseUnknownOptions } from '../../../src/client/refuse-unknown-options.ts'

function resolve(config: object): unknown {
  return resolveClientOptions(config as ClientConfig)
}

describe('client options', () => {
  it("have Kafka's defaults", () => {
    expect(resolveClientOptions({ bootstrapServers: 'localhost' })).toMatchObject({
      network: { bootstrapServers: [{ host: 'localhost', port: 9092 }], requestTimeoutMs: 30_000 },
      metadataMaxAgeMs: 300_000,
      metadataRecoveryStrategy: 'rebootstrap',
      retryBackoffMs: 100,
      retryBackoffMaxMs: 1_000,
      defaultApiTimeoutMs: 60_000,
    })
  })

  it('cannot be changed afterwards', () => {
    expect(Object.isFrozen(resolveClientOptions({ bootstrapServers: 'a:1' }))).toBe(true)
  })

  it('take a first pause that is longer than the longest for the longest', () => {
    expect(resolveClientOptions({ bootstrapServers: 'a:1', retryBackoffMs: 5_000 }).retryBackoffMaxMs).toBe(5_000)
  })

  it.each([
    [{}, 'bootstrapServers is missing'],
    [{ bootstrapServers: '' }, 'bootstrapServers is empty'],
    [{ bootstrapServers: 'a:1', metadataMaxAgeMs: 0 }, 'metadataMaxAgeMs is 0'],
    [{ bootstrapServers: 'a:1', retryBackoffMs: '100' }, 'retryBackoffMs is 100'],
    [{ bootstrapServers: 'a:1', defaultApiTimeoutMs: Number.NaN }, 'defaultApiTimeoutMs is NaN'],
    [{ bootstrapServers: 'a:1', metadataRecoveryStrategy: 'pray' }, "'rebootstrap' or 'none'"],
    [{ brokers: ['a:1'] }, 'did you mean bootstrapServers?'],
    [{ 'bootstrap.servers': 'a:1' }, 'did you mean bootstrapServers?'],
    [{ 'metadata.max.age.ms': 1 }, 'did you mean metadataMaxAgeMs?'],
    [{ bootstrapServer: 'a:1' }, 'did you mean bootstrapServers?'],
    [{ bootstrapServers: 'a:1', clientID: 'x' }, 'did you mean clientId?'],
    [{ bootstrapServers: 'a:1', ssl: true }, 'did you mean tls?'],
    [{ bootstrapServers: 'a:1', requestTimeout: 5 }, 'did you mean requestTimeoutMs?'],
    [{ bootstrapServers: 'a:1', zzz: 5 }, "Kafka has no option 'zzz': it knows bootstrapServers, clientId,"],
  ])('%j is refused: %s', (config, message) => {
    expect(() => resolve(config)).toThrow(message)
    expect(() => resolve(config)).toThrow(expect.objectContaining({ code: 'INVALID_CONFIG' }))
  })

  it('that the caller handles itself are let through', () => {
    const config = { bootstrapServers: 'a:1', log: {} } as ClientConfig
    expect(() => resolveClientOptions(config, ['log'])).not.toThrow()
  })

  it('are checked for other clients alike', () => {
    expect(() => refuseUnknownOptions({ lingerMS: 5 }, ['lingerMs', 'batchSize'], 'The producer')).toThrow(
      "The producer has no option 'lingerMS': did you mean lingerMs?",
    )
  })
})
