/** The embedded cluster in a process of its own: prints its address and the time that it took to start. Ends with its input. */
import { FakeCluster } from '../../src/testing/index.ts'

const startedAt = performance.now()
const cluster = await FakeCluster.start({
  remembersRequests: false,
  config: { 'log.retention.bytes': 128 * 1024 * 1024 },
})
const startMs = performance.now() - startedAt
process.stdout.write(`${JSON.stringify({ address: cluster.bootstrapServers, startMs })}\n`)
process.stdin.resume().once('end', () => void cluster.close())
