import { type ExecFileSyncOptionsWithStringEncoding, execFileSync } from 'node:child_process'
import { availableParallelism, cpus, release, totalmem, type } from 'node:os'
import { BENCH_FOLDER } from './install/peers.ts'

export interface MachineFacts {
  readonly cpu: string
  readonly coreCount: number
  readonly memoryBytes: number
  readonly system: string
  readonly node: string
  /** Of this repository; "unknown" outside of one. */
  readonly commit: string
}

export function readMachineFacts(): MachineFacts {
  return {
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    coreCount: availableParallelism(),
    memoryBytes: totalmem(),
    system: `${type()} ${release()}`,
    node: process.version,
    commit: readCommit(),
  }
}

function readCommit(): string {
  try {
    const options: ExecFileSyncOptionsWithStringEncoding = {
      cwd: BENCH_FOLDER,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }
    const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], options).trim()
    const isChanged = execFileSync('git', ['status', '--porcelain', '--', '../src'], options).trim() !== ''
    return isChanged ? `${commit} with changes in src/` : commit
  } catch {
    return 'unknown'
  }
}
