import { describe, expect, it } from 'vitest'
import { AnswerSize } from '../../../src/fetch/answer-size.ts'

const mib = 1024 * 1024

/** The sizes that were asked for, each answered in full. */
function sizesAsked(size: AnswerSize, count: number, waitedMs: number): number[] {
  return Array.from({ length: count }, () => {
    const { bytes } = size
    size.note(bytes, waitedMs)
    return bytes / mib
  })
}

describe('the size of answers', () => {
  it('is small where the broker answers at once', () => {
    expect(sizesAsked(new AnswerSize(50 * mib), 4, 3)).toEqual([2, 2, 2, 2])
  })

  it('grows to what is configured where each answer comes late and finds the reader waiting', () => {
    expect(sizesAsked(new AnswerSize(50 * mib), 7, 80)).toEqual([2, 4, 8, 16, 32, 50, 50])
  })

  it('stays small where the reader is slower than a late answer', () => {
    expect(sizesAsked(new AnswerSize(50 * mib), 3, 0)).toEqual([2, 2, 2])
  })

  it('becomes small again, slowly, when the reader has not had to wait', () => {
    const size = new AnswerSize(50 * mib)
    sizesAsked(size, 4, 80)
    const sizes = sizesAsked(size, 60, 0)
    expect(sizes[0]).toBe(32)
    expect(sizes[1]).toBeCloseTo(28.8)
    expect(sizes.at(-1)).toBe(2)
  })

  it('does not grow for answers that are short because there is no more', () => {
    const size = new AnswerSize(50 * mib)
    size.note(mib / 4, 500)
    expect(size.bytes).toBe(2 * mib)
  })

  it('becomes small again although partitions do not have as much to give as is asked for', () => {
    const size = new AnswerSize(50 * mib)
    sizesAsked(size, 4, 80)
    for (let count = 0; count < 60; count++) size.note(6 * mib, 0)
    expect(size.bytes).toBe(2 * mib)
  })

  it('is never more than what is configured', () => {
    expect(sizesAsked(new AnswerSize(mib / 8), 2, 80)).toEqual([1 / 8, 1 / 8])
  })
})
