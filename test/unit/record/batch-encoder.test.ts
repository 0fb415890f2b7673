import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ConfigError, StateError } from '../../../src/errors/client-errors.ts'
import { BatchBuilder } from '../../../src/record/batch-encoder.ts'
import type { BufferSource } from '../../../src/record/buffer-source.ts'
import type { HeadersInput, RecordBytes } from '../../../src/record/record.ts'
import { recordSizeUpperBound } from '../../../src/record/record-size.ts'
import {
  encodeBatch,
  openBatch,
  plainConsumed,
  plainSample,
  sampleRecord,
  sampleRecords,
} from '../../support/records.ts'

/** Counts what is out, and fills what comes back with rubbish so that a late reader notices. */
class CountingSource implements BufferSource {
  readonly out = new Set<Buffer>()
  taken = 0

  take(sizeBytes: number): Buffer {
    const buffer = Buffer.alloc(sizeBytes, 0xee)
    this.out.add(buffer)
    this.taken++
    return buffer
  }

  giveBack(buffer: Buffer): void {
    if (!this.out.delete(buffer)) throw new Error('given back twice')
    buffer.fill(0xdd)
  }
}

function readBack(builder: BatchBuilder) {
  return [...openBatch(Buffer.from(builder.sealUncompressed()))]
}

describe('BatchBuilder', () => {
  it.each(['none', 'gzip', 'snappy', 'lz4', 'zstd'])('writes what a decoder reads back, with %s', (compressionType) => {
    fc.assert(
      fc.property(sampleRecords, (records) => {
        const batch = encodeBatch(records, compressionType, { baseOffset: 1_000_000_007n })

        const read = [...openBatch(batch)].map(plainConsumed)

        expect(read).toEqual(records.map((record, index) => plainSample(record, 1_000_000_007n + BigInt(index))))
      }),
      { numRuns: compressionType === 'none' ? 200 : 40 },
    )
  })

  it('foretells the size of each record exactly, and its bound never below', () => {
    fc.assert(
      fc.property(sampleRecords, (records) => {
        const builder = new BatchBuilder()
        for (const { timestamp, key, value, headers } of records) {
          const before = builder.sizeBytes
          const exact = builder.sizeOfRecord(timestamp, key, value, headers)
          builder.append(timestamp, key, value, headers)
          expect(builder.sizeBytes - before).toBe(exact)
          expect(recordSizeUpperBound(key, value, headers)).toBeGreaterThanOrEqual(exact)
        }
      }),
    )
  })

  it('says that a record fits exactly when it does', () => {
    fc.assert(
      fc.property(sampleRecord, fc.nat(4000), ({ timestamp, key, value, headers }, limitBytes) => {
        const builder = new BatchBuilder()
        const fits = builder.wouldFit(limitBytes, timestamp, key, value, headers)
        builder.append(timestamp, key, value, headers)
        expect(builder.sizeBytes <= limitBytes).toBe(fits)
      }),
    )
  })

  // A guessed string near the end of the buffer can be cut to exactly the guessed length: it was once taken for whole.
  it('writes strings whole wherever they fall in the buffer', () => {
    for (let initialSizeBytes = 61; initialSizeBytes < 300; initialSizeBytes++) {
      const builder = new BatchBuilder({ initialSizeBytes })
      builder.append(1, 'é'.repeat(20), 'x'.repeat(13))
      builder.append(2, 'ü', '𝄞'.repeat(15), { größe: 'größer als '.repeat(3) })
      builder.append(3, 'plain-ascii-key-of-some-length', 'ａｂｃ'.repeat(9))

      const [first, second, third] = readBack(builder)

      expect(first!.key!.toString()).toBe('é'.repeat(20))
      expect(second!.value!.toString()).toBe('𝄞'.repeat(15))
      expect(second!.headers.getString('größe')).toBe('größer als '.repeat(3))
      expect(third!.value!.toString()).toBe('ａｂｃ'.repeat(9))
    }
  })

  it('replaces lone surrogates, as every UTF-8 encoder does', () => {
    const builder = new BatchBuilder()
    builder.append(1, '\ud800', `${'a'.repeat(20)}\udc00`)

    const [record] = readBack(builder)

    expect(record!.key!.toString('hex')).toBe('efbfbd')
    expect(record!.value!.toString()).toBe(`${'a'.repeat(20)}\ufffd`)
  })

  it('tells nulls from empty strings', () => {
    const builder = new BatchBuilder()
    builder.append(1, null, '', { none: null, empty: '' })
    builder.append(1, '', null)

    const [first, second] = readBack(builder)

    expect([first!.key, first!.value!.length, second!.key!.length, second!.value]).toEqual([null, 0, 0, null])
    expect(first!.headers.get('none')).toBeNull()
    expect(first!.headers.get('empty')).toHaveLength(0)
  })

  it('takes headers as an object, as pairs, and as they were received', () => {
    const given: HeadersInput[] = [
      { trace: 'abc', flag: Buffer.from([1]) },
      [
        ['trace', 'abc'],
        ['flag', Buffer.from([1])],
      ],
      [
        { key: 'trace', value: 'abc' },
        { key: 'flag', value: Buffer.from([1]) },
      ],
    ]
    const builder = new BatchBuilder()
    for (const headers of given) builder.append(1, null, null, headers)

    const received = readBack(builder).map((record) => [...record.headers])

    expect(received[0]).toEqual([
      { key: 'trace', value: Buffer.from('abc') },
      { key: 'flag', value: Buffer.from([1]) },
    ])
    expect(received[1]).toEqual(received[0])
    expect(received[2]).toEqual(received[0])
  })

  it('can send received headers on, with order and repetition', () => {
    const first = new BatchBuilder()
    first.append(1, null, null, [
      ['a', '1'],
      ['b', '2'],
      ['a', '3'],
    ])
    const received = readBack(first)[0]!.headers
    const second = new BatchBuilder()
    second.append(1, null, null, received)

    expect(readBack(second)[0]!.headers.getAll('a').map(String)).toEqual(['1', '3'])
  })

  it('keeps timestamps exactly, however far apart', () => {
    const timestamps = [1_700_000_000_000, 0, Number.MAX_SAFE_INTEGER, -1, 1_700_000_000_001]
    const builder = new BatchBuilder()
    for (const timestamp of timestamps) builder.append(timestamp, null, null)

    expect(builder.baseTimestamp).toBe(1_700_000_000_000)
    expect(builder.maxTimestamp).toBe(Number.MAX_SAFE_INTEGER)
    expect(readBack(builder).map((record) => record.timestamp)).toEqual(timestamps)
  })

  it('leaves gaps between offsets where it is told to', () => {
    const builder = new BatchBuilder()
    builder.appendAt(2, 1, 'a', null)
    builder.appendAt(70_000, 1, 'b', null)
    builder.append(1, 'c', null)

    expect(readBack(builder).map((record) => record.offset)).toEqual([2n, 70_000n, 70_001n])
    expect(() => builder.appendAt(70_001, 1, 'd', null)).toThrow(StateError)
  })

  it('refuses an offset that does not follow', () => {
    const builder = new BatchBuilder()
    builder.appendAt(5, 1, 'a', null)

    for (const delta of [5, -1, 2 ** 31, Number.NaN]) {
      expect(() => builder.appendAt(delta, 1, 'b', null)).toThrow(ConfigError)
    }
  })

  it.each<[string, unknown, unknown, unknown]>([
    ['a number as key', 5, null, undefined],
    ['an object as value', null, { a: 1 }, undefined],
    ['an array as value', null, [1, 2], undefined],
    ['a boolean as header', null, null, { a: true }],
    ['a header without a name', null, null, [[undefined, 'x']]],
    ['a Float64Array as value', null, new Float64Array(2), undefined],
  ])('refuses %s and stays as it was', (_what, key, value, headers) => {
    const builder = new BatchBuilder()
    builder.append(1, 'before', null)
    const sizeBytes = builder.sizeBytes

    expect(() => builder.append(1, key as RecordBytes, value as RecordBytes, headers as HeadersInput)).toThrow(
      ConfigError,
    )

    expect(builder.sizeBytes).toBe(sizeBytes)
    builder.append(1, 'after', null)
    expect(readBack(builder).map((record) => record.key!.toString())).toEqual(['before', 'after'])
  })

  it.each([Number.NaN, 1.5, Number.POSITIVE_INFINITY, 2 ** 60])('refuses the timestamp %d', (timestamp) => {
    expect(() => new BatchBuilder().append(timestamp, null, null)).toThrow(ConfigError)
  })

  it('takes undefined from JavaScript for null', () => {
    const builder = new BatchBuilder()
    builder.append(1, undefined as never, undefined as never, { a: undefined as never })

    const [record] = readBack(builder)

    expect([record!.key, record!.value, record!.headers.get('a')]).toEqual([null, null, null])
  })

  it('copies bytes when they are appended, so that the caller may change them afterwards', () => {
    const value = Buffer.from('before')
    const builder = new BatchBuilder()
    builder.append(1, null, value)
    value.write('after!')

    expect(readBack(builder)[0]!.value!.toString()).toBe('before')
  })

  it('refuses records once it is sealed, and seals again to the same', () => {
    const builder = new BatchBuilder()
    builder.append(1, 'a', 'b')
    const sealed = builder.seal()

    expect(() => builder.append(1, 'c', 'd')).toThrow(StateError)
    expect(builder.seal()).toEqual(sealed)
  })

  it('writes a record of many megabytes', () => {
    const value = Buffer.alloc(40 << 20, 7)
    const builder = new BatchBuilder()
    builder.append(1, 'big', value)

    expect(readBack(builder)[0]!.value!.equals(value)).toBe(true)
  })

  it('carries the transactional and control bits', () => {
    const builder = new BatchBuilder({ isTransactional: true, isControl: true })
    builder.append(1, null, null)

    const { batch } = openBatch(builder.sealUncompressed())

    expect([batch.isTransactional, batch.isControl]).toEqual([true, true])
  })
})

