/** The broker of the demo: the one that is named, or one that is started and ended with it, or the embedded one. */
import { FakeCluster } from '../src/testing/index.ts'
import { isUnavailable, type KafkaCluster, probeBroker, startTestBroker } from '../test/support/brokers/index.ts'
import type { DemoOptions } from './demo-options.ts'

export interface DemoBroker {
  readonly description: string
  readonly bootstrapServers: string
  /** Its nodes can be killed. Only where the demo started them from Kafka's jars. */
  readonly cluster: KafkaCluster | undefined
  /** The demo started it and ends it: nothing has to be tidied up there. */
  readonly isOwn: boolean
  /** What the reader should know of it, where it is not what was expected. */
  readonly remark?: string
  close(): Promise<void>
}

/** There is no broker; the message says why, line by line. */
export class NoBrokerError extends Error {}

/** @throws NoBrokerError */
export async function findBroker(options: DemoOptions, onProgress: (message: string) => void): Promise<DemoBroker> {
  if (options.brokers !== undefined) return await useNamedBrokers(options.brokers)
  if (options.isEmbedded) return await startEmbedded(options)
  const broker = await startBroker(options, onProgress)
  if (isUnavailable(broker)) {
    // Only real brokers are processes that can be killed.
    if (options.killsOneNode) throw new NoBrokerError(broker.unavailable.replaceAll('; ', '\n'))
    const remark = `No Kafka can be had here (${broker.unavailable}), so this is Ottla's own, inside this process`
    return { ...(await startEmbedded(options)), remark }
  }
  const { description, bootstrapServers, cluster } = broker
  if (options.killsOneNode && cluster === undefined) {
    await broker.close()
    throw new NoBrokerError(
      `--kill-one needs nodes that the demo started from Kafka's jars, and this is ${description}`,
    )
  }
  return { description, bootstrapServers, cluster, isOwn: broker.source !== 'env', close: () => broker.close() }
}

async function useNamedBrokers(bootstrapServers: string): Promise<DemoBroker> {
  const [first = ''] = bootstrapServers.split(',')
  const separator = first.lastIndexOf(':')
  try {
    await probeBroker(first.slice(0, separator).replace(/^\[|\]$/g, ''), Number(first.slice(separator + 1)))
  } catch (error) {
    throw new NoBrokerError(`${first} does not answer (${reasonOf(error)})`, { cause: error })
  }
  return { description: bootstrapServers, bootstrapServers, cluster: undefined, isOwn: false, close: async () => {} }
}

async function startBroker(
  options: DemoOptions,
  onProgress: (message: string) => void,
): ReturnType<typeof startTestBroker> {
  try {
    return await startTestBroker({ nodes: options.nodeCount, onProgress })
  } catch (error) {
    throw new NoBrokerError(reasonOf(error), { cause: error })
  }
}

async function startEmbedded({ nodeCount }: DemoOptions): Promise<DemoBroker> {
  const cluster = await FakeCluster.start({ brokers: nodeCount })
  return {
    description: `Ottla's embedded cluster, ${nodeCount === 1 ? '1 broker' : `${nodeCount} brokers`}`,
    bootstrapServers: cluster.bootstrapServers,
    cluster: undefined,
    isOwn: true,
    close: () => cluster.close(),
  }
}

export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
