import { describe, expect, it } from 'vitest'
import { BrokerError } from '../../../src/errors/broker-error.ts'
import { AuthenticationError, ConnectionError } from '../../../src/errors/connection-errors.ts'
import { ErrorCodes } from '../../../src/errors/error-codes.ts'
import { createDeferred } from '../../../src/support/deferred.ts'
import { idA, idB, type ToldCluster, type ToldTopic } from './metadata-responses.ts'
import { errorOf, RecordingListener, refresherWorld, type SentRequest } from './refresher-world.ts'

const refused = new ConnectionError('CONNECTION_REFUSED', 'Connection refused')

/** A cluster with these topics; others are unknown to it. */
function clusterWith(...topics: ToldTopic[]): (request: SentRequest) => ToldCluster {
  return (request) => {
    if (request.topics === null) return { topics }
    const known = new Map(topics.map((topic) => [topic.name, topic]))
    const byName = request.topics.map(
      (name) => known.get(name) ?? { name, error: ErrorCodes.UNKNOWN_TOPIC_OR_PARTITION },
    )
    const byId = request.topicIds.map(
      (id) => topics.find((topic) => topic.id === id) ?? { name: null, id, error: ErrorCodes.UNKNOWN_TOPIC_ID },
    )
    return { topics: [...byName, ...byId] }
  }
}

const orders: ToldTopic = { name: 'orders', id: idA, partitions: [{ leader: 1 }, { leader: 2 }] }
const payments: ToldTopic = { name: 'payments', id: idB, partitions: [{ leader: 3 }] }

describe('a refresher that nobody uses', () => {
  it('does no I/O and sets no timer', async () => {
    const { clock, brokers, metadata } = refresherWorld(clusterWith())
    metadata.addListener(new RecordingListener('orders'))
    await clock.advance(3_600_000)
    expect(brokers.sent).toEqual([])
    expect(clock.liveTimers).toEqual([])
  })
})

describe('asking for a refresh', () => {
  it('many times in one turn costs one request', async () => {
    const { clock, brokers, metadata } = refresherWorld(clusterWith())
    const all = Promise.all(Array.from({ length: 100 }, () => metadata.refresh()))
    await clock.advance(0)
    await all
    expect(brokers.sent).toHaveLength(1)
  })

  it('while one runs waits for the next: the running one may be older than the reason', async () => {
    const first = createDeferred<ToldCluster>()
    const { clock, brokers, metadata } = refresherWorld(() => first.promise)
    const early = metadata.refresh()
    await clock.advance(0)
    let isLateDone = false
    const late = metadata.refresh().then(() => {
      isLateDone = true
    })
    brokers.script = () => ({})
    first.resolve({})
    await early
    await clock.settle()
    expect(isLateDone).toBe(false)
    await clock.advance(200)
    await late
    expect(brokers.sent).toHaveLength(2)
  })

  it('again and again is slowed down to one a second', async () => {
    const { clock, brokers, metadata } = refresherWorld(clusterWith())
    for (let elapsed = 0; elapsed < 10_000; elapsed += 10) {
      metadata.requestRefresh('test')
      await clock.advance(10)
    }
    expect(brokers.sent.length).toBeGreaterThan(8)
    expect(brokers.sent.length).toBeLessThan(20)
  })

  it('about a topic that is new does not wait for the others', async () => {
    const { clock, brokers, metadata } = refresherWorld(clusterWith(orders, payments))
    await Promise.all([metadata.ensureTopics(['orders']), clock.advance(0)])
    await Promise.all([metadata.refresh(), clock.advance(200)])
    await Promise.all([metadata.ensureTopics(['payments']), clock.advance(0)])
    expect(brokers.sent.at(-1)?.topics).toEqual(['payments'])
  })

  it('keeps at most one request under way', async () => {
    let running = 0
    let most = 0
    const { clock, brokers, metadata } = refresherWorld(async () => {
      running += 1
      most = Math.max(most, running)
      await new Promise<void>((resolve) => clock.setTimer(500, 'a slow broker', resolve))
      running -= 1
      return {}
    })
    for (let round = 0; round < 50; round += 1) {
      metadata.requestRefresh('test')
      await clock.advance(77)
    }
    expect(brokers.sent.length).toBeGreaterThan(2)
    expect(most).toBe(1)
    await metadata.close()
  })

  it('rejects after close, whoever waits, and leaves no timer', async () => {
    const { clock, metadata } = refresherWorld(() => new Promise(() => {}))
    const running = metadata.refresh()
    await clock.advance(0)
    const waiting = metadata.ensureTopics(['orders'])
    const errors = Promise.allSettled([running, waiting])
    await metadata.close()
    expect((await errors).map((result) => result.status === 'rejected' && result.reason.code)).toEqual([
      'CLOSED',
      'CLOSED',
    ])
    await expect(metadata.refresh()).rejects.toMatchObject({ code: 'CLOSED' })
    expect(clock.liveTimers).toEqual([])
  })
})

