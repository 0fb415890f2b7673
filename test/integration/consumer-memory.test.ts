/**
 * A backlog is read in bounded memory, and in turns of the event loop that are short.
 *
 * `OTTLA_BACKLOG_RECORDS` makes it longer: 5,000,000 records take about a minute. The default is not much larger than
 * what may be held, and enough to notice a turn that is too long; with the long one, a consumer that keeps what it has read
 * cannot hide.
 */
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect } from 'vitest'
import { Kafka } from '../../src/index.ts'
import type { BacklogOrder, BacklogReport } from './backlog-reader.ts'
import { it } from './support.ts'

const recordCount = Number(process.env.OTTLA_BACKLOG_RECORDS ?? 2_000_000)
const partitionCount = 6
const valueSizeBytes = 100
const recordsPerCall = 6_000
/**
 * Above what the process has before it reads: sources that are run unbuilt bring a compiler of 50 MB with them, which the
 * package does not. Half of it is what V8 gives itself to make garbage in, more on a busy machine.
 */
const growthLimitBytes = 200 * 1024 * 1024
/** What is promised is 10 ms, on a machine that does nothing else: `npm run bench` measures it. Here others run as well. */
const turnLimitMs = 40
const timeoutMs = 120_000 + recordCount / 10

async function fill(bootstrapServers: string, topic: string): Promise<void> {
  await using kafka = new Kafka({ bootstrapServers })
  await kafka.admin().createTopics([{ topic, numPartitions: partitionCount, replicationFactor: 1 }])
  const producer = kafka.producer()
  const value = Buffer.alloc(valueSizeBytes, 'a record of the backlog ')
  for (let sent = 0; sent < recordCount; sent += recordsPerCall) {
    const count = Math.min(recordsPerCall, recordCount - sent)
    await producer.sendAll(Array.from({ length: count }, (_, at) => ({ topic, value, partition: at % partitionCount })))
  }
}

async function readInProcess(order: BacklogOrder): Promise<BacklogReport> {
  const script = join(import.meta.dirname, 'backlog-reader.ts')
  const { stdout } = await promisify(execFile)(process.execPath, [script, JSON.stringify(order)], {
    timeout: timeoutMs,
  })
  return JSON.parse(stdout) as BacklogReport
}

describe('a consumer that catches up', () => {
  it('reads a long backlog in bounded memory and short turns, in every way of reading', {
    timeout: 3 * timeoutMs,
    // Figures, taken on a machine that does other work beside it.
    retry: 1,
  }, async ({ bootstrapServers, topic }) => {
    await fill(bootstrapServers, topic)
    const excesses: string[] = []
    for (const way of ['records', 'batches', 'run'] as const) {
      const order = { bootstrapServers, topic, partitionCount, recordCount, way }
      const { valueBytes, leftBytes, grownBytes, turnP99Ms = 0, ...report } = await readInProcess(order)
      expect(report.recordCount).toBeGreaterThanOrEqual(recordCount)
      expect(valueBytes).toBe(report.recordCount * valueSizeBytes)
      expect(leftBytes).toBe(0)
      if (grownBytes > growthLimitBytes) excesses.push(`${way}: ${Math.round(grownBytes / 1024 / 1024)} MiB`)
      if (turnP99Ms > turnLimitMs) excesses.push(`${way}: turns of ${turnP99Ms} ms`)
    }
    expect(excesses).toEqual([])
  })
})
