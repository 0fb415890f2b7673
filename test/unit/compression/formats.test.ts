/** The shapes that other clients' data has, and traps in each format. */
import { constants, gzipSync, zstdCompressSync } from 'node:zlib'
import { compressSync as snappyBlock } from 'snappy'
import { describe, expect, it } from 'vitest'
import { CodecRegistry } from '../../../src/compression/codec-registry.ts'
import { inflatedSizeOf, readLz4Frame } from '../../../src/compression/lz4-frame.ts'
import { CodecError } from '../../../src/errors/codec-error.ts'

const registry = new CodecRegistry()

function inflate(name: string, input: Buffer, limitBytes = 1 << 20): Buffer {
  return registry.byName(name).decompress(input, limitBytes).runSync()
}

function xerialStream(...blocks: Buffer[]): Buffer {
  const header = Buffer.from('82534e41505059000000000100000001', 'hex')
  const parts = blocks.flatMap((block) => {
    const length = Buffer.alloc(4)
    length.writeUInt32BE(block.length)
    return [length, block]
  })
  return Buffer.concat([header, ...parts])
}

describe('snappy', () => {
  const text = Buffer.from('snappy '.repeat(10_000))

  it('writes xerial’s framing with blocks of 32 KiB', () => {
    const compressed = registry.byName('snappy').compress(text).runSync()

    expect(compressed.subarray(0, 16).toString('hex')).toBe('82534e41505059000000000100000001')
    const firstBlock = compressed.subarray(20, 20 + compressed.readUInt32BE(16))
    expect([...firstBlock.subarray(0, 3)]).toEqual([0x80, 0x80, 0x02])
  })

  it('reads raw snappy, as librdkafka writes it', () => {
    expect(inflate('snappy', snappyBlock(text)).equals(text)).toBe(true)
  })

  it('reads two xerial streams one behind the other', () => {
    const stream = xerialStream(snappyBlock('one '))

    expect(inflate('snappy', Buffer.concat([stream, xerialStream(snappyBlock('two'))])).toString()).toBe('one two')
  })

  it('reads a xerial stream without blocks as nothing', () => {
    expect(inflate('snappy', xerialStream())).toHaveLength(0)
  })

  it('adds up the blocks before it compares with the limit', () => {
    const stream = xerialStream(...Array.from({ length: 10 }, () => snappyBlock(text.subarray(0, 1000))))

    expect(() => inflate('snappy', stream, 9999)).toThrow(/limit of 9999 bytes/)
    expect(inflate('snappy', stream, 10_000)).toHaveLength(10_000)
  })

  it('does not allocate what a preamble claims when the block is too short for it', () => {
    const liar = Buffer.from([0x80, 0x80, 0x80, 0x20, 0x00, 0x61])

    expect(() => inflate('snappy', liar, 1 << 30)).toThrow(/6 bytes cannot inflate to 67108864/)
  })

  it('refuses a preamble that has no end', () => {
    expect(() => inflate('snappy', Buffer.alloc(20, 0xff))).toThrow(CodecError)
  })

  it('refuses a block length beyond the data', () => {
    const stream = xerialStream(snappyBlock('abc'))
    stream.writeUInt32BE(0x7fffffff, 16)

    expect(() => inflate('snappy', stream)).toThrow(/a block claims 2147483647 bytes/)
  })

  it('accepts the densest data that snappy can write', () => {
    const zeros = Buffer.alloc(60_000)

    expect(inflate('snappy', snappyBlock(zeros)).equals(zeros)).toBe(true)
  })
})

