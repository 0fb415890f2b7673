/** A partition's queue and its broker's outbox: what is sent when, under which number, and what an answer moves. */
import { afterEach, describe, expect, it } from 'vitest'
import { BrokerError } from '../../../src/errors/broker-error.ts'
import { UnsupportedVersionError } from '../../../src/errors/client-errors.ts'
import { ConnectionError } from '../../../src/errors/connection-errors.ts'
import { ErrorCodes } from '../../../src/errors/error-codes.ts'
import { play } from './batch-lock-script.ts'
import { SinkWorld, type SinkWorldOptions } from './sink-world.ts'

let world: SinkWorld

afterEach(() => {
  world[Symbol.dispose]()
})

async function proven(options: SinkWorldOptions = {}): Promise<SinkWorld> {
  world = new SinkWorld(options)
  await world.prove()
  return world
}

/** What was sent so far and is still on its way ends well, and no promise was broken. */
async function expectGoodEnd(log: readonly string[]): Promise<void> {
  await world.finish()
  expect(world.logged()).toEqual(log)
  expect(world.brokenPromises()).toEqual([])
}

describe('requests on their way', () => {
  it('are one until the leader has acknowledged a batch: it would take any first sequence', async () => {
    world = new SinkWorld()
    world.send('a')
    world.send('b')
    world.learn()
    await world.settle()
    expect(world.onTheWay).toEqual(['1: 1/0/0 [a]'])
    await play(world, 'append')
    expect(world.onTheWay).toEqual(['1: 1/0/1 [b]'])
    await expectGoodEnd(['a', 'b'])
  })

  it('are five from then on, in order', async () => {
    await proven()
    await play(world, 'send:a send:b send:c send:d send:e send:f')
    expect(world.onTheWay).toHaveLength(5)
    expect(world.onTheWay.at(-1)).toBe('1: 1/0/5 [e]')
    await play(world, 'append')
    expect(world.onTheWay.at(-1)).toBe('1: 1/0/6 [f]')
    await expectGoodEnd(['a', 'b', 'c', 'd', 'e', 'f'])
  })

  it('are as many as was asked for', async () => {
    await proven({ maxInFlightRequests: 2 })
    await play(world, 'send:a send:b send:c')
    expect(world.onTheWay).toHaveLength(2)
    await expectGoodEnd(['a', 'b', 'c'])
  })

  it('are one again on a new leader', async () => {
    await proven()
    await play(world, 'send:a move:2 send:b send:c append')
    expect(world.onTheWay).toEqual([])
    await play(world, 'learn time:20')
    expect(world.onTheWay).toEqual(['2: 1/0/1 [a]'])
    await expectGoodEnd(['a', 'b', 'c'])
  })

  it('are one again after a failure', async () => {
    await proven()
    await play(world, 'send:a send:b refuse:NOT_ENOUGH_REPLICAS append time:20')
    expect(world.onTheWay).toEqual(['1: 1/0/1 [a]'])
    await expectGoodEnd(['a', 'b'])
  })

  it('hold at most one batch of a partition each, and one of many partitions', async () => {
    await proven({ leaders: [1, 1, 2] })
    for (const partition of [0, 1, 2]) world.send(`a${partition}`, partition)
    world.send('b0', 0)
    await world.settle()
    const sent = world.cluster.requests.map(({ nodeId, batches }) => `${nodeId}: ${batches.flatMap((b) => b.values)}`)
    expect(sent).toEqual(['1: a0,a1', '1: b0', '2: a2'])
  })

  it('stay below the size of a request, and a larger batch goes alone', async () => {
    await proven({ leaders: [1, 1, 1], maxRequestBytes: 150 })
    for (const partition of [0, 1]) world.send('x', partition)
    world.send('x'.repeat(200), 2)
    await world.settle()
    expect(world.cluster.requests.map(({ batches }) => batches.map(({ partition }) => partition))).toEqual([
      [0, 1],
      [2],
    ])
  })

  it('leave in the order in which they were staged, whichever was compressed first', async () => {
    await proven({ compression: 'copy' })
    await play(world, 'send:a send:b')
    world.compressor.jobs[1]!.finish()
    await world.settle()
    expect(world.onTheWay).toEqual([])
    await play(world, 'compressed')
    expect(world.onTheWay).toEqual(['1: 1/0/1 [a]', '1: 1/0/2 [b]'])
    await expectGoodEnd(['a', 'b'])
  })

  it('do not wait for a slow compressor of another partition, neither of an earlier request nor of their own', async () => {
    await proven({ compression: 'copy', leaders: [1, 1, 1] })
    world.send('slow', 0)
    world.send('b', 1)
    await world.settle()
    world.send('c', 2)
    await world.settle()
    for (const job of world.compressor.jobs.slice(1)) job.finish()
    await world.settle()
    expect(world.onTheWay).toEqual(['1: 1/0/1 [b]', '1: 1/0/1 [c]'])
    world.compressor.jobs[0]!.finish()
    await world.settle()
    expect(world.onTheWay.at(-1)).toBe('1: 1/0/1 [slow]')
    await expectGoodEnd(['slow'])
  })

  it('share one when they are sealed in one turn', async () => {
    await proven({ compression: 'copy', leaders: [1, 1, 1, 1] })
    for (const partition of [0, 1, 2, 3]) world.send(`a${partition}`, partition)
    await world.settle()
    for (const job of world.compressor.jobs.slice(1)) job.finish()
    await world.settle()
    expect(world.cluster.requests.map(({ batches }) => batches.flatMap(({ values }) => values))).toEqual([
      ['a1', 'a2', 'a3'],
    ])
  })

  it('are no more than was asked for when a slow compressor has divided them: the last one is staged again', async () => {
    await proven({ compression: 'copy', leaders: [1, 1], maxInFlightRequests: 1 })
    world.send('slow', 0)
    world.send('b', 1)
    await world.settle()
    world.compressor.jobs[1]!.finish()
    await world.settle()
    await play(world, 'compressed')
    expect(world.onTheWay).toEqual(['1: 1/0/1 [b]'])
    expect(world.lockWaiters).toBe(0)
    await play(world, 'append')
    expect(world.onTheWay).toEqual(['1: 1/0/1 [slow]'])
    // Compressed once: two proofs, and these two.
    expect(world.compressor.startedCount).toBe(4)
    await expectGoodEnd(['slow'])
  })

  it('go on after a defect in one of them, and that one is repeated', async () => {
    await proven({ compression: 'copy', leaders: [1, 1] })
    world.send('a', 0)
    await world.settle()
    world.send('b', 1)
    await world.settle()
    const connection = world.cluster.connections[0]!
    Object.defineProperty(connection, 'isOpen', {
      configurable: true,
      get: () => {
        Object.defineProperty(connection, 'isOpen', { value: true, writable: true })
        throw new Error('a defect')
      },
    })
    await play(world, 'compressed')
    expect(world.defects.splice(0)).toEqual(['Error: a defect'])
    await play(world, 'compressed')
    expect(world.onTheWay).toEqual(['1: 1/0/1 [b]'])
    await play(world, 'time:20')
    await expectGoodEnd(['a'])
  })

  it('are compressed side by side', async () => {
    await proven({ compression: 'copy', leaders: [1, 1] })
    world.send('a', 0)
    world.send('b', 1)
    await world.settle()
    expect(world.compressor.jobs).toHaveLength(2)
  })

  it('are not made for batches that were staged behind one that has to wait', async () => {
    await proven({ compression: 'copy' })
    await play(world, 'send:a send:b disconnect')
    world.compressor.jobs[1]!.finish()
    await play(world, 'compressed')
    expect(world.onTheWay).toEqual(['1: 1/0/1 [a]', '1: 1/0/2 [b]'])
    await expectGoodEnd(['a', 'b'])
  })
})

