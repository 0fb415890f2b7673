import { describe, expect, it } from 'vitest'
import { parseBrokerOptions } from '../../../src/cli/broker-options.ts'
import { UsageError } from '../../../src/cli/usage-error.ts'

describe('the options of `ottla broker`', () => {
  it('are one broker of Kafka 4.3 on port 9092, without topics, in memory', () => {
    const options = parseBrokerOptions([])

    expect(options).toMatchObject({
      isHelpWanted: false,
      detail: 'normal',
      profileName: 'Apache Kafka 4.3',
      dataDir: undefined,
      cluster: { brokers: 1, port: 9092, host: '127.0.0.1', topics: {}, config: {} },
    })
    expect(options.cluster).not.toHaveProperty('dataDir')
  })

  it('say how many brokers there are, where, and what they imitate', () => {
    const args = ['--brokers', '3', '--port', '0', '--host', '0.0.0.0', '--profile', 'kafka-2.8', '--data-dir', 'here']

    const { cluster, profileName } = parseBrokerOptions(args)

    expect(cluster).toMatchObject({ brokers: 3, port: 0, host: '0.0.0.0', dataDir: 'here' })
    expect(profileName).toBe('Apache Kafka 2.8')
  })

  it('take topics with or without partitions and replicas', () => {
    const { cluster } = parseBrokerOptions(['--topic', 'a', '--topic', 'b:6', '--topic', 'c:2:3'])

    expect(cluster.topics).toEqual({
      a: { partitions: 1 },
      b: { partitions: 6 },
      c: { partitions: 2, replicationFactor: 3 },
    })
  })

  it('take configuration, with an equals sign in the value too', () => {
    const { cluster } = parseBrokerOptions(['--config', 'num.partitions=3', '--config', 'of.mine=a=b'])

    expect(cluster.config).toEqual({ 'num.partitions': '3', 'of.mine': 'a=b' })
  })

  it.each([
    [['--verbose'], 'verbose'],
    [['--quiet'], 'quiet'],
  ] as const)('%s makes it %s', (args, detail) => {
    expect(parseBrokerOptions(args).detail).toBe(detail)
  })

  it.each([
    [['--port', 'http'], '--port needs a whole number from 0 to 65535, not "http"'],
    [['--port', '65536'], '--port needs a whole number from 0 to 65535, not "65536"'],
    [['--port', '65534', '--brokers', '3'], '--port 65534 leaves no room for 3 brokers: ports end at 65535'],
    [['--brokers', '0'], '--brokers needs a whole number from 1 to 100, not "0"'],
    [['--brokers', '1.5'], '--brokers needs a whole number from 1 to 100, not "1.5"'],
    [['--topic', 'a:0'], '--topic "a:0": the number of partitions is "0", and must be a whole number from 1 on'],
    [['--topic', 'a:1:2:3'], '--topic takes NAME, NAME:PARTITIONS or NAME:PARTITIONS:REPLICAS, not "a:1:2:3"'],
    [['--topic', ':3'], '--topic ":3": Topic name is invalid: the empty string is not allowed'],
    [['--topic', 'a b'], '--topic "a b": Topic name is invalid: \'a b\' contains one or more characters other than'],
    [['--config', 'alone'], '--config takes KEY=VALUE, not "alone"'],
    [['--config', 'num.partitions=no'], 'Invalid value no for configuration num.partitions: Not a number of type INT'],
    [['--profile', 'kafka-1.0'], '--profile "kafka-1.0" is not known; there are kafka-2.8, kafka-3.9, kafka-4.3'],
    [['--verbose', '--quiet'], '--verbose and --quiet exclude each other'],
    [['--data-dir', ''], '--data-dir needs the name of a folder'],
    [['--colour'], "Unknown option '--colour'"],
    [['extra'], "Unexpected argument 'extra'"],
  ])('%j are refused in a sentence', (args, message) => {
    expect(() => parseBrokerOptions(args)).toThrow(UsageError)
    expect(() => parseBrokerOptions(args)).toThrow(message)
  })
})
