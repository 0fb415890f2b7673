/** What groups of APIs keep of their own: committed offsets, transactions, ACLs. */
import { describe, expect, it } from 'vitest'
import { ErrorCodes } from '../../../../src/errors/error-codes.ts'
import { addPartitionsToTxnApi } from '../../../../src/protocol/apis/add-partitions-to-txn.ts'
import { createAclsApi } from '../../../../src/protocol/apis/create-acls.ts'
import { describeAclsApi } from '../../../../src/protocol/apis/describe-acls.ts'
import { endTxnApi } from '../../../../src/protocol/apis/end-txn.ts'
import { initProducerIdApi } from '../../../../src/protocol/apis/init-producer-id.ts'
import { offsetCommitApi } from '../../../../src/protocol/apis/offset-commit.ts'
import { offsetFetchApi } from '../../../../src/protocol/apis/offset-fetch.ts'
import type { MemoryStorage } from '../../../../src/testing/index.ts'
import { batchOf, valuesOf } from '../../../cluster/batches.ts'
import type { RawConnection } from '../../../cluster/raw-connection.ts'
import { produceRaw } from '../../../cluster/raw-topics.ts'
import { fetchOnce } from '../cluster-world.ts'
import { crashAfter, startKept } from './kept-world.ts'

async function committedOffset(raw: RawConnection, groupId: string): Promise<bigint> {
  const topics = [{ name: 'orders', partitionIndexes: [0] }]
  const answer = await raw.send(offsetFetchApi, 5, { groupId, topics })
  return answer.topics[0]!.partitions[0]!.committedOffset
}

const transactionalId = 'payments'

/** A crash behind one record of a transaction that has not ended. */
async function crashInTransaction() {
  let producer = { producerId: -1n, producerEpoch: -1 }
  const storage = await crashAfter(async (world) => {
    const raw = await world.connect()
    const request = { transactionalId, transactionTimeoutMs: 60_000 }
    const { producerId, producerEpoch } = await raw.send(initProducerIdApi, 2, request)
    producer = { producerId, producerEpoch }
    await raw.send(addPartitionsToTxnApi, 2, {
      v3AndBelowTransactionalId: transactionalId,
      v3AndBelowProducerId: producerId,
      v3AndBelowProducerEpoch: producerEpoch,
      v3AndBelowTopics: [{ name: 'orders', partitions: [0] }],
    })
    const records = batchOf({ values: ['paid'], ...producer, baseSequence: 0, isTransactional: true })
    const { errorCode } = await produceRaw(raw, 'orders', 0, records, { transactionalId })
    expect(errorCode).toBe(ErrorCodes.NONE)
  })
  return { storage, producer }
}

async function readCommitted(raw: RawConnection): Promise<(string | null)[]> {
  return valuesOf((await fetchOnce(raw, {}, { isolationLevel: 1 })).records)
}

describe('after a crash', () => {
  it('a group goes on where it had committed', async () => {
    const storage = await crashAfter(async (world) => {
      const partitions = [{ partitionIndex: 0, committedOffset: 42n, committedMetadata: 'here' }]
      const raw = await world.connect()
      const answer = await raw.send(offsetCommitApi, 5, {
        groupId: 'readers',
        topics: [{ name: 'orders', partitions }],
      })
      expect(answer.topics[0]!.partitions[0]!.errorCode).toBe(ErrorCodes.NONE)
    })

    await using world = await startKept(storage)

    expect(await committedOffset(await world.connect(), 'readers')).toBe(42n)
    expect(await committedOffset(await world.connect(), 'others')).toBe(-1n)
  })

  it('a transaction that was open can be committed, and only then be read', async () => {
    const { storage, producer } = await crashInTransaction()

    await using world = await startKept(storage)
    const raw = await world.connect()
    const before = await readCommitted(raw)
    const ended = await raw.send(endTxnApi, 2, { transactionalId, ...producer, committed: true })
    await world.clock.advance(100)

    expect(before).toEqual([])
    expect(ended.errorCode).toBe(ErrorCodes.NONE)
    expect(await readCommitted(raw)).toEqual(['paid'])
  })

  it('a transaction whose producer never comes back is aborted in time', async () => {
    const { storage } = await crashInTransaction()

    await using world = await startKept(storage)
    const log = world.cluster.log('orders', 0)
    const stableBefore = log.lastStableOffset
    await world.clock.advance(120_000)

    expect([stableBefore, log.lastStableOffset]).toEqual([0n, log.endOffset])
    expect(log.abortedTransactions).toHaveLength(1)
  })

  it('who may do what is still known', async () => {
    const security = { config: { 'authorizer.class.name': 'StandardAuthorizer', 'super.users': 'User:ANONYMOUS' } }
    const rule = { resourceType: 2, resourceName: 'orders', resourcePatternType: 3 }
    const grant = { ...rule, principal: 'User:alice', host: '*', operation: 3, permissionType: 3 }
    const storage = await crashAfter(async (world) => {
      const { results } = await (await world.connect()).send(createAclsApi, 2, { creations: [grant] })
      expect(results[0]!.errorCode).toBe(ErrorCodes.NONE)
    }, security)

    await using world = await startKept(storage, security)
    const { resources } = await (await world.connect()).send(describeAclsApi, 2, {
      ...{ resourceTypeFilter: 1, resourceNameFilter: null, patternTypeFilter: 1, principalFilter: null },
      ...{ hostFilter: null, operation: 1, permissionType: 1 },
    })

    expect(resources.map(({ resourceName, acls }) => [resourceName, acls.map(({ principal }) => principal)])).toEqual([
      ['orders', ['User:alice']],
    ])
  })

  it('what a part keeps is in a file of its own', async () => {
    const storage: MemoryStorage = await crashAfter(async (world) => {
      const partitions = [{ partitionIndex: 0, committedOffset: 1n, committedMetadata: '' }]
      await (await world.connect()).send(offsetCommitApi, 5, { groupId: 'g', topics: [{ name: 'orders', partitions }] })
    })

    expect(storage.paths.filter((path) => path.startsWith('state/')).length).toBeGreaterThan(0)
    for (const path of storage.paths.filter((file) => file.endsWith('.json'))) {
      expect(() => JSON.parse(storage.read(path)!.toString()) as unknown).not.toThrow()
    }
  })
})