describe('an attempt that fails', () => {
  it('is repeated with the same numbers, everything behind it too', async () => {
    await proven()
    await play(world, 'send:a send:b send:c refuse:NOT_ENOUGH_REPLICAS append append time:20 append')
    expect(world.onTheWay).toEqual(['1: 1/0/2 [b]', '1: 1/0/3 [c]'])
    await expectGoodEnd(['a', 'b', 'c'])
  })

  it('is repeated after a pause', async () => {
    await proven()
    await play(world, 'send:a refuse:NOT_ENOUGH_REPLICAS')
    expect(world.onTheWay).toEqual([])
    await play(world, 'time:20')
    expect(world.onTheWay).toEqual(['1: 1/0/1 [a]'])
  })

  it('makes answers for later batches count for nothing: they go out again and are recognised', async () => {
    await proven()
    await play(world, 'send:a send:b')
    const [a, b] = world.cluster.requests
    a!.process()
    a!.leaveOut()
    b!.append()
    await world.settle()
    expect(world.outcomes).toEqual(['a: pending', 'b: pending'])
    await expectGoodEnd(['a', 'b'])
    expect(world.outcomes).toEqual(['a: acknowledged @1', 'b: acknowledged @2'])
  })

  it('of a later batch moves nothing of the earlier one’s, whatever the answer', async () => {
    await proven()
    await play(world, 'send:a send:b')
    world.cluster.requests[1]!.refuse(ErrorCodes.INVALID_RECORD)
    await world.settle()
    expect(world.outcomes).toEqual(['a: pending', 'b: pending'])
    await play(world, 'append')
    expect(world.outcomes).toEqual(['a: acknowledged @1', 'b: pending'])
    await expectGoodEnd(['a', 'b'])
  })

  it('of a later batch is not forgotten when the earlier one succeeds afterwards', async () => {
    await proven()
    await play(world, 'send:a send:b')
    world.cluster.requests[1]!.fail(new ConnectionError('CONNECTION_CLOSED', 'not written', { mayHaveBeenSent: false }))
    await play(world, 'append time:20')
    expect(world.onTheWay).toEqual(['1: 1/0/2 [b]'])
    await expectGoodEnd(['a', 'b'])
  })

  it('is not repeated more often than was asked for', async () => {
    await proven({ retries: 1 })
    await play(world, 'send:a refuse:NOT_ENOUGH_REPLICAS time:20 refuse:NOT_ENOUGH_REPLICAS')
    expect(world.outcomes).toEqual(['a: failed no NOT_ENOUGH_REPLICAS'])
    await play(world, 'send:b time:20')
    await expectGoodEnd(['b'])
  })

  it('is not repeated for a lost sequence more often than was asked for either', async () => {
    await proven({ retries: 0 })
    await play(world, 'send:a refuse:OUT_OF_ORDER_SEQUENCE_NUMBER')
    expect(world.outcomes).toEqual(['a: failed no OUT_OF_ORDER_SEQUENCE_NUMBER'])
  })

  it('says that the record may be in the log when some attempt may have put it there', async () => {
    await proven({ retries: 1 })
    await play(world, 'send:a answerLost learn time:20 refuse:NOT_ENOUGH_REPLICAS')
    expect(world.outcomes).toEqual(['a: failed possibly NOT_ENOUGH_REPLICAS'])
    expect(world.sent[0]?.error?.message).toContain('it may have been written all the same')
  })

  it.each(['INVALID_RECORD', 'TOPIC_AUTHORIZATION_FAILED', 'MESSAGE_TOO_LARGE'])(
    'with %s is final for its batch, and what is behind goes on under a new epoch',
    async (code) => {
      await proven()
      await play(world, `send:a send:b refuse:${code} append time:20`)
      expect(world.outcomes).toEqual([`a: failed no ${code}`, 'b: pending'])
      expect(world.onTheWay).toEqual(['1: 1/1/0 [b]'])
      await expectGoodEnd(['b'])
    },
  )

  it('before it has begun (no common version) gives its numbers back', async () => {
    await proven()
    const connection = world.cluster.connections[0]!
    connection.version = new UnsupportedVersionError('Produce is not supported')
    await play(world, 'send:a')
    expect(world.outcomes).toEqual(['a: failed no UNSUPPORTED_VERSION'])
    connection.version = 12
    await play(world, 'send:b time:20')
    expect(world.onTheWay).toEqual(['1: 1/0/1 [b]'])
    await expectGoodEnd(['b'])
  })

  it('because nobody is there is repeated, and asks for metadata', async () => {
    await proven()
    let isDown = true
    world.cluster.onConnect = () =>
      isDown ? Promise.reject(new ConnectionError('CONNECTION_REFUSED', 'down')) : Promise.resolve()
    await play(world, 'disconnect send:a')
    expect(world.metadataRequests).toEqual(['cannot connect to broker 1: down'])
    isDown = false
    await play(world, 'time:20')
    await expectGoodEnd(['a'])
  })
})

