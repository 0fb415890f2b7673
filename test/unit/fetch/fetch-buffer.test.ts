import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type AnswerPart, FetchBuffer } from '../../../src/fetch/fetch-buffer.ts'

function part(remainingBytes: number): AnswerPart & { copies: number } {
  return {
    remainingBytes,
    copies: 0,
    copyOut() {
      this.copies++
    },
  }
}

describe('the fetch buffer', () => {
  it('promises what is wanted, or what is left', () => {
    const buffer = new FetchBuffer(100)
    expect(buffer.tryReserve(70, 10)?.sizeBytes).toBe(70)
    expect(buffer.tryReserve(70, 10)?.sizeBytes).toBe(30)
    expect(buffer.heldBytes).toBe(100)
    expect(buffer.freeBytes).toBe(0)
  })

  it('refuses less than the least, and tells once when there is room again', () => {
    let roomCount = 0
    const buffer = new FetchBuffer(100, () => roomCount++)
    const first = buffer.tryReserve(50, 10)
    const second = buffer.tryReserve(45, 10)
    expect(buffer.tryReserve(20, 10)).toBeUndefined()
    first?.release()
    second?.release()
    expect(roomCount).toBe(1)
  })

  it('never refuses when nothing is held: a budget below one batch slows down, but does not stop', () => {
    const buffer = new FetchBuffer(10)
    const lease = buffer.tryReserve(1000, 500)
    expect(lease?.sizeBytes).toBe(500)
    expect(buffer.tryReserve(1000, 500)).toBeUndefined()
  })

  it('counts a release once, and no change after it', () => {
    const buffer = new FetchBuffer(100)
    const lease = buffer.lease(60)
    lease.resize(80)
    expect(buffer.heldBytes).toBe(80)
    lease.release()
    lease.release()
    lease.resize(90)
    expect(buffer.heldBytes).toBe(0)
  })

  it('holds an answer until its last part is done', () => {
    const buffer = new FetchBuffer(100)
    const answer = buffer.hold(buffer.lease(60))
    const [a, b] = [part(20), part(40)]
    answer.add(a)
    answer.add(b)
    answer.partDone(a)
    answer.seal()
    expect(buffer.heldBytes).toBe(60)
    answer.partDone(b)
    expect(buffer.heldBytes).toBe(0)
  })

  it('gives an answer without parts back when it is sealed', () => {
    const buffer = new FetchBuffer(100)
    buffer.hold(buffer.lease(60)).seal()
    expect(buffer.heldBytes).toBe(0)
  })

  it('copies out what little is left of an answer when room is short, and only then', () => {
    const buffer = new FetchBuffer(100)
    const answer = buffer.hold(buffer.lease(90))
    const [taken, paused] = [part(80), part(10)]
    answer.add(taken)
    answer.add(paused)
    answer.seal()
    answer.partDone(taken)
    expect(paused.copies).toBe(0)
    expect(buffer.tryReserve(80, 80)?.sizeBytes).toBe(80)
    expect(paused.copies).toBe(1)
    expect(buffer.heldBytes).toBe(90)
    answer.partDone(paused)
    expect(buffer.heldBytes).toBe(80)
  })

  it('copies nothing while most of an answer is still needed', () => {
    const buffer = new FetchBuffer(100)
    const answer = buffer.hold(buffer.lease(90))
    const kept = part(60)
    answer.add(kept)
    answer.seal()
    expect(buffer.tryReserve(80, 80)).toBeUndefined()
    expect(kept.copies).toBe(0)
  })

  it('is empty after any sequence of operations, once everything was given back', () => {
    const operation = fc.oneof(
      fc.record({ kind: fc.constant('reserve' as const), bytes: fc.nat(500), least: fc.nat(100) }),
      fc.record({ kind: fc.constant('lease' as const), bytes: fc.nat(500) }),
      fc.record({ kind: fc.constant('resize' as const), bytes: fc.nat(500), which: fc.nat() }),
      fc.record({ kind: fc.constant('release' as const), which: fc.nat() }),
      fc.record({
        kind: fc.constant('hold' as const),
        which: fc.nat(),
        parts: fc.array(fc.nat(200), { maxLength: 4 }),
      }),
      fc.record({ kind: fc.constant('partDone' as const), which: fc.nat() }),
    )
    fc.assert(
      fc.property(fc.array(operation, { maxLength: 60 }), (operations) => {
        const buffer = new FetchBuffer(1000)
        const leases: ReturnType<FetchBuffer['lease']>[] = []
        const parts: { done(): void }[] = []
        const pick = <T>(items: T[], which: number): T | undefined =>
          items.length === 0 ? undefined : items.splice(which % items.length, 1)[0]
        for (const step of operations) {
          if (step.kind === 'reserve') {
            const lease = buffer.tryReserve(step.bytes, step.least)
            if (lease !== undefined) leases.push(lease)
          } else if (step.kind === 'lease') leases.push(buffer.lease(step.bytes))
          else if (step.kind === 'resize') leases[step.which % Math.max(1, leases.length)]?.resize(step.bytes)
          else if (step.kind === 'release') pick(leases, step.which)?.release()
          else if (step.kind === 'partDone') pick(parts, step.which)?.done()
          else {
            const lease = pick(leases, step.which)
            if (lease === undefined) continue
            const answer = buffer.hold(lease)
            for (const bytes of step.parts) {
              const held = part(bytes)
              answer.add(held)
              parts.push({ done: () => answer.partDone(held) })
            }
            answer.seal()
          }
          expect(buffer.heldBytes).toBeGreaterThanOrEqual(0)
        }
        for (const lease of leases) lease.release()
        for (const held of parts) held.done()
        expect(buffer.heldBytes).toBe(0)
      }),
    )
  })
})
