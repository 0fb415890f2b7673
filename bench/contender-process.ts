/** The process of one Node contender: one client, one question, one outcome. Started by the runner, never by hand. */
import { BacklogTally } from './backlog-tally.ts'
import type { ClientUnderTest } from './client-under-test.ts'
import { runEndToEnd } from './end-to-end-run.ts'
import { isConsuming, OUTCOME_PREFIX, type RunOrder, type RunOutcome } from './run-order.ts'
import { runSendingCallers } from './sending-callers.ts'

const order = JSON.parse(process.argv[2] ?? '') as RunOrder
const { client } = (await import(`./clients/${order.client}.ts`)) as { client: ClientUnderTest }
const outcome = await answer()
process.stdout.write(`${OUTCOME_PREFIX}${JSON.stringify(outcome)}\n`, () => {
  // Some clients leave timers or threads behind; the outcome is out, so nothing is lost.
  process.exit(0)
})

function answer(): Promise<RunOutcome> {
  if (order.question === 'end-to-end') return passThrough()
  return isConsuming(order) ? consume() : produce()
}

async function produce(): Promise<RunOutcome> {
  const producer = await client.connectProducer(order)
  const { measured, acknowledgedCount } = await runSendingCallers(producer, order)
  await producer.close()
  return {
    ...measured,
    totalRecordCount: acknowledgedCount,
    totalValueBytes: acknowledgedCount * order.valueSizeBytes,
    clientVersion: client.version,
    settings: client.describeSettings(order),
  }
}

async function consume(): Promise<RunOutcome> {
  const tally = new BacklogTally(order.backlogRecordCount, order.partitionCount)
  await client.consume(order, tally)
  if (!tally.isComplete) throw new Error(`The consumer ended after ${tally.recordCount} records`)
  return {
    ...(await tally.completed),
    wholeBacklogMs: tally.wholeBacklogMs,
    totalRecordCount: tally.recordCount,
    recordCountByPartition: tally.recordCountByPartition,
    totalValueBytes: tally.valueBytes,
    clientVersion: client.version,
    settings: client.describeSettings(order),
  }
}

async function passThrough(): Promise<RunOutcome> {
  const outcome = await runEndToEnd(client, order)
  return {
    ...outcome,
    totalValueBytes: outcome.totalRecordCount * order.valueSizeBytes,
    clientVersion: client.version,
    settings: client.describeSettings(order),
  }
}
