import {
  DEFAULT_KAFKA_VERSION,
  isUnavailable,
  startKafkaCluster,
  startTestBroker,
  whyNoOwnClusters,
} from '../test/support/brokers/index.ts'

export interface BenchBroker {
  readonly description: string
  readonly bootstrapServers: string
  /** Of its process, where it is one of this machine. */
  readonly pid?: number | undefined
  close(): Promise<void>
}

const HEAP_MB = 1_024

/** The broker that KAFKA_BROKERS names; else one node from Kafka's jars at full speed; else what tests would get. */
export async function startBenchBroker(say: (message: string) => void): Promise<BenchBroker> {
  if (!process.env.KAFKA_BROKERS && whyNoOwnClusters() === undefined) {
    say(`starting Apache Kafka ${DEFAULT_KAFKA_VERSION}, 1 node`)
    const cluster = await startKafkaCluster({ nodes: 1, isTunedForThroughput: true, heapMb: HEAP_MB })
    return {
      description: `Apache Kafka ${cluster.version}, 1 node on this machine, heap ${HEAP_MB} MB`,
      bootstrapServers: cluster.bootstrapServers,
      pid: cluster.nodes[0]?.pid,
      close: () => cluster.close(),
    }
  }
  const broker = await startTestBroker({ isTunedForThroughput: true, onProgress: say })
  if (isUnavailable(broker)) {
    throw new Error(`Cannot measure without a broker. ${broker.unavailable}. KAFKA_BROKERS=host:port names one.`)
  }
  return broker
}
