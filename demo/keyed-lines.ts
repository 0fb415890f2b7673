/** The input of the demo: lines, each with the key that decides its partition. */
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { createReadStream, fstatSync, globSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { setTimeout as delay } from 'node:timers/promises'

export interface KeyedLine {
  readonly key: string
  readonly value: string
}

export interface Input {
  /** For people. */
  readonly description: string
  /** What the keys are: "author", "key" or "file". */
  readonly keyName: string
  /** From the beginning, each time it is called. */
  readonly lines: () => AsyncIterable<KeyedLine>
  /** False for a stream: its lines can be had only once. */
  readonly isRepeatable: boolean
}

const REPOSITORY = resolve(import.meta.dirname, '..')
/** A pipe that nobody writes to (a service manager, a test runner) must not keep the demo waiting. */
const PIPE_PATIENCE_MS = 500

/** @throws Error when a FILE cannot be read. */
export async function openInput(file: string | undefined): Promise<Input> {
  if (file === '-') return inputFromStream(process.stdin, 'standard input')
  if (file !== undefined) return await inputFromFile(file)
  return (await inputFromPipe()) ?? inputFromGitLog() ?? inputFromSources()
}

async function inputFromFile(file: string): Promise<Input> {
  // Fails here, with the name of the file, instead of later in the middle of producing.
  const handle = await open(file)
  const isFolder = (await handle.stat()).isDirectory()
  await handle.close()
  if (isFolder) throw new Error(`Cannot read ${file}: it is a folder`)
  return {
    description: file,
    keyName: 'key',
    lines: () => keyedByFirstField(createReadStream(file)),
    isRepeatable: true,
  }
}

/** What is piped in or redirected, when there is something. */
async function inputFromPipe(): Promise<Input | undefined> {
  if (!isPipedIn()) return undefined
  const { stdin } = process
  const isReadable = await Promise.race([
    once(stdin, 'readable').then(() => stdin.readableLength > 0),
    delay(PIPE_PATIENCE_MS, false),
  ])
  if (isReadable) return inputFromStream(stdin, 'standard input')
  // Reading has begun, and an open pipe would keep the process alive.
  stdin.destroy()
  return undefined
}

function isPipedIn(): boolean {
  try {
    const stat = fstatSync(0)
    return stat.isFIFO() || stat.isFile() || stat.isSocket()
  } catch {
    // Closed.
    return false
  }
}

function inputFromStream(stream: Readable, description: string): Input {
  return { description, keyName: 'key', lines: () => keyedByFirstField(stream), isRepeatable: false }
}

/** Every line of `git log --numstat`: one per commit and one per changed file, keyed by author. */
function inputFromGitLog(): Input | undefined {
  const probe = spawnSync('git', ['log', '-1', '--format=%h'], { cwd: REPOSITORY })
  if (probe.status !== 0 || probe.stdout.length === 0) return undefined
  return {
    description: "this repository's git log --numstat",
    keyName: 'author',
    lines: readGitLog,
    isRepeatable: true,
  }
}

async function* readGitLog(): AsyncGenerator<KeyedLine> {
  const git = spawn('git', ['log', '--numstat', '--format=%x00%an%x09%h %as %s'], {
    cwd: REPOSITORY,
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  let author = ''
  for await (const line of createInterface({ input: git.stdout })) {
    if (line === '') continue
    if (!line.startsWith('\0')) {
      yield { key: author, value: line }
      continue
    }
    const tab = line.indexOf('\t')
    author = line.slice(1, tab)
    yield { key: author, value: line.slice(tab + 1) }
  }
}

/** A copy without history, such as an archive: the lines of the sources themselves, keyed by file. */
function inputFromSources(): Input {
  const files = globSync('{src,demo}/**/*.ts', { cwd: REPOSITORY, exclude: ['src/protocol/messages'] }).sort()
  return {
    description: `the ${files.length} source files of this copy, as it has no git history`,
    keyName: 'file',
    lines: async function* () {
      for (const file of files) {
        for await (const value of createInterface({ input: createReadStream(join(REPOSITORY, file)) })) {
          if (value !== '') yield { key: file, value }
        }
      }
    },
    isRepeatable: true,
  }
}

async function* keyedByFirstField(input: Readable): AsyncGenerator<KeyedLine> {
  for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
    if (line.trim() === '') continue
    const tab = line.indexOf('\t')
    const key = tab > 0 ? line.slice(0, tab) : line.trimStart().split(/\s/, 1)[0]!
    yield { key, value: line }
  }
}
