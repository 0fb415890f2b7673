/** The process of one Node contender: one client, one question, one outcome. Started by the runner, never by hand. */
import { BacklogTally } from './backlog-tally.ts'
import type { ClientUnderTest } from './client-under-test.ts'
import { OUTCOME_PREFIX, type RunOrder, type RunOutcome } from './run-order.ts'
import { runSendingCallers } from './sending-callers.ts'

const order = JSON.parse(process.argv[2] ?? '') as RunOrder
const { client } = (await import(`./clients/${order.client}.ts`)) as { client: ClientUnderTest }
const outcome = order.question === 'consume-backlog' ? await consume() : await produce()
process.stdout.write(`${OUTCOME_PREFIX}${JSON.stringify(outcome)}\n`, () => {
  // Some clients leave timers or threads behind; the outcome is out, so nothing is lost.
  process.exit(0)
})

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
    totalRecordCount: tally.recordCount,
    recordCountByPartition: tally.recordCountByPartition,
    totalValueBytes: tally.valueBytes,
    clientVersion: client.version,
    settings: client.describeSettings(order),
  }
}