describe('waiting for topics', () => {
  it('resolves with a snapshot that has them', async () => {
    const { clock, metadata } = refresherWorld(clusterWith(orders))
    const [snapshot] = await Promise.all([metadata.ensureTopics(['orders']), clock.advance(0)])
    expect(snapshot.topics.get('orders')?.partitions.map(({ leader }) => leader)).toEqual([1, 2])
  })

  it('that are known costs no request', async () => {
    const { clock, brokers, metadata } = refresherWorld(clusterWith(orders))
    await Promise.all([metadata.ensureTopics(['orders']), clock.advance(0)])
    await metadata.ensureTopics(['orders'])
    expect(brokers.sent).toHaveLength(1)
  })

  it('asks again when what is known is old and nobody has kept it fresh', async () => {
    const { clock, brokers, metadata } = refresherWorld(clusterWith(orders))
    await Promise.all([metadata.ensureTopics(['orders']), clock.advance(0)])
    await clock.advance(300_000)
    await Promise.all([metadata.ensureTopics(['orders']), clock.advance(0)])
    expect(brokers.sent).toHaveLength(2)
  })

  it('lets a broker create only the topics it was asked to create', async () => {
    const { clock, brokers, metadata } = refresherWorld(clusterWith(orders, payments))
    metadata.addListener(new RecordingListener('orders'))
    await Promise.all([metadata.ensureTopics(['payments'], { allowAutoTopicCreation: true }), clock.advance(0)])
    expect(brokers.sent.map(({ topics, allowAutoTopicCreation }) => ({ topics, allowAutoTopicCreation }))).toEqual([
      { topics: ['orders'], allowAutoTopicCreation: false },
      { topics: ['payments'], allowAutoTopicCreation: true },
    ])
  })

  it('fails at once for a topic that must not be read', async () => {
    const { clock, brokers, metadata } = refresherWorld(() => ({
      topics: [{ name: 'orders', error: ErrorCodes.TOPIC_AUTHORIZATION_FAILED }],
    }))
    const waiting = errorOf(metadata.ensureTopics(['orders']))
    await clock.advance(0)
    expect(await waiting).toMatchObject({
      code: 'TOPIC_AUTHORIZATION_FAILED',
    })
    expect(brokers.sent).toHaveLength(1)
  })

  it('fails for an unknown topic after a few answers, long before the deadline', async () => {
    const { clock, brokers, metadata } = refresherWorld(clusterWith())
    const waiting = errorOf(metadata.ensureTopics(['orders']))
    await clock.advance(3_000)
    expect(await waiting).toMatchObject({
      code: 'UNKNOWN_TOPIC_OR_PARTITION',
    })
    expect(brokers.sent).toHaveLength(5)
  })

  it('waits out a broker that has not heard of a new topic', async () => {
    const { clock, brokers, metadata } = refresherWorld(clusterWith())
    const waiting = metadata.ensureTopics(['orders'])
    await clock.advance(250)
    brokers.script = clusterWith(orders)
    await clock.advance(1_000)
    expect((await waiting).topics.has('orders')).toBe(true)
  })

  it('waits out INVALID_TOPIC_EXCEPTION while a topic is being created (Redpanda)', async () => {
    const { clock, brokers, metadata } = refresherWorld(() => ({
      topics: [{ name: 'orders', error: ErrorCodes.INVALID_TOPIC_EXCEPTION }],
    }))
    const waiting = metadata.ensureTopics(['orders'], { allowAutoTopicCreation: true })
    await clock.advance(250)
    brokers.script = clusterWith(orders)
    await clock.advance(1_000)
    expect((await waiting).topics.has('orders')).toBe(true)
  })

  it('ends with the deadline, naming what stood in the way', async () => {
    const { clock, metadata } = refresherWorld(() => refused)
    const waiting = errorOf(metadata.ensureTopics(['orders'], { timeoutMs: 5_000 }))
    await clock.advance(5_000)
    expect(await waiting).toMatchObject({
      code: 'TIMEOUT',
      message: expect.stringMatching(/^Cannot load metadata of orders within 5000 ms: .*Connection refused/),
    })
  })

  it("ends with the signal's own reason, also before anything was sent", async () => {
    const { brokers, metadata } = refresherWorld(clusterWith(orders))
    await expect(metadata.ensureTopics(['orders'], { signal: AbortSignal.abort('enough') })).rejects.toBe('enough')
    expect(brokers.sent).toEqual([])
  })

  it('goes on for the others when one caller gives up', async () => {
    const { clock, metadata } = refresherWorld(clusterWith(orders))
    const controller = new AbortController()
    const impatient = metadata.ensureTopics(['orders'], { signal: controller.signal })
    const patient = metadata.ensureTopics(['orders'])
    controller.abort('enough')
    await expect(impatient).rejects.toBe('enough')
    await clock.advance(0)
    expect((await patient).topics.has('orders')).toBe(true)
  })

  it('by id finds their names', async () => {
    const { clock, brokers, metadata } = refresherWorld(clusterWith(orders))
    const [snapshot] = await Promise.all([metadata.ensureTopicIds([idA]), clock.advance(0)])
    expect(snapshot.topicNamesById.get(idA)).toBe('orders')
    expect(brokers.sent[0]).toMatchObject({ topics: [], topicIds: [idA] })
  })

  it('by id fails when the cluster keeps denying it', async () => {
    const { clock, metadata } = refresherWorld(clusterWith())
    const waiting = errorOf(metadata.ensureTopicIds([idB]))
    await clock.advance(3_000)
    expect(await waiting).toMatchObject({ code: 'UNKNOWN_TOPIC_ID' })
  })

  it('of the whole cluster loads them all', async () => {
    const { clock, brokers, metadata } = refresherWorld(clusterWith(orders, payments))
    const [snapshot] = await Promise.all([metadata.loadAllTopics(), clock.advance(0)])
    expect([...snapshot.topics.keys()]).toEqual(['orders', 'payments'])
    expect(brokers.sent[0]?.topics).toBeNull()
  })
})

