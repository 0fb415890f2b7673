import { describe, expect, it } from 'vitest'
import { ConnectionError } from '../../../src/errors/connection-errors.ts'
import {
  IdempotentProducerId,
  noStamp,
  type ProducerStamp,
  withoutProducerId,
} from '../../../src/producer/producer-id.ts'
import { createDeferred } from '../../../src/support/deferred.ts'

const stampOf = (producerId: number, producerEpoch = 0): ProducerStamp => ({
  producerId: BigInt(producerId),
  producerEpoch,
})

async function loaded(stamp: ProducerStamp = stampOf(7)): Promise<IdempotentProducerId> {
  const ids = new IdempotentProducerId(() => Promise.resolve(stamp))
  await ids.load()
  return ids
}

describe('a producer id', () => {
  it('is unknown until it is loaded', async () => {
    const ids = new IdempotentProducerId(() => Promise.resolve(stampOf(7)))
    expect(ids.current).toBeUndefined()
    await ids.load()
    expect(ids.current).toEqual(stampOf(7))
  })

  it('is loaded once for all who ask at the same time, and never again', async () => {
    const answer = createDeferred<ProducerStamp>()
    let loads = 0
    const ids = new IdempotentProducerId(() => {
      loads += 1
      return answer.promise
    })
    const all = Promise.all([ids.load(), ids.load()])
    answer.resolve(stampOf(7))
    await all
    await ids.load()
    expect(loads).toBe(1)
  })

  it('can be loaded after a load that failed', async () => {
    const error = new ConnectionError('CONNECTION_REFUSED', 'nobody there')
    const answers: Promise<ProducerStamp>[] = [Promise.reject(error), Promise.resolve(stampOf(7))]
    const ids = new IdempotentProducerId(() => answers.shift()!)
    await expect(ids.load()).rejects.toBe(error)
    await ids.load()
    expect(ids.current).toEqual(stampOf(7))
  })

  it('is renewed by counting its epoch up', async () => {
    const ids = await loaded()
    expect(ids.renew(stampOf(7))).toEqual(stampOf(7, 1))
    expect(ids.current).toEqual(stampOf(7, 1))
  })

  it('is renewed once for two partitions that had the same one', async () => {
    const ids = await loaded()
    const first = ids.renew(stampOf(7))
    expect(ids.renew(stampOf(7))).toBe(first)
  })

  it('is loaded anew when its epoch is used up', async () => {
    const ids = await loaded(stampOf(7, 32766))
    expect(ids.renew(stampOf(7, 32766))).toBeUndefined()
    expect(ids.current).toBeUndefined()
  })

  it('takes the present one for a partition that used a former id', async () => {
    const ids = await loaded(stampOf(8))
    expect(ids.renew(stampOf(7, 32766))).toEqual(stampOf(8))
  })

  it('is nothing for a producer without idempotence', async () => {
    await withoutProducerId.load()
    expect(withoutProducerId.current).toBe(noStamp)
    expect(withoutProducerId.renew(noStamp)).toBe(noStamp)
  })
})
