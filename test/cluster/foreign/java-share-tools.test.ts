/** Java's share consumer and its tools on the embedded cluster (KIP-932). */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { FakeCluster } from '../../../src/testing/index.ts'
import { javaTool, whyNoJavaBrokers } from '../../support/brokers/index.ts'
import { batchOf } from '../batches.ts'
import { RawConnection } from '../raw-connection.ts'
import { configureGroup } from '../raw-share.ts'
import { produceRaw } from '../raw-topics.ts'
import { notHere } from './foreign-world.ts'

const toolTimeoutMs = 60_000
const unavailable = notHere ?? whyNoJavaBrokers()

describe.skipIf(unavailable !== undefined)(
  `Java's share consumer on an embedded cluster${unavailable === undefined ? '' : ` (${unavailable})`}`,
  { timeout: toolTimeoutMs },
  () => {
    let cluster: FakeCluster
    beforeAll(async () => {
      cluster = await FakeCluster.start({ brokers: 1, topics: { orders: 2 } })
      using raw = await RawConnection.open(cluster.bootstrapServers)
      await configureGroup(raw, 'shared')
      for (const partition of [0, 1]) {
        const values = Array.from({ length: 100 }, (_, index) => `${partition}-${index}`)
        await produceRaw(raw, 'orders', partition, batchOf({ values }))
      }
    })
    afterAll(async () => {
      await cluster.close()
      cluster.assertNoViolations()
    })

    async function run(tool: string, args: readonly string[]): Promise<string> {
      const servers = ['--bootstrap-server', cluster.bootstrapServers]
      const className = `org.apache.kafka.tools.consumer.${tool}`
      const { exitCode, stdout, stderr } = await javaTool(className, [...servers, ...args], {
        timeoutMs: toolTimeoutMs,
      })
      if (exitCode !== 0) throw new Error(`${tool} ended with ${exitCode}: ${stderr} ${stdout}`)
      return stdout.toString()
    }

    it('reads everything, and accepts it', async () => {
      const read = await run('ConsoleShareConsumer', [
        '--topic',
        'orders',
        '--group',
        'shared',
        '--max-messages',
        '200',
      ])

      expect(new Set(read.trim().split('\n')).size).toBe(200)
    })

    it('is listed and described with its offsets', async () => {
      const listed = await run('group.ShareGroupCommand', ['--list'])
      const described = await run('group.ShareGroupCommand', ['--describe', '--group', 'shared', '--offsets'])

      expect(listed).toContain('shared')
      expect(described).toMatch(/shared\s+orders\s+0/)
      expect(described).toMatch(/shared\s+orders\s+1/)
    })

    it('is put back, and reads again', async () => {
      const topics = ['--topic', 'orders', '--to-earliest', '--execute']
      await run('group.ShareGroupCommand', ['--reset-offsets', '--group', 'shared', ...topics])

      const read = await run('ConsoleShareConsumer', [
        '--topic',
        'orders',
        '--group',
        'shared',
        '--max-messages',
        '200',
      ])

      expect(new Set(read.trim().split('\n')).size).toBe(200)
    })

    it('is deleted when nobody is left', async () => {
      await run('group.ShareGroupCommand', ['--delete', '--group', 'shared'])

      expect(await run('group.ShareGroupCommand', ['--list'])).not.toContain('shared')
    })
  },
)