describe('listeners', () => {
  it('hear of their topics only, the first time with all partitions', async () => {
    const { clock, metadata } = refresherWorld(clusterWith(orders, payments))
    const listener = new RecordingListener('orders')
    metadata.addListener(listener)
    await Promise.all([metadata.ensureTopics(['orders', 'payments']), clock.advance(0)])
    expect(listener.heard).toEqual(['orders first: 0→1 1→2'])
  })

  it('hear topology first, whole, before anything about errors', async () => {
    const { clock, metadata } = refresherWorld(() => ({
      topics: [
        { name: 'a', partitions: [{ leader: -1, error: ErrorCodes.LEADER_NOT_AVAILABLE }, { leader: 2 }] },
        payments,
      ],
    }))
    const listener = new RecordingListener('a', 'payments')
    metadata.addListener(listener)
    await Promise.all([metadata.refresh(), clock.advance(0)])
    expect(listener.heard).toEqual(['a first: 0→-1 1→2', 'payments first: 0→3', 'a-0 failed: LEADER_NOT_AVAILABLE'])
    await metadata.close()
  })

  it('that take an interest in a known topic hear of it as first, without a request', async () => {
    const { clock, brokers, metadata } = refresherWorld(clusterWith(orders))
    const listener = new RecordingListener()
    metadata.addListener(listener)
    await Promise.all([metadata.ensureTopics(['orders']), clock.advance(0)])
    listener.topics.add('orders')
    await metadata.ensureTopics(['orders'])
    expect(listener.heard).toEqual(['orders first: 0→1 1→2'])
    expect(brokers.sent).toHaveLength(1)
  })

  it('that are new to a known topic and ask for a refresh need not wait for their turn: producers, one after the other', async () => {
    const { clock, brokers, metadata } = refresherWorld(clusterWith(orders))
    await Promise.all([metadata.ensureTopics(['orders']), clock.advance(0)])
    const listener = new RecordingListener('orders')
    metadata.addListener(listener)
    const asked = metadata.refreshFor({ topics: ['orders'] })

    expect(listener.heard).toEqual(['orders first: 0→1 1→2'])
    expect(brokers.sent).toHaveLength(1)
    await metadata.close()
    await asked.catch(() => undefined)
  })

  it('hear of moved leaders, and of nothing when nothing moved', async () => {
    const { clock, brokers, metadata } = refresherWorld(clusterWith(orders))
    const listener = new RecordingListener('orders')
    metadata.addListener(listener)
    await Promise.all([metadata.refresh(), clock.advance(0)])
    await Promise.all([metadata.refresh(), clock.advance(200)])
    brokers.script = clusterWith({ ...orders, partitions: [{ leader: 3, epoch: 1 }, { leader: 2 }] })
    await Promise.all([metadata.refresh(), clock.advance(400)])
    expect(listener.heard).toEqual(['orders first: 0→1 1→2', 'orders: 0→3'])
  })

  it('that throw are logged; the others hear everything and the refresher goes on', async () => {
    const { clock, metadata, events } = refresherWorld(clusterWith(orders))
    const broken = new RecordingListener('orders')
    broken.onHeard = () => {
      throw new Error('a defect')
    }
    const fine = new RecordingListener('orders')
    metadata.addListener(broken)
    metadata.addListener(fine)
    await Promise.all([metadata.refresh(), clock.advance(0)])
    await Promise.all([metadata.refresh(), clock.advance(200)])
    expect(fine.heard).toEqual(['orders first: 0→1 1→2'])
    expect(events).toContainEqual({ level: 'error', name: 'metadata.listener_failed' })
  })

  it('that take their time over a failure do not hold up the next refresh', async () => {
    const { clock, brokers, metadata } = refresherWorld(clusterWith())
    const listener = new RecordingListener('orders')
    const busy = createDeferred<void>()
    listener.onFailure = () => busy.promise
    metadata.addListener(listener)
    metadata.requestRefresh('test')
    await clock.advance(5_000)
    expect(brokers.sent.length).toBeGreaterThan(5)
    expect(listener.failures).toHaveLength(1)
    busy.resolve()
    await clock.settle()
    expect(listener.failures).toHaveLength(2)
    expect(listener.failures[1]?.generation).toBe(metadata.snapshot.generation)
    await metadata.close()
  })

  it('hear of a refresh that failed as a whole, for every topic of theirs', async () => {
    const { clock, metadata } = refresherWorld(() => refused)
    const listener = new RecordingListener('orders', 'payments')
    metadata.addListener(listener)
    metadata.requestRefresh('test')
    await clock.advance(0)
    expect(listener.heard).toEqual(['orders failed: METADATA_UNAVAILABLE', 'payments failed: METADATA_UNAVAILABLE'])
    await metadata.close()
  })

  it('hear that a topic is gone when the cluster has said so often enough', async () => {
    const { clock, brokers, metadata } = refresherWorld(clusterWith(orders))
    const listener = new RecordingListener('orders')
    metadata.addListener(listener)
    await Promise.all([metadata.refresh(), clock.advance(0)])
    brokers.script = clusterWith()
    metadata.requestRefresh('test')
    await clock.advance(10_000)
    expect(listener.heard).toContain('orders gone')
    expect(listener.heard.indexOf('orders gone')).toBeGreaterThan(3)
    await metadata.close()
  })

  it('that apply a hint while they are told of something hear it afterwards, all in the same order', async () => {
    const { clock, metadata } = refresherWorld(clusterWith(orders))
    const first = new RecordingListener('orders')
    const second = new RecordingListener('orders')
    first.onHeard = (what) => {
      if (!what.includes('first')) return
      metadata.applyHints({
        leaders: [{ topic: 'orders', partition: 0, leader: 3, leaderEpoch: 9 }],
        endpoints: [],
      })
    }
    metadata.addListener(first)
    metadata.addListener(second)
    await Promise.all([metadata.refresh(), clock.advance(0)])
    expect(second.heard).toEqual(['orders first: 0→1 1→2', 'orders: 0→3'])
    expect(first.heard).toEqual(second.heard)
  })

  it('that were removed hear nothing more', async () => {
    const { clock, metadata } = refresherWorld(clusterWith(orders))
    const listener = new RecordingListener('orders')
    const remove = metadata.addListener(listener)
    remove()
    await Promise.all([metadata.ensureTopics(['orders']), clock.advance(0)])
    expect(listener.heard).toEqual([])
  })

  it('for all topics are told each snapshot, after topics of the cluster were loaded', async () => {
    const { clock, brokers, metadata } = refresherWorld(clusterWith(orders, payments))
    const seen: string[][] = []
    const stop = metadata.watchAllTopics((snapshot) => seen.push([...snapshot.topics.keys()]))
    await Promise.all([metadata.refresh(), clock.advance(0)])
    expect(seen).toEqual([['orders', 'payments']])
    stop()
    await Promise.all([metadata.refresh(), clock.advance(200)])
    expect(brokers.sent.map(({ topics }) => topics)).toEqual([null, []])
  })
})

