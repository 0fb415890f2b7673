import { describe, expect, it } from 'vitest'
import { Cursor } from '../../../src/fetch/cursor.ts'

function cursorAt(offset: bigint): Cursor {
  const cursor = new Cursor('orders', 3)
  cursor.moveTo(offset)
  return cursor
}

describe('a cursor', () => {
  it('has no position until it is given one', () => {
    const cursor = new Cursor('orders', 3)
    expect([cursor.position, cursor.fetchOffset, cursor.state]).toEqual([undefined, -1n, 'awaitingOffset'])
    cursor.moveTo(9n)
    expect([cursor.position, cursor.fetchOffset, cursor.state]).toEqual([9n, 9n, 'fetchable'])
  })

  it('moves its position by what was taken and its fetch offset by what has come', () => {
    const cursor = cursorAt(10n)
    cursor.noteFetched(50n, 4)
    cursor.advance(10n, 6, 4)
    expect([cursor.position, cursor.fetchOffset]).toEqual([16n, 50n])
  })

  it('fetches again from the position when the buffer is discarded, with the epoch of what was taken', () => {
    const cursor = cursorAt(10n)
    cursor.noteFetched(50n, 4)
    cursor.advance(10n, 6, 3)
    cursor.discardBuffered()
    expect([cursor.fetchOffset, cursor.lastFetchedEpoch]).toEqual([16n, 3])
  })

  it('makes what is on its way worthless with every jump, and a look-up only with those of the position', () => {
    const cursor = cursorAt(0n)
    const epochs = () => [cursor.fetchEpoch, cursor.positionEpoch]
    const [fetchEpoch, positionEpoch] = epochs() as [number, number]
    cursor.abandonInFlight()
    expect(epochs()).toEqual([fetchEpoch + 1, positionEpoch])
    cursor.moveTo(5n)
    expect(epochs()).toEqual([fetchEpoch + 2, positionEpoch + 1])
    cursor.awaitOffset()
    expect(epochs()).toEqual([fetchEpoch + 3, positionEpoch + 2])
    cursor.advance(5n, 1, 0)
    expect(epochs()).toEqual([fetchEpoch + 3, positionEpoch + 2])
  })

  it('gives its error once, and is then where it was', () => {
    const cursor = cursorAt(7n)
    cursor.fail(new Error('no'))
    expect(cursor.state).toBe('failed')
    expect(cursor.takeFailure()?.message).toBe('no')
    expect(cursor.takeFailure()).toBeUndefined()
    expect([cursor.state, cursor.position]).toEqual(['fetchable', 7n])
  })

  it('awaits its offset still when that could not be found', () => {
    const cursor = new Cursor('orders', 3)
    cursor.fail(new Error('no'))
    cursor.takeFailure()
    expect(cursor.state).toBe('awaitingOffset')
  })

  it('forgets its error when it is sent elsewhere', () => {
    const cursor = cursorAt(7n)
    cursor.fail(new Error('no'))
    cursor.moveTo(8n)
    expect([cursor.failure, cursor.state]).toEqual([undefined, 'fetchable'])
  })

  it('never comes back from its release', () => {
    const cursor = cursorAt(7n)
    cursor.release()
    expect(() => cursor.moveTo(1n)).toThrow('orders-3 cannot go from released to fetchable')
  })
})
