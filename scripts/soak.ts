/**
 * Producers at work for a long time on a cluster that fails all the time: `npm run soak -- --minutes 10`.
 *
 * In real time, over real sockets, on the embedded cluster. After each round the cluster heals, the producers are flushed,
 * both of their counters must be zero, and every record that was acknowledged must be in the log, once, in order, at the
 * offset that was told; none that was refused for certain may be.
 *
 *   --minutes N  how long (default 10); --round N: seconds of a round (default 10)
 *   --callers N  callers of each producer, one send at a time each (default 40)
 *   --seed N     what happens when; the timing is the machine's, so that no two runs are the same
 */
import { setTimeout as delay } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { Kafka, type Producer, type ProducerOptions } from '../src/index.ts'
import { randomInt } from '../src/support/random.ts'
import { SeededRandom } from '../src/support/seeded-random.ts'
import { FakeCluster } from '../src/testing/index.ts'
import { runFaults } from './soak/soak-faults.ts'
import { SoakLedger } from './soak/soak-ledger.ts'

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '10' },
    round: { type: 'string', default: '10' },
    callers: { type: 'string', default: '40' },
    seed: { type: 'string', default: '1' },
  },
})

const partitionCount = 6
const mostShown = 30
const retries = { requestTimeoutMs: 1_000, retryBackoffMs: 20, retryBackoffMaxMs: 200 }
/** Each with another way of coming near its limits. */
const kinds: Readonly<Record<string, ProducerOptions>> = {
  plain: retries,
  compressed: { ...retries, compressionType: 'lz4', lingerMs: 5 },
  narrow: { ...retries, maxBufferedRecords: 30, maxBufferedBytes: 60_000, compressionType: 'gzip', maxBlockMs: 2_000 },
  impatient: { ...retries, deliveryTimeoutMs: 700, maxInFlightRequests: 2 },
}

const random = new SeededRandom(Number(values.seed))
const callerCount = Number(values.callers)
const endsAtMs = Date.now() + Number(values.minutes) * 60_000
const cluster = await FakeCluster.start({ brokers: 3, verifiesFrames: true })
const clients: Kafka[] = []
const connect = (): Kafka => {
  const client = new Kafka({ bootstrapServers: cluster.bootstrapServers, requestTimeoutMs: 1_000, retryBackoffMs: 20 })
  clients.push(client)
  return client
}
const kafka = connect()
// Each with connections of its own, so that the brokers' count of its requests in flight is its own too.
const producers = new Map(Object.entries(kinds).map(([kind, options]) => [kind, connect().producer(options)]))
const totals = { rounds: 0, acknowledged: 0, refused: 0, inDoubt: 0, takenBack: 0 }
const happened = new Map<string, number>()
const wrong: string[] = []

while (Date.now() < endsAtMs && wrong.length === 0) await runRound(`soak-${totals.rounds}`)
await Promise.all(clients.map((client) => client.close()))
for (const producer of producers.values()) checkEmpty('closed', producer)
// A batch that was given up while a broker died with its request unread leaves a gap that no broker knows the reason of. What
// comes behind it is refused, and numbered anew; the ledgers show whether that went well.
const gaps = cluster.violations.filter(({ kind }) => kind === 'SEQUENCE_GAP')
for (const { kind, message } of cluster.violations) {
  if (kind !== 'SEQUENCE_GAP') wrong.push(`a broker says: ${kind}: ${message}`)
}
await cluster.close()

const { rounds, acknowledged, refused, inDoubt, takenBack } = totals
console.log(
  `${rounds} rounds; ${acknowledged} records acknowledged and verified, ${refused} refused, ${inDoubt} in doubt, ${takenBack} taken back`,
)
console.log(`Faults: ${list(happened)}`)
console.log(`Gaps after requests that no broker has read: ${gaps.length}`)
console.log(`Memory: ${Math.round(process.resourceUsage().maxRSS / 1024)} MB at most, brokers and callers included`)
for (const line of wrong.slice(0, mostShown)) console.log(`WRONG: ${line}`)
console.log(`${rounds - (wrong.length > 0 ? 1 : 0)} passed, ${wrong.length > 0 ? 1 : 0} failed`)
process.exitCode = wrong.length === 0 ? 0 : 1

async function runRound(topic: string): Promise<void> {
  // Below a full batch, so that batches have to be split now and then.
  const configs = { 'min.insync.replicas': 2, 'max.message.bytes': 20_000 }
  await kafka.admin().createTopics([{ topic, numPartitions: partitionCount, replicationFactor: 3, configs }])
  const ledger = new SoakLedger()
  const stopping = new AbortController()
  const faults = runFaults({ cluster, topic, partitionCount, random: random.fork(topic) }, stopping.signal)
  const callers = [...producers].flatMap(([kind, producer]) =>
    Array.from({ length: callerCount }, (_, index) =>
      call(producer, topic, `${kind}-${index}`, ledger, stopping.signal),
    ),
  )
  await delay(Number(values.round) * 1_000)
  stopping.abort()
  for (const [name, count] of await faults) happened.set(name, (happened.get(name) ?? 0) + count)
  await Promise.all([...callers, ...Array.from(producers.values(), (producer) => producer.flush())])
  for (const [kind, producer] of producers) checkEmpty(kind, producer)
  wrong.push(...ledger.verify(cluster, topic, partitionCount).slice(0, 20))
  const { counts } = ledger
  for (const name of ['acknowledged', 'refused', 'inDoubt', 'takenBack'] as const) totals[name] += counts[name]
  totals.rounds += 1
  console.log(`${topic}: ${counts.acknowledged} acknowledged; failed: ${list(ledger.failures)}`)
  await kafka.admin().deleteTopics([topic])
}

/** One record after the other, now and then with a short patience. */
async function call(
  producer: Producer,
  topic: string,
  caller: string,
  ledger: SoakLedger,
  signal: AbortSignal,
): Promise<void> {
  const own = random.fork(`${topic} ${caller}`)
  for (let number = 0; !signal.aborted; number++) {
    const value = `${caller}.${number} ${'x'.repeat(randomInt(own, own.next() < 0.02 ? 19_000 : 400))}`
    const options = own.next() < 0.02 ? { timeoutMs: randomInt(own, 50) } : undefined
    await ledger.note(value.slice(0, value.indexOf(' ')), producer.send({ topic, key: caller, value }, options))
    // Brokers and callers share a process: neither may starve.
    if (own.next() < 0.3) await delay(randomInt(own, 20))
  }
}

function checkEmpty(kind: string, { bufferedRecords, bufferedBytes }: Producer): void {
  if (bufferedRecords !== 0 || bufferedBytes !== 0) {
    wrong.push(
      `the ${kind} producer holds ${bufferedRecords} records and ${bufferedBytes} bytes with nothing on its way`,
    )
  }
}

function list(counts: ReadonlyMap<string, number>): string {
  if (counts.size === 0) return 'none'
  return [...counts]
    .sort((a, b) => b[1] - a[1])
    .map(([name, count]) => `${name} ${count}`)
    .join(', ')
}