describe('a connection that dies', () => {
  it('before any byte was written leaves no doubt', async () => {
    await proven({ retries: 0 })
    await play(world, 'send:a dieUnwritten')
    expect(world.outcomes).toEqual(['a: failed no CONNECTION_CLOSED'])
  })

  it('after it leaves a doubt', async () => {
    await proven({ retries: 0 })
    await play(world, 'send:a die')
    expect(world.outcomes).toEqual(['a: failed possibly CONNECTION_CLOSED'])
  })

  it('with five requests on it makes one pause, and everything goes out again, one by one at first', async () => {
    await proven()
    await play(world, 'send:a send:b send:c send:d send:e answerLost learn time:20')
    expect(world.onTheWay).toEqual(['1: 1/0/1 [a]'])
    await expectGoodEnd(['a', 'b', 'c', 'd', 'e'])
  })
})

describe('a leader that moved', () => {
  it('is looked up before anything is sent again', async () => {
    await proven()
    await play(world, 'send:a refuse:NOT_LEADER_OR_FOLLOWER time:50')
    expect(world.onTheWay).toEqual([])
    expect(world.metadataRequests).toHaveLength(1)
    await play(world, 'move:2')
    expect(world.onTheWay).toEqual(['2: 1/0/1 [a]'])
    await expectGoodEnd(['a'])
  })

  it('takes nothing before the former one has answered, nor when it moves back and forth', async () => {
    await proven()
    await play(world, 'send:a send:b move:2 send:c move:1 move:2')
    expect(world.onTheWay).toEqual(['1: 1/0/1 [a]', '1: 1/0/2 [b]'])
    await play(world, 'append append learn time:20')
    await expectGoodEnd(['a', 'b', 'c'])
  })

  it('counts an acknowledgement of the former one, but does not take it for one of its own', async () => {
    await proven()
    await play(world, 'send:a')
    const request = await world.request()
    const results = request.process()
    await play(world, 'move:2 send:b send:c')
    request.answer(results)
    await world.settle()
    expect(world.outcomes[0]).toBe('a: acknowledged @1')
    expect(world.onTheWay).toEqual(['2: 1/0/2 [b]'])
    await expectGoodEnd(['a', 'b', 'c'])
  })

  it('that is unknown stops the partition until there is one', async () => {
    await proven()
    world.cluster.log('orders', 0).leader = -1
    await play(world, 'learn send:a')
    expect(world.onTheWay).toEqual([])
    expect(world.metadataRequests).toEqual(['orders-0 has no leader'])
    await play(world, 'move:2')
    await expectGoodEnd(['a'])
  })

  it('is asked for again by the next record when its news came while the partition was empty', async () => {
    await proven({ retries: 0 })
    await play(world, 'send:a refuse:NOT_LEADER_OR_FOLLOWER')
    expect(world.outcomes).toEqual(['a: failed possibly NOT_LEADER_OR_FOLLOWER'])
    world.accumulator.onRefreshed(world.cluster.snapshot(++world.generation))
    await play(world, 'send:b time:20')
    expect(world.onTheWay).toEqual(['1: 1/1/0 [b]'])
  })

  it('is told by a topic that is unknown too often', async () => {
    await proven()
    await play(world, 'send:a')
    for (let time = 0; time < 4; time++) await play(world, 'refuse:UNKNOWN_TOPIC_OR_PARTITION learn time:20')
    expect(world.outcomes).toEqual(['a: pending'])
    await play(world, 'refuse:UNKNOWN_TOPIC_OR_PARTITION')
    expect(world.outcomes).toEqual(['a: failed no UNKNOWN_TOPIC_OR_PARTITION'])
  })
})

