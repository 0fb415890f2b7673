/** A broker, or a cluster, that tests may use, wherever it comes from. */
import type { KafkaCluster } from './kafka-cluster.ts'

export type BrokerSource = 'env' | 'docker' | 'java'

export interface TestBroker {
  readonly source: BrokerSource
  /** For people: what runs, and where it comes from. */
  readonly description: string
  readonly bootstrapServers: string
  /** Its nodes can be stopped, killed and frozen. Only where the broker was started from jars. */
  readonly cluster?: KafkaCluster
  close(): Promise<void>
}

export interface TestBrokerOptions {
  /** How many brokers the cluster shall have. Default 1. */
  readonly nodes?: number
  /** True for benchmarks: a slower start, and the full speed of the broker. Default false. */
  readonly isTunedForThroughput?: boolean
  /** Told, in words for people, what takes long: a download, an image, a start. */
  readonly onProgress?: (message: string) => void
}

/** Why a source cannot give a broker here. */
export interface Unavailable {
  readonly unavailable: string
}

export function isUnavailable(result: object): result is Unavailable {
  return 'unavailable' in result
}
