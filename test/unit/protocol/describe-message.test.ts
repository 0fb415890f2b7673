import { describe, expect, it } from 'vitest'
import { describeMessage } from '../../../src/protocol/describe-message.ts'

describe('describeMessage', () => {
  it('writes one line with names, plain 64-bit numbers and quoted strings', () => {
    const message = { acks: -1, transactionalId: null, offset: 5n, topics: [{ name: 'a\n"b"' }], isNew: true }
    expect(describeMessage(message)).toBe(
      '{ acks: -1, transactionalId: null, offset: 5, topics: [{ name: "a\\n\\"b\\"" }], isNew: true }',
    )
  })

  it('gives bytes as their size, so that no credential reaches a log', () => {
    expect(describeMessage({ authBytes: Buffer.from('secret'), salt: new Uint8Array(3) })).toBe(
      '{ authBytes: <6 bytes>, salt: <3 bytes> }',
    )
  })

  it('leaves out empty lists of unknown tags and shows the others', () => {
    expect(describeMessage({ unknownTaggedFields: [] })).toBe('{}')
    expect(describeMessage({ unknownTaggedFields: [{ tag: 40, data: Buffer.of(1) }] })).toBe(
      '{ unknownTaggedFields: [{ tag: 40, data: <1 bytes> }] }',
    )
  })

  it('cuts long arrays and strings and says how much is missing', () => {
    const message = { ids: [1, 2, 3, 4], name: 'abcdef' }
    expect(describeMessage(message, { maxItems: 2, maxStringLength: 3 })).toBe(
      '{ ids: [1, 2, ... 2 more], name: "abc"... 3 more }',
    )
  })
})
