/**
 * A member of a group in a process of its own, so that it can be killed and frozen: reads `from`, writes every record to
 * `to` under the same key, and commits what was written. SIGTERM ends it in order; an error ends it with exit code 1.
 *
 * node groups-etl-member.ts '{ "bootstrapServers": ..., "groupId": ..., "from": ..., "to": ..., "consumer": { ... } }'
 */
import { type GroupConsumerOptions, Kafka } from '../../src/index.ts'

export interface EtlMemberOptions {
  readonly bootstrapServers: string
  readonly groupId: string
  readonly from: string
  readonly to: string
  /** On top of what every member has. */
  readonly consumer: Partial<GroupConsumerOptions>
}

async function run({ bootstrapServers, groupId, from, to, consumer: own }: EtlMemberOptions): Promise<void> {
  await using kafka = new Kafka({ bootstrapServers, requestTimeoutMs: 5_000 })
  const producer = kafka.producer({ lingerMs: 5 })
  const consumer = kafka.consumer({
    groupId,
    topics: [from],
    autoOffsetReset: 'earliest',
    autoCommitIntervalMs: 500,
    ...own,
  })
  process.once('SIGTERM', () => void consumer.close())
  // Whoever started it is gone: nobody else would end it.
  process.once('disconnect', () => process.exit(1))
  process.send?.('started')
  for await (const batch of consumer.batches()) {
    const records = [...batch].map(({ key, value }) => ({ topic: to, key, value: `${value}, dealt with` }))
    await producer.sendAll(records)
  }
}

const [options] = process.argv.slice(2)
try {
  await run(JSON.parse(options ?? '{}') as EtlMemberOptions)
  process.exit(0)
} catch (error) {
  console.error(error)
  process.exit(1)
}
