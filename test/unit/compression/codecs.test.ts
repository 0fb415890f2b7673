import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type CompressionCodec, shouldOffload } from '../../../src/compression/codec.ts'
import { CodecRegistry } from '../../../src/compression/codec-registry.ts'
import { createLz4Codec } from '../../../src/compression/lz4.ts'
import { createSnappyCodec } from '../../../src/compression/snappy.ts'
import { ConfigError } from '../../../src/errors/client-errors.ts'
import { CodecError } from '../../../src/errors/codec-error.ts'

const registry = new CodecRegistry()
const codecs = ['gzip', 'snappy', 'lz4', 'zstd'].map((name) => registry.byName(name))
const mebibyte = 1 << 20

/** Text-like content: compressible, different for every seed. */
function sampleText(sizeBytes: number, seed = 1): Buffer {
  const bytes = Buffer.alloc(sizeBytes)
  let state = seed
  for (let index = 0; index < sizeBytes; index++) {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0
    bytes[index] = 97 + ((state >>> 16) % ((index >> 6) % 2 === 0 ? 4 : 26))
  }
  return bytes
}

function inflateSync(codec: CompressionCodec, input: Uint8Array, limitBytes = 64 * mebibyte): Buffer {
  return codec.decompress(input, limitBytes).runSync()
}

/** What a failing call threw. Fails the test when it did not throw. */
function thrownBy(run: () => unknown): unknown {
  try {
    run()
  } catch (thrown) {
    return thrown
  }
  throw new Error('nothing was thrown')
}

describe.each(codecs)('codec $name', (codec) => {
  it.each([0, 1, 11, 16 * 1024, 32 * 1024, 32 * 1024 + 1, 300_000, 5 * mebibyte])(
    'gives back %i bytes',
    (sizeBytes) => {
      const input = sampleText(sizeBytes)

      const output = inflateSync(codec, codec.compress(input).runSync())

      expect(output.equals(input)).toBe(true)
    },
  )

  it('gives the same off the thread as on it', async () => {
    const input = sampleText(200_000)

    const compressed = await codec.compress(input).runAsync()
    const output = await codec.decompress(compressed, mebibyte).runAsync()

    expect(output.equals(input)).toBe(true)
    expect(inflateSync(codec, compressed).equals(input)).toBe(true)
  })

  it('gives back any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 4000 }), (input) => {
        expect(inflateSync(codec, codec.compress(input).runSync()).equals(input)).toBe(true)
      }),
    )
  })

  it('takes an input that is a view into a larger buffer', () => {
    const input = new Uint8Array(sampleText(5000).buffer, 100, 3000)

    const output = inflateSync(codec, codec.compress(input).runSync())

    expect(output.equals(input)).toBe(true)
  })

  it('inflates exactly as much as the limit', () => {
    const compressed = codec.compress(sampleText(100_000)).runSync()

    expect(inflateSync(codec, compressed, 100_000)).toHaveLength(100_000)
  })

  it('refuses one byte over the limit', () => {
    const compressed = codec.compress(sampleText(100_000)).runSync()

    const thrown = thrownBy(() => inflateSync(codec, compressed, 99_999))

    expect(thrown).toBeInstanceOf(CodecError)
    expect((thrown as CodecError).message).toMatch(/limit of 99999 bytes/)
  })

  it('refuses one byte over the limit off the thread', async () => {
    const compressed = codec.compress(sampleText(100_000)).runSync()

    await expect(codec.decompress(compressed, 99_999).runAsync()).rejects.toThrow(/limit of 99999 bytes/)
  })

  it('refuses anything when the limit is zero', () => {
    const compressed = codec.compress(Buffer.from('x')).runSync()

    expect(() => inflateSync(codec, compressed, 0)).toThrow(CodecError)
  })

  it('refuses a bomb at the limit', () => {
    const bomb = codec.compress(Buffer.alloc(64 * mebibyte)).runSync()

    const thrown = thrownBy(() => inflateSync(codec, bomb, mebibyte))

    expect(thrown).toBeInstanceOf(CodecError)
    expect((thrown as CodecError).message).toMatch(/limit of 1048576 bytes/)
  })

  it('never takes data that is cut for the whole', () => {
    const input = sampleText(700)
    const compressed = codec.compress(input).runSync()

    for (let length = 0; length < compressed.length; length++) {
      try {
        // Snappy's stream may end after any block: the records section is then too short for its records.
        const output = inflateSync(codec, compressed.subarray(0, length), mebibyte)
        expect(codec.name).toBe('snappy')
        expect(output.length).toBeLessThan(input.length)
      } catch (thrown) {
        expect(thrown).toBeInstanceOf(CodecError)
      }
    }
  })

  it('never fails with a foreign error nor beyond the limit, whichever bits are flipped', () => {
    const compressed = codec.compress(sampleText(600)).runSync()

    for (let bit = 0; bit < compressed.length * 8; bit++) {
      const damaged = Buffer.from(compressed)
      damaged[bit >> 3]! ^= 1 << (bit & 7)
      try {
        expect(inflateSync(codec, damaged, 4096).length).toBeLessThanOrEqual(4096)
      } catch (thrown) {
        expect(thrown).toBeInstanceOf(CodecError)
      }
    }
  })

  it('answers arbitrary bytes with bytes within the limit or a CodecError', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (input) => {
        try {
          expect(inflateSync(codec, input, 1000).length).toBeLessThanOrEqual(1000)
        } catch (thrown) {
          expect(thrown).toBeInstanceOf(CodecError)
        }
      }),
    )
  })

  it('rejects with a CodecError off the thread as well', async () => {
    const compressed = codec.compress(sampleText(5000)).runSync()

    const inflated = codec.decompress(compressed.subarray(0, compressed.length / 2), mebibyte).runAsync()

    await expect(inflated).rejects.toBeInstanceOf(CodecError)
  })

  it('gives a size hint for any input, and a fair one for its own output', () => {
    const compressed = codec.compress(sampleText(100_000)).runSync()

    const hint = codec.inflatedSizeHint(compressed)

    expect(hint).toBeGreaterThanOrEqual(100_000)
    expect(hint).toBeLessThanOrEqual(400_000)
    fc.assert(fc.property(fc.uint8Array({ maxLength: 50 }), (input) => codec.inflatedSizeHint(input) >= 0))
  })
})