describe('load errors', () => {
  const unknownTopic = new BrokerError('Cannot load metadata', ErrorCodes.UNKNOWN_TOPIC_OR_PARTITION)

  it('that may pass fail nothing, however many', async () => {
    await proven()
    world.cluster.log('orders', 0).leader = -1
    await play(world, 'learn send:a')
    for (let time = 0; time < 50; time++) await play(world, 'loadError')
    expect(world.outcomes).toEqual(['a: pending'])
  })

  it('that say "unknown topic" are believed when they are repeated', async () => {
    await proven()
    world.cluster.log('orders', 0).leader = -1
    await play(world, 'learn send:a send:b')
    for (let time = 0; time < 4; time++) {
      world.loadError(unknownTopic)
      await world.settle()
    }
    expect(world.outcomes).toEqual(['a: pending', 'b: pending'])
    world.loadError(unknownTopic)
    await world.settle()
    expect(world.outcomes.every((outcome) => outcome.endsWith('failed no UNKNOWN_TOPIC_OR_PARTITION'))).toBe(true)
  })

  it('that are final fail the whole partition, and no other', async () => {
    await proven({ leaders: [1, 1] })
    for (const log of world.cluster.logs) log.leader = -1
    world.learn()
    world.send('a', 0)
    world.send('b', 0)
    world.send('c', 1)
    await play(world, 'fatalLoadError')
    expect(world.outcomes).toEqual([
      'a: failed no TOPIC_AUTHORIZATION_FAILED',
      'b: failed no TOPIC_AUTHORIZATION_FAILED',
      'c: pending',
    ])
  })

  it('use up no retries, as in Java: with none, the first failed load does not fail a record that no broker has seen', async () => {
    await proven({ retries: 0 })
    world.cluster.log('orders', 0).leader = -1
    await play(world, 'learn send:a loadError loadError loadError')
    expect(world.outcomes).toEqual(['a: pending'])
    await play(world, 'move:1')
    await expectGoodEnd(['a'])
  })

  it('are told by the deadline that passes over them', async () => {
    await proven({ deliveryTimeoutMs: 100 })
    world.cluster.log('orders', 0).leader = -1
    await play(world, 'learn send:a loadError time:105 deadline')
    expect(world.sent[0]?.error?.message).toContain('within deliveryTimeoutMs (100 ms); last: no metadata')
  })
})

