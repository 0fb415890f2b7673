import { describe, expect, it } from 'vitest'
import { MemoryStorage } from '../../../../src/testing/index.ts'
import { RawTransactions } from '../../../cluster/raw-transactions.ts'
import { crashAfter, runKept, startKept } from '../storage/kept-world.ts'

const topic = 'orders'

describe('transactions, in a cluster that was started again', () => {
  it('go on where they were, with the producer that they had', async () => {
    const storage = new MemoryStorage()
    let producer = { producerId: -1n, producerEpoch: -1 }
    await runKept(storage, async (world) => {
      const transactions = await RawTransactions.start(await world.connect(), 'id')
      await transactions.write(topic, ['a'], { version: 12 })
      producer = transactions.producer
    })
    await using world = await startKept(storage)
    const transactions = new RawTransactions(await world.connect(), 'id')
    transactions.become(producer)

    const written = await transactions.writeOnce(topic, ['b'], { version: 12, baseSequence: 1 })
    const ended = await transactions.end(true, 5)

    expect([written.errorCode, ended.errorCode]).toEqual([0, 0])
    expect(world.cluster.log(topic, 0)).toMatchObject({ lastStableOffset: 3n, abortedTransactions: [] })
    expect(world.cluster.log(topic, 0).records.map(({ value }) => `${value}`)).toEqual(['a', 'b'])
  })

  it('time out though nobody asks for them', async () => {
    const storage = await crashAfter(async (world) => {
      const transactions = await RawTransactions.start(await world.connect(), 'id')
      await transactions.write(topic, ['a'], { version: 12 })
    })
    await using world = await startKept(storage)
    const before = world.cluster.log(topic, 0).lastStableOffset

    await world.clock.advance(60_000)

    expect(before).toBe(0n)
    expect(world.cluster.log(topic, 0).lastStableOffset).toBe(2n)
    expect(world.cluster.log(topic, 0).abortedTransactions).toHaveLength(1)
  })

  it('get the markers that they were owed, of a later coordinator', async () => {
    const storage = await crashAfter(async (world) => {
      const transactions = await RawTransactions.start(await world.connect(), 'id')
      await transactions.write(topic, ['a'], { version: 12 })
      world.cluster.faults.holdMarkers()
      await transactions.endOnce(true, 5)
    })

    await using world = await startKept(storage)

    expect(world.cluster.transaction('id')).toMatchObject({ state: 'CompleteCommit', producerEpoch: 1 })
    expect(world.cluster.log(topic, 0)).toMatchObject({ lastStableOffset: 2n, abortedTransactions: [] })
    expect(world.cluster.log(topic, 0).producers).toMatchObject([{ coordinatorEpoch: 1 }])
  })
})
