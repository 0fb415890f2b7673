/** The serdes that come with Kafka: byte for byte what its own serializers write. */
import fc from 'fast-check'
import { describe, expect, expectTypeOf, it } from 'vitest'
import type { Deserializer, Serializer } from '../../../src/serde/serde.ts'
import { serdes } from '../../../src/serde/serdes.ts'

const context = { topic: 'orders', part: 'value' } as const

function bytesOf<T>(serde: Serializer<T>, data: T): Buffer {
  const bytes = serde.serialize(data, context)
  if (bytes instanceof Promise || bytes === null) throw new Error('bytes were expected')
  return Buffer.from(bytes as string)
}

function roundTrip<In, Out>(serde: Serializer<In> & Deserializer<Out>, data: In): Out | Promise<Out> {
  return serde.deserialize(bytesOf(serde, data), context)
}

describe('serdes', () => {
  // From Java: IntegerSerializer, LongSerializer, DoubleSerializer, UUIDSerializer, StringSerializer.
  it.each([
    ['int32', 1, '00000001'],
    ['int32', -2, 'fffffffe'],
    ['int64', 1n, '0000000000000001'],
    ['int64', -1, 'ffffffffffffffff'],
    ['int64', 2n ** 62n, '4000000000000000'],
    ['double', 1.5, '3ff8000000000000'],
    ['double', Number.NaN, '7ff8000000000000'],
    [
      'uuid',
      '0A1B2C3D-0000-4000-8000-00000000000F',
      Buffer.from('0a1b2c3d-0000-4000-8000-00000000000f').toString('hex'),
    ],
    ['string', 'käse', '6bc3a47365'],
    ['bytes', new Uint8Array([0, 255]), '00ff'],
  ] as const)('%s writes %s as Java does', (name, data, hex) => {
    expect(bytesOf(serdes[name] as Serializer<unknown>, data).toString('hex')).toBe(hex)
  })

  it('read what they wrote', () => {
    fc.assert(
      fc.property(fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }), (data) => roundTrip(serdes.int32, data) === data),
    )
    fc.assert(
      fc.property(
        fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
        (data) => roundTrip(serdes.int64, data) === data,
      ),
    )
    fc.assert(fc.property(fc.double(), (data) => Object.is(roundTrip(serdes.double, data), data)))
    fc.assert(fc.property(fc.uuid(), (data) => roundTrip(serdes.uuid, data) === data))
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (data) => roundTrip(serdes.string, data) === data))
    fc.assert(
      fc.property(fc.jsonValue(), (data) => {
        if (data !== null) expect(roundTrip(serdes.json(), data)).toEqual(JSON.parse(JSON.stringify(data)))
      }),
    )
  })

  it.each(['string', 'bytes', 'int32', 'int64', 'double', 'uuid'] as const)(
    '%s takes null for Kafka’s null',
    (name) => {
      expect(serdes[name].serialize(null, context)).toBe(null)
      expect(serdes[name].deserialize(null, context)).toBe(null)
    },
  )

  it('json takes null for Kafka’s null, not for a text', () => {
    expect(serdes.json().serialize(null, context)).toBe(null)
    expect(serdes.json().deserialize(null, context)).toBe(null)
    expect(serdes.json().deserialize(Buffer.from('null'), context)).toBe(null)
  })

  it.each([
    ['int32', 1.5, '1.5 is not a whole number of 32 bits'],
    ['int32', 2 ** 31, '2147483648 is not a whole number of 32 bits'],
    ['int32', '7', '"7" is not a whole number of 32 bits'],
    ['int64', 2 ** 53, '9007199254740992 is not a bigint of 64 bits, or a safe integer'],
    ['int64', 2n ** 63n, '9223372036854775808 is not a bigint of 64 bits'],
    ['double', '1', '"1" is not a number'],
    ['uuid', '42', '"42" is not a UUID'],
    ['string', 7, '7 is not a string'],
    ['string', new Date(0), 'a Date is not a string'],
    ['bytes', 'text', '"text" is not bytes'],
  ] as const)('%s refuses %s', (name, data, message) => {
    expect(() => serdes[name].serialize(data as never, context)).toThrow(message)
  })

  it('json refuses what JSON cannot say', () => {
    expect(() => serdes.json().serialize(() => {}, context)).toThrow('a function is not something that JSON can say')
  })

  it.each([
    ['int32', '000000', '3 bytes are not the 4 of a number'],
    ['int64', '00000001', '4 bytes are not the 8 of a number'],
    ['double', '', '0 bytes are not the 8 of a number'],
    ['uuid', '00', '1 bytes are no UUID'],
  ] as const)('%s cannot read %s', (name, hex, message) => {
    expect(() => serdes[name].deserialize(Buffer.from(hex, 'hex'), context)).toThrow(message)
  })

  it('json gives what its check makes of the value, and fails as it does', () => {
    const order = serdes.json((parsed) => {
      if (typeof (parsed as { id?: unknown }).id !== 'number') throw new Error('an order has an id')
      return parsed as { id: number }
    })
    expect(order.deserialize(Buffer.from('{"id":1}'), context)).toEqual({ id: 1 })
    expect(() => order.deserialize(Buffer.from('{}'), context)).toThrow('an order has an id')
    expectTypeOf(order).toEqualTypeOf(serdes.json<{ id: number }>())
  })
})
