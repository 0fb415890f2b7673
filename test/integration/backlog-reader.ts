/**
 * A process that reads a backlog and tells what it took: started by `consumer-memory.test.ts`, because the peak of a
 * process says something only of a process that does nothing else.
 */
import { setTimeout as delay } from 'node:timers/promises'
import { Kafka } from '../../src/index.ts'

/** What the process was asked to do. */
export interface BacklogOrder {
  readonly bootstrapServers: string
  readonly topic: string
  readonly partitionCount: number
  readonly recordCount: number
  readonly way: 'records' | 'batches' | 'run'
}

/** What it took. */
export interface BacklogReport {
  readonly recordCount: number
  readonly valueBytes: number
  /** The peak of the process, above what it had before it read anything. */
  readonly grownBytes: number
  /** What was still buffered when the consumer was closed. */
  readonly leftBytes: number
  /** CPU time of the main thread between two timers of a millisecond: how long a turn is, whoever else has the CPU. */
  readonly turnP99Ms: number | undefined
}

class TurnTimes {
  readonly #turnsMs: number[] = []
  readonly #timer: NodeJS.Timeout
  #lastMs = 0

  constructor() {
    this.#timer = setInterval(() => {
      const nowMs = threadCpuMs()
      if (nowMs !== undefined) this.#turnsMs.push(nowMs - this.#lastMs)
      this.#lastMs = nowMs ?? 0
    }, 1)
  }

  end(): number | undefined {
    clearInterval(this.#timer)
    // The first ones compile the program.
    const warm = this.#turnsMs.slice(Math.floor(this.#turnsMs.length / 4)).toSorted((a, b) => a - b)
    return warm[Math.floor(warm.length * 0.99)]
  }
}

/** Since Node 23.9. */
function threadCpuMs(): number | undefined {
  const usage = (process as { threadCpuUsage?: () => NodeJS.CpuUsage }).threadCpuUsage?.()
  return usage === undefined ? undefined : (usage.user + usage.system) / 1000
}

function peakRssBytes(): number {
  return process.resourceUsage().maxRSS * 1024
}

async function readBacklog(order: BacklogOrder): Promise<BacklogReport> {
  const { bootstrapServers, topic, partitionCount, recordCount: wantedCount, way } = order
  const kafka = new Kafka({ bootstrapServers })
  const partitions = Array.from({ length: partitionCount }, (_, partition) => partition)
  const consumer = kafka.consumer({
    assignments: partitions.map((partition) => ({ topic, partition, offset: 'earliest' })),
  })
  const atFirstBytes = peakRssBytes()
  const turns = new TurnTimes()
  let recordCount = 0
  let valueBytes = 0
  const add = (value: Buffer | null): boolean => {
    valueBytes += value?.length ?? 0
    return ++recordCount >= wantedCount
  }
  if (way === 'records') {
    for await (const { value } of consumer) if (add(value)) break
  } else if (way === 'batches') {
    for await (const batch of consumer.batches()) {
      for (const { value } of batch) add(value)
      if (recordCount >= wantedCount) break
    }
  } else {
    const controller = new AbortController()
    await consumer.run({
      concurrency: partitionCount,
      signal: controller.signal,
      eachRecord: async ({ value }) => {
        await Promise.resolve()
        if (add(value)) controller.abort()
      },
    })
  }
  const turnP99Ms = turns.end()
  await consumer.close()
  const leftBytes = consumer.bufferedBytes
  await kafka.close()
  await delay(1)
  return { recordCount, valueBytes, grownBytes: peakRssBytes() - atFirstBytes, leftBytes, turnP99Ms }
}

if (import.meta.main) {
  const report = await readBacklog(JSON.parse(process.argv[2] ?? '') as BacklogOrder)
  process.stdout.write(JSON.stringify(report))
}
