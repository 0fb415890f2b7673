import { ClientCore } from '../../../src/client/client-core.ts'
import { type ClientConfig, resolveClientOptions } from '../../../src/client/client-options.ts'
import type { Log } from '../../../src/observe/log.ts'
import { Deadline } from '../../../src/support/deadline.ts'
import { ManualClock } from '../../../src/support/manual-clock.ts'
import { ScriptedCluster } from '../../support/scripted-cluster.ts'

export interface LogEvent {
  readonly name: string
  readonly fields: Readonly<Record<string, unknown>> | undefined
}

/** A client core on a scripted cluster, in time that the test moves. */
export interface ClientWorld {
  readonly clock: ManualClock
  readonly cluster: ScriptedCluster
  readonly core: ClientCore
  readonly events: readonly LogEvent[]
  readonly deadline: (timeoutMs?: number, signal?: AbortSignal) => Deadline
  /** Moves time until the promise settles. */
  readonly settle: <T>(promise: Promise<T>) => Promise<T>
  /** Moves time until the promise rejects, and returns the reason. */
  readonly settleError: (promise: Promise<unknown>) => Promise<Error & { code?: string; cause?: unknown }>
}

export function clientWorld(nodeCount = 3, config: Partial<ClientConfig> = {}): ClientWorld {
  const clock = new ManualClock()
  const cluster = new ScriptedCluster({ clock, nodeCount })
  const events: LogEvent[] = []
  const log: Log = { event: (_level, name, fields) => events.push({ name, fields }) }
  const options = resolveClientOptions({ bootstrapServers: cluster.bootstrapServers, ...config })
  const core = new ClientCore({ platform: cluster.platform({ log }), options })
  const settle = async <T>(promise: Promise<T>): Promise<T> => {
    let isSettled = false
    promise.then(
      () => {
        isSettled = true
      },
      () => {
        isSettled = true
      },
    )
    await clock.settle()
    while (!isSettled && (await clock.advanceToNextTimer())) await clock.settle()
    return promise
  }
  return {
    clock,
    cluster,
    core,
    events,
    deadline: (timeoutMs = 30_000, signal) => new Deadline(clock, 'Cannot do it', timeoutMs, signal),
    settle,
    settleError: (promise) =>
      settle(promise).then(
        () => {
          throw new Error('The promise was expected to reject')
        },
        (error) => error,
      ),
  }
}