describe('a delivery deadline', () => {
  it('leaves the bytes of a batch alone while its request is on its way: the connection may still be writing them', async () => {
    await proven({ deliveryTimeoutMs: 100 })
    await play(world, 'send:a time:105 deadline')
    expect(world.outcomes).toEqual(['a: failed possibly TIMEOUT'])
    // The world's buffers are spoiled as soon as they are given back.
    expect(world.buffers.outstanding).toBe(1)
    await play(world, 'die')
    expect(world.buffers.outstanding).toBe(0)
  })

  it('that passes before anything was sent says that the record is in no log', async () => {
    await proven({ deliveryTimeoutMs: 100 })
    world.cluster.log('orders', 0).leader = -1
    await play(world, 'learn send:a time:100 deadline')
    expect(world.outcomes).toEqual(['a: failed no TIMEOUT'])
  })

  it('that passes on the way leaves a doubt, and the epoch is given up', async () => {
    await proven({ deliveryTimeoutMs: 100 })
    await play(world, 'send:a time:100 deadline send:b')
    expect(world.outcomes).toEqual(['a: failed possibly TIMEOUT', 'b: pending'])
    expect(world.onTheWay).toEqual(['1: 1/0/1 [a]'])
    await play(world, 'append')
    expect(world.onTheWay).toEqual(['1: 1/1/0 [b]'])
    await expectGoodEnd(['a', 'b'])
  })

  it('does not take the answers of later batches with it', async () => {
    await proven({ deliveryTimeoutMs: 100 })
    await play(world, 'send:a time:50 send:b time:50 deadline append append')
    expect(world.outcomes).toEqual(['a: failed possibly TIMEOUT', 'b: acknowledged @2'])
    await expectGoodEnd(['a', 'b'])
  })

  it('lets nothing take a new number while requests with old ones are on their way', async () => {
    await proven({ deliveryTimeoutMs: 100 })
    await play(world, 'send:a time:50 send:b time:50 deadline send:c')
    expect(world.onTheWay).toEqual(['1: 1/0/1 [a]', '1: 1/0/2 [b]'])
    await play(world, 'append')
    expect(world.onTheWay).toEqual(['1: 1/0/2 [b]'])
    await play(world, 'append')
    expect(world.onTheWay).toEqual(['1: 1/1/0 [c]'])
    await expectGoodEnd(['a', 'b', 'c'])
  })

  it('makes a gap that the leader points out: what did not follow goes out anew, nothing twice', async () => {
    await proven({ deliveryTimeoutMs: 100 })
    await play(world, 'send:a time:50 send:b send:c time:50 deadline die learn time:20')
    expect(world.onTheWay).toEqual(['1: 1/0/2 [b]'])
    await play(world, 'append time:20')
    expect(world.onTheWay).toEqual(['1: 1/1/0 [b]'])
    await expectGoodEnd(['b', 'c'])
  })

  it('of a record that waited for its topic counts from when it was accepted', async () => {
    world = new SinkWorld({ deliveryTimeoutMs: 100 })
    world.send('a')
    await play(world, 'time:90')
    world.cluster.log('orders', 0).leader = -1
    await play(world, 'learn time:20 deadline')
    expect(world.outcomes).toEqual(['a: failed no TIMEOUT'])
  })
})