describe('lz4', () => {
  const text = Buffer.from('lz4 frames '.repeat(20_000))
  const frame = registry.byName('lz4').compress(text).runSync()

  it('writes independent blocks without checksums, the only kind that Java reads', () => {
    const flags = frame[4]!

    expect(flags & 0b1111_1101).toBe(0b0110_0000)
  })

  it('ignores what follows the frame, as Java does', () => {
    expect(inflate('lz4', Buffer.concat([frame, Buffer.from('behind')])).equals(text)).toBe(true)
  })

  it('refuses a frame without an end mark', () => {
    expect(() => inflate('lz4', frame.subarray(0, frame.length - 4))).toThrow(/before its end mark/)
  })

  it('knows the inflated size without inflating', () => {
    expect(inflatedSizeOf(readLz4Frame(frame), Number.MAX_SAFE_INTEGER)).toBe(text.length)
  })

  it('knows the inflated size of runs and of stored blocks', () => {
    for (const input of [Buffer.alloc(100_000), Buffer.from('abc'), Buffer.alloc(0)]) {
      const compressed = registry.byName('lz4').compress(input).runSync()
      expect(inflatedSizeOf(readLz4Frame(compressed), Number.MAX_SAFE_INTEGER)).toBe(input.length)
    }
  })

  it('accepts a frame whose bound is over the limit when its true size is not', () => {
    expect(readLz4Frame(frame).inflatedBytesBound).toBeGreaterThan(text.length)
    expect(inflate('lz4', frame, text.length)).toHaveLength(text.length)
  })

  it('repairs the header checksum that Kafka 0.8 and 0.9 got wrong (KAFKA-3160)', () => {
    // Theirs runs over the magic as well, so exactly one other byte than the right one, 0x82, is a valid checksum.
    const small = registry.byName('lz4').compress(Buffer.from('tiny')).runSync()
    expect(small.subarray(4, 7).toString('hex')).toBe('604082')
    const candidates = Array.from({ length: 256 }, (_, checksum) => {
      const candidate = Buffer.from(small)
      candidate[6] = checksum
      return candidate
    })

    const accepted = candidates.filter((candidate) => {
      try {
        return inflate('lz4', candidate).toString() === 'tiny'
      } catch {
        return false
      }
    })

    expect(accepted.map((candidate) => candidate[6])).toContain(0x82)
    expect(accepted).toHaveLength(2)
  })

  it('does not believe a content size in the header', () => {
    const small = registry.byName('lz4').compress(Buffer.from('tiny')).runSync()
    const claims = Buffer.concat([small.subarray(0, 6), Buffer.alloc(8, 0x7f), small.subarray(6)])
    claims[4]! |= 0x08

    expect(() => inflate('lz4', claims)).toThrow(CodecError)
  })

  it.each([
    ['an unknown version', 4, 0x20],
    ['an unknown block maximum', 5, 0x30],
  ])('refuses %s', (_what, position, byte) => {
    const damaged = Buffer.from(frame)
    damaged[position] = byte

    expect(() => inflate('lz4', damaged)).toThrow(/is not known/)
  })
})

describe('zstd', () => {
  const one = Buffer.from('one '.repeat(1000))
  const two = Buffer.from('two '.repeat(500))

  it('reads every frame, where node:zlib silently stops after the first', () => {
    const frames = Buffer.concat([zstdCompressSync(one), zstdCompressSync(two)])

    expect(inflate('zstd', frames).equals(Buffer.concat([one, two]))).toBe(true)
  })

  it('reads every frame off the thread', async () => {
    const frames = Buffer.concat([zstdCompressSync(one), zstdCompressSync(two)])

    const inflated = await registry
      .byName('zstd')
      .decompress(frames, 1 << 20)
      .runAsync()

    expect(inflated.equals(Buffer.concat([one, two]))).toBe(true)
  })

  it('passes over skippable frames', () => {
    const skippable = Buffer.from('532a4d1803000000616263', 'hex')

    expect(inflate('zstd', Buffer.concat([skippable, zstdCompressSync(one), skippable])).equals(one)).toBe(true)
  })

  it('reads frames with and without a content checksum, and raw, run-length and compressed blocks', () => {
    const random = Buffer.from(Array.from({ length: 3000 }, (_, index) => (index * index * 2654435761) >>> 13))
    for (const content of [one, random, Buffer.alloc(400_000), Buffer.alloc(0), Buffer.from('x')]) {
      for (const checksumFlag of [0, 1]) {
        const frame = zstdCompressSync(content, { params: { [constants.ZSTD_c_checksumFlag]: checksumFlag } })
        expect(inflate('zstd', frame).equals(content)).toBe(true)
      }
    }
  })

  // Before Node 24, node:zlib resolves with what a cut frame began with: the rest of the batch would be gone.
  it('refuses a frame that is cut at any byte, on the thread and off it', async () => {
    const frame = zstdCompressSync(Buffer.from('zstd frames have blocks '.repeat(5)))

    for (let length = 0; length < frame.length; length++) {
      const cut = frame.subarray(0, length)
      expect(() => inflate('zstd', cut)).toThrow(CodecError)
      await expect(registry.byName('zstd').decompress(cut, 1000).runAsync()).rejects.toBeInstanceOf(CodecError)
    }
  })

  it('adds up the frames before it compares with the limit', () => {
    const frames = Buffer.concat([zstdCompressSync(one), zstdCompressSync(two)])

    expect(() => inflate('zstd', frames, one.length + two.length - 1)).toThrow(/limit of 5999 bytes/)
  })

  it('refuses thousands of frames, each of which costs time and holds nothing', () => {
    const frames = Buffer.concat(Array.from({ length: 5000 }, () => zstdCompressSync(Buffer.alloc(0))))

    expect(() => inflate('zstd', frames)).toThrow(/more than 1024 frames/)
  })

  it('refuses bytes behind the last frame', () => {
    expect(() => inflate('zstd', Buffer.concat([zstdCompressSync(one), Buffer.from('behind')]))).toThrow(CodecError)
  })
})

describe('gzip', () => {
  it('reads every member', () => {
    expect(inflate('gzip', Buffer.concat([gzipSync('one '), gzipSync('two')])).toString()).toBe('one two')
  })

  it('notices a content checksum that does not match', () => {
    const damaged = gzipSync('some text')
    damaged[damaged.length - 8]! ^= 1

    expect(() => inflate('gzip', damaged)).toThrow(CodecError)
  })
})
