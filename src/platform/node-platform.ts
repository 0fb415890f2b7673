import { randomBytes } from 'node:crypto'
import { type Log, silentLog } from '../observe/log.ts'
import { SeededRandom } from '../support/seeded-random.ts'
import { socketTransport } from '../transport/socket-transport.ts'
import type { Platform } from './platform.ts'
import { systemClock } from './system-clock.ts'
import { ThreadPoolOffload } from './thread-pool-offload.ts'

/** Two of libuv's four threads: compression overlaps with the network, and half the pool stays the application's. */
const offloadConcurrency = 2

export interface NodePlatformOptions {
  /** Where the client's log events go. Default: nowhere. */
  readonly log?: Log
}

/** The real world: the machine's clock, sockets, thread pool, and a seed that nobody can guess. */
export function nodePlatform(options: NodePlatformOptions = {}): Platform {
  return {
    clock: systemClock,
    random: new SeededRandom(randomBytes(4).readUInt32LE()),
    transport: socketTransport(systemClock),
    offload: new ThreadPoolOffload(offloadConcurrency),
    log: options.log ?? silentLog,
  }
}
