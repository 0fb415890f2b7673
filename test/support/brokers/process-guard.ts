/**
 * Ends broker processes when the process that started them ends, however it ends.
 *
 * One small shell per owning process reads from a pipe which processes and folders are held. When the owner dies (also
 * by SIGKILL) the pipe closes, and the shell kills and removes what is still on its list. Folders of owners that died
 * together with their shell (a reboot, a killed session) are reaped by the next run, from the records beside the data.
 */
import { spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import type { Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { identifyProcess, isStillRunning, type ProcessIdentity } from './process-identity.ts'

const FOLDER_PREFIX = 'ottla-broker-'
const RECORD_FILE = 'processes.json'

/**
 * `$1` is the folder. Lines of `hold pid`, `drop pid` and at last `free`; without a `free`, the processes still held are
 * killed and the folder is removed.
 */
const GUARD_SCRIPT = `
trap '' INT TERM HUP
pids=
while read -r verb pid; do
  case $verb in
    hold) pids="$pids $pid" ;;
    drop) rest=; for held in $pids; do [ "$held" = "$pid" ] || rest="$rest $held"; done; pids=$rest ;;
    free) exit 0 ;;
  esac
done
for pid in $pids; do kill -KILL "$pid" 2>/dev/null; done
sleep 0.2
rm -rf -- "$1"
`

interface OwnerRecord {
  readonly owner: ProcessIdentity
  readonly processes: readonly ProcessIdentity[]
}

/** The working folder of one cluster, and the processes that belong to it. */
export class GuardedFolder {
  readonly path: string
  readonly #pipe: Socket
  readonly #processes = new Map<number, ProcessIdentity>()

  constructor(name: string) {
    reapOrphans()
    this.path = mkdtempSync(join(tmpdir(), `${FOLDER_PREFIX}${name}-`))
    // Detached: a Ctrl-C in the terminal must not reach the guard before the owner has had its chance to close.
    const guard = spawn('/bin/sh', ['-c', GUARD_SCRIPT, 'guard', this.path], {
      stdio: ['pipe', 'ignore', 'ignore'],
      detached: true,
    })
    guard.on('error', () => {})
    guard.unref()
    this.#pipe = guard.stdin as Socket
    this.#pipe.on('error', () => {})
    // Neither the shell nor the pipe to it may keep the owner alive.
    this.#pipe.unref()
    this.#writeRecord()
  }

  /** To be called in the same turn in which the process was spawned. */
  hold(pid: number): void {
    this.#pipe.write(`hold ${pid}\n`)
    const identity = identifyProcess(pid)
    if (identity !== undefined) this.#processes.set(pid, identity)
    this.#writeRecord()
  }

  /** To be called as soon as the process has ended: from then on its id may belong to somebody else. */
  drop(pid: number): void {
    this.#pipe.write(`drop ${pid}\n`)
    if (this.#processes.delete(pid)) this.#writeRecord()
  }

  /** Removes the folder and ends the guard. The processes must have ended. */
  remove(): void {
    removeFolder(this.path)
    this.#pipe.end('free\n')
  }

  #writeRecord(): void {
    const owner = identifyProcess(process.pid) ?? { pid: process.pid, startedAt: 'unknown' }
    const record: OwnerRecord = { owner, processes: [...this.#processes.values()] }
    writeFileSync(join(this.path, RECORD_FILE), JSON.stringify(record))
  }
}

/** Ends processes and removes folders whose owner is gone. */
function reapOrphans(): void {
  for (const name of readdirSync(tmpdir())) {
    if (!name.startsWith(FOLDER_PREFIX)) continue
    const folder = join(tmpdir(), name)
    const record = readRecord(folder)
    if (record === undefined || isStillRunning(record.owner)) continue
    for (const orphan of record.processes) {
      if (isStillRunning(orphan)) endProcess(orphan.pid)
    }
    removeFolder(folder)
  }
}

/** Undefined for a folder that is just being made, or that is not ours to read. */
function readRecord(folder: string): OwnerRecord | undefined {
  try {
    return JSON.parse(readFileSync(join(folder, RECORD_FILE), 'utf8')) as OwnerRecord
  } catch {
    return undefined
  }
}

function endProcess(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It ended by itself, or belongs to another user.
  }
}

/** A broker that is just dying may still create a file; the retries are for that. */
function removeFolder(folder: string): void {
  try {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 })
  } catch {
    // Left to the reaping of the next run.
  }
}
