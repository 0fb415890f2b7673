/** The consuming half: reads the partitions from the first record that was sent to the last one. */
import { performance } from 'node:perf_hooks'
import type { Kafka } from '../src/index.ts'
import { KeyLedger } from './key-ledger.ts'
import type { OffsetRange } from './produce-lines.ts'

export interface ConsumeOptions {
  readonly kafka: Kafka
  readonly topic: string
  readonly runId: string
  readonly offsets: ReadonlyMap<number, OffsetRange>
  /** Ends with an error when no record comes for this long. */
  readonly patienceMs: number
  readonly onProgress: (recordCount: number) => void
}

export interface Consumed {
  readonly ledger: KeyLedger
  readonly elapsedMs: number
}

export async function consumeBack(options: ConsumeOptions): Promise<Consumed> {
  const { kafka, topic, offsets, onProgress } = options
  const startedAt = performance.now()
  const ledger = new KeyLedger()
  const unfinished = new Map([...offsets].map(([partition, { last }]) => [partition, last]))
  if (unfinished.size === 0) return { ledger, elapsedMs: 0 }
  const consumer = kafka.consumer({
    assignments: [...offsets].map(([partition, { first }]) => ({ topic, partition, offset: first })),
  })
  const watch = new PatienceWatch(options.patienceMs, () => consumer.close())
  try {
    for await (const record of consumer) {
      watch.restart()
      const { partition, offset, key, value, headers } = record
      // Others may write to a topic that was given by name.
      if (String(headers.get('run')) === options.runId) {
        ledger.add(String(key), value ?? Buffer.alloc(0), partition)
        onProgress(ledger.recordCount)
      }
      if (offset >= (unfinished.get(partition) ?? 0n)) unfinished.delete(partition)
      if (unfinished.size === 0) break
    }
  } finally {
    watch.stop()
    await consumer.close()
  }
  if (unfinished.size > 0) {
    const partitions = [...unfinished.keys()].sort((a, b) => a - b).join(', ')
    throw new Error(
      `No record came for ${options.patienceMs / 1_000} s, and partitions ${partitions} are not read to their end`,
    )
  }
  return { ledger, elapsedMs: performance.now() - startedAt }
}

/** Calls back when nothing has restarted it for a while. Checks now and then instead of setting a timer per record. */
class PatienceWatch {
  readonly #timer: NodeJS.Timeout
  #isAlive = true

  constructor(patienceMs: number, onOver: () => Promise<void>) {
    this.#timer = setInterval(() => {
      if (!this.#isAlive) void onOver()
      this.#isAlive = false
    }, patienceMs)
  }

  restart(): void {
    this.#isAlive = true
  }

  stop(): void {
    clearInterval(this.#timer)
  }
}
