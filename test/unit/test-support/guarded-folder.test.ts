/** Brokers must not outlive the tests, however those end: a forgotten JVM holds half a gigabyte. */
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { identifyProcess } from '../../support/brokers/process-identity.ts'

const GUARD = join(import.meta.dirname, '..', '..', 'support', 'brokers', 'process-guard.ts')

/** Makes a folder, starts a process that belongs to it, says so, and ends in one of several ways. */
const OWNER = `
import { spawn } from 'node:child_process'
import { GuardedFolder } from ${JSON.stringify(GUARD)}
const folder = new GuardedFolder('guard-test')
const child = spawn('sleep', ['300'], { detached: true, stdio: 'ignore' })
child.unref()
folder.hold(child.pid)
console.log(JSON.stringify({ folder: folder.path, pid: child.pid }))
`

describe('the guard of broker processes', () => {
  it.each([
    ['is killed', 'setInterval(() => {}, 1000)', 'SIGKILL'],
    ['is interrupted', 'setInterval(() => {}, 1000)', 'SIGINT'],
    ['throws', 'throw new Error("the test crashed")', undefined],
    ['simply ends and has forgotten to close', '', undefined],
  ] as const)('ends the processes and removes the folder of an owner that %s', async (_, ending, signal) => {
    const { folder, pid } = await startOwner(ending, signal)
    await vi.waitFor(() => expect([isAlive(pid), existsSync(folder)]).toEqual([false, false]), { timeout: 5_000 })
  })

  it('lets go of a process that has ended, whose id may belong to another one by now', async () => {
    const { folder, pid } = await startOwner('folder.drop(child.pid)', undefined)
    await vi.waitFor(() => expect(existsSync(folder)).toBe(false), { timeout: 5_000 })
    expect(isAlive(pid)).toBe(true)
    process.kill(pid, 'SIGKILL')
  })
})

function startOwner(ending: string, signal: NodeJS.Signals | undefined): Promise<{ folder: string; pid: number }> {
  return new Promise((started, failed) => {
    const owner = spawn(process.execPath, ['--input-type=module', '--eval', OWNER + ending], {
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    owner.once('error', failed)
    owner.stdout.setEncoding('utf8').once('data', (line: string) => {
      if (signal !== undefined) owner.kill(signal)
      started(JSON.parse(line) as { folder: string; pid: number })
    })
  })
}

/** A process that was killed stays in the table until its new parent has looked at it; that one is not alive. */
function isAlive(pid: number): boolean {
  return identifyProcess(pid) !== undefined
}
