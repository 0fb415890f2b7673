import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import packageJson from '../../../package.json' with { type: 'json' }
import { Kafka } from '../../../src/index.ts'
import { FakeCluster } from '../../../src/testing/index.ts'
import { runScripted } from './scripted-host.ts'

const onFreePort = ['broker', '--port', '0']

function bootstrapServersIn(lines: readonly string[]): string {
  return /^Bootstrap servers: (.+)$/m.exec(lines.join('\n'))![1]!
}

async function produceOne(bootstrapServers: string, topic: string): Promise<void> {
  await using kafka = new Kafka({ bootstrapServers })
  await using producer = kafka.producer()
  await producer.send({ topic, value: 'a' })
}

describe('ottla', () => {
  it('tells its version', async () => {
    expect(await runScripted(['--version'])).toEqual({ exitCode: 0, lines: [packageJson.version], errors: [] })
  })

  it.each([['--help'], ['-h'], ['help']])('tells with %s what it can do', async (arg) => {
    const { exitCode, lines } = await runScripted([arg])

    expect(exitCode).toBe(0)
    expect(lines.join('\n')).toContain('Usage: ottla COMMAND [options]')
  })

  it('refuses to guess, with exit code 2', async () => {
    const none = await runScripted([])
    const wrong = await runScripted(['brokr'])

    expect(none).toEqual({ exitCode: 2, lines: [], errors: ['ottla: There is no command', 'Try "ottla --help"'] })
    expect(wrong.errors[0]).toBe('ottla: There is no command "brokr"; there is "broker"')
    expect(wrong.exitCode).toBe(2)
  })
})

describe('ottla broker', () => {
  it('explains all of its options', async () => {
    const { exitCode, lines } = await runScripted(['broker', '--help'])

    const help = lines.join('\n')
    expect(exitCode).toBe(0)
    for (const option of ['port', 'host', 'brokers', 'topic', 'profile', 'config', 'data-dir', 'verbose', 'quiet']) {
      expect(help).toContain(`--${option}`)
    }
    expect(Math.max(...help.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(120)
  })

  it('says what is there, and what clients did with it', async () => {
    const { exitCode, lines, errors } = await runScripted([...onFreePort, '--topic', 'orders:6'], async (said) => {
      await produceOne(bootstrapServersIn(said), 'orders')
    })

    expect(exitCode).toBe(0)
    expect(errors).toEqual([])
    expect(lines.slice(0, 5)).toEqual([
      'Apache Kafka 4.3, imitated by Ottla: 1 broker',
      expect.stringMatching(/^Bootstrap servers: 127\.0\.0\.1:\d+$/),
      'Topics: orders (6 partitions)',
      'Data: in memory, gone when this ends',
      'Ctrl-C ends it',
    ])
    expect(lines[5]).toBe('Stopping')
    expect(lines[6]).toMatch(/^\d+ connections \(\d+ open\), \d+ requests: .*Produce 1/)
  })

  it('prints a line for each connection and request when it is verbose', async () => {
    const { lines } = await runScripted([...onFreePort, '--topic', 'orders', '--verbose'], async (said) => {
      await produceOne(bootstrapServersIn(said), 'orders')
    })

    const text = lines.join('\n')
    expect(text).toMatch(/^connection 1 from 127\.0\.0\.1:\d+ to broker 1$/m)
    expect(text).toMatch(/^ApiVersions v\d+ to broker 1, \d+ bytes, connection 1, client id ".+"$/m)
    expect(text).toMatch(/^Produce v\d+ to broker 1, \d+ bytes, connection \d+, client id ".+"$/m)
    expect(text).toMatch(/^connection 1 closed \(ottla /m)
  })

  it('prints the bootstrap servers and nothing else when it is quiet', async () => {
    const { lines } = await runScripted([...onFreePort, '--brokers', '3', '--quiet'], async ([servers]) => {
      await produceOne(servers!, 'orders')
    })

    expect(lines).toEqual([expect.stringMatching(/^127\.0\.0\.1:\d+,127\.0\.0\.1:\d+,127\.0\.0\.1:\d+$/)])
  })

  it('keeps its data where it is told to', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'ottla-cli-'))
    try {
      const args = [...onFreePort, '--data-dir', folder]
      await runScripted([...args, '--topic', 'orders:2'], (said) => produceOne(bootstrapServersIn(said), 'orders'))

      const { lines } = await runScripted(args)

      expect(lines).toContain('Topics: orders (2 partitions)')
      expect(lines).toContain(`Data: in ${folder}`)
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  })

  it('fails with exit code 1 where a port is taken, and leaves nothing behind', async () => {
    await using other = await FakeCluster.start()
    const { port } = other.broker(1)

    const { exitCode, lines, errors } = await runScripted(['broker', '--port', String(port)])

    expect(exitCode).toBe(1)
    expect(lines).toEqual([])
    expect(errors[0]).toMatch(new RegExp(`^ottla: Cannot listen on 127\\.0\\.0\\.1:${port}: .*EADDRINUSE`))
  })

  it('refuses what the cluster refuses, with exit code 2', async () => {
    const { exitCode, errors } = await runScripted([...onFreePort, '--topic', 'orders:1:3'])

    expect(exitCode).toBe(2)
    expect(errors).toEqual([
      expect.stringMatching(/^ottla: Cannot create orders: .*only 1 broker\(s\) are registered/),
      'Try "ottla broker --help"',
    ])
  })
})
