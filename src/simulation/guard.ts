/**
 * Fails a simulation that touches the real world: a real clock, real chance, real I/O, a real timer.
 *
 * Installed once a process, for good; it acts only while it watches a world. Two nets: patched globals and module objects
 * (with `syncBuiltinESMExports`, or named imports would slip through), and under them an async hook, which sees every
 * real asynchronous resource whoever made it, captured references and `AbortSignal.timeout` included. What both miss
 * (a captured `Math.random`) shows as two runs of a seed with different traces.
 *
 * Findings are recorded and fail the run afterwards. An exception out of a hook would kill the process.
 */
import { createHook } from 'node:async_hooks'
import crypto from 'node:crypto'
import dns from 'node:dns'
import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import net from 'node:net'
import timers from 'node:timers'
import timersPromises from 'node:timers/promises'
import tls from 'node:tls'
import zlib from 'node:zlib'
import { describeError } from './world.ts'

/** Who hears of a breach. A `World` is one. */
export interface Watched {
  problem(kind: string, detail: string): void
  reach(mark: string): void
  /** The client failed a batch that had this sequence: what follows it may find a gap there. */
  noteGivenUp(producerId: bigint, producerEpoch: number, baseSequence: number): void
}

type Patchable = Record<string, unknown>

/** What every turn of a promise or `nextTick` makes: virtual time runs on them. */
const harmlessResources: ReadonlySet<string> = new Set(['TickObject', 'Microtask', 'PROMISE'])

let watched: Watched | undefined
let isInstalled = false
/** Above zero while allowed real work is done: the simulated thread pool runs `gzipSync`, which makes a ZLIB resource. */
let allowances = 0

/** Patches the process. Call before the client's modules are loaded where captured references matter. Idempotent. */
export function installGuard(): void {
  if (isInstalled) return
  isInstalled = true
  patchTimeAndChance()
  patchInputAndOutput()
  patchNextTick()
  syncBuiltinESMExports()
  const options = {
    init(_id: number, type: string): void {
      if (watched !== undefined && allowances === 0 && !harmlessResources.has(type)) breach(`async resource ${type}`)
    },
    // With promises the hook would double the time of every step (Node without the option ignores it).
    trackPromises: false,
  }
  createHook(options).enable()
  process.on('unhandledRejection', (error: unknown) => {
    if (watched === undefined) throw error
    watched.problem('DEFECT', `unhandled rejection: ${describeError(error)}`)
  })
  process.on('uncaughtException', (error: Error) => {
    if (watched === undefined) {
      process.stderr.write(`${error.stack ?? error.message}\n`)
      process.exit(1)
    }
    watched.problem('DEFECT', `uncaught exception: ${describeError(error)}`)
  })
}

/** Breaches go to this world from now on; undefined watches nothing. Returns what was watched before. */
export function watch(world: Watched | undefined): Watched | undefined {
  const before = watched
  watched = world
  return before
}

/** The world that is watched now. */
export function watchedWorld(): Watched | undefined {
  return watched
}

/** Runs `work`, which may touch the real world, as the driver does to let a turn of the event loop pass. */
export function unwatched<T>(work: () => T): T {
  const before = watch(undefined)
  try {
    return work()
  } finally {
    watch(before)
  }
}

/** Lets real work pass until `work` has ended; defects and marks still go to the watched world. */
export async function tolerating<T>(work: () => Promise<T>): Promise<T> {
  allowances += 1
  try {
    return await work()
  } finally {
    allowances -= 1
  }
}

function breach(what: string): void {
  watched?.problem('GUARD', `real ${what} used${placeInOurCode()}`)
}

/** The first line of the stack that is ours: who did it, not who is patched. */
function placeInOurCode(): string {
  const limit = Error.stackTraceLimit
  Error.stackTraceLimit = 40
  const lines = (new Error('place').stack ?? '').split('\n')
  Error.stackTraceLimit = limit
  const line = lines.find((text) => /\.ts:\d/.test(text) && !text.includes('/simulation/guard.ts'))
  return line === undefined
    ? ''
    : ` in ${line
        .trim()
        .replace(/^at /, '')
        .replaceAll(/\(?file:\/\/\S*\/(src|test)\//g, '$1/')
        .replace(/\)$/, '')}`
}

