import { describe, expect, it } from 'vitest'
import { TimeoutError } from '../../../src/errors/client-errors.ts'
import { ProduceError, SendAllError } from '../../../src/errors/produce-error.ts'
import { RecordMetadata } from '../../../src/producer/record-metadata.ts'
import { GroupSend, SingleSend } from '../../../src/producer/send-settler.ts'

const metadata = (index: number): RecordMetadata => new RecordMetadata('orders', 0, 1, 10n, index)
const lost = new ProduceError('lost', 'possibly', { cause: new TimeoutError('too late') })

describe('one send', () => {
  it('resolves with the place of its record', async () => {
    const send = new SingleSend(1)
    send.succeed(0, metadata(3))
    await expect(send.promise).resolves.toMatchObject({ offset: 13n })
  })

  it('rejects with the error as it is', async () => {
    const send = new SingleSend(1)
    send.fail(0, lost)
    await expect(send.promise).rejects.toBe(lost)
  })
})

describe('many sends', () => {
  it('resolve in the order in which they were given, whatever the order of the answers', async () => {
    const group = new GroupSend(3, 1)
    group.succeed(2, metadata(2))
    group.succeed(0, metadata(0))
    group.succeed(1, metadata(1))
    const offsets = (await group.promise).map(({ offset }) => offset)
    expect(offsets).toEqual([10n, 11n, 12n])
  })

  it('of nothing resolve at once', async () => {
    await expect(new GroupSend(0, 1).promise).resolves.toEqual([])
  })

  it('wait for the others when one fails, and tell what became of each', async () => {
    const group = new GroupSend(3, 1)
    group.fail(1, lost)
    group.succeed(0, metadata(0))
    group.succeed(2, metadata(2))
    const error = await group.promise.then(
      () => undefined,
      (reason: unknown) => reason as SendAllError<RecordMetadata>,
    )
    expect(error).toBeInstanceOf(SendAllError)
    expect(error?.message).toBe('Cannot send 1 of 3 records: lost')
    expect(error?.cause).toBe(lost)
    expect(error?.outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    expect(error?.outcomes[1]).toEqual({ status: 'rejected', reason: lost })
  })

  it('may be tried again only when every failure may', async () => {
    const outcomeOf = async (...errors: unknown[]): Promise<boolean> => {
      const group = new GroupSend(errors.length, 1)
      for (const [slot, error] of errors.entries()) group.fail(slot, error)
      return group.promise.then(
        () => false,
        (error: SendAllError<RecordMetadata>) => error.retriable,
      )
    }
    expect(await outcomeOf(lost, lost)).toBe(true)
    expect(await outcomeOf(lost, new Error('a defect'))).toBe(false)
  })
})
