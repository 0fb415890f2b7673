import { describe, expect, it } from 'vitest'
import { encodeEndTransactionMarker } from '../../../src/record/control-record.ts'
import { encodeBatch } from '../../support/records.ts'
import { type ConsumerWorld, consumerWorld, fromEarliest, take } from './consumer-world.ts'

/** One aborted record at the end of the log, and its marker. */
function appendAborted(world: ConsumerWorld): void {
  const log = world.log('orders', 0)
  const baseOffset = log.highWatermark
  const ids = { baseOffset, producerId: 7n, producerEpoch: 0, baseSequence: 0 }
  const records = [{ timestamp: 1, key: null, value: 'lost', headers: [] }]
  world.appendBatch('orders', 0, encodeBatch(records, 'none', ids, { isTransactional: true }))
  const marker = { type: 'abort', producerId: 7n, producerEpoch: 0, coordinatorEpoch: 0, timestamp: 1 } as const
  world.appendBatch('orders', 0, encodeEndTransactionMarker({ ...marker, baseOffset: baseOffset + 1n }))
  log.aborted = [...log.aborted, { producerId: 7n, firstOffset: baseOffset, lastOffset: baseOffset + 1n }]
}

function shapeOf(batch: { firstOffset: bigint; lastOffset: bigint; recordCount: number } | undefined) {
  return batch === undefined ? undefined : [batch.firstOffset, batch.lastOffset, batch.recordCount]
}

describe('an answer that holds nothing but markers and aborted records', () => {
  it('is passed over by default', async () => {
    const world = consumerWorld()
    appendAborted(world)
    const consumer = world.consumer({ assignments: [fromEarliest] })
    const next = consumer.batches().next()
    await world.clock.advance(1000)
    world.append('orders', 0, 1)
    expect(shapeOf((await world.settle(next)).value ?? undefined)).toEqual([2n, 2n, 1])
    await consumer.close()
  })

  it('is a batch without records when that is asked for, once', async () => {
    const world = consumerWorld()
    appendAborted(world)
    const consumer = world.consumer({ assignments: [fromEarliest] })
    const batches = consumer.batches({ includesEmpty: true })
    const { value: empty } = await world.settle(batches.next())
    expect(shapeOf(empty ?? undefined)).toEqual([0n, 1n, 0])
    expect([...(empty ?? [])]).toEqual([])
    expect(consumer.position('orders', 0)).toBe(2n)
    const next = batches.next()
    await world.clock.advance(1000)
    world.append('orders', 0, 2)
    expect(shapeOf((await world.settle(next)).value ?? undefined)).toEqual([2n, 3n, 2])
    await consumer.close()
  })

  it('is not in the way of a loop over records that follows', async () => {
    const world = consumerWorld()
    appendAborted(world)
    const consumer = world.consumer({ assignments: [fromEarliest] })
    const batches = consumer.batches({ includesEmpty: true })
    await world.settle(batches.next())
    appendAborted(world)
    void batches.next()
    await world.settleNow()
    world.append('orders', 0, 1)
    expect(await take(world, consumer, 1)).toEqual(['0:4:value-4'])
    await consumer.close()
  })

  it('is handed to a run of batches that asks for it', async () => {
    const world = consumerWorld()
    appendAborted(world)
    const consumer = world.consumer({ assignments: [fromEarliest] })
    const controller = new AbortController()
    const shapes: unknown[] = []
    const eachBatch = (batch: { firstOffset: bigint; lastOffset: bigint; recordCount: number }): void => {
      shapes.push(shapeOf(batch))
      controller.abort()
    }
    await world.settle(consumer.run({ eachBatch, includesEmpty: true, signal: controller.signal }))
    expect(shapes).toEqual([[0n, 1n, 0]])
    expect(consumer.position('orders', 0)).toBe(2n)
    await consumer.close()
  })
})
