/** The demo as a user starts it: its output is what somebody sees first of Ottla. */
import { spawn } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { KeyLedger } from '../../demo/key-ledger.ts'
import { whyNoOwnClusters } from '../support/brokers/index.ts'
import { it, uniqueName } from './support.ts'

const DEMO = resolve(import.meta.dirname, '..', '..', 'demo', 'main.ts')
/** What the demo promises to stay below. */
const TIME_LIMIT_MS = 60_000

interface DemoRun {
  readonly exitCode: number | null
  readonly output: string
}

function runDemo(
  args: readonly string[],
  options: { readonly env?: NodeJS.ProcessEnv; readonly stdin?: string } = {},
): Promise<DemoRun> {
  return new Promise((ended, failed) => {
    const child = spawn(process.execPath, [DEMO, ...args], {
      env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: undefined, ...options.env },
      stdio: [options.stdin === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
      timeout: TIME_LIMIT_MS,
      killSignal: 'SIGKILL',
    })
    let output = ''
    child.stdout?.on('data', (chunk: Buffer) => {
      output += chunk.toString()
    })
    child.stderr?.on('data', (chunk: Buffer) => {
      output += chunk.toString()
    })
    child.once('error', failed)
    child.once('close', (exitCode) => ended({ exitCode, output }))
    child.stdin?.end(options.stdin)
  })
}

async function writeInput(text: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'ottla-demo-input-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const file = join(folder, 'input.txt')
  await writeFile(file, text)
  return file
}

const PEOPLE = ['Ada\tfirst', 'Grace\tsecond', 'Ada\tthird', '', 'Łukasz 🎉\tfourth', 'Ada\tfifth'].join('\n')
const noBroker = { OTTLA_BROKERS: 'none', KAFKA_BROKERS: '' }
const VERDICT = 'Every record came back once, unchanged, and in order within its key'

