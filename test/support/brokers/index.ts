/** Real brokers for tests, the demo and benchmarks. */
export { type BrokerView, probeBroker } from './broker-probe.ts'
export { startKafkaContainer, startRedpandaContainer } from './container-broker.ts'
export { type JavaToolOptions, javaTool } from './java-tool.ts'
export { type KafkaCluster, type KafkaClusterOptions, type KafkaNode, startKafkaCluster } from './kafka-cluster.ts'
export { DEFAULT_KAFKA_VERSION, whyNoJavaBrokers } from './kafka-distribution.ts'
export { startTestBroker, whyNoOwnClusters } from './start-test-broker.ts'
export {
  type BrokerSource,
  isUnavailable,
  type TestBroker,
  type TestBrokerOptions,
  type Unavailable,
} from './test-broker.ts'