describe('a lost sequence', () => {
  it('without a doubt is mended by a new epoch', async () => {
    await proven()
    await play(world, 'send:a send:b refuse:UNKNOWN_PRODUCER_ID refuse:OUT_OF_ORDER_SEQUENCE_NUMBER time:20')
    expect(world.onTheWay).toEqual(['1: 1/1/0 [a]'])
    await play(world, 'append')
    expect(world.onTheWay).toEqual(['1: 1/1/1 [b]'])
    await expectGoodEnd(['a', 'b'])
  })

  it('with a doubt that nothing explains gives the batch up, rather than double it', async () => {
    await proven()
    await play(world, 'send:a die learn time:20 refuse:OUT_OF_ORDER_SEQUENCE_NUMBER')
    expect(world.outcomes).toEqual(['a: failed possibly OUT_OF_ORDER_SEQUENCE_NUMBER'])
    await play(world, 'send:b time:20')
    expect(world.onTheWay).toEqual(['1: 1/1/0 [b]'])
  })

  it('with a doubt is mended when retention explains it (KAFKA-5793)', async () => {
    await proven()
    await play(world, 'send:a die learn time:20')
    const request = await world.request()
    request.refuse(ErrorCodes.UNKNOWN_PRODUCER_ID, { logStartOffset: 50n })
    await play(world, 'time:20')
    expect(world.onTheWay).toEqual(['1: 1/1/0 [a]'])
  })

  it('is mended for the batches behind too, though their answers were lost', async () => {
    await proven()
    await play(world, 'send:a send:b refuse:OUT_OF_ORDER_SEQUENCE_NUMBER die learn time:20')
    expect(world.onTheWay).toEqual(['1: 1/1/0 [a]'])
    await play(world, 'append')
    expect(world.onTheWay).toEqual(['1: 1/1/1 [b]'])
    await expectGoodEnd(['a', 'b'])
  })

  it('of one partition leaves the others their numbers', async () => {
    await proven({ leaders: [1, 2] })
    world.send('a', 0)
    world.send('b', 1)
    await world.settle()
    world.cluster.requests.find(({ nodeId }) => nodeId === 1)!.refuse(ErrorCodes.OUT_OF_ORDER_SEQUENCE_NUMBER)
    await play(world, 'time:20')
    expect(world.onTheWay).toEqual(['2: 1/0/1 [b]', '1: 1/1/0 [a]'])
    await world.finish()
    world.send('c', 1)
    await world.settle()
    expect(world.onTheWay).toEqual(['2: 1/0/2 [c]'])
  })
})