describe('hints', () => {
  it('move partitions in the very call, and add brokers without removing any', async () => {
    const { clock, brokers, metadata } = refresherWorld(clusterWith(orders))
    const listener = new RecordingListener('orders')
    metadata.addListener(listener)
    await Promise.all([metadata.refresh(), clock.advance(0)])
    metadata.applyHints({
      leaders: [{ topic: 'orders', partition: 1, leader: 9, leaderEpoch: 1 }],
      endpoints: [{ nodeId: 9, host: 'broker-9', port: 9092, rack: null }],
    })
    expect(listener.heard.at(-1)).toBe('orders: 1→9')
    expect(brokers.applied.at(-1)).toEqual({ nodeIds: [9], authoritative: false })
    expect([...metadata.snapshot.brokers.keys()]).toEqual([1, 2, 3, 9])
  })

  it('survive a refresh that was under way with older news', async () => {
    const { clock, brokers, metadata } = refresherWorld(clusterWith(orders))
    metadata.addListener(new RecordingListener('orders'))
    await Promise.all([metadata.refresh(), clock.advance(0)])
    const stale = createDeferred<ToldCluster>()
    brokers.script = () => stale.promise
    const refresh = metadata.refresh()
    await clock.advance(200)
    metadata.applyHints({ leaders: [{ topic: 'orders', partition: 0, leader: 3, leaderEpoch: 5 }], endpoints: [] })
    stale.resolve({ topics: [orders] })
    await refresh
    expect(metadata.snapshot.topics.get('orders')?.partitions[0]).toMatchObject({ leader: 3, leaderEpoch: 5 })
    await metadata.close()
  })
})

