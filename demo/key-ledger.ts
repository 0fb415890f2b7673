/**
 * What was sent, and what came back, by key: the number of records and a digest over them in their order. Records of one
 * key lie in one partition, whose order Kafka keeps, so both ledgers must be equal. Memory grows with the keys, not with
 * the records.
 */
import { createHash, type Hash } from 'node:crypto'

interface Entry {
  recordCount: number
  readonly digest: Hash
  partition: number
}

export class KeyLedger {
  readonly #entries = new Map<string, Entry>()
  #recordCount = 0
  #valueBytes = 0

  get recordCount(): number {
    return this.#recordCount
  }

  get valueBytes(): number {
    return this.#valueBytes
  }

  /** In the order in which they were first seen. */
  get keys(): readonly { readonly key: string; readonly recordCount: number; readonly partition: number }[] {
    return [...this.#entries].map(([key, { recordCount, partition }]) => ({ key, recordCount, partition }))
  }

  add(key: string, value: Uint8Array, partition = -1): void {
    let entry = this.#entries.get(key)
    if (entry === undefined) {
      entry = { recordCount: 0, digest: createHash('sha256'), partition }
      this.#entries.set(key, entry)
    }
    entry.recordCount++
    // The length keeps "ab" + "c" apart from "a" + "bc".
    entry.digest.update(`${value.length}:`).update(value)
    this.#recordCount++
    this.#valueBytes += value.length
  }

  /** What differs, in sentences; empty when everything that was sent came back once, unchanged and in order. */
  differencesFrom(sent: KeyLedger): string[] {
    const differences: string[] = []
    for (const [key, expected] of sent.#entries) {
      const found = this.#entries.get(key)
      const foundCount = found?.recordCount ?? 0
      if (foundCount < expected.recordCount) {
        differences.push(
          `${expected.recordCount - foundCount} of ${expected.recordCount} records of ${key} did not come back`,
        )
      } else if (foundCount > expected.recordCount) {
        differences.push(`${foundCount - expected.recordCount} records too many came back for ${key}`)
      } else if (found?.digest.copy().digest('hex') !== expected.digest.copy().digest('hex')) {
        differences.push(`The records of ${key} came back changed, or in another order`)
      }
    }
    for (const key of this.#entries.keys()) {
      if (!sent.#entries.has(key)) differences.push(`Records came back for ${key}, which was never sent`)
    }
    return differences
  }
}