describe.each([
  ['snappy', createSnappyCodec],
  ['lz4', createLz4Codec],
])('%s, whose package takes no limit', (name, create) => {
  const bomb = registry
    .byName(name)
    .compress(Buffer.alloc(8 * mebibyte))
    .runSync()

  it('is measured before the package sees it', async () => {
    const calls: string[] = []
    const binding = new Proxy({} as never, { get: (_target, method) => calls.push(String(method)) })
    const codec = create(() => binding)

    expect(() => inflateSync(codec, bomb, mebibyte)).toThrow(/limit of 1048576 bytes/)
    await expect(codec.decompress(bomb, mebibyte).runAsync()).rejects.toThrow(/limit of 1048576 bytes/)

    expect(calls).toEqual([])
  })
})

describe('compression levels', () => {
  it.each([
    ['gzip', 1, 9],
    ['zstd', 1, 19],
  ])('%s makes data smaller at a higher level', (name, low, high) => {
    const codec = registry.byName(name)
    const input = sampleText(200_000)

    const fast = codec.compress(input, low).runSync()
    const small = codec.compress(input, high).runSync()

    expect(small.length).toBeLessThan(fast.length)
    expect(inflateSync(codec, small).equals(input)).toBe(true)
  })

  it.each([
    ['none', 1],
    ['gzip', 0],
    ['gzip', 10],
    ['gzip', 1.5],
    ['snappy', 1],
    ['lz4', 9],
    ['zstd', 0],
    ['zstd', 23],
  ])('%s refuses level %d before anything is compressed', (name, level) => {
    const codec = registry.byName(name)

    expect(() => codec.prepare(level)).toThrow(ConfigError)
    expect(() => codec.compress(Buffer.from('x'), level)).toThrow(ConfigError)
  })

  it('gzip takes zlib’s default as -1', () => {
    const codec = registry.byName('gzip')
    const input = sampleText(10_000)

    expect(codec.compress(input, -1).runSync().length).toBe(codec.compress(input).runSync().length)
  })
})

describe('codec none', () => {
  it('passes bytes through without copying them', () => {
    const codec = registry.byName('none')
    const input = Buffer.from('abc')

    expect(codec.compress(input).runSync()).toBe(input)
    expect(codec.decompress(input, 3).runSync()).toBe(input)
  })

  it('holds to the limit', () => {
    expect(() => inflateSync(registry.byName('none'), Buffer.from('abc'), 2)).toThrow(CodecError)
  })
})

describe('shouldOffload', () => {
  it.each([
    ['gzip', 'compress', 32 * 1024],
    ['zstd', 'compress', 256 * 1024],
    ['gzip', 'decompress', 512 * 1024],
    ['zstd', 'decompress', 512 * 1024],
    ['lz4', 'decompress', 512 * 1024],
    ['snappy', 'compress', 512 * 1024],
  ] as const)('sends %s %s to a thread from %i bytes on', (name, direction, sizeBytes) => {
    const codec = registry.byName(name)

    expect(shouldOffload(codec, direction, sizeBytes)).toBe(true)
    expect(shouldOffload(codec, direction, sizeBytes - 1)).toBe(false)
  })

  it('sends smaller batches to a thread when the level is slow', () => {
    expect(shouldOffload(registry.byName('zstd'), 'compress', 16 * 1024, 19)).toBe(true)
  })

  it('never sends what is not compressed to a thread', () => {
    expect(shouldOffload(registry.byName('none'), 'compress', 2 ** 40)).toBe(false)
  })
})
