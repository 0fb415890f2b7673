import { describe, expect, it } from 'vitest'
import { ErrorCodes } from '../../../../src/errors/error-codes.ts'
import { MemoryStorage, StorageError } from '../../../../src/testing/index.ts'
import { batchOf } from '../../../cluster/batches.ts'
import { produce } from '../cluster-world.ts'
import { crashAfter, startKept } from './kept-world.ts'

const segment = 'orders-0/00000000000000000000.log'

async function valuesAfterRestart(storage: MemoryStorage): Promise<string[]> {
  await using world = await startKept(storage)
  return world.cluster.log('orders', 0).records.map(({ value }) => String(value))
}

/** Batches of one record each. */
async function crashWith(...values: string[]): Promise<MemoryStorage> {
  return await crashAfter(async (world) => {
    const raw = await world.connect()
    const timestamp = world.clock.wallNow()
    for (const value of values) await produce(raw, { records: batchOf({ values: [value], timestamp }) })
  })
}

describe('a cluster that crashed', () => {
  it('has every record that was acknowledged', async () => {
    expect(await valuesAfterRestart(await crashWith('a', 'b', 'c'))).toEqual(['a', 'b', 'c'])
  })

  it('loses no more than the last batch wherever its bytes end, and goes on behind the one before', async () => {
    const whole = await crashWith('first', 'second', 'last')
    const bytes = whole.read(segment)!
    const lastBatchBytes = batchOf({ values: ['last'] }).length
    const findings = new Set<string>()
    for (let sizeBytes = bytes.length - lastBatchBytes; sizeBytes < bytes.length; sizeBytes++) {
      const torn = whole.copy()
      torn.truncate(segment, sizeBytes)
      await using world = await startKept(torn)
      const records = batchOf({ values: ['next'], timestamp: world.clock.wallNow() })
      const answer = await produce(await world.connect(), { records })
      const values = world.cluster.log('orders', 0).records.map(({ value }) => String(value))
      findings.add(`${answer.errorCode} ${answer.baseOffset} ${values.join()} ${torn.read(segment)!.length}`)
    }

    // The cut file and the batch that follows it are as large as if nothing had happened.
    expect([...findings]).toEqual([`0 2 first,second,next ${bytes.length}`])
  })

  it('cuts a batch whose bytes were never written, though its place was', async () => {
    const storage = await crashWith('a', 'b')
    const { length } = storage.read(segment)!
    storage.writeAt(segment, length, Buffer.alloc(100))

    expect(await valuesAfterRestart(storage)).toEqual(['a', 'b'])
    expect(storage.read(segment)!.length).toBe(length)
  })

  it('cuts from a batch on whose bytes have changed, says so, and takes none of the segments behind it', async () => {
    const events: string[] = []
    const options = { topics: { orders: { configs: { 'segment.bytes': 100 } } } }
    const storage = await crashAfter(async (world) => {
      const raw = await world.connect()
      for (const value of ['a', 'b', 'c', 'd']) await produce(raw, { records: batchOf({ values: [value] }) })
    }, options)
    const [, second] = storage.paths.filter((path) => path.endsWith('.log'))
    const damaged = storage.read(second!)!
    damaged[damaged.length - 2]! ^= 0xff
    storage.replace(second!, damaged)

    await using world = await startKept(storage, {
      log: { event: (level, name) => events.push(`${level} ${name}`) },
    })
    const { records, endOffset } = world.cluster.log('orders', 0)

    expect(records.map(({ value }) => String(value))).toEqual(['a'])
    expect(endOffset).toBe(1n)
    expect(events).toContain('warn cluster.log-recovered')
    expect(storage.paths.filter((path) => path.endsWith('.log'))).toHaveLength(2)
  })

  it('does not know a topic whose deletion had begun, and removes what is left of it', async () => {
    const storage = await crashWith('a')
    const cluster = JSON.parse(storage.read('cluster.json')!.toString()) as { topics: unknown[] }
    cluster.topics = []
    storage.replace('cluster.json', Buffer.from(JSON.stringify(cluster)))
    await using world = await startKept(storage, { topics: {} })

    expect(world.cluster.topics).toEqual([])
    expect(storage.paths.filter((path) => path.startsWith('orders-0'))).toEqual([])
  })
})

describe('a full disk', () => {
  class FullStorage extends MemoryStorage {
    isFull = false

    override writeAt(path: string, position: number, bytes: Uint8Array): void {
      super.writeAt(path, position, this.isFull ? bytes.subarray(0, 10) : bytes)
      if (this.isFull) throw new StorageError('No space left on device')
    }
  }

  it('refuses records with KAFKA_STORAGE_ERROR, and takes them when there is room again', async () => {
    const storage = new FullStorage()
    await using world = await startKept(storage)
    const raw = await world.connect()
    await produce(raw, { records: batchOf({ values: ['a'] }) })
    storage.isFull = true
    const refused = await produce(raw, { records: batchOf({ values: ['b'] }) })
    storage.isFull = false
    const taken = await produce(raw, { records: batchOf({ values: ['c'] }) })

    expect(refused.errorCode).toBe(ErrorCodes.KAFKA_STORAGE_ERROR)
    expect(taken).toMatchObject({ errorCode: ErrorCodes.NONE, baseOffset: 1n })
    expect(await valuesAfterRestart(storage.copy())).toEqual(['a', 'c'])
  })
})
