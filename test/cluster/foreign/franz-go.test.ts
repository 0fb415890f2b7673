/** franz-go on the embedded cluster: the program beside this file. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { FakeCluster } from '../../../src/testing/index.ts'
import { foreignTimeoutMs, inOrder, notHere, type StoredRecord, sampleRecords, storedRecords } from './foreign-world.ts'
import { buildFranzGo } from './install.ts'
import { runProgram } from './run-program.ts'

const { client: program, unavailable } =
  notHere === undefined ? await buildFranzGo() : { client: undefined, unavailable: notHere }
const count = 1_000

describe.skipIf(unavailable !== undefined)(
  `franz-go on an embedded cluster${unavailable === undefined ? '' : ` (${unavailable})`}`,
  { timeout: foreignTimeoutMs },
  () => {
    let cluster: FakeCluster
    beforeAll(async () => {
      cluster = await FakeCluster.start({ brokers: 3, topics: { orders: 3, transactional: 3 } })
    })
    afterAll(async () => {
      await cluster.close()
      cluster.assertNoViolations()
    })

    async function run(mode: string, topic: string): Promise<StoredRecord[]> {
      const [server = ''] = cluster.bootstrapServers.split(',')
      return inOrder(JSON.parse(await runProgram(program!, [mode, server, topic, String(count)])) as StoredRecord[])
    }

    it('produces idempotently, and reads all of it back', async () => {
      const read = await run('direct', 'orders')

      expect(read).toEqual(storedRecords(cluster, 'orders'))
      expect(new Set(read.map(({ value }) => value))).toEqual(new Set(sampleRecords(count).map(({ value }) => value)))
    })

    it('reads in a group', async () => {
      const read = await run('group', 'orders')

      expect(read).toEqual(storedRecords(cluster, 'orders'))
    })

    it('reads what a transaction committed, and not what another aborted', async () => {
      const read = await run('transaction', 'transactional')

      expect(read.filter(({ value }) => !value!.startsWith('committed '))).toEqual([])
      expect(read).toHaveLength(count)
      expect(storedRecords(cluster, 'transactional')).toHaveLength(2 * count)
    })
  },
)