describe('without idempotence', () => {
  it('nothing is numbered', async () => {
    await proven({ isIdempotent: false, acks: 1 })
    await play(world, 'send:a')
    expect(world.onTheWay).toEqual(['1: -1/-1/-1 [a]'])
    expect(world.producerIdLoads).toBe(0)
  })

  it('an acknowledged batch is not sent again because one before it was refused', async () => {
    await proven({ isIdempotent: false, acks: 1 })
    await play(world, 'send:a send:b refuse:NOT_ENOUGH_REPLICAS append')
    expect(world.outcomes).toEqual(['a: pending', 'b: acknowledged @1'])
    await world.finish()
    expect(world.brokenPromises()).toEqual([])
    expect(world.logged()).toEqual(['b', 'a'])
  })

  it('a batch whose first request is still on its way is not sent again because another was acknowledged', async () => {
    await proven({ isIdempotent: false, acks: 1 })
    await play(world, 'send:a send:b send:c refuse:INVALID_RECORD append send:d time:20')
    expect(world.onTheWay).toEqual(['1: -1/-1/-1 [c]'])
    await world.finish()
    expect(world.brokenPromises()).toEqual([])
    expect(world.logged()).toEqual(['b', 'c', 'd'])
  })

  it('acks 0 ends with the handing over, and no offset is known', async () => {
    world = new SinkWorld({ isIdempotent: false, acks: 0 })
    world.send('a')
    world.learn()
    const request = await world.request()
    expect(request.acks).toBe(0)
    request.handOver()
    await world.settle()
    expect(world.outcomes).toEqual(['a: acknowledged @-1'])
    expect(world.buffers.outstanding).toBe(0)
  })
})

