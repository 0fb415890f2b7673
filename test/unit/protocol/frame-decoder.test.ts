import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CodecError } from '../../../src/errors/codec-error.ts'
import { FrameDecoder } from '../../../src/protocol/frame-decoder.ts'

function collecting(maxFrameBytes?: number): { decoder: FrameDecoder; frames: Buffer[] } {
  const frames: Buffer[] = []
  const limit = maxFrameBytes === undefined ? {} : { maxFrameBytes }
  return { decoder: new FrameDecoder({ ...limit, onFrame: (frame) => frames.push(frame) }), frames }
}

function framed(...contents: readonly Uint8Array[]): Buffer {
  const parts = contents.flatMap((content) => {
    const size = Buffer.alloc(4)
    size.writeInt32BE(content.length)
    return [size, content]
  })
  return Buffer.concat(parts)
}

describe('FrameDecoder', () => {
  it('gives the same frames however the stream is cut', () => {
    const contents = fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 8 })
    const cuts = fc.array(fc.nat({ max: 2500 }), { maxLength: 40 })
    fc.assert(
      fc.property(contents, cuts, (expected, positions) => {
        const { decoder, frames } = collecting()
        const stream = framed(...expected)
        let from = 0
        for (const at of [...positions.sort((a, b) => a - b), stream.length]) {
          const to = Math.max(from, Math.min(at, stream.length))
          // A copy, as a socket gives it: the decoder must not look beyond its chunk.
          decoder.push(Uint8Array.from(stream.subarray(from, to)))
          from = to
        }
        expect(frames.map((frame) => [...frame])).toEqual(expected.map((content) => [...content]))
        expect(decoder.isMidFrame).toBe(false)
      }),
    )
  })

  it('gives the same frames byte by byte', () => {
    const { decoder, frames } = collecting()
    for (const byte of framed(Buffer.from('first'), Buffer.alloc(0), Buffer.from('third')))
      decoder.push(Buffer.of(byte))
    expect(frames.map(String)).toEqual(['first', '', 'third'])
  })

  it('does not copy frames that are whole in their chunk', () => {
    const { decoder, frames } = collecting()
    const chunk = framed(Buffer.from('whole'), Buffer.from('too'))
    decoder.push(chunk)
    expect(frames.map((frame) => frame.buffer === chunk.buffer)).toEqual([true, true])
  })

  it('gives a frame that spans chunks a buffer of exactly its size', () => {
    const { decoder, frames } = collecting()
    const content = Buffer.alloc(200_000, 3)
    const stream = framed(content)
    for (let at = 0; at < stream.length; at += 65_536) decoder.push(stream.subarray(at, at + 65_536))
    expect(frames[0]!.buffer.byteLength).toBe(200_000)
    expect(frames[0]!.equals(content)).toBe(true)
  })

  it('says whether the stream stands in the middle of a frame', () => {
    const { decoder } = collecting()
    expect(decoder.isMidFrame).toBe(false)
    decoder.push(Buffer.of(0, 0))
    expect(decoder.isMidFrame).toBe(true)
    decoder.push(Buffer.of(0, 2, 1))
    expect(decoder.isMidFrame).toBe(true)
    decoder.push(Buffer.of(1))
    expect(decoder.isMidFrame).toBe(false)
  })

  it('refuses a frame above its limit without making room for it', () => {
    const { decoder } = collecting(1000)
    expect(() => decoder.push(Buffer.of(0, 0, 3, 0xe9))).toThrow(
      'A frame of 1001 bytes is larger than the limit of 1000',
    )
  })

  it('accepts a frame of just its limit', () => {
    const { decoder, frames } = collecting(1000)
    decoder.push(framed(Buffer.alloc(1000)))
    expect(frames).toHaveLength(1)
  })

  it('refuses a negative size', () => {
    expect(() => collecting().decoder.push(Buffer.of(0xff, 0xff, 0xff, 0xff))).toThrow('A frame cannot have -1 bytes')
  })

  it('hands over the good frames before it fails for a bad one', () => {
    const { decoder, frames } = collecting(100)
    const stream = Buffer.concat([framed(Buffer.from('good')), Buffer.of(0x7f, 0, 0, 0)])
    expect(() => decoder.push(stream)).toThrow(CodecError)
    expect(frames.map(String)).toEqual(['good'])
  })

  it('stays failed: after a wrong size nothing can be trusted', () => {
    const { decoder, frames } = collecting(100)
    expect(() => decoder.push(Buffer.of(0x7f, 0, 0, 0))).toThrow(CodecError)
    expect(() => decoder.push(framed(Buffer.from('x')))).toThrow(CodecError)
    expect(frames).toEqual([])
  })

  it.each([
    ['a TLS alert', [0x15, 0x03, 0x03, 0x00, 0x02, 0x02, 0x46], /look like TLS: an alert/],
    ['a TLS handshake', [0x16, 0x03, 0x01, 0x02, 0x00], /look like TLS: a handshake/],
    ['an HTTP answer', [...Buffer.from('HTTP/1.1 400 Bad Request')], /look like HTTP/],
    ['an HTTP request', [...Buffer.from('GET / HTTP/1.1')], /look like HTTP/],
    ['SSH', [...Buffer.from('SSH-2.0-OpenSSH')], /look like SSH/],
  ])('names %s instead of a frame of an odd size', (_name, bytes, message) => {
    expect(() => collecting().decoder.push(Buffer.from(bytes))).toThrow(message)
  })

  it('names TLS at the start of the stream though the limit would allow such a size', () => {
    const { decoder } = collecting(0x7fffffff)
    expect(() => decoder.push(Buffer.of(0x15, 0x03, 0x03, 0x00))).toThrow(/TLS/)
  })
})
