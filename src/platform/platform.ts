import type { Log } from '../observe/log.ts'
import type { Clock } from '../support/clock.ts'
import type { Offload } from '../support/offload.ts'
import type { Random } from '../support/random.ts'
import type { Transport } from '../transport/transport.ts'

/**
 * Everything that the client takes from the outside world. `nodePlatform()` is the real one; a simulation passes its
 * own, and owns time, chance, the network and the thread pool with it.
 */
export interface Platform {
  readonly clock: Clock
  readonly random: Random
  readonly transport: Transport
  readonly offload: Offload
  readonly log: Log
}