describe('refreshing by itself', () => {
  it('happens when the metadata has reached its age, in the background', async () => {
    const { clock, brokers, metadata } = refresherWorld(clusterWith(orders))
    metadata.addListener(new RecordingListener('orders'))
    await Promise.all([metadata.refresh(), clock.advance(0)])
    expect(clock.liveTimers).toMatchObject([{ label: 'metadata refresh', isBackground: true, dueAtMs: 300_000 }])
    await clock.advance(300_000)
    expect(brokers.sent).toHaveLength(2)
  })

  it('happens quickly for a while when an answer is incomplete, then every five seconds', async () => {
    const { clock, brokers, metadata } = refresherWorld(clusterWith())
    metadata.addListener(new RecordingListener('orders'))
    metadata.requestRefresh('test')
    await clock.advance(9_000)
    const quick = brokers.sent.length
    expect(quick).toBeGreaterThanOrEqual(8)
    expect(quick).toBeLessThanOrEqual(10)
    await clock.advance(20_000)
    expect(brokers.sent.length - quick).toBeLessThanOrEqual(5)
    expect(brokers.sent.length - quick).toBeGreaterThanOrEqual(3)
    await metadata.close()
  })

  it('does not happen for what waiting cannot help', async () => {
    const { clock, brokers, metadata } = refresherWorld(() => ({
      topics: [{ name: 'orders', error: ErrorCodes.TOPIC_AUTHORIZATION_FAILED }],
    }))
    metadata.addListener(new RecordingListener('orders'))
    metadata.requestRefresh('test')
    await clock.advance(60_000)
    expect(brokers.sent).toHaveLength(1)
  })

  it('settles a doubtful epoch within five seconds, by asking others (Redpanda guesses epoch 0)', async () => {
    const { clock, brokers, metadata } = refresherWorld(
      clusterWith({ ...orders, partitions: [{ leader: 1, epoch: 7 }] }),
    )
    metadata.addListener(new RecordingListener('orders'))
    await Promise.all([metadata.refresh(), clock.advance(0)])
    brokers.script = clusterWith({ ...orders, partitions: [{ leader: 2, epoch: 0 }] })
    metadata.requestRefresh('test')
    await clock.advance(5_000)
    expect(metadata.snapshot.topics.get('orders')?.partitions[0]).toMatchObject({ leader: 2, leaderEpoch: 0 })
    expect(new Set(brokers.sent.slice(1).map(({ nodeId }) => nodeId)).size).toBeGreaterThan(1)
    await metadata.close()
  })

  it('forgets topics that nobody has asked about for the age of the metadata', async () => {
    const { clock, metadata } = refresherWorld(clusterWith(orders, payments))
    metadata.addListener(new RecordingListener('orders'))
    await Promise.all([metadata.ensureTopics(['payments']), clock.advance(0)])
    await clock.advance(300_000)
    expect([...metadata.snapshot.topics.keys()]).toEqual(['orders'])
  })
})

