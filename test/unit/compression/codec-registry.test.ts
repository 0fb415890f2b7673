import { describe, expect, it } from 'vitest'
import type { CompressionCodec } from '../../../src/compression/codec.ts'
import { CodecRegistry } from '../../../src/compression/codec-registry.ts'
import { createLz4Codec } from '../../../src/compression/lz4.ts'
import { createSnappyCodec } from '../../../src/compression/snappy.ts'
import { ConfigError } from '../../../src/errors/client-errors.ts'
import { CodecError } from '../../../src/errors/codec-error.ts'

function fakeCodec(id: number, name: string): CompressionCodec {
  const notUsed = (): never => {
    throw new Error('not used')
  }
  return {
    id,
    name,
    prepare() {},
    compress: notUsed,
    decompress: notUsed,
    inflatedSizeHint: () => 0,
    offloadThresholdBytes: () => 0,
  }
}

describe('CodecRegistry', () => {
  it('starts with Kafka’s codecs under their ids', () => {
    const registry = new CodecRegistry()

    expect(registry.names).toEqual(['none', 'gzip', 'snappy', 'lz4', 'zstd'])
    expect(registry.names.map((name) => registry.byName(name).id)).toEqual([0, 1, 2, 3, 4])
    expect(registry.byId(3)).toBe(registry.byName('lz4'))
  })

  it('lets a codec replace the one with its id', () => {
    const own = fakeCodec(2, 'my-snappy')

    const registry = new CodecRegistry([own])

    expect(registry.byId(2)).toBe(own)
    expect(registry.byName('my-snappy')).toBe(own)
    expect(() => registry.byName('snappy')).toThrow(ConfigError)
  })

  it('lets a codec replace the one with its name, wherever that was', () => {
    const registry = new CodecRegistry()

    registry.register(fakeCodec(6, 'zstd'))

    expect(registry.byName('zstd').id).toBe(6)
    expect(() => registry.byId(4)).toThrow(CodecError)
  })

  it('changes no other registry', () => {
    new CodecRegistry().register(fakeCodec(3, 'lz4'))

    expect(new CodecRegistry().byId(3)).not.toBe(new CodecRegistry([fakeCodec(3, 'lz4')]).byId(3))
    expect(() => new CodecRegistry().byId(3).prepare()).not.toThrow()
  })

  it.each([
    [8, 'too-high'],
    [-1, 'negative'],
    [1.5, 'fraction'],
    [0, 'instead-of-none'],
    [5, 'none'],
  ])('refuses id %d for %s', (id, name) => {
    expect(() => new CodecRegistry().register(fakeCodec(id, name))).toThrow(ConfigError)
  })

  it('blames the batch for an unknown id and the caller for an unknown name', () => {
    expect(() => new CodecRegistry().byId(7)).toThrow(CodecError)
    expect(() => new CodecRegistry().byName('brotli')).toThrow(/brotli; known are none, gzip/)
  })
})

describe.each([
  ['snappy', 'snappy', createSnappyCodec],
  ['lz4', 'lz4-napi', createLz4Codec],
])('%s without its package', (name, _packageName, create) => {
  const missing = () =>
    create(() => {
      throw new ConfigError(`Cannot use compression type ${name}`)
    })

  it('can be registered, because nothing is loaded before it is needed', () => {
    expect(() => new CodecRegistry([missing()])).not.toThrow()
  })

  it('says so when a client prepares to use it', () => {
    expect(() => missing().prepare()).toThrow(ConfigError)
  })

  it('says so when a batch has to be inflated', () => {
    expect(() => missing().decompress(Buffer.alloc(20), 100)).toThrow(ConfigError)
  })
})

describe('an optional package', () => {
  it('is named by the error when it cannot be loaded', async () => {
    const { loadOptionalPackage } = await import('../../../src/compression/optional-package.ts')

    expect(() => loadOptionalPackage('ottla-no-such-package', 'lz4')).toThrow(
      /compression type lz4: the optional package ottla-no-such-package cannot be loaded/,
    )
  })

  it('is loaded once', () => {
    let loads = 0
    const codec = createSnappyCodec(() => {
      loads++
      return {} as never
    })

    codec.prepare()
    codec.prepare()

    expect(loads).toBe(1)
  })
})
