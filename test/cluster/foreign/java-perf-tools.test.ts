/** Java's performance tools on the embedded cluster: the Java client in a hurry. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { FakeCluster } from '../../../src/testing/index.ts'
import { javaTool, whyNoJavaBrokers } from '../../support/brokers/index.ts'
import { foreignTimeoutMs, notHere } from './foreign-world.ts'

const unavailable = notHere ?? whyNoJavaBrokers()
const recordCount = 50_000
const recordSizeBytes = 100

describe.skipIf(unavailable !== undefined)(
  `Java's performance tools on an embedded cluster${unavailable === undefined ? '' : ` (${unavailable})`}`,
  { timeout: foreignTimeoutMs },
  () => {
    let cluster: FakeCluster
    beforeAll(async () => {
      cluster = await FakeCluster.start({ brokers: 3, topics: { perf: 3 } })
    })
    afterAll(async () => {
      await cluster.close()
      cluster.assertNoViolations()
    })

    async function run(tool: string, ...args: readonly string[]): Promise<string> {
      const common = [
        '--bootstrap-server',
        cluster.bootstrapServers,
        '--topic',
        'perf',
        '--num-records',
        `${recordCount}`,
      ]
      const className = `org.apache.kafka.tools.${tool}`
      const options = { timeoutMs: foreignTimeoutMs }
      const { exitCode, stdout, stderr } = await javaTool(className, [...common, ...args], options)
      if (exitCode !== 0) throw new Error(`${tool} ended with ${exitCode}: ${stderr}`)
      return stdout.toString()
    }

    it('produce idempotently, with each record in the log once', async () => {
      const settings = ['acks=all', 'compression.type=lz4', 'linger.ms=5']
      const args = ['--record-size', `${recordSizeBytes}`, '--throughput', '-1', '--command-property', ...settings]
      const said = await run('ProducerPerformance', ...args)
      const records = [0, 1, 2].flatMap((partition) => cluster.log('perf', partition).records)

      expect(said).toContain(`${recordCount} records sent`)
      expect(records).toHaveLength(recordCount)
      expect(new Set(records.map(({ value }) => value?.length))).toEqual(new Set([recordSizeBytes]))
    })

    it('consume all of it in a group', async () => {
      const said = await run('ConsumerPerformance', '--group', 'perf-group', '--hide-header', '--timeout', '30000')
      // start, end, MB, MB/s, records, records/s, ...
      const fields = said.trim().split('\n').at(-1)!.split(',')

      expect(Number(fields[4])).toBe(recordCount)
    })
  },
)
