/**
 * Finds a real broker for tests, the demo and benchmarks: the one that KAFKA_BROKERS names, one in Docker, or a cluster
 * from Kafka's jars, in this order. OTTLA_BROKERS=env|docker|java|none takes the choice away from the order.
 */
import { probeBroker } from './broker-probe.ts'
import { startKafkaContainer } from './container-broker.ts'
import { startKafkaCluster } from './kafka-cluster.ts'
import { DEFAULT_KAFKA_VERSION, whyNoJavaBrokers } from './kafka-distribution.ts'
import {
  type BrokerSource,
  isUnavailable,
  type TestBroker,
  type TestBrokerOptions,
  type Unavailable,
} from './test-broker.ts'

type StartBroker = (options: TestBrokerOptions) => Promise<TestBroker | Unavailable>

const SOURCES: Readonly<Record<BrokerSource, StartBroker>> = {
  env: useBrokersOfEnvironment,
  docker: startKafkaContainer,
  java: startJavaCluster,
}

/**
 * A running broker, or why there is none.
 *
 * @throws Error when OTTLA_BROKERS asks for a source that cannot give a broker: whoever asks for one does not want to
 * see the tests pass without it.
 */
export async function startTestBroker(options: TestBrokerOptions = {}): Promise<TestBroker | Unavailable> {
  const forced = forcedSource()
  if (forced === 'none') return { unavailable: 'OTTLA_BROKERS=none' }
  const reasons: string[] = []
  for (const source of forced === undefined ? (['env', 'docker', 'java'] as const) : [forced]) {
    const result = await SOURCES[source](options)
    if (!isUnavailable(result)) return result
    reasons.push(`${source}: ${result.unavailable}`)
  }
  const unavailable = reasons.join('; ')
  if (forced !== undefined) throw new Error(`OTTLA_BROKERS=${forced}, but there is no broker. ${unavailable}`)
  return { unavailable }
}

/** Why tests cannot start clusters of their own, whose nodes they stop and kill; undefined when they can. */
export function whyNoOwnClusters(): string | undefined {
  const forced = forcedSource()
  if (process.env.OTTLA_OWN_CLUSTERS === 'no') return 'tests on clusters of their own are off (OTTLA_OWN_CLUSTERS=no)'
  if (forced !== undefined && forced !== 'java') return `clusters come from Java, and OTTLA_BROKERS=${forced}`
  return whyNoJavaBrokers()
}

function forcedSource(): BrokerSource | 'none' | undefined {
  const value = process.env.OTTLA_BROKERS
  if (value === undefined || value === '') return undefined
  if (value === 'env' || value === 'docker' || value === 'java' || value === 'none') return value
  throw new Error(`OTTLA_BROKERS is "${value}"; it can be env, docker, java or none`)
}

async function useBrokersOfEnvironment(): Promise<TestBroker | Unavailable> {
  const bootstrapServers = process.env.KAFKA_BROKERS
  if (bootstrapServers === undefined || bootstrapServers === '') return { unavailable: 'KAFKA_BROKERS is not set' }
  const [first = ''] = bootstrapServers.split(',')
  const separator = first.lastIndexOf(':')
  const host = first.slice(0, separator).replace(/^\[|\]$/g, '')
  try {
    await probeBroker(host, Number(first.slice(separator + 1)))
  } catch (error) {
    // Whoever names a broker means that one: silently taking another would hide a mistake.
    throw new Error(`KAFKA_BROKERS names ${first}, which does not answer`, { cause: error })
  }
  return { source: 'env', description: `${bootstrapServers} (KAFKA_BROKERS)`, bootstrapServers, close: async () => {} }
}

async function startJavaCluster(options: TestBrokerOptions): Promise<TestBroker | Unavailable> {
  const reason = whyNoJavaBrokers()
  if (reason !== undefined) return { unavailable: reason }
  const { nodes = 1, isTunedForThroughput = false, onProgress } = options
  const what = `Apache Kafka ${DEFAULT_KAFKA_VERSION}, ${nodes === 1 ? '1 node' : `${nodes} nodes`}`
  onProgress?.(`starting ${what} from its jars (the first time they are downloaded)`)
  const cluster = await startKafkaCluster({ nodes, isTunedForThroughput })
  return {
    source: 'java',
    description: `${what}, from its jars on Java`,
    bootstrapServers: cluster.bootstrapServers,
    cluster,
    close: () => cluster.close(),
  }
}
