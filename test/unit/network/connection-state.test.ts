import { describe, expect, it } from 'vitest'
import { connectionMoves, moveConnection } from '../../../src/network/connection-state.ts'

describe('The states of a connection', () => {
  it('lead to closed from everywhere, and nowhere from there', () => {
    const { closed, ...others } = connectionMoves
    expect(closed).toEqual([])
    for (const moves of Object.values(others)) expect(moves).toContain('closed')
  })

  it('refuse a move that is not in the table', () => {
    expect(() => moveConnection('closed', 'open')).toThrow('A connection that is closed cannot become open')
    expect(moveConnection('open', 'draining')).toBe('draining')
  })
})
