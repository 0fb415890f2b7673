import { describe, expect, it } from 'vitest'
import { ErrorCodes } from '../../../src/errors/error-codes.ts'
import { initProducerIdApi } from '../../../src/protocol/apis/init-producer-id.ts'
import { metadataApi } from '../../../src/protocol/apis/metadata.ts'
import { produceApi } from '../../../src/protocol/apis/produce.ts'
import { batchOf } from '../../cluster/batches.ts'
import { fetchOnce, postProduce, produce, startWorld } from './cluster-world.ts'

const records = (...values: string[]) => batchOf({ values })

describe('an intercepted request', () => {
  it('is answered by the test, and has no effect', async () => {
    await using world = await startWorld()
    world.cluster.intercept(produceApi, ({ body }) => ({
      responses: [{ name: body.topicData[0]!.name, partitionResponses: [{ index: 0, baseOffset: 99n }] }],
    }))

    const { baseOffset } = await produce(await world.connect(1), { records: records('a') })

    expect(baseOffset).toBe(99n)
    expect(world.cluster.log('orders', 0).endOffset).toBe(0n)
  })

  it('goes on when nothing is returned', async () => {
    await using world = await startWorld()
    let seen = 0
    world.cluster.intercept('Produce', () => {
      seen++
    })

    const { baseOffset } = await produce(await world.connect(1), { records: records('a') })

    expect([seen, baseOffset]).toEqual([1, 0n])
  })

  it('takes effect and gets another answer', async () => {
    await using world = await startWorld()
    world.cluster.intercept(initProducerIdApi, async (request) => ({ ...(await request.proceed()), producerEpoch: 7 }))

    const answer = await (await world.connect(1)).send(initProducerIdApi, 2, { transactionalId: null })

    expect(answer).toMatchObject({ producerId: 0n, producerEpoch: 7 })
  })

  it('is cut before it takes effect', async () => {
    await using world = await startWorld()
    world.cluster.intercept('Produce', () => 'cut')

    const answer = produce(await world.connect(1), { records: records('a') })

    await expect(answer).rejects.toThrow('closed before the answer')
    expect(world.cluster.log('orders', 0).endOffset).toBe(0n)
  })

  it('is cut after it took effect', async () => {
    await using world = await startWorld()
    world.cluster.intercept('Produce', async (request) => {
      await request.proceed()
      return 'cut'
    })

    const answer = produce(await world.connect(1), { records: records('a') })

    await expect(answer).rejects.toThrow('closed before the answer')
    expect(world.cluster.log('orders', 0).endOffset).toBe(1n)
  })

  it('is never answered, nor are those behind it', async () => {
    await using world = await startWorld()
    world.cluster.intercept('Produce', () => 'never')
    const raw = await world.connect(1)
    postProduce(raw, { records: records('a') })
    raw.post(metadataApi, 9, { topics: [] })

    await world.clock.advance(600_000 - 1)

    expect([raw.answered, raw.isClosed]).toEqual([[], false])
  })

  it('is delayed', async () => {
    await using world = await startWorld()
    world.cluster.intercept('Produce', (request) => request.delay(250))
    const raw = await world.connect(1)
    const answer = produce(raw, { records: records('a') })
    await world.clock.advance(249)
    const early = world.cluster.log('orders', 0).endOffset

    await world.clock.advance(1)

    expect((await answer).baseOffset).toBe(0n)
    expect(early).toBe(0n)
  })

  it('is refused as a whole, with the hint of where the leader is', async () => {
    await using world = await startWorld()
    world.cluster.fail('Produce', 'NOT_LEADER_OR_FOLLOWER')
    const raw = await world.connect(1)

    const first = await produce(raw, { records: records('a') })
    const second = await produce(raw, { records: records('a') })

    expect(first).toMatchObject({ errorCode: ErrorCodes.NOT_LEADER_OR_FOLLOWER, currentLeader: { leaderId: 1 } })
    expect(second.errorCode).toBe(0)
  })

  it('with acks 0 can be held back, and gets no answer all the same', async () => {
    await using world = await startWorld()
    world.cluster.intercept('Produce', (request) => request.delay(10))
    const raw = await world.connect(1)
    postProduce(raw, { records: records('a'), acks: 0 })
    const behind = raw.send(metadataApi, 9, { topics: [] })

    await world.clock.advance(10)
    await behind

    expect(raw.answered).toEqual([2])
    expect(world.cluster.log('orders', 0).endOffset).toBe(1n)
  })
})

