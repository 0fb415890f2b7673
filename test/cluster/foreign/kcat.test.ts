/** kcat, and with it librdkafka, on the embedded cluster. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { FakeCluster } from '../../../src/testing/index.ts'
import { foreignTimeoutMs, inOrder, notHere, type StoredRecord, sampleRecords, storedRecords } from './foreign-world.ts'
import { installKcat } from './install.ts'
import { runProgram } from './run-program.ts'

const { client: kcat, unavailable } =
  notHere === undefined ? await installKcat() : { client: undefined, unavailable: notHere }
const format = ['-f', String.raw`%p\t%o\t%k\t%s\n`]

function readLines(output: string): StoredRecord[] {
  const lines = output.split('\n').filter((line) => line !== '')
  return inOrder(
    lines.map((line) => {
      const [partition, offset, key, value] = line.split('\t')
      return { partition: Number(partition), offset: Number(offset), key: key!, value: value! }
    }),
  )
}

describe.skipIf(unavailable !== undefined)(
  `kcat on an embedded cluster${unavailable === undefined ? '' : ` (${unavailable})`}`,
  { timeout: foreignTimeoutMs },
  () => {
    let cluster: FakeCluster
    beforeAll(async () => {
      cluster = await FakeCluster.start({ brokers: 3, topics: { orders: 3, idempotent: 3, group: 3 } })
    })
    afterAll(async () => {
      await cluster.close()
      cluster.assertNoViolations()
    })

    const run = (args: readonly string[], stdin?: string): Promise<string> =>
      runProgram(kcat!, ['-b', cluster.bootstrapServers, ...args], stdin === undefined ? {} : { stdin })

    const sent = sampleRecords(2_000)
    const lines = sent.map(({ key, value }) => `${key}\t${value}`).join('\n')

    async function produce(topic: string, ...options: readonly string[]): Promise<void> {
      await run(['-P', '-t', topic, '-K', String.raw`\t`, ...options], lines)
    }

    it('lists the brokers and the topic', async () => {
      const listing = JSON.parse(await run(['-L', '-J', '-t', 'orders'])) as {
        brokers: { id: number }[]
        topics: { partitions: { leader: number; replicas: unknown[] }[] }[]
      }

      expect(new Set(listing.brokers.map(({ id }) => id))).toEqual(new Set([1, 2, 3]))
      expect(listing.topics[0]!.partitions.map(({ leader }) => leader)).toEqual(
        [0, 1, 2].map((partition) => cluster.partition('orders', partition).leaderId),
      )
    })

    it.each(['none', 'gzip', 'snappy', 'lz4', 'zstd'])('produces with %s, and reads all of it back', async (codec) => {
      const topic = `codec-${codec}`
      cluster.createTopic(topic, 3)
      await produce(topic, '-z', codec)

      const read = readLines(await run(['-C', '-t', topic, '-o', 'beginning', '-e', '-q', ...format]))

      expect(read).toEqual(storedRecords(cluster, topic))
      expect(new Set(read.map(({ value }) => value))).toEqual(new Set(sent.map(({ value }) => value)))
    })

    it('produces idempotently', async () => {
      await produce('idempotent', '-X', 'enable.idempotence=true')

      expect(storedRecords(cluster, 'idempotent')).toHaveLength(sent.length)
      expect(cluster.log('idempotent', 0).producers).toHaveLength(1)
    })

    it('reads in a group, and goes on where the group was', async () => {
      await produce('group')
      const read = (): Promise<string> =>
        run(['-G', 'kcat-group', '-e', '-q', '-X', 'auto.offset.reset=earliest', ...format, 'group'])

      const first = readLines(await read())
      const second = readLines(await read())

      expect(first).toEqual(storedRecords(cluster, 'group'))
      expect(second).toEqual([])
    })
  },
)
