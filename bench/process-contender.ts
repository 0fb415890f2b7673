/** Contenders that are programs which take a run order and print an outcome: all Node clients, and franz-go. */
import { join } from 'node:path'
import type { Contender } from './contender.ts'
import { BENCH_FOLDER } from './install/peers.ts'
import { runCommand } from './install/run-command.ts'
import {
  type CompressionType,
  isConsuming,
  OUTCOME_PREFIX,
  type QuestionName,
  type RunOrder,
  type RunOutcome,
} from './run-order.ts'

/** Beyond the run itself: start, connect, join a group, close. A slow consumer needs longer for its backlog. */
const GRACE_MS = 60_000
/**
 * Where Node keeps the benchmark's own programs without their types, from the first run on: a process that strips types
 * holds a compiler of 20 MB for it, which is no client's memory.
 */
const COMPILE_CACHE = join(BENCH_FOLDER, '.build', 'compile-cache')
const SLOWEST_CONSUMER_RECORDS_PER_SECOND = 10_000

export interface ProcessContenderOptions {
  readonly id: string
  readonly questions: readonly QuestionName[]
  readonly command: string
  readonly args: readonly string[]
  readonly client: string
  readonly mode?: string
  /** False overrides the order: for clients that are not idempotent unless asked, as their users run them. */
  readonly isIdempotent?: false
  readonly compressionType?: CompressionType
}

export function nodeContender(
  client: string,
  questions: readonly QuestionName[],
  variant: Partial<Pick<ProcessContenderOptions, 'id' | 'mode' | 'isIdempotent' | 'compressionType'>> = {},
): Contender {
  const command = process.execPath
  const args = [join(BENCH_FOLDER, 'contender-process.ts')]
  return processContender({ id: client, questions, command, args, client, ...variant })
}

export function processContender(options: ProcessContenderOptions): Contender {
  const { id, questions, command, args, client, mode, isIdempotent, compressionType } = options
  const override: Partial<RunOrder> = {
    client,
    ...(mode !== undefined && { mode }),
    ...(isIdempotent !== undefined && { isIdempotent }),
    ...(compressionType !== undefined && { compressionType }),
  }
  return {
    id,
    questions,
    override,
    async run(order, signal) {
      const ownOrder: RunOrder = { ...order, ...override }
      const workMs = isConsuming(order)
        ? (order.backlogRecordCount / SLOWEST_CONSUMER_RECORDS_PER_SECOND) * 1_000
        : order.warmupMs + order.measuredMs
      const timeoutMs = workMs + GRACE_MS
      const env = { ...process.env, NODE_COMPILE_CACHE: COMPILE_CACHE }
      const result = await runCommand(command, [...args, JSON.stringify(ownOrder)], { timeoutMs, signal, env })
      const line = result.stdout.split('\n').find((candidate) => candidate.startsWith(OUTCOME_PREFIX))
      if (line !== undefined) return JSON.parse(line.slice(OUTCOME_PREFIX.length)) as RunOutcome
      throw new Error(result.exitCode === null ? `no outcome after ${timeoutMs / 1_000} s` : lastError(result.stderr))
    },
  }
}

/** The line that names the error; a stack trace follows it. */
function lastError(stderr: string): string {
  const lines = stderr.trim().split('\n')
  return (
    (lines.findLast((line) => /\b\w*Error\b.*:/.test(line)) ?? lines.at(-1) ?? '').trim() || 'it ended without outcome'
  )
}
