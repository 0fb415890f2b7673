import { describe, expect, it } from 'vitest'
import { createRecordHeaders, emptyRecordHeaders } from '../../../src/record/record-headers.ts'

const headers = createRecordHeaders([
  { key: 'trace', value: Buffer.from('one') },
  { key: 'none', value: null },
  { key: 'trace', value: Buffer.from('two') },
  { key: '__proto__', value: Buffer.from('p') },
])

describe('RecordHeaders', () => {
  it('keep order and repetition', () => {
    expect(headers.map((header) => header.key)).toEqual(['trace', 'none', 'trace', '__proto__'])
    expect(headers).toHaveLength(4)
  })

  it('give the last value of a name', () => {
    expect(headers.getString('trace')).toBe('two')
    expect(headers.getAll('trace').map(String)).toEqual(['one', 'two'])
  })

  it('tell a null value from a missing name', () => {
    expect([headers.get('none'), headers.getString('none'), headers.has('none')]).toEqual([null, null, true])
    expect([headers.get('Trace'), headers.getString('Trace'), headers.has('Trace')]).toEqual([
      undefined,
      undefined,
      false,
    ])
  })

  it('take any name for a name', () => {
    expect(headers.getString('__proto__')).toBe('p')
    expect(headers.get('constructor')).toBeUndefined()
  })

  it('give an ordinary array when they are mapped or filtered', () => {
    expect(headers.filter(() => true).constructor).toBe(Array)
    expect(headers.map((header) => header.key.length)).toEqual([5, 4, 5, 9])
  })

  it('cannot be added to where a record has none', () => {
    expect(() => (emptyRecordHeaders as unknown as unknown[]).push({})).toThrow(TypeError)
  })
})