describe('brokers that fail', () => {
  it('are followed by the next one, then by the bootstrap servers', async () => {
    const { clock, brokers, metadata, events } = refresherWorld(clusterWith(orders))
    await Promise.all([metadata.refresh(), clock.advance(0)])
    brokers.script = ({ nodeId }) => (nodeId === -2 ? {} : refused)
    await Promise.all([metadata.refresh(), clock.advance(200)])
    expect(brokers.sent.slice(1).map(({ nodeId }) => nodeId)).toEqual([1, 2, 3, -1, -2])
    expect(events.some(({ name }) => name === 'metadata.rebootstrap')).toBe(true)
  })

  it('send the client to the bootstrap servers when they say so (KIP-1102)', async () => {
    const { clock, brokers, metadata } = refresherWorld(clusterWith(orders))
    await Promise.all([metadata.refresh(), clock.advance(0)])
    brokers.script = ({ nodeId }) => (nodeId < 0 ? { brokers: [7] } : { errorCode: ErrorCodes.REBOOTSTRAP_REQUIRED })
    await Promise.all([metadata.refresh(), clock.advance(200)])
    expect(brokers.sent.slice(1).map(({ nodeId }) => nodeId)).toEqual([1, -1])
    expect(brokers.rebootstrapCount).toBe(1)
    expect([...metadata.snapshot.brokers.keys()]).toEqual([7])
  })

  it('do not lead back to the bootstrap servers when that is switched off', async () => {
    const { clock, brokers, metadata } = refresherWorld(clusterWith(orders), { canRebootstrap: false })
    await Promise.all([metadata.refresh(), clock.advance(0)])
    brokers.script = () => refused
    const failed = errorOf(metadata.refresh({ timeoutMs: 1_000 }))
    await clock.advance(1_000)
    expect(await failed).toMatchObject({ code: 'TIMEOUT' })
    expect(brokers.sent.slice(1).every(({ nodeId }) => nodeId > 0)).toBe(true)
  })

  it('that refuse the credentials end the search: every other would refuse them too', async () => {
    const { clock, brokers, metadata } = refresherWorld(() => new AuthenticationError('Wrong password'))
    const failed = errorOf(metadata.ensureTopics(['orders']))
    await clock.advance(0)
    expect(await failed).toMatchObject({ code: 'AUTHENTICATION_FAILED' })
    expect(brokers.sent).toHaveLength(1)
  })

  it('are tried again with growing pauses while topics are wanted', async () => {
    const { clock, brokers, metadata } = refresherWorld(() => refused)
    const listener = new RecordingListener('orders')
    metadata.addListener(listener)
    metadata.requestRefresh('test')
    await clock.advance(3_000)
    brokers.script = clusterWith(orders)
    await clock.advance(1_500)
    expect(listener.heard.at(-1)).toBe('orders first: 0→1 1→2')
    await metadata.close()
  })

  it('with a broken answer do not end the refresher', async () => {
    const { clock, brokers, metadata } = refresherWorld(
      () => new BrokerError('Cannot', ErrorCodes.UNKNOWN_SERVER_ERROR),
    )
    const failed = errorOf(metadata.refresh({ timeoutMs: 500 }))
    await clock.advance(500)
    expect(await failed).toMatchObject({ code: 'TIMEOUT' })
    brokers.script = clusterWith(orders)
    const waiting = metadata.ensureTopics(['orders'])
    await clock.advance(1_000)
    expect((await waiting).topics.has('orders')).toBe(true)
  })
})
