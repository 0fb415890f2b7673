/** What callers were told in one round, and whether the brokers' logs bear it out. */
import { ProduceError, type RecordMetadata } from '../../src/index.ts'
import type { FakeCluster } from '../../src/testing/index.ts'

export interface LedgerCounts {
  readonly acknowledged: number
  readonly refused: number
  readonly inDoubt: number
  readonly takenBack: number
}

export class SoakLedger {
  readonly #acknowledged = new Map<string, RecordMetadata>()
  readonly #refused = new Set<string>()
  readonly #failures = new Map<string, number>()
  #inDoubt = 0
  #takenBack = 0

  /** Waits for one send and notes what came of it. Each value is sent once. */
  async note(value: string, sending: Promise<RecordMetadata>): Promise<void> {
    try {
      this.#acknowledged.set(value, await sending)
    } catch (error) {
      const code = (error as { code?: unknown }).code
      this.#failures.set(String(code), (this.#failures.get(String(code)) ?? 0) + 1)
      if (!(error instanceof ProduceError)) this.#takenBack += 1
      else if (error.persisted === 'no') this.#refused.add(value)
      else this.#inDoubt += 1
    }
  }

  get counts(): LedgerCounts {
    return {
      acknowledged: this.#acknowledged.size,
      refused: this.#refused.size,
      inDoubt: this.#inDoubt,
      takenBack: this.#takenBack,
    }
  }

  /** By code. */
  get failures(): ReadonlyMap<string, number> {
    return this.#failures
  }

  /** What is wrong: acknowledged and not there, there twice, refused and there, out of order. */
  verify(cluster: FakeCluster, topic: string, partitionCount: number): string[] {
    const places = new Map<string, string[]>()
    const wrong: string[] = []
    const lastOfCaller = new Map<string, number>()
    for (let partition = 0; partition < partitionCount; partition++) {
      for (const record of cluster.log(topic, partition).records) {
        const value = nameOf(record.value!)
        places.set(value, [...(places.get(value) ?? []), `${partition}@${record.offset}`])
        const [caller = '', number = ''] = value.split('.')
        if (Number(number) <= (lastOfCaller.get(caller) ?? -1)) wrong.push(`${value} is out of order in ${partition}`)
        lastOfCaller.set(caller, Number(number))
      }
    }
    for (const [value, { partition, offset }] of this.#acknowledged) {
      const found = places.get(value) ?? []
      if (!found.includes(`${partition}@${offset}`))
        wrong.push(`${value} was acknowledged at ${partition}@${offset}: ${found}`)
    }
    for (const [value, found] of places) {
      if (found.length > 1) wrong.push(`${value} is there ${found.length} times: ${found}`)
      if (this.#refused.has(value)) wrong.push(`${value} was refused as not persisted and is at ${found}`)
    }
    return wrong
  }
}

/** A value begins with its name; the rest is weight. */
function nameOf(bytes: Buffer): string {
  return bytes.toString('latin1', 0, bytes.indexOf(' '))
}
