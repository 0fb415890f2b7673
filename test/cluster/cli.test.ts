/** The program `ottla` as a process of its own, with a client against it. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Kafka } from '../../src/index.ts'

const program = resolve(import.meta.dirname, '../../src/cli/main.ts')
const timeoutMs = 30_000

interface RunningBroker {
  readonly process: ChildProcess
  readonly bootstrapServers: string
  /** The exit code, and the signal where there is none. */
  readonly ended: Promise<[number | null, NodeJS.Signals | null]>
}

describe('the program ottla', () => {
  let folder: string
  const running: ChildProcess[] = []
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'ottla-cli-'))
  })
  afterEach(() => {
    for (const child of running.splice(0)) child.kill('SIGKILL')
    rmSync(folder, { recursive: true, force: true })
  })

  async function startBroker(...args: readonly string[]): Promise<RunningBroker> {
    const child = spawn(process.execPath, [program, 'broker', '--port', '0', '--quiet', ...args], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    running.push(child)
    const ended = once(child, 'exit') as RunningBroker['ended']
    const [bootstrapServers] = (await once(createInterface({ input: child.stdout! }), 'line')) as [string]
    return { process: child, bootstrapServers, ended }
  }

  async function produce(bootstrapServers: string, ...values: readonly string[]): Promise<void> {
    await using kafka = new Kafka({ bootstrapServers })
    await using producer = kafka.producer()
    for (const value of values) await producer.send({ topic: 'orders', value })
  }

  async function read(bootstrapServers: string, count: number): Promise<string[]> {
    await using kafka = new Kafka({ bootstrapServers })
    await using consumer = kafka.consumer({ assignments: [{ topic: 'orders', partition: 0, offset: 'earliest' }] })
    const values: string[] = []
    for await (const { value } of consumer) if (values.push(String(value)) === count) break
    return values
  }

  it('serves clients, and ends in order when it is asked to', { timeout: timeoutMs }, async () => {
    const broker = await startBroker('--topic', 'orders')
    await produce(broker.bootstrapServers, 'a', 'b')
    const values = await read(broker.bootstrapServers, 2)
    broker.process.kill('SIGTERM')

    expect(values).toEqual(['a', 'b'])
    expect(await broker.ended).toEqual([0, null])
  })

  it('has all that was acknowledged after it was killed', { timeout: timeoutMs }, async () => {
    const first = await startBroker('--topic', 'orders', '--data-dir', folder)
    await produce(first.bootstrapServers, 'a', 'b', 'c')
    first.process.kill('SIGKILL')
    await first.ended

    const second = await startBroker('--data-dir', folder)
    await produce(second.bootstrapServers, 'd')

    expect(await read(second.bootstrapServers, 4)).toEqual(['a', 'b', 'c', 'd'])
  })

  it('does not share its folder with another', { timeout: timeoutMs }, async () => {
    await startBroker('--data-dir', folder)
    const second = spawn(process.execPath, [program, 'broker', '--port', '0', '--data-dir', folder])
    running.push(second)
    const [line] = (await once(createInterface({ input: second.stderr }), 'line')) as [string]
    const [exitCode] = (await once(second, 'exit')) as [number]

    expect(line).toMatch(/^ottla: The folder .* is in use by process \d+$/)
    expect(exitCode).toBe(1)
  })
})
