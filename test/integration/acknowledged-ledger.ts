import { expect } from 'vitest'
import { ProduceError, type Producer } from '../../src/index.ts'
import type { LoggedRecord } from './java-log.ts'

interface Acknowledgement {
  readonly partition: number
  readonly offset: bigint
}

/**
 * Callers that each send numbered records of one key, one after the other, and remember what they were told. What the
 * cluster has in the end is compared with that by `verify`.
 */
export class AcknowledgedLedger {
  readonly #acknowledged = new Map<string, Acknowledgement>()
  readonly #refused = new Set<string>()
  readonly #inDoubt = new Set<string>()
  #isStopped = false

  get acknowledgedCount(): number {
    return this.#acknowledged.size
  }

  get failedCount(): number {
    return this.#refused.size + this.#inDoubt.size
  }

  /** Resolves when `stop()` was called and every caller has its last answer. */
  async run(producer: Producer, topic: string, callerCount: number): Promise<void> {
    await Promise.all(
      Array.from({ length: callerCount }, (_, caller) => this.#callAgainAndAgain(producer, topic, caller)),
    )
  }

  stop(): void {
    this.#isStopped = true
  }

  /** Resolves when so many records more than now are acknowledged: the cluster works again. */
  async progress(recordCount: number): Promise<void> {
    const goal = this.#acknowledged.size + recordCount
    while (this.#acknowledged.size < goal) await new Promise((resolve) => setImmediate(resolve))
  }

  async #callAgainAndAgain(producer: Producer, topic: string, caller: number): Promise<void> {
    const key = `caller-${caller}`
    for (let number = 0; !this.#isStopped; number++) {
      const value = `${key}:${number}`
      try {
        const { partition, offset } = await producer.send({ topic, key, value })
        this.#acknowledged.set(value, { partition, offset })
      } catch (error) {
        if (!(error instanceof ProduceError)) throw error
        ;(error.persisted === 'no' ? this.#refused : this.#inDoubt).add(value)
      }
    }
  }

  /** Nothing acknowledged is lost or elsewhere, nothing is there twice, nothing refused is there, each key is in order. */
  verify(log: readonly LoggedRecord[]): void {
    const places = new Map<string, LoggedRecord[]>()
    for (const record of log) places.set(record.value, [...(places.get(record.value) ?? []), record])
    const doubled = [...places].filter(([, records]) => records.length > 1).map(([value]) => value)
    const lost: string[] = []
    for (const [value, { partition, offset }] of this.#acknowledged) {
      const record = places.get(value)?.[0]
      if (record?.partition !== partition || record.offset !== offset) lost.push(value)
    }
    const refusedButThere = [...this.#refused].filter((value) => places.has(value))
    const outOfOrder = keysOutOfOrder(log)
    expect({ doubled, lost, refusedButThere, outOfOrder }).toEqual({
      doubled: [],
      lost: [],
      refusedButThere: [],
      outOfOrder: [],
    })
  }
}

function keysOutOfOrder(log: readonly LoggedRecord[]): string[] {
  const last = new Map<string, number>()
  const bad = new Set<string>()
  const inLogOrder = [...log].sort((a, b) => a.partition - b.partition || (a.offset < b.offset ? -1 : 1))
  for (const { partition, key, value } of inLogOrder) {
    const number = Number(value.split(':')[1])
    // A key moves to another partition when partitions are added: the order is that within each.
    const place = `${partition} ${key}`
    if (number <= (last.get(place) ?? -1)) bad.add(key)
    last.set(place, number)
  }
  return [...bad]
}
