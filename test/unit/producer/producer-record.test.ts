import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ConfigError } from '../../../src/errors/client-errors.ts'
import {
  checkRecord,
  estimateRecordSize,
  measureRecord,
  type ProducerRecord,
  recordSizeBound,
} from '../../../src/producer/producer-record.ts'
import { RecordMetadata } from '../../../src/producer/record-metadata.ts'
import { addSequence } from '../../../src/producer/sequence.ts'
import { BatchBuilder } from '../../../src/record/batch-encoder.ts'

function check(record: unknown): void {
  checkRecord(record as ProducerRecord)
  recordSizeBound(record as ProducerRecord)
}

describe('a record to send', () => {
  it.each([
    [{ topic: 'orders' }],
    [{ topic: 'orders', key: null, value: null }],
    [{ topic: 'orders', key: 'k', value: new Uint8Array(3), partition: 0, timestamp: 0 }],
    [{ topic: 'orders', value: 'v', headers: { trace: 'a', empty: null } }],
    [{ topic: 'orders', value: 'v', headers: [['trace', 'a'], { key: 'b', value: Buffer.from('c') }] }],
  ])('may be %j', (record) => {
    expect(() => check(record)).not.toThrow()
  })

  it.each([
    [null, 'Cannot send null: not a record'],
    ['orders', 'Cannot send "orders": not a record'],
    [{}, 'topic must be a name, not undefined'],
    [{ topic: '' }, 'topic must be a name, not ""'],
    [{ topic: 7 }, 'topic must be a name, not 7'],
    [{ topic: 'orders', partition: -1 }, 'Cannot send a record to orders: partition must be 0 or more, not -1'],
    [{ topic: 'orders', partition: 1.5 }, 'partition must be 0 or more, not 1.5'],
    [{ topic: 'orders', partition: '0' }, 'partition must be 0 or more, not "0"'],
    [{ topic: 'orders', timestamp: -1 }, 'timestamp must be whole milliseconds since the epoch, not -1'],
    [{ topic: 'orders', timestamp: 1.5 }, 'timestamp must be whole milliseconds since the epoch, not 1.5'],
    [{ topic: 'orders', timestamp: new Date(0) }, 'timestamp must be whole milliseconds since the epoch, not a Date'],
    [{ topic: 'orders', value: { a: 1 } }, 'value must be a string, bytes or null, not a Object'],
    [{ topic: 'orders', key: 7 }, 'key must be a string, bytes or null, not 7'],
    [{ topic: 'orders', headers: 'trace' }, 'headers must be an object or a list, not "trace"'],
    [{ topic: 'orders', headers: null }, 'headers must be an object or a list, not null'],
    [{ topic: 'orders', headers: [[1, 'a']] }, "a header's name must be a string, not 1"],
    [{ topic: 'orders', headers: { trace: 7 } }, 'header trace must be a string, bytes or null, not 7'],
  ])('may not be %j', (record, message) => {
    expect(() => check(record)).toThrow(ConfigError)
    expect(() => check(record)).toThrow(message)
  })

  it('is estimated at no less than it takes in a batch, where characters are bytes', () => {
    const text = fc.string({ unit: 'grapheme-ascii', maxLength: 300 })
    fc.assert(
      fc.property(text, text, fc.dictionary(text, text, { maxKeys: 5 }), (key, value, headers) => {
        const record = { topic: 'orders', key, value, headers }
        const builder = new BatchBuilder()
        builder.append(1, 'first', 'record')
        const before = builder.sizeBytes
        builder.append(1, key, value, headers)
        expect(estimateRecordSize(record)).toBeGreaterThanOrEqual(builder.sizeBytes - before)
      }),
    )
  })

  it('never takes more than its bound, even in a batch of its own and whatever language it is in', () => {
    const text = fc.string({ unit: 'binary', maxLength: 2000 })
    fc.assert(
      fc.property(text, text, fc.dictionary(text, text, { maxKeys: 5 }), (key, value, headers) => {
        const record = { topic: 'orders', key, value, headers }
        const builder = new BatchBuilder()
        builder.append(Number.MAX_SAFE_INTEGER, key, value, headers)
        expect(measureRecord(record)).toBeGreaterThanOrEqual(builder.sizeBytes)
        expect(recordSizeBound(record)).toBeGreaterThanOrEqual(measureRecord(record))
      }),
    )
  })
})

describe('record metadata', () => {
  const metadata = new RecordMetadata('orders', 3, 1234, 100n, 7)

  it('gives the offset of the record in its batch', () => {
    expect(metadata.offset).toBe(107n)
  })

  it('gives offsets beyond what a double can hold', () => {
    expect(new RecordMetadata('orders', 0, 0, 2n ** 60n, 1).offset).toBe(2n ** 60n + 1n)
  })

  it('says -1 where the broker did not tell, whatever the place in the batch', () => {
    expect(new RecordMetadata('orders', 3, 1234, -1n, 7).offset).toBe(-1n)
  })

  it('can be written as JSON, the offset as text', () => {
    expect(JSON.stringify(metadata)).toBe('{"topic":"orders","partition":3,"offset":"107","timestamp":1234}')
  })

  it('shows its offset when it is inspected', () => {
    const inspect = (metadata as unknown as Record<symbol, () => object>)[Symbol.for('nodejs.util.inspect.custom')]
    expect(inspect?.call(metadata)).toEqual({ topic: 'orders', partition: 3, offset: 107n, timestamp: 1234 })
  })
})

describe('a sequence', () => {
  it('starts again at 0 after 2^31 - 1, as brokers count', () => {
    expect(addSequence(2 ** 31 - 1, 1)).toBe(0)
    expect(addSequence(2 ** 31 - 3, 10)).toBe(7)
    expect(addSequence(5, 3)).toBe(8)
  })
})
