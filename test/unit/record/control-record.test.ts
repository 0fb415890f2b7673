import { describe, expect, it } from 'vitest'
import { CodecError } from '../../../src/errors/codec-error.ts'
import { encodeEndTransactionMarker, readControlRecord } from '../../../src/record/control-record.ts'
import { openBatch } from '../../support/records.ts'

const marker = { producerId: 77n, producerEpoch: 5, coordinatorEpoch: 9, timestamp: 1234, baseOffset: 50n } as const

describe('transaction markers', () => {
  it.each(['commit', 'abort'] as const)('can be read after they were written: %s', (type) => {
    const records = openBatch(encodeEndTransactionMarker({ ...marker, type }))
    const [record] = [...records]

    expect(readControlRecord(record!)).toEqual({ type, version: 0, coordinatorEpoch: 9 })
    expect(records.batch).toMatchObject({ isControl: true, isTransactional: true, producerId: 77n, producerEpoch: 5 })
    expect(records.batch).toMatchObject({ baseSequence: -1, baseOffset: 50n, maxTimestamp: 1234 })
  })

  it('have the bytes that Kafka gives them', () => {
    const [record] = [...openBatch(encodeEndTransactionMarker({ ...marker, type: 'commit' }))]

    expect(record!.key!.toString('hex')).toBe('00000001')
    expect(record!.value!.toString('hex')).toBe('000000000009')
  })
})

describe('readControlRecord', () => {
  it('passes over kinds that are not for clients', () => {
    const key = Buffer.from('00000002', 'hex')

    expect(readControlRecord({ key, value: Buffer.alloc(3) }).type).toBe('other')
  })

  it('reads later versions, whose value has more fields', () => {
    const value = Buffer.from('000100000007ffff', 'hex')

    const control = readControlRecord({ key: Buffer.from('00010000', 'hex'), value })

    expect(control).toEqual({ type: 'abort', version: 1, coordinatorEpoch: 7 })
  })

  it.each([
    ['no key', null, Buffer.alloc(6)],
    ['a short key', Buffer.alloc(3), Buffer.alloc(6)],
    ['a negative version', Buffer.from('ffff0001', 'hex'), Buffer.alloc(6)],
    ['no value', Buffer.from('00000001', 'hex'), null],
    ['a short value', Buffer.from('00000001', 'hex'), Buffer.alloc(5)],
  ])('refuses %s', (_what, key, value) => {
    expect(() => readControlRecord({ key, value })).toThrow(CodecError)
  })
})
