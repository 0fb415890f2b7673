/**
 * A producer and a consumer of one client in one process, and records on their way from the one to the other. Every client
 * is driven by this same run.
 */
import { setTimeout as delay } from 'node:timers/promises'
import { Arrivals } from './arrivals.ts'
import type { ClientUnderTest } from './client-under-test.ts'
import { Measurement } from './measurement.ts'
import { PacedSends } from './paced-sends.ts'
import type { RunOrder, RunOutcome } from './run-order.ts'

const INTERVAL_MS = 1
/** Until the consumer reads: a producer that sends one request at a time would carry what it queues into the window. */
const INTERVAL_BEFORE_FIRST_ARRIVAL_MS = 50
const FIRST_ARRIVAL_TIMEOUT_MS = 25_000
const LAST_ARRIVAL_TIMEOUT_MS = 25_000

type EndToEndOutcome = Omit<RunOutcome, 'totalValueBytes' | 'clientVersion' | 'settings'>

export async function runEndToEnd(client: ClientUnderTest, order: RunOrder): Promise<EndToEndOutcome> {
  const { promise: failed, reject: fail } = Promise.withResolvers<never>()
  const whileAllIsWell = <Result>(work: Promise<Result>): Promise<Result> => Promise.race([work, failed])
  const measurement = new Measurement()
  const arrivals = new Arrivals(order.valueSizeBytes, fail)
  const received = client.receive(order, arrivals)
  received.catch(fail)

  const producer = await whileAllIsWell(client.connectProducer(order))
  const sends = new PacedSends(producer, order.valueSizeBytes, INTERVAL_BEFORE_FIRST_ARRIVAL_MS, fail)
  const soFar = (): string =>
    `${arrivals.recordCount} of ${sends.sentCount} records arrived, ${sends.acknowledgedCount} were acknowledged,`
  await whileAllIsWell(within(arrivals.begun, FIRST_ARRIVAL_TIMEOUT_MS, soFar))
  sends.changePace(INTERVAL_MS)
  await whileAllIsWell(delay(order.warmupMs))

  measurement.begin(arrivals.recordCount)
  arrivals.openWindow()
  await whileAllIsWell(delay(order.measuredMs))
  arrivals.closeWindow()
  // Awaited before anything closes: some clients hold the event loop while they do.
  const measured = await measurement.end(arrivals.recordCount)

  arrivals.expectInAll(sends.sentCount + 1)
  sends.end()
  await whileAllIsWell(within(Promise.all([sends.settled, arrivals.completed]), LAST_ARRIVAL_TIMEOUT_MS, soFar))
  await whileAllIsWell(Promise.all([received, producer.close()]))
  return { ...measured, ...arrivals.outcome, totalRecordCount: sends.acknowledgedCount }
}

async function within<Result>(work: Promise<Result>, timeoutMs: number, describe: () => string): Promise<Result> {
  const stopping = new AbortController()
  const expired = delay(timeoutMs, undefined, { signal: stopping.signal }).then(() => {
    throw new Error(`Only ${describe()} within ${timeoutMs / 1_000} s`)
  })
  try {
    return await Promise.race([work, expired])
  } finally {
    stopping.abort()
    expired.catch(() => {})
  }
}
