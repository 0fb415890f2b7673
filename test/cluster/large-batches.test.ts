/** Batches that a topic finds too large (`max.message.bytes`) are split, on every broker. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { Kafka, ProduceError, type Producer, type SendAllError } from '../../src/index.ts'
import { describeOnEveryBroker, uniqueName } from './every-broker.ts'

const limitBytes = 20_000

/** Looks like text and hardly shrinks. */
function noise(sizeBytes: number, seed: number): string {
  let state = seed * 2_654_435_761 + 1
  return Array.from({ length: sizeBytes }, () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31
    return String.fromCharCode(33 + ((state >> 8) % 90))
  }).join('')
}

describeOnEveryBroker('A topic with a small max.message.bytes', (broker) => {
  let kafka: Kafka
  beforeAll(() => {
    kafka = new Kafka({ bootstrapServers: broker.bootstrapServers })
  })
  afterAll(() => kafka.close())

  async function createTopic(): Promise<string> {
    const topic = uniqueName('small')
    const configs = { 'max.message.bytes': String(limitBytes) }
    await kafka.admin().createTopics([{ topic, numPartitions: 2, replicationFactor: 1, configs }])
    return topic
  }

  async function readAll(topic: string, partition: number, count: number): Promise<string[]> {
    await using consumer = kafka.consumer({ assignments: [{ topic, partition, offset: 'earliest' }] })
    const values: string[] = []
    for await (const record of consumer) {
      expect(record.offset).toBe(BigInt(values.length))
      values.push(record.value!.toString())
      if (values.length === count) break
    }
    return values
  }

  function expectEmpty(producer: Producer): void {
    expect([producer.bufferedRecords, producer.bufferedBytes]).toEqual([0, 0])
  }

  it.each(['none', 'gzip', 'lz4'] as const)(
    'gets every record once and in order, compressed with %s',
    async (compressionType) => {
      const topic = await createTopic()
      await using producer = kafka.producer({ compressionType })
      const values = Array.from({ length: 3000 }, (_, index) => `${index} ${noise(100, index)}`)

      const places = await producer.sendAll(values.map((value, index) => ({ topic, partition: index % 2, value })))

      expectEmpty(producer)
      for (const partition of [0, 1]) {
        const own = values.filter((_, index) => index % 2 === partition)
        expect(await readAll(topic, partition, own.length)).toEqual(own)
        const offsets = places.filter((place) => place.partition === partition).map(({ offset }) => offset)
        expect(offsets).toEqual(own.map((_, index) => BigInt(index)))
      }
    },
  )

  it('refuses a record that is too large by itself, and takes those around it', async () => {
    const topic = await createTopic()
    await using producer = kafka.producer()
    const values = Array.from({ length: 50 }, (_, index) => `${index} ${noise(index === 20 ? limitBytes : 500, index)}`)

    const failure = await producer.sendAll(values.map((value) => ({ topic, partition: 0, value }))).catch((e) => e)

    const rejected = (failure as SendAllError<unknown>).outcomes.filter(({ status }) => status === 'rejected')
    expect(rejected).toHaveLength(1)
    const { reason } = rejected[0] as { reason: ProduceError }
    expect([reason.code, reason.persisted]).toEqual(['MESSAGE_TOO_LARGE', 'no'])
    expect(reason).toBeInstanceOf(ProduceError)
    expectEmpty(producer)
    const taken = values.filter((_, index) => index !== 20)
    expect(await readAll(topic, 0, taken.length)).toEqual(taken)
  })
})
