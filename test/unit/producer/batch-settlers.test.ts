import { describe, expect, it } from 'vitest'
import { TimeoutError } from '../../../src/errors/client-errors.ts'
import { ProduceError } from '../../../src/errors/produce-error.ts'
import { BatchSettlers } from '../../../src/producer/batch-settlers.ts'
import { RecordMetadata } from '../../../src/producer/record-metadata.ts'
import { GroupSend, kept, OpenSend, SingleSend } from '../../../src/producer/send-settler.ts'

const metadataOf = (index: number): RecordMetadata => new RecordMetadata('orders', 0, 1, 10n, index)
const lost = new ProduceError('lost', 'possibly', { cause: new TimeoutError('too late') })

/** A `send` whose record is in the batch. */
function sendInto(settlers: BatchSettlers): Promise<bigint> {
  const send = new OpenSend(1)
  settlers.add(send, 0)
  return send.promise.then(({ offset }) => offset)
}

describe('who waits for a batch', () => {
  it('is told the place of its own record', async () => {
    const settlers = new BatchSettlers()
    const sends = [sendInto(settlers), sendInto(settlers), sendInto(settlers)]
    settlers.succeed(metadataOf)
    expect(await Promise.all(sends)).toEqual([10n, 11n, 12n])
  })

  it('is told the place of its own record among those of others, which came before, between and after it', async () => {
    const settlers = new BatchSettlers()
    const group = new GroupSend(3, 1)
    settlers.add(group, 2)
    const first = sendInto(settlers)
    settlers.add(group, 0)
    settlers.add(group, 1)
    const second = sendInto(settlers)
    settlers.succeed(metadataOf)
    expect(await Promise.all([first, second])).toEqual([11n, 14n])
    expect((await group.promise).map(({ offset }) => offset)).toEqual([12n, 13n, 10n])
  })

  it('is told of records of others that come only after its own', async () => {
    const settlers = new BatchSettlers()
    const send = sendInto(settlers)
    const single = new SingleSend(1)
    settlers.add(single, 0)
    settlers.succeed(metadataOf)
    expect(await send).toBe(10n)
    expect((await single.promise).offset).toBe(11n)
  })

  it('hears of its failure as it is, each for itself', async () => {
    const settlers = new BatchSettlers()
    const group = new GroupSend(1, 1)
    const sends = [sendInto(settlers), sendInto(settlers)]
    settlers.add(group, 0)
    settlers.fail(lost)
    const reasons = (await Promise.allSettled(sends)).map((outcome) => outcome.status === 'rejected' && outcome.reason)
    expect(reasons).toEqual([lost, lost])
    await expect(group.promise).rejects.toMatchObject({ cause: lost })
  })

  it('does not wait for the other part of a batch that was divided', async () => {
    const [settlers, front, back] = [new BatchSettlers(), new BatchSettlers(), new BatchSettlers()]
    const group = new GroupSend(2, 1)
    const inFront = sendInto(settlers)
    settlers.add(group, 0)
    const inBack = sendInto(settlers)
    settlers.add(group, 1)
    settlers.handOver((index) => (index < 2 ? front : back))
    front.succeed(metadataOf)
    expect(await inFront).toBe(10n)
    expect([front.count, back.count]).toEqual([2, 2])
    back.fail(lost)
    await expect(inBack).rejects.toBe(lost)
    await expect(group.promise).rejects.toMatchObject({ message: 'Cannot send 1 of 2 records: lost' })
  })

  it('is gone when all calls were taken back, but not while a send by itself is left', () => {
    const settlers = new BatchSettlers()
    const [group, single] = [new GroupSend(1, 1), new SingleSend(1)]
    settlers.add(group, 0)
    settlers.add(single, 0)
    group.isAbandoned = true
    expect(settlers.isAbandoned).toBe(false)
    single.isAbandoned = true
    expect(settlers.isAbandoned).toBe(true)
    void sendInto(settlers)
    expect(settlers.isAbandoned).toBe(false)
  })
})

describe('a send that is being accepted', () => {
  it('rejects with what it was refused for', async () => {
    const send = new OpenSend(1)
    send.fail(0, lost)
    await expect(send.promise).rejects.toBe(lost)
  })

  it('gets a promise of its own where its record waits', async () => {
    const send = new OpenSend(7)
    const single = kept(send)
    expect(single).toMatchObject({ sentAtMs: 7, options: undefined })
    single.succeed(0, metadataOf(3))
    await expect(send.promise).resolves.toMatchObject({ offset: 13n })
  })
})
