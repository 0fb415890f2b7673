/** What the public consumer reads of transactions, on every broker. */
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { Kafka } from '../../src/index.ts'
import { describeOnEveryBroker } from './every-broker.ts'
import { RawConnection } from './raw-connection.ts'
import { createRawTopic, newProducerId } from './raw-topics.ts'
import { RawTransactions } from './raw-transactions.ts'

describeOnEveryBroker('A consumer, of transactions', (broker) => {
  let raw: RawConnection
  let topic: string
  beforeAll(async () => {
    raw = await RawConnection.open(broker.address)
    await newProducerId(raw)
  })
  afterAll(() => raw.close())
  beforeEach(async () => {
    topic = await createRawTopic(raw)
  })

  /** All up to the end that such a reader sees. */
  async function read(isolationLevel: 'read_committed' | 'read_uncommitted', maxPartitionFetchBytes = 1_000_000) {
    await using kafka = new Kafka({ bootstrapServers: broker.bootstrapServers })
    const assignments = [{ topic, partition: 0, offset: 'earliest' }] as const
    const consumer = kafka.consumer({ assignments, isolationLevel, maxPartitionFetchBytes })
    const values: string[] = []
    do {
      values.push(...(await consumer.poll({ timeoutMs: 300 })).map(({ value }) => String(value)))
    } while (consumer.lag(topic, 0) !== 0n)
    await consumer.close()
    return values
  }

  it.each([
    ['keep their epoch', 9, 4],
    ['are of Transactions v2', 12, 5],
  ])('reads what was committed among aborts and an open one, which %s', async (_title, version, endVersion) => {
    const one = await RawTransactions.start(raw)
    const other = await RawTransactions.start(raw)
    for (const [values, isCommitted] of [
      [['a1', 'a2'], true],
      [['lost1', 'lost2'], false],
      [['a3'], true],
      [['lost3'], false],
      [['a4'], true],
    ] as const) {
      if (version < 12) await one.add(topic)
      await one.write(topic, values, { version })
      await one.end(isCommitted, endVersion)
    }
    if (version < 12) await other.add(topic)
    await other.write(topic, ['open'], { version })

    const committed = ['a1', 'a2', 'a3', 'a4']
    expect(await read('read_committed')).toEqual(committed)
    // One batch an answer: the marker always comes in another one than what it ends.
    expect(await read('read_committed', 1)).toEqual(committed)
    expect(await read('read_uncommitted')).toEqual(['a1', 'a2', 'lost1', 'lost2', 'a3', 'lost3', 'a4', 'open'])
  })

  it('reads two that are interleaved each by its own outcome', async () => {
    const kept = await RawTransactions.start(raw)
    const lost = await RawTransactions.start(raw)
    for (const index of [1, 2, 3]) {
      await kept.write(topic, [`kept${index}`], { version: 12 })
      await lost.write(topic, [`lost${index}`], { version: 12 })
    }

    await lost.end(false, 5)
    await kept.end(true, 5)

    expect(await read('read_committed')).toEqual(['kept1', 'kept2', 'kept3'])
  })

  it('reads nothing of a producer that was fenced in the midst of it', async () => {
    const zombie = await RawTransactions.start(raw)
    await zombie.write(topic, ['lost'], { version: 12 })
    const present = await RawTransactions.start(raw, zombie.transactionalId)
    await present.write(topic, ['kept'], { version: 12 })
    await present.end(true, 5)

    const { errorCode } = await zombie.write(topic, ['late'], { version: 12 })

    expect(errorCode).toBe(47)
    expect(await read('read_committed')).toEqual(['kept'])
  })
})
