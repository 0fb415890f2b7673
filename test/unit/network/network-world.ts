import { onTestFinished } from 'vitest'
import type { Authenticator } from '../../../src/network/authenticator.ts'
import { BrokerPool } from '../../../src/network/broker-pool.ts'
import { type NetworkConfig, resolveNetworkOptions } from '../../../src/network/network-options.ts'
import type { BrokerNode } from '../../../src/network/request-sender.ts'
import type { Log, LogLevel } from '../../../src/observe/log.ts'
import { ManualClock } from '../../../src/support/manual-clock.ts'
import { ScriptedCluster, type ScriptedClusterOptions } from '../../support/scripted-cluster.ts'

export interface LoggedEvent {
  readonly level: LogLevel
  readonly name: string
  readonly fields: Readonly<Record<string, unknown>>
}

export interface NetworkWorld {
  readonly clock: ManualClock
  readonly cluster: ScriptedCluster
  readonly pool: BrokerPool
  /** The first bootstrap server. */
  readonly broker: BrokerNode
  readonly events: LoggedEvent[]
}

export interface NetworkWorldOptions extends Omit<ScriptedClusterOptions, 'clock'> {
  readonly config?: Partial<NetworkConfig>
  readonly authenticator?: Authenticator
}

/** A pool on a scripted cluster. After the test the pool is closed, and whatever is left behind fails the test. */
export function networkWorld(options: NetworkWorldOptions = {}): NetworkWorld {
  const clock = new ManualClock()
  const cluster = new ScriptedCluster({ clock, ...options })
  const events: LoggedEvent[] = []
  const log: Log = { event: (level, name, fields = {}) => events.push({ level, name, fields }) }
  const pool = new BrokerPool({
    platform: cluster.platform({ log }),
    options: resolveNetworkOptions({ bootstrapServers: cluster.bootstrapServers, ...options.config }),
    ...(options.authenticator === undefined ? {} : { authenticator: options.authenticator }),
  })
  onTestFinished(async () => {
    await pool.close()
    if (clock.liveTimers.length > 0) throw new Error(`Timers left behind: ${clock.liveTimerLabels.join(', ')}`)
  })
  return { clock, cluster, pool, broker: pool.seeds[0]!, events }
}

/** How a promise ended: its value, or its error. Never rejects, so that a test can wait for what it expects to fail. */
export type Outcome<T> = { readonly value: T } | { readonly error: unknown }

export function outcomeOf<T>(promise: Promise<T>): Promise<Outcome<T>> {
  return promise.then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  )
}

/** The error of a promise that is expected to fail. */
export async function errorOf(promise: Promise<unknown>): Promise<Error & Record<string, unknown>> {
  const outcome = await outcomeOf(promise)
  if ('value' in outcome) throw new Error('It should have failed')
  return outcome.error as Error & Record<string, unknown>
}