function patchTimeAndChance(): void {
  for (const name of ['setTimeout', 'setInterval', 'setImmediate']) {
    patch(globalThis, name, name)
    patch(timers, name, `timers.${name}`)
    patch(timersPromises, name, `timers/promises.${name}`)
  }
  patch(Date, 'now', 'Date.now')
  patch(performance, 'now', 'performance.now')
  patch(process, 'hrtime', 'process.hrtime')
  patch(process, 'uptime', 'process.uptime')
  patch(Math, 'random', 'Math.random')
  patch(AbortSignal, 'timeout', 'AbortSignal.timeout')
  for (const name of ['randomUUID', 'randomBytes', 'randomInt', 'randomFillSync', 'pbkdf2']) {
    patch(crypto, name, `crypto.${name}`)
  }
  for (const name of ['randomUUID', 'getRandomValues']) {
    patch(Object.getPrototypeOf(globalThis.crypto) as object, name, `webcrypto.${name}`)
  }
  globalThis.Date = new Proxy(Date, {
    construct(target, args: unknown[]) {
      if (args.length === 0) breach('new Date()')
      return Reflect.construct(target, args) as Date
    },
    apply(target) {
      breach('Date()')
      return target()
    },
  })
}

function patchInputAndOutput(): void {
  for (const name of ['connect', 'createConnection', 'createServer']) patch(net, name, `net.${name}`)
  for (const name of ['connect', 'createServer']) patch(tls, name, `tls.${name}`)
  patch(dns, 'lookup', 'dns.lookup')
  for (const name of ['readFile', 'readFileSync', 'writeFile', 'writeFileSync']) patch(fs, name, `fs.${name}`)
  patch(globalThis, 'fetch', 'fetch')
  for (const name of ['gzip', 'gunzip', 'deflate', 'inflate', 'zstdCompress', 'zstdDecompress']) {
    patch(zlib, name, `zlib.${name}`)
    allow(zlib, `${name}Sync`)
  }
}

/** A `nextTick` that throws escapes the drain and corrupts Node's stack of async hooks, which ends the process. */
function patchNextTick(): void {
  const nextTick = process.nextTick.bind(process) as (callback: () => void) => void
  const guarded = (callback: (...args: unknown[]) => void, ...args: unknown[]): void =>
    nextTick(() => {
      try {
        callback(...args)
      } catch (error) {
        if (watched === undefined) throw error
        watched.problem('DEFECT', `exception in nextTick: ${describeError(error)}`)
      }
    })
  process.nextTick = guarded as typeof process.nextTick
}

function patch(owner: object, name: string, label: string): void {
  replace(
    owner,
    name,
    (original) =>
      function patched(this: unknown, ...args: unknown[]): unknown {
        if (watched !== undefined && allowances === 0) breach(label)
        return Reflect.apply(original, this, args)
      },
  )
}

function allow(owner: object, name: string): void {
  replace(
    owner,
    name,
    (original) =>
      function allowed(this: unknown, ...args: unknown[]): unknown {
        allowances += 1
        try {
          return Reflect.apply(original, this, args)
        } finally {
          allowances -= 1
        }
      },
  )
}

type Call = (this: unknown, ...args: unknown[]) => unknown

function replace(owner: object, name: string, wrap: (original: Call) => Call): void {
  const original = (owner as Patchable)[name]
  if (typeof original !== 'function') return
  // Own properties too: `process.hrtime.bigint`, `util.promisify.custom`.
  const value = Object.defineProperties(wrap(original as Call), Object.getOwnPropertyDescriptors(original))
  Object.defineProperty(owner, name, { configurable: true, writable: true, enumerable: true, value })
}
