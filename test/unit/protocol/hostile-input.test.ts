import { describe, expect, it } from 'vitest'
import { CodecError } from '../../../src/errors/codec-error.ts'
import { decodeMessage, encodeMessage } from '../../conformance/messages/message-bytes.ts'
import { loadMessages, type MessageUnderTest } from '../../conformance/messages/message-spec.ts'
import { randomMessage } from '../../conformance/messages/random-message.ts'

const messages = loadMessages()

/** A small generator of 32-bit numbers, so that a failure can be repeated. */
function numbersFrom(seed: number): () => number {
  let state = seed | 0
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0
    return (state ^ (state >>> 13)) >>> 0
  }
}

/** A valid encoding of a small message with something in every field. */
function sampleOf(message: MessageUnderTest, version: number, seed: number): Buffer {
  return encodeMessage(
    message.codec,
    randomMessage(message.spec, version, { style: 3 + seed, seed, isSmall: true }),
    version,
  )
}

function forEachVersion(act: (message: MessageUnderTest, version: number) => void): void {
  for (const message of messages) {
    for (let version = message.codec.minVersion; version <= message.codec.maxVersion; version++) act(message, version)
  }
}

/** What decoding did: `value`, `refused`, or a description of what must not happen. */
function outcomeOf(message: MessageUnderTest, version: number, bytes: Buffer): string {
  try {
    decodeMessage(message.codec, bytes, version)
    return 'value'
  } catch (error) {
    if (error instanceof CodecError) return 'refused'
    return `${message.name} v${version} threw ${String(error)} for ${bytes.toString('hex').slice(0, 2000)}`
  }
}

function mutate(bytes: Buffer, next: () => number): Buffer {
  const mutant = Buffer.from(bytes)
  const at = next() % Math.max(1, mutant.length)
  const wide = Math.max(0, Math.min(at, mutant.length - 4))
  switch (next() % 7) {
    case 0:
      if (mutant.length > 0) mutant[at]! ^= 1 << (next() % 8)
      return mutant
    case 1:
      mutant[at] = next() & 0xff
      return mutant
    case 2:
      // The largest length, and a negative one that is not null.
      if (mutant.length >= 4) mutant.writeInt32BE(next() % 2 === 0 ? 0x7fffffff : -2, wide)
      return mutant
    case 3:
      // A varint of four gigabytes, or one that does not end.
      return Buffer.concat([
        mutant.subarray(0, at),
        Buffer.of(0xff, 0xff, 0xff, 0xff, next() % 2 === 0 ? 0x0f : 0xff),
        mutant.subarray(at),
      ])
    case 4:
      return Buffer.concat([mutant.subarray(0, at), mutant.subarray(at + 1 + (next() % 8))])
    case 5:
      return Buffer.concat([mutant, mutant.subarray(at)])
    default:
      return Buffer.from(mutant.map((byte, index) => (index < at ? byte : next() & 0xff)))
  }
}

describe('hostile input', () => {
  it('is refused when a message is cut anywhere', () => {
    const wrong: string[] = []
    forEachVersion((message, version) => {
      const bytes = sampleOf(message, version, 0)
      // Every position of a usual message; a sample of a large one's.
      const step = Math.max(1, Math.floor(bytes.length / 400))
      for (let length = 0; length < bytes.length; length += step) {
        const outcome = outcomeOf(message, version, bytes.subarray(0, length))
        if (outcome !== 'refused') wrong.push(`${message.name} v${version} cut to ${length}: ${outcome}`)
      }
    })
    expect(wrong).toEqual([])
  })

  it('gives a value or a CodecError, whatever is changed in a valid message', () => {
    const wrong: string[] = []
    let [values, refusals] = [0, 0]
    forEachVersion((message, version) => {
      const next = numbersFrom(version * 977 + message.name.length)
      for (let seed = 0; seed < 4; seed++) {
        const bytes = sampleOf(message, version, seed)
        for (let round = 0; round < 40; round++) {
          let mutant = mutate(bytes, next)
          if (round % 3 === 0) mutant = mutate(mutant, next)
          const outcome = outcomeOf(message, version, mutant)
          if (outcome === 'value') values++
          else if (outcome === 'refused') refusals++
          else wrong.push(outcome)
        }
      }
    })
    expect(wrong).toEqual([])
    // Both must be common, or the changes do not reach what they are meant to try.
    expect(values).toBeGreaterThan(5000)
    expect(refusals).toBeGreaterThan(5000)
  })

  it('encodes again what it decoded from changed bytes, to something that decodes to the same', () => {
    const wrong: string[] = []
    forEachVersion((message, version) => {
      const next = numbersFrom(version * 31 + message.name.length * 7)
      const bytes = sampleOf(message, version, 1)
      for (let round = 0; round < 12; round++) {
        const mutant = mutate(bytes, next)
        if (outcomeOf(message, version, mutant) !== 'value') continue
        const again = encodeMessage(message.codec, decodeMessage(message.codec, mutant, version), version)
        const twice = encodeMessage(message.codec, decodeMessage(message.codec, again, version), version)
        if (!again.equals(twice)) wrong.push(`${message.name} v${version} ${mutant.toString('hex')}`)
      }
    })
    expect(wrong).toEqual([])
  })

  it.each([0x00, 0x01, 0x02, 0x7f, 0x80, 0xff])('costs no more than its size when every byte is %d', (byte) => {
    const wrong: string[] = []
    const bytes = Buffer.alloc(16_384, byte)
    const before = process.memoryUsage().heapUsed
    forEachVersion((message, version) => {
      const outcome = outcomeOf(message, version, bytes)
      if (outcome !== 'value' && outcome !== 'refused') wrong.push(outcome)
    })
    expect(wrong).toEqual([])
    // A declared length that is believed would take gigabytes, or throw `Invalid array length`.
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(400 * 1024 * 1024)
  })

  it('gives a value or a CodecError for random bytes', () => {
    const wrong: string[] = []
    forEachVersion((message, version) => {
      const next = numbersFrom(version * 7919 + message.name.length * 104729)
      for (let round = 0; round < 20; round++) {
        const bytes = Buffer.from(Array.from({ length: next() % 200 }, () => next() & 0xff))
        const outcome = outcomeOf(message, version, bytes)
        if (outcome !== 'value' && outcome !== 'refused') wrong.push(outcome)
      }
    })
    expect(wrong).toEqual([])
  })
})