describe('a batch builder’s buffers', () => {
  it('are taken from its source and each given back once', () => {
    const source = new CountingSource()
    const builder = new BatchBuilder({ bufferSource: source, initialSizeBytes: 100 })
    for (let index = 0; index < 200; index++) builder.append(index, `key-${index}`, 'x'.repeat(index))
    const records = readBack(builder)
    expect(records[199]!.value!.toString()).toBe('x'.repeat(199))
    expect(source.taken).toBeGreaterThan(3)
    expect(source.out.size).toBe(1)
    expect(builder.heldBytes).toBe([...source.out][0]!.length)

    builder.release()
    builder.release()

    expect(source.out.size).toBe(0)
    expect(builder.heldBytes).toBe(0)
  })

  it('may be larger than was asked for', () => {
    const bufferSource: BufferSource = { take: (sizeBytes) => Buffer.alloc(sizeBytes + 1000), giveBack() {} }
    const builder = new BatchBuilder({ bufferSource, initialSizeBytes: 100 })
    builder.append(1, 'key', 'x'.repeat(500))

    expect(readBack(builder)[0]!.value).toHaveLength(500)
  })

  it('are out of reach after release', () => {
    const builder = new BatchBuilder()
    builder.release()

    expect(() => builder.append(1, 'a', 'b')).toThrow(StateError)
    expect(() => builder.seal()).toThrow(StateError)
  })
})