describe('interceptors', () => {
  it('take as many requests as they are told', async () => {
    await using world = await startWorld()
    const interception = world.cluster.fail('Produce', 'REQUEST_TIMED_OUT', { times: 2 })
    const raw = await world.connect(1)

    const codes: number[] = []
    for (let tries = 0; tries < 3; tries++) codes.push((await produce(raw, { records: records('a') })).errorCode)

    expect(codes).toEqual([ErrorCodes.REQUEST_TIMED_OUT, ErrorCodes.REQUEST_TIMED_OUT, 0])
    expect(interception.count).toBe(2)
  })

  it('take those of one broker', async () => {
    await using world = await startWorld()
    world.cluster.fail('Produce', 'REQUEST_TIMED_OUT', { nodeId: 2, times: 9 })

    const one = await produce(await world.connect(1), { records: records('a'), partition: 0 })
    const two = await produce(await world.connect(2), { records: records('a'), partition: 1 })

    expect([one.errorCode, two.errorCode]).toEqual([0, ErrorCodes.REQUEST_TIMED_OUT])
  })

  it('take those that a function picks', async () => {
    await using world = await startWorld()
    world.cluster.fail(({ api, clientId }) => api === 'Produce' && clientId === 'unlucky', 'REQUEST_TIMED_OUT', {
      times: 9,
    })
    const raw = await world.connect(1)

    const lucky = await produce(raw, { records: records('a') })
    raw.clientId = 'unlucky'
    const unlucky = await produce(raw, { records: records('a') })

    expect([lucky.errorCode, unlucky.errorCode]).toEqual([0, ErrorCodes.REQUEST_TIMED_OUT])
  })

  it('wrap each other, the first outermost', async () => {
    await using world = await startWorld()
    const order: string[] = []
    for (const name of ['outer', 'inner']) {
      world.cluster.intercept('Produce', async (request) => {
        order.push(`${name} before`)
        await request.proceed()
        order.push(`${name} after`)
      })
    }

    await produce(await world.connect(1), { records: records('a') })

    expect(order).toEqual(['outer before', 'inner before', 'inner after', 'outer after'])
    expect(world.cluster.log('orders', 0).endOffset).toBe(1n)
  })

  it('end when they are removed', async () => {
    await using world = await startWorld()
    {
      using _refusing = world.cluster.fail('Produce', 'REQUEST_TIMED_OUT', { times: 9 })
    }

    expect((await produce(await world.connect(1), { records: records('a') })).errorCode).toBe(0)
  })

  it('are refused for an API that does not exist', async () => {
    await using world = await startWorld()

    expect(() => world.cluster.intercept('Prodce', () => 'cut')).toThrow('There is no API called Prodce')
  })

  it('that throw close the connection, and are told of', async () => {
    await using world = await startWorld()
    world.cluster.intercept('Produce', () => {
      throw new Error('a mistake in the test')
    })

    await expect(produce(await world.connect(1), { records: records('a') })).rejects.toThrow('closed')

    expect(world.cluster.violations).toMatchObject([{ kind: 'HANDLER_FAILED' }])
    expect(world.cluster.violations[0]!.message).toContain('a mistake in the test')
  })
})

describe('held requests', () => {
  it('wait before they take effect until they are released', async () => {
    await using world = await startWorld()
    const hold = world.cluster.hold('Produce')
    const answer = produce(await world.connect(1), { records: records('a') })
    await hold.whenHeld()
    const while_ = { held: hold.heldCount, end: world.cluster.log('orders', 0).endOffset }

    hold.release()

    expect((await answer).baseOffset).toBe(0n)
    expect(while_).toEqual({ held: 1, end: 0n })
  })

  it('wait after they took effect, with only the answer missing', async () => {
    await using world = await startWorld()
    const hold = world.cluster.hold('Produce', { moment: 'afterEffect' })
    const answer = produce(await world.connect(1), { records: records('a') })
    await hold.whenHeld()
    const endOffset = world.cluster.log('orders', 0).endOffset

    hold.release()

    expect((await answer).baseOffset).toBe(0n)
    expect(endOffset).toBe(1n)
  })

  it('are released one by one, in their order', async () => {
    await using world = await startWorld()
    const hold = world.cluster.hold('Fetch')
    const [first, second] = [await world.connect(1), await world.connect(1)]
    const one = fetchOnce(first)
    await hold.whenHeld(1)
    const two = fetchOnce(second)
    await hold.whenHeld(2)

    hold.releaseOne()
    await one

    expect([first.answered.length, second.answered.length]).toEqual([1, 0])
    hold.release()
    await two
  })
})
