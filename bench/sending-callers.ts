/**
 * Callers that each await one call before they make the next, as the handlers of a server do. Every client is driven by
 * this same loop.
 */
import { performance } from 'node:perf_hooks'
import { setTimeout as delay } from 'node:timers/promises'
import type { ProducerUnderTest } from './client-under-test.ts'
import { DISTINCT_JSON_VALUES, jsonValues } from './json-values.ts'
import { type Measured, Measurement } from './measurement.ts'
import type { RunOrder } from './run-order.ts'

/** Reading the clock for every one of a thousand callers would cost the fast clients more than the slow ones. */
const TIMED_CALLER_INTERVAL = 16
const DISTINCT_VALUES = 256

export interface SendingOutcome {
  readonly measured: Measured
  readonly acknowledgedCount: number
}

export async function runSendingCallers(producer: ProducerUnderTest, order: RunOrder): Promise<SendingOutcome> {
  const measurement = new Measurement()
  const values =
    order.compressionType === undefined
      ? makeValues(order.valueSizeBytes, Math.max(DISTINCT_VALUES, order.recordsPerCall))
      : jsonValues(order.valueSizeBytes, DISTINCT_JSON_VALUES)
  const batches = Array.from({ length: Math.floor(values.length / order.recordsPerCall) }, (_, index) =>
    values.slice(index * order.recordsPerCall, (index + 1) * order.recordsPerCall),
  )
  const state = { isStopping: false, acknowledgedCount: 0 }

  const caller = async (index: number): Promise<void> => {
    const isTimed = index % TIMED_CALLER_INTERVAL === 0
    for (let turn = index; !state.isStopping; turn++) {
      const startedAt = isTimed ? performance.now() : 0
      if (order.recordsPerCall === 1) await producer.send(values[turn % values.length]!)
      else await producer.sendAll(batches[turn % batches.length]!)
      state.acknowledgedCount += order.recordsPerCall
      if (isTimed) measurement.recordLatency(performance.now() - startedAt)
    }
  }

  const callers = Array.from({ length: order.callerCount }, (_, index) => caller(index))
  const allEnded = Promise.all(callers)
  // A failed send ends the run at once instead of after its time.
  await Promise.race([allEnded, delay(order.warmupMs)])
  measurement.begin(state.acknowledgedCount)
  await Promise.race([allEnded, delay(order.measuredMs)])
  const ended = measurement.end(state.acknowledgedCount)
  state.isStopping = true
  await allEnded
  return { measured: await ended, acknowledgedCount: state.acknowledgedCount }
}

function makeValues(sizeBytes: number, count: number): Buffer[] {
  return Array.from({ length: count }, (_, index) => Buffer.alloc(sizeBytes, `value ${index} of the benchmark `))
}
