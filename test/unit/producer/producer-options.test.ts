import { describe, expect, it } from 'vitest'
import { ConfigError } from '../../../src/errors/client-errors.ts'
import { type ProducerOptions, resolveProducerOptions } from '../../../src/producer/producer-options.ts'

function refusalOf(options: unknown): string {
  try {
    resolveProducerOptions(options as ProducerOptions, 30_000)
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError)
    return (error as Error).message
  }
  throw new Error(`Was taken: ${JSON.stringify(options)}`)
}

describe('producer options', () => {
  it("default to Kafka's safe ones", () => {
    expect(resolveProducerOptions({}, 30_000)).toMatchObject({
      acks: -1,
      enableIdempotence: true,
      maxInFlightRequests: 5,
      compressionType: 'none',
      deliveryTimeoutMs: 120_000,
      requestTimeoutMs: 30_000,
      retries: 2 ** 31 - 1,
      allowAutoTopicCreation: true,
      partitionerAdaptivePartitioning: true,
      partitionerIgnoreKeys: false,
    })
  })

  it.each([
    ['all', -1],
    [-1, -1],
    [1, 1],
    [0, 0],
  ] as const)('take acks %s', (acks, resolved) => {
    expect(resolveProducerOptions({ acks }, 1)).toMatchObject({ acks: resolved, enableIdempotence: resolved === -1 })
  })

  it.each([
    [{ acks: 2 }, "acks must be 'all', 1 or 0, not 2"],
    [{ acks: 'none' }, "acks must be 'all', 1 or 0, not none"],
    [{ acks: 1, enableIdempotence: true }, "enableIdempotence needs acks 'all', not 1"],
    [{ acks: 0, enableIdempotence: true }, "enableIdempotence needs acks 'all', not 0"],
    [{ maxInFlightRequests: 6 }, 'maxInFlightRequests must be at most 5 with idempotence, not 6'],
    [{ maxInFlightRequests: 0 }, 'maxInFlightRequests must be a whole number from 1 to 1000000, not 0'],
    [{ lingerMs: -1 }, 'lingerMs must be a whole number from 0 to 2147483647, not -1'],
    [{ lingerMs: 0.5 }, 'lingerMs must be a whole number from 0 to 2147483647, not 0.5'],
    [{ batchSize: Number.NaN }, 'batchSize must be a whole number from 0 to 1073741824, not NaN'],
    [{ maxRequestSize: 0 }, 'maxRequestSize must be a whole number from 1 to 1073741824, not 0'],
    [{ deliveryTimeoutMs: 0 }, 'deliveryTimeoutMs must be a whole number from 1 to 2147483647, not 0'],
    [{ requestTimeoutMs: 0 }, 'requestTimeoutMs must be a whole number from 1 to 2147483647, not 0'],
    [{ retries: '3' }, 'retries must be a whole number from 0 to 2147483647, not 3'],
    [{ retryBackoffMs: -5 }, 'retryBackoffMs must be a whole number from 0 to 2147483647, not -5'],
    [{ retryBackoffMaxMs: null }, 'retryBackoffMaxMs must be a whole number from 0 to 2147483647, not null'],
    [{ maxBufferedRecords: 0 }, 'maxBufferedRecords must be a whole number from 1 to 2147483647, not 0'],
    [{ maxBufferedBytes: 2 ** 60 }, 'maxBufferedBytes must be a whole number from 1 to 9007199254740991'],
    [{ maxBlockMs: Number.POSITIVE_INFINITY }, 'maxBlockMs must be a whole number from 0 to 2147483647, not Infinity'],
    [{ linger: 5 }, 'Unknown producer option linger'],
  ])('refuse %j, naming option, value and rule', (options, message) => {
    expect(refusalOf(options)).toContain(message)
  })

  it('list what is known beside an option that is not', () => {
    expect(refusalOf({ compression: 'gzip' })).toMatch(/known are acks, .*compressionType/)
  })

  it('allow more in flight where nothing is numbered', () => {
    expect(resolveProducerOptions({ acks: 1, maxInFlightRequests: 50 }, 1).maxInFlightRequests).toBe(50)
  })

  it('treat an option that is undefined as absent', () => {
    expect(resolveProducerOptions({ lingerMs: undefined } as unknown as ProducerOptions, 1).lingerMs).toBe(0)
  })
})
