import { describe, expect, it } from 'vitest'
import { Hands } from '../../../src/consumer/hand.ts'
import { ReaderWatch } from '../../../src/consumer/reader-watch.ts'
import { Cursor } from '../../../src/fetch/cursor.ts'
import type { FetchedPartition } from '../../../src/fetch/fetched-partition.ts'
import { ManualClock } from '../../../src/support/manual-clock.ts'

function watchWorld() {
  const clock = new ManualClock()
  const hands = new Hands()
  const cursor = new Cursor('t', 0)
  cursor.moveTo(0n)
  const stuckAt: number[] = []
  const startMs = clock.now()
  const watch = new ReaderWatch({
    clock,
    maxPollIntervalMs: 1_000,
    hands,
    cursors: () => [cursor],
    onStuck: () => void stuckAt.push(clock.now() - startMs),
  })
  watch.start()
  const hold = (offset: bigint) => hands.open().hold({ topic: 't', partition: 0, offset })
  return { clock, hands, cursor, watch, stuckAt, hold }
}

describe('the watch over an application', () => {
  it('notices that a record has been in hand for too long', async () => {
    const { clock, hold, stuckAt } = watchWorld()
    hold(0n)
    await clock.advance(1_500)
    expect(stuckAt).toEqual([1_250])
  })

  it('notices that records wait, and nobody takes them', async () => {
    const { clock, cursor, stuckAt } = watchWorld()
    cursor.buffered.push({} as FetchedPartition)
    await clock.advance(1_500)
    expect(stuckAt).toHaveLength(1)
  })

  it('does not mind an application that has nothing to do', async () => {
    const { clock, stuckAt } = watchWorld()
    await clock.advance(100_000)
    expect(stuckAt).toEqual([])
  })

  it('does not mind what is paused', async () => {
    const { clock, cursor, stuckAt } = watchWorld()
    cursor.buffered.push({} as FetchedPartition)
    cursor.isPaused = true
    await clock.advance(100_000)
    expect(stuckAt).toEqual([])
  })

  it('does not mind one that is slow, and gets on', async () => {
    const { clock, cursor, hold, stuckAt } = watchWorld()
    hold(0n)
    for (let offset = 1n; offset < 20n; offset++) {
      await clock.advance(900)
      cursor.moveTo(offset)
    }
    expect(stuckAt).toEqual([])
  })

  it('says it again when nothing has changed for as long', async () => {
    const { clock, hold, stuckAt } = watchWorld()
    hold(0n)
    await clock.advance(2_500)
    expect(stuckAt).toEqual([1_250, 2_250])
  })

  it('leaves no timer behind', () => {
    const { clock, watch } = watchWorld()
    watch.stop()
    expect(clock.liveTimerLabels).toEqual([])
  })
})