describe('records that wait for their topic', () => {
  it('keep their order, and go before what comes later', async () => {
    world = new SinkWorld({ batchSizeBytes: 10_000 })
    for (const value of ['a', 'b', 'c']) world.send(value)
    expect(world.topicLoads).toEqual(['orders'])
    world.learn()
    world.send('d')
    await expectGoodEnd(['a', 'b', 'c', 'd'])
  })

  it('fail when the topic is unknown too often', async () => {
    world = new SinkWorld()
    world.send('a')
    for (let time = 0; time < 5; time++) {
      expect(world.outcomes).toEqual(['a: pending'])
      world.loadError(new BrokerError('Cannot load metadata', ErrorCodes.UNKNOWN_TOPIC_OR_PARTITION))
      await world.settle()
    }
    expect(world.outcomes).toEqual(['a: failed no UNKNOWN_TOPIC_OR_PARTITION'])
  })

  it('fail at once when the topic may not be seen', async () => {
    world = new SinkWorld()
    world.send('a')
    world.loadError(new BrokerError('Cannot load metadata', ErrorCodes.TOPIC_AUTHORIZATION_FAILED))
    await world.settle()
    expect(world.outcomes).toEqual(['a: failed no TOPIC_AUTHORIZATION_FAILED'])
  })

  it('are not failed by a network that does not work, but by the deadline', async () => {
    world = new SinkWorld({ deliveryTimeoutMs: 100 })
    world.send('a')
    await play(world, 'loadError loadError loadError loadError loadError loadError')
    expect(world.outcomes).toEqual(['a: pending'])
    await play(world, 'time:100 deadline')
    expect(world.outcomes).toEqual(['a: failed no TIMEOUT'])
  })

  it('for a partition that does not exist fail after one look at the metadata', async () => {
    await proven()
    world.send('a', 7)
    expect(world.topicLoads.at(-1)).toBe('orders')
    world.learn()
    expect(world.outcomes).toEqual(['a: failed no UNKNOWN_TOPIC_OR_PARTITION'])
    expect(world.sent[0]?.error?.message).toBe('Cannot produce to orders-7: the topic has 1 partitions')
  })

  it('for a partition that has just been added reach it', async () => {
    await proven()
    world.send('a', 1)
    world.cluster.createTopic('orders', [1, 1])
    world.learn()
    await world.finish()
    expect(world.outcomes).toEqual(['a: acknowledged @0'])
  })
})

describe('records that share a batch', () => {
  it('are gathered for as long as they linger', async () => {
    await proven({ lingerMs: 5, batchSizeBytes: 10_000 })
    await play(world, 'send:a time:4 send:b')
    expect(world.onTheWay).toEqual([])
    await play(world, 'time:1')
    expect(world.onTheWay).toEqual(['1: 1/0/1 [a b]'])
    await play(world, 'send:c time:5')
    expect(world.onTheWay.at(-1)).toBe('1: 1/0/3 [c]')
    await expectGoodEnd(['a', 'b', 'c'])
  })

  it('do not linger when the batch is full', async () => {
    await proven({ lingerMs: 5, batchSizeBytes: 100 })
    await play(world, `send:${'x'.repeat(20)} send:${'y'.repeat(20)}`)
    expect(world.onTheWay).toEqual([`1: 1/0/1 [${'x'.repeat(20)}]`])
  })

  it('do not linger while lingering is off', async () => {
    await proven({ lingerMs: 5, batchSizeBytes: 10_000 })
    world.isLingerOff = true
    await play(world, 'send:a')
    expect(world.onTheWay).toEqual(['1: 1/0/1 [a]'])
  })

  it('of one turn go out together without lingering', async () => {
    await proven({ batchSizeBytes: 10_000 })
    for (const value of ['a', 'b', 'c']) world.send(value)
    await world.settle()
    expect(world.onTheWay).toEqual(['1: 1/0/1 [a b c]'])
  })

  it('take none in once they were on their way, not even for a retry', async () => {
    await proven({ batchSizeBytes: 10_000 })
    await play(world, 'send:a refuse:NOT_ENOUGH_REPLICAS send:b time:20')
    expect(world.onTheWay).toEqual(['1: 1/0/1 [a]'])
    await expectGoodEnd(['a', 'b'])
  })

  it('are not hurt by one that cannot be encoded, which leaves nothing behind', async () => {
    await proven({ batchSizeBytes: 10_000 })
    world.send('a')
    const before = world.buffers.outstanding
    const bad = world.send('b', 0, { timestamp: Number.NaN })
    expect(bad.outcome).toBe('failed undefined INVALID_CONFIG')
    expect(world.buffers.outstanding).toBe(before)
    await expectGoodEnd(['a'])
  })

  it('that cannot be encoded as the first of a batch give its buffer back', async () => {
    await proven()
    world.send('a', 0, { timestamp: Number.NaN })
    expect(world.buffers.outstanding).toBe(0)
  })
})
