/** Every example runs as it is written, and says what its comments promise. */
import { spawn } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect } from 'vitest'
import { it } from './support.ts'

const EXAMPLES = resolve(import.meta.dirname, '..', '..', 'examples')
const TIMEOUT_MS = 60_000

interface Ended {
  readonly exitCode: number | null
  readonly output: string
}

/** Runs an example to its end; `onOutput` sees everything it has printed so far, each time it prints. */
function runExample(
  name: string,
  bootstrapServers: string,
  onOutput: (output: string, signal: (signal: NodeJS.Signals) => void) => void = () => {},
): Promise<Ended> {
  return new Promise((ended, failed) => {
    const child = spawn(process.execPath, [join(EXAMPLES, name, 'main.ts')], {
      env: { ...process.env, KAFKA_BROKERS: bootstrapServers },
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: TIMEOUT_MS,
      killSignal: 'SIGKILL',
    })
    let output = ''
    const collect = (chunk: Buffer): void => {
      output += chunk.toString()
      onOutput(output, (signal) => child.kill(signal))
    }
    child.stdout.on('data', collect)
    child.stderr.on('data', collect)
    child.once('error', failed)
    child.once('close', (exitCode) => ended({ exitCode, output }))
  })
}

describe('the examples', () => {
  const run: Readonly<Record<string, (bootstrapServers: string) => Promise<void>>> = {
    'produce-and-consume': async (bootstrapServers) => {
      const { exitCode, output } = await runExample('produce-and-consume', bootstrapServers)
      expect(output.match(/^received .*$/gm)?.map((line) => line.split(' ')[1])).toEqual(['placed', 'paid', 'shipped'])
      expect(exitCode).toBe(0)
    },

    'batch-consume': async (bootstrapServers) => {
      const { exitCode, output } = await runExample('batch-consume', bootstrapServers)
      const [, batchCount] = /^read 20000 readings in (\d+) batches, mean 23\.00$/m.exec(output) ?? [output]
      expect(Number(batchCount)).toBeGreaterThan(1)
      expect(Number(batchCount)).toBeLessThan(2_000)
      expect(exitCode).toBe(0)
    },

    'many-callers': async (bootstrapServers) => {
      const { exitCode, output } = await runExample('many-callers', bootstrapServers)
      expect(output).toMatch(/^500 callers had 20000 records acknowledged in \d+ ms$/m)
      expect(exitCode).toBe(0)
    },

    'consumer-group': async (bootstrapServers) => {
      const { exitCode, output } = await runExample('consumer-group', bootstrapServers)
      expect(output).toMatch(/^(anna|bela) handled \d+, all 1000 records are there$/m)
      expect(exitCode).toBe(0)
    },

    'test-without-a-broker': async (bootstrapServers) => {
      const { exitCode, output } = await runExample('test-without-a-broker', bootstrapServers)
      expect(output).toMatch(/pass 2$/m)
      expect(exitCode).toBe(0)
    },

    'run-with-concurrency': async (bootstrapServers) => {
      const { exitCode, output } = await runExample('run-with-concurrency', bootstrapServers)
      expect(output).toMatch(/^handled 200 charges of 20 customers in order, 2 retries$/m)
      expect(exitCode).toBe(0)
    },

    'typed-records': async (bootstrapServers) => {
      const { exitCode, output } = await runExample('typed-records', bootstrapServers)
      expect(output).toMatch(/^put aside: .*offset 2 .*it is not an order.*$/m)
      expect(output).toMatch(/^3 orders of 2640 cents$/m)
      expect(exitCode).toBe(0)
    },

    etl: async (bootstrapServers) => {
      const { exitCode, output } = await runExample('etl', bootstrapServers)
      expect(output).toMatch(/^converted 5000; committed 5000 of 5000; written 5000$/m)
      expect(exitCode).toBe(0)
    },

    'graceful-shutdown': async (bootstrapServers) => {
      let isSignalled = false
      const { exitCode, output } = await runExample('graceful-shutdown', bootstrapServers, (soFar, signal) => {
        if (isSignalled || !soFar.includes('handled 10,')) return
        isSignalled = true
        signal('SIGTERM')
      })
      const [, sent, handled] = /^stopped cleanly: (\d+) sent and acknowledged, (\d+) handled$/m.exec(output) ?? [
        output,
      ]
      expect(Number(handled)).toBeGreaterThanOrEqual(10)
      expect(Number(sent)).toBeGreaterThanOrEqual(Number(handled))
      expect(exitCode).toBe(0)
    },
  }

  for (const [name, runAndCheck] of Object.entries(run)) {
    it(`${name} does what it shows`, ({ bootstrapServers }) => runAndCheck(bootstrapServers))
  }

  it('are all run here', () => {
    const folders = readdirSync(EXAMPLES, { withFileTypes: true }).filter((entry) => entry.isDirectory())
    expect(folders.map(({ name }) => name).sort()).toEqual(Object.keys(run).sort())
  })
})
