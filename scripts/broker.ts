/**
 * Starts an Apache Kafka cluster from its jars, prints its bootstrap servers and runs until Ctrl-C.
 *
 * node scripts/broker.ts [--nodes 3] [--version 3.9.2] [--throughput]
 */
import { parseArgs } from 'node:util'
import { startKafkaCluster, whyNoJavaBrokers } from '../test/support/brokers/index.ts'

const { values } = parseArgs({
  options: {
    nodes: { type: 'string', default: '1' },
    version: { type: 'string', default: '4.3.0' },
    throughput: { type: 'boolean', default: false },
  },
})
const nodes = Number(values.nodes)
const unavailable = whyNoJavaBrokers()
if (unavailable !== undefined || !Number.isInteger(nodes) || nodes < 1) {
  console.error(
    unavailable === undefined
      ? `--nodes is "${values.nodes}"; it must be a whole number from 1 on`
      : `Cannot start a broker: ${unavailable}`,
  )
  process.exit(1)
}

const ended = new Promise<void>((end) => {
  process.once('SIGINT', () => end())
  process.once('SIGTERM', () => end())
})
console.error(`Starting Kafka ${values.version}, ${nodes === 1 ? '1 node' : `${nodes} nodes`} ...`)
const cluster = await startKafkaCluster({ nodes, version: values.version, isTunedForThroughput: values.throughput })
console.log(cluster.bootstrapServers)
console.error(
  `Node processes: ${cluster.nodes.map((node) => `${node.id} has pid ${node.pid}`).join(', ')}. Ctrl-C ends them.`,
)
// A pending promise alone does not keep Node alive.
const keepAlive = setInterval(() => {}, 60_000)
await ended
clearInterval(keepAlive)
await cluster.close()
