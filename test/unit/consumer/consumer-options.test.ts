import { describe, expect, it } from 'vitest'
import { type ConsumerOptions, resolveConsumerOptions } from '../../../src/consumer/consumer-options.ts'
import { checkAssignments } from '../../../src/consumer/direct-assignment.ts'
import { consumerWorld } from './consumer-world.ts'

const assignments = [{ topic: 'orders', partition: 0, offset: 'earliest' }] as const

function refusal(options: Record<string, unknown>): string {
  try {
    resolveConsumerOptions({ assignments, ...options } as ConsumerOptions)
  } catch (error) {
    expect(error).toMatchObject({ code: 'INVALID_CONFIG' })
    return (error as Error).message
  }
  throw new Error('It was accepted')
}

describe('the options of a consumer', () => {
  it('have the defaults that are promised', () => {
    expect(resolveConsumerOptions({ assignments })).toEqual({
      assignments,
      fetchMinBytes: 1,
      fetchMaxBytes: 52_428_800,
      maxPartitionFetchBytes: 1_048_576,
      fetchMaxWaitMs: 500,
      maxBufferedBytes: 67_108_864,
      isolationLevel: 'read_committed',
      autoOffsetReset: 'latest',
      clientRack: '',
      checkCrcs: true,
      deserializers: {},
      onUnreadable: 'fail',
    })
  })

  it('take undefined for "not given"', () => {
    const options = { assignments, fetchMinBytes: undefined } as unknown as ConsumerOptions
    expect(resolveConsumerOptions(options).fetchMinBytes).toBe(1)
  })

  for (const [options, words] of [
    [{ fetchMinBytes: -1 }, ['fetchMinBytes', '-1', 'whole number']],
    [{ fetchMaxBytes: 1.5 }, ['fetchMaxBytes', '1.5']],
    [{ maxPartitionFetchBytes: 0 }, ['maxPartitionFetchBytes', '0', 'from 1']],
    [{ fetchMaxWaitMs: '500' }, ['fetchMaxWaitMs', "'500'"]],
    [{ maxBufferedBytes: Number.NaN }, ['maxBufferedBytes', 'NaN']],
    [{ isolationLevel: 'committed' }, ['isolationLevel', "'committed'", 'read_committed, read_uncommitted']],
    [{ autoOffsetReset: 'smallest' }, ['autoOffsetReset', "'smallest'", 'earliest, latest, none']],
    [{ clientRack: 5 }, ['clientRack', '5', 'string']],
    [{ checkCrcs: 'yes' }, ['checkCrcs', "'yes'", 'boolean']],
    [{ fetchMinByte: 1 }, ['fetchMinByte', 'did you mean fetchMinBytes?']],
    [{ maxWaitTimeInMs: 1 }, ['maxWaitTimeInMs', 'did you mean fetchMaxWaitMs?']],
    [{ 'isolation.level': 'read_committed' }, ['did you mean isolationLevel?']],
  ] as const) {
    it(`are refused when they are ${JSON.stringify(options)}`, () => {
      const message = refusal(options)
      for (const word of words) expect(message).toContain(word)
    })
  }

  for (const [given, words] of [
    [undefined, 'assignments must be a list'],
    [[], 'assignments must be a list'],
    [[null], 'assignments[0] must be { topic, partition, offset }: null'],
    [[{ topic: '', partition: 0, offset: 0n }], "assignments[0].topic must be the name of a topic: ''"],
    [[{ topic: 'a', partition: -1, offset: 0n }], 'assignments[0].partition must be a whole number'],
    [[{ topic: 'a', partition: 0, offset: 0 }], 'assignments[0].offset must be a bigint'],
    [[{ topic: 'a', partition: 0, offset: { timestamp: 1.5 } }], '{"timestamp":1.5}'],
    [[{ topic: 'a', partition: 0 }], 'assignments[0].offset must be'],
  ] as const) {
    it(`must assign partitions: ${words}`, () => {
      expect(() => checkAssignments(given)).toThrow(words)
    })
  }

  it('must not assign a partition twice', () => {
    const twice = [...assignments, { topic: 'orders', partition: 0, offset: 5n }]
    expect(() => checkAssignments(twice)).toThrow('assignments[1]: orders-0 is assigned twice')
  })

  it('are checked before anything else happens', () => {
    const world = consumerWorld()
    expect(() => world.consumer({ assignments: [] })).toThrow('assignments must be a list')
    expect(world.cluster.requests).toEqual([])
  })
})
