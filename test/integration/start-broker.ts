/** Starts the broker that all integration tests share, before the first of them, and ends it after the last. */
import type { TestProject } from 'vitest/node'
import { type BrokerSource, isUnavailable, startTestBroker } from '../support/brokers/index.ts'

/** What the tests know about the shared broker. */
export type SharedBroker =
  | { readonly source: BrokerSource; readonly description: string; readonly bootstrapServers: string }
  | { readonly source: 'none'; readonly reason: string }

declare module 'vitest' {
  interface ProvidedContext {
    broker: SharedBroker
  }
}

export default async function startSharedBroker(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  const nodes = Number(process.env.OTTLA_NODES || 1)
  const broker = await startTestBroker({ nodes, onProgress: say })
  if (isUnavailable(broker)) {
    // In CI a suite that skips itself would look like one that passed.
    if (process.env.CI === 'true') throw new Error(`CI needs a real broker. ${broker.unavailable}`)
    say(`no broker, so everything is skipped: ${broker.unavailable}`)
    project.provide('broker', { source: 'none', reason: broker.unavailable })
    return undefined
  }
  const { source, description, bootstrapServers } = broker
  say(`${description}, at ${bootstrapServers}`)
  project.provide('broker', { source, description, bootstrapServers })
  return () => broker.close()
}

function say(message: string): void {
  process.stderr.write(`integration: ${message}\n`)
}