describe('the demo', () => {
  it('sends the repository to the broker and gets all of it back', async ({ bootstrapServers }) => {
    const { exitCode, output } = await runDemo(['--brokers', bootstrapServers])
    const produced = /Produced ([\d,]+) records? /.exec(output)?.[1]
    const consumed = /Consumed ([\d,]+) records? /.exec(output)?.[1]
    expect(consumed).toBe(produced)
    expect(output).toContain(VERDICT)
    expect(exitCode).toBe(0)
  })

  it('shows how the lines of a file spread over their keys', async ({ bootstrapServers }) => {
    const { exitCode, output } = await runDemo(['--brokers', bootstrapServers, await writeInput(PEOPLE)])
    expect(output).toMatch(/^ +Ada +3 +60\.0 % +\d/m)
    expect(output).toMatch(/^ +Grace +1 +20\.0 % +\d/m)
    expect(output).toMatch(/^ +Łukasz 🎉 +1 +20\.0 % +\d/m)
    expect(output).toContain(VERDICT)
    expect(exitCode).toBe(0)
  })

  it('reads what is piped in', async ({ bootstrapServers }) => {
    const { exitCode, output } = await runDemo(['--brokers', bootstrapServers], { stdin: PEOPLE })
    expect(output).toMatch(/Produced 5 records .* from standard input/)
    expect(output).toContain(VERDICT)
    expect(exitCode).toBe(0)
  })

  it('finds its own records in a topic that holds others', async ({ bootstrapServers }) => {
    const args = ['--brokers', bootstrapServers, '--topic', uniqueName('demo'), await writeInput(PEOPLE)]
    await runDemo(args)
    const { exitCode, output } = await runDemo(args)
    expect(output).toContain('which is there already')
    expect(output).toContain('Consumed 5 records')
    expect(output).toContain(VERDICT)
    expect(exitCode).toBe(0)
  })

  it('ends well with an input that has no lines', async ({ bootstrapServers }) => {
    const { exitCode, output } = await runDemo(['--brokers', bootstrapServers, await writeInput('\n\n')])
    expect(output).toContain('Consumed 0 records')
    expect(exitCode).toBe(0)
  })

  it('prints neither colours nor a moving line where nobody looks on', async ({ bootstrapServers }) => {
    const { output } = await runDemo(['--brokers', bootstrapServers])
    expect(output).not.toContain('\x1b')
    expect(output).not.toContain('\r')
  })

  it('runs on the embedded cluster where no other can be had, and says so in one line', async () => {
    const { exitCode, output } = await runDemo([await writeInput(PEOPLE)], { env: noBroker })
    expect(output).toMatch(/^! No Kafka can be had here \(OTTLA_BROKERS=none\), so this is Ottla's own, .*$/m)
    expect(output).toContain('Consumed 5 records')
    expect(output).toContain(VERDICT)
    expect(exitCode).toBe(0)
  })

  it('runs on the embedded cluster when it is asked to, on as many brokers as it is asked for', async () => {
    const { exitCode, output } = await runDemo(['--embedded', '--nodes', '3', await writeInput(PEOPLE)])
    expect(output).toContain("Broker: Ottla's embedded cluster, 3 brokers")
    expect(output).toMatch(/6 partitions, 3 replicas of each/)
    expect(output).toContain(VERDICT)
    expect(exitCode).toBe(0)
  })

  it('does not pretend to kill what is no process', async () => {
    const { exitCode, output } = await runDemo(['--embedded', '--kill-one'])
    expect(output).toContain('--embedded runs inside this process')
    expect(exitCode).toBe(2)
  })

  it('says what to do when there is no broker to kill', async () => {
    const { exitCode, output } = await runDemo(['--kill-one'], { env: noBroker })
    expect(output).toContain('There is no broker')
    expect(output).toContain('npm run demo -- --brokers localhost:9092')
    expect(output).toContain('Java 17 and Maven')
    expect(exitCode).toBe(2)
  })

  it('says which broker does not answer', async () => {
    // Port 1 is reserved, and nothing on loopback listens there.
    const { exitCode, output } = await runDemo(['--brokers', '127.0.0.1:1'])
    expect(output).toContain('127.0.0.1:1 does not answer')
    expect(exitCode).toBe(2)
  })

  it('names the file that it cannot read', async () => {
    const { exitCode, output } = await runDemo(['/nowhere/at/all.txt'])
    expect(output).toContain('/nowhere/at/all.txt')
    expect(exitCode).toBe(2)
  })

  it('shows its options when one does not exist', async () => {
    const { exitCode, output } = await runDemo(['--node', '3'])
    expect(output).toContain("'--node'")
    expect(output).toContain('--partitions N')
    expect(exitCode).toBe(2)
  })

  it('loses nothing when one of three brokers is killed in the middle', async ({ skip }) => {
    const reason = whyNoOwnClusters()
    if (reason !== undefined) skip(reason)
    const { exitCode, output } = await runDemo(['--kill-one'], { env: { KAFKA_BROKERS: '', OTTLA_BROKERS: 'java' } })
    expect(output).toMatch(/Killed node \d \(SIGKILL\) after [\d,]+ records: it led partitions \d/)
    expect(output).toContain(VERDICT)
    expect(exitCode).toBe(0)
  })
})

describe("the demo's comparison", () => {
  const ledgerOf = (...records: readonly (readonly [key: string, value: string])[]): KeyLedger => {
    const ledger = new KeyLedger()
    for (const [key, value] of records) ledger.add(key, Buffer.from(value))
    return ledger
  }
  const sent = ledgerOf(['a', '1'], ['b', '2'], ['a', '3'])

  test('finds nothing when all came back, in whatever order between the keys', () => {
    expect(ledgerOf(['b', '2'], ['a', '1'], ['a', '3']).differencesFrom(sent)).toEqual([])
  })

  test('finds a record that is lost', () => {
    expect(ledgerOf(['a', '1'], ['b', '2']).differencesFrom(sent)).toEqual(['1 of 2 records of a did not come back'])
  })

  test('finds a key that is lost', () => {
    expect(ledgerOf(['a', '1'], ['a', '3']).differencesFrom(sent)).toEqual(['1 of 1 records of b did not come back'])
  })

  test('finds a record that came twice', () => {
    const received = ledgerOf(['a', '1'], ['a', '3'], ['b', '2'], ['b', '2'])
    expect(received.differencesFrom(sent)).toEqual(['1 records too many came back for b'])
  })

  test('finds a changed order within a key', () => {
    const received = ledgerOf(['a', '3'], ['a', '1'], ['b', '2'])
    expect(received.differencesFrom(sent)).toEqual(['The records of a came back changed, or in another order'])
  })

  test('finds a changed value, also where only the borders between values moved', () => {
    const moved = ledgerOf(['a', '13'], ['a', ''], ['b', '2'])
    expect(moved.differencesFrom(sent)).toEqual(['The records of a came back changed, or in another order'])
  })

  test('finds records that were never sent', () => {
    const received = ledgerOf(['a', '1'], ['b', '2'], ['a', '3'], ['c', '4'])
    expect(received.differencesFrom(sent)).toEqual(['Records came back for c, which was never sent'])
  })
})
