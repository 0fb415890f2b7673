import { describe, expect, it } from 'vitest'
import { type AcquisitionLock, RecordWindow, unlock } from '../../../../src/cluster/share-groups/record-window.ts'

function windowOf(states: readonly ('available' | 'acquired' | 'acknowledged' | 'archived')[], startOffset = 10n) {
  const window = new RecordWindow(startOffset)
  window.extendTo(startOffset + BigInt(states.length))
  for (const [index, state] of states.entries()) {
    Object.assign(window.at(startOffset + BigInt(index))!, { state, deliveryCount: 1 })
  }
  return window
}

describe('a window of records', () => {
  it('drops what is finished at its start, and no more', () => {
    const window = windowOf(['acknowledged', 'archived', 'acquired', 'acknowledged'])

    window.advance()

    expect([window.startOffset, window.endOffset]).toEqual([12n, 14n])
  })

  it('is empty when everything is finished', () => {
    const window = windowOf(['acknowledged', 'archived'])

    window.advance()

    expect([window.startOffset, window.size, window.nextOffset]).toEqual([12n, 0, 12n])
  })

  it('gives out the first record that is available, or the one behind it', () => {
    expect(windowOf(['acquired', 'available', 'available']).nextOffset).toBe(11n)
    expect(windowOf(['acquired', 'acknowledged']).nextOffset).toBe(12n)
  })

  it('forgets what the log has deleted', () => {
    const window = windowOf(['acquired', 'acquired', 'acknowledged', 'available'])

    window.truncateFromStart(12n)

    expect([window.startOffset, window.endOffset]).toEqual([13n, 14n])
  })

  it('moves on where the log begins behind it', () => {
    const window = windowOf(['acquired'])

    window.truncateFromStart(50n)

    expect([window.startOffset, window.endOffset]).toEqual([50n, 50n])
  })

  it('forgets what was lost at its end', () => {
    const window = windowOf(['acquired', 'available', 'available'])

    window.truncateFromEnd(11n)

    expect([window.startOffset, window.endOffset]).toEqual([10n, 11n])
  })

  it('writes down runs of records, and what a member has as if nobody had it', () => {
    const window = windowOf(['available', 'acquired', 'acquired', 'acknowledged'])
    window.at(10n)!.deliveryCount = 0

    const runs = window.toRuns()
    const again = RecordWindow.fromRuns(10n, runs)

    expect(runs).toEqual([
      { firstOffset: 10n, lastOffset: 12n, state: 'available', deliveryCount: 0 },
      { firstOffset: 13n, lastOffset: 13n, state: 'acknowledged', deliveryCount: 1 },
    ])
    expect(again.toRuns()).toEqual(runs)
  })

  it('ends a lock with the last of its records', () => {
    const window = windowOf(['acquired', 'acquired'])
    let cancelled = 0
    const lock: AcquisitionLock = { memberId: 'm', heldCount: 2, cancel: () => cancelled++ }
    for (const offset of [10n, 11n]) window.at(offset)!.lock = lock

    unlock(window.at(10n)!)
    const afterFirst = cancelled
    window.truncateFromEnd(10n)

    expect([afterFirst, cancelled]).toEqual([0, 1])
  })
})
