import { describe, expect, it } from 'vitest'
import { CodecError } from '../../../src/errors/codec-error.ts'
import { readBatches } from '../../../src/record/batch-decoder.ts'
import { inflate } from '../../../src/record/inflate-batch.ts'
import { encodeLegacyMessage, type LegacyMessage } from '../../support/legacy-messages.ts'
import { codecs, openBatch, topicPartition } from '../../support/records.ts'

const key = Buffer.from('key')
const value = Buffer.from('value')

function messageSet(messages: readonly LegacyMessage[]): Buffer {
  return Buffer.concat(messages.map(encodeLegacyMessage))
}

/** A message that wraps the others. */
function wrapper(inner: readonly LegacyMessage[], outer: Omit<LegacyMessage, 'key' | 'value'>, codec = 'gzip'): Buffer {
  const compressed = codecs.byName(codec).compress(messageSet(inner)).runSync()
  return encodeLegacyMessage({ ...outer, compressionId: codecs.byName(codec).id, key: null, value: compressed })
}

const inner = (magic: 0 | 1, offsets: readonly bigint[]): LegacyMessage[] =>
  offsets.map((offset, index) => ({ offset, magic, key, value: Buffer.from(`v${index}`), timestamp: 100 + index }))

describe('message sets of magic 0 and 1', () => {
  it('give each message as a batch of one', () => {
    const set = messageSet([
      { offset: 5n, magic: 0, key, value },
      { offset: 9n, magic: 1, key: null, value: null, timestamp: 777 },
    ])

    const batches = [...readBatches(set)]
    const records = batches.flatMap((batch) => [...inflate(batch, { codecs, limitBytes: 1000, topicPartition })])

    expect(batches.map((batch) => [batch.magic, batch.baseOffset, batch.recordCount, batch.timestampType])).toEqual([
      [0, 5n, 1, 'noTimestamp'],
      [1, 9n, 1, 'createTime'],
    ])
    expect(records.map((record) => [record.offset, record.timestamp, record.key, record.value])).toEqual([
      [5n, -1, key, value],
      [9n, 777, null, null],
    ])
    expect(records[0]!.headers).toHaveLength(0)
  })

  it('can be mixed with batches of magic 2 in one answer', async () => {
    const { encodeBatch } = await import('../../support/records.ts')
    const modern = encodeBatch([{ timestamp: 1, key: null, value: 'x', headers: [] }], 'none', { baseOffset: 6n })

    const batches = [...readBatches(Buffer.concat([messageSet(inner(1, [5n])), modern]))]

    expect(batches.map((batch) => batch.magic)).toEqual([1, 2])
  })

  it.each(['gzip', 'snappy', 'lz4'])('keep the absolute offsets within a wrapper of magic 0, with %s', (codec) => {
    const records = openBatch(wrapper(inner(0, [20n, 21n, 25n]), { offset: 25n, magic: 0 }, codec))

    expect([...records].map((record) => [record.offset, record.value!.toString()])).toEqual([
      [20n, 'v0'],
      [21n, 'v1'],
      [25n, 'v2'],
    ])
    expect(records.nextOffset).toBe(26n)
  })

  it('count the offsets within a wrapper of magic 1 back from its own', () => {
    const records = openBatch(wrapper(inner(1, [0n, 1n, 4n]), { offset: 104n, magic: 1, timestamp: 102 }))

    expect([...records].map((record) => [record.offset, record.timestamp])).toEqual([
      [100n, 100],
      [101n, 101],
      [104n, 102],
    ])
  })

  it('take relative offsets for absolute in a wrapper at 0, as some librdkafka wrote it', () => {
    const records = openBatch(wrapper(inner(1, [0n, 1n]), { offset: 0n, magic: 1, timestamp: 1 }))

    expect([...records].map((record) => record.offset)).toEqual([0n, 1n])
  })

  it('have the wrapper’s time when the broker set it', () => {
    const set = wrapper(inner(1, [0n, 1n]), { offset: 11n, magic: 1, timestamp: 5000, isLogAppendTime: true })

    const records = [...openBatch(set)]

    expect(records.map((record) => [record.timestamp, record.timestampType])).toEqual([
      [5000, 'logAppendTime'],
      [5000, 'logAppendTime'],
    ])
  })

  it('end at a message that is cut', () => {
    const set = messageSet(inner(1, [1n, 2n]))

    for (let length = set.length / 2; length < set.length; length++) {
      expect([...readBatches(set.subarray(0, length))]).toHaveLength(1)
    }
  })

  it('notice any flipped bit of what the checksum covers', () => {
    const message = encodeLegacyMessage({ offset: 3n, magic: 1, key, value, timestamp: 1 })

    for (let bit = 12 * 8; bit < message.length * 8; bit++) {
      const damaged = Buffer.from(message)
      damaged[bit >> 3]! ^= 1 << (bit & 7)
      expect(() => openBatch(damaged)).toThrow(CodecError)
    }
  })

  it('refuse a wrapper that inflates beyond the limit', () => {
    const big: LegacyMessage = { offset: 0n, magic: 1, key, value: Buffer.alloc(1 << 20) }

    expect(() => openBatch(wrapper([big], { offset: 0n, magic: 1 }), 10_000)).toThrow(/limit of 10000 bytes/)
  })

  const emptyWrapper = encodeLegacyMessage({ offset: 1n, magic: 1, compressionId: 1, key: null, value: null })
  const nested = codecs
    .byName('gzip')
    .compress(wrapper(inner(1, [0n]), { offset: 0n, magic: 1 }))
    .runSync()

  it.each<[string, Buffer, RegExp]>([
    ['a wrapper without a value', emptyWrapper, /has no value/],
    ['a wrapper around nothing', wrapper([], { offset: 1n, magic: 1 }), /wraps no messages/],
    ['an inner offset behind the wrapper’s', wrapper(inner(1, [9n]), { offset: 5n, magic: 1 }), /is behind it/],
    ['inner offsets that do not ascend', wrapper(inner(0, [9n, 8n]), { offset: 9n, magic: 0 }), /cannot follow/],
    ['zstd, which is younger', wrapper(inner(1, [0n]), { offset: 1n, magic: 1 }, 'zstd'), /codec 4 is younger/],
    [
      'a wrapper within a wrapper',
      encodeLegacyMessage({ offset: 1n, magic: 1, compressionId: 1, key: null, value: nested }),
      /is compressed again/,
    ],
  ])('refuse %s', (_what, set, reason) => {
    expect(() => openBatch(set)).toThrow(reason)
    expect(() => openBatch(set)).toThrow(CodecError)
  })

  it('refuse lengths that are not there, within their bounds', () => {
    for (const [position, length] of [
      [26, 1000],
      [26, -2],
      [33, 0x7fffffff],
      [33, 1000],
    ] as const) {
      const message = encodeLegacyMessage({ offset: 3n, magic: 1, key, value, timestamp: 1 })
      message.writeInt32BE(length, position)
      const [batch] = [...readBatches(message)]
      const open = () => inflate(batch!, { codecs, limitBytes: 1000, topicPartition, verifiesChecksum: false })
      expect(open).toThrow(CodecError)
    }
  })
})
