import { describe, expect, it } from 'vitest'
import { BatchBufferPool } from '../../../src/producer/batch-buffer-pool.ts'

describe('a pool of batch buffers', () => {
  it('gives a buffer again that came back', () => {
    const pool = new BatchBufferPool(131_072, 1_000_000)
    const first = pool.take(100_000)
    expect(first.length).toBeGreaterThanOrEqual(100_000)
    pool.giveBack(first)
    expect(pool.keptBytes).toBe(first.length)
    expect(pool.take(131_072)).toBe(first)
    expect(pool.keptBytes).toBe(0)
  })

  it('gives nobody a buffer that somebody has', () => {
    const pool = new BatchBufferPool(131_072, 1_000_000)
    expect(pool.take(8192)).not.toBe(pool.take(8192))
  })

  it('gives none that is too small', () => {
    const pool = new BatchBufferPool(131_072, 1_000_000)
    pool.giveBack(pool.take(8192))
    expect(pool.take(8193).length).toBeGreaterThanOrEqual(8193)
  })

  it('keeps no more than it may, and nothing that is small or larger than a batch', () => {
    const pool = new BatchBufferPool(131_072, 200_000)
    const buffers = Array.from({ length: 3 }, () => pool.take(131_072))
    for (const buffer of buffers) pool.giveBack(buffer)
    expect(pool.keptBytes).toBe(131_072)
    pool.giveBack(pool.take(1024))
    pool.giveBack(pool.take(500_000))
    expect(pool.keptBytes).toBe(131_072)
  })

  it('shares its buffers with nobody: none is a slice of Node’s own pool', () => {
    const { byteOffset, buffer, length } = new BatchBufferPool(131_072, 1_000_000).take(4096)
    expect([byteOffset, buffer.byteLength]).toEqual([0, length])
  })
})
