/** Java's consumers in groups on the embedded cluster. Each starts a JVM, so they run with the integration project only. */
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest'
import { type GroupConsumer, Kafka } from '../../src/index.ts'
import { FakeCluster, type KafkaVersion } from '../../src/testing/index.ts'
import { GroupLedger, produceSteadily, until } from '../integration/groups-ledger.ts'
import { classicMember, consumerMember, javaMember } from '../integration/groups-members.ts'
import { javaTool, whyNoJavaBrokers } from '../support/brokers/index.ts'

const timeoutMs = 90_000
const groupId = 'billing'
const topic = 'orders'
const isIntegration = inject('broker' as never) !== undefined
const unavailable = isIntegration ? whyNoJavaBrokers() : 'only with the integration project'

describe.skipIf(unavailable !== undefined).each<{ version: KafkaVersion; protocol: 'classic' | 'consumer' }>([
  { version: '2.8', protocol: 'classic' },
  { version: '3.9', protocol: 'classic' },
  { version: '4.3', protocol: 'classic' },
  { version: '4.3', protocol: 'consumer' },
])(
  `Java's group.protocol=$protocol on an embedded $version${unavailable === undefined ? '' : ` (${unavailable})`}`,
  ({ version, protocol }) => {
    let cluster: FakeCluster
    let kafka: Kafka
    beforeEach(async () => {
      const config = { 'group.consumer.heartbeat.interval.ms': 200 }
      cluster = await FakeCluster.start({ brokers: 3, topics: { [topic]: 12 }, version, config })
      kafka = new Kafka({ bootstrapServers: cluster.bootstrapServers })
    })
    afterEach(async () => {
      await kafka.close()
      await cluster.close()
      cluster.assertNoViolations()
    })

    it(
      'reads a topic with --group, and commits how far it came',
      async () => {
        const records = Array.from({ length: 120 }, (_, n) => ({ topic, partition: n % 12, value: `value ${n}` }))
        await kafka.producer().sendAll(records)

        const { exitCode, stdout, stderr } = await javaTool(
          'org.apache.kafka.tools.consumer.ConsoleConsumer',
          [
            ...['--bootstrap-server', cluster.bootstrapServers, '--topic', topic, '--group', groupId],
            ...['--from-beginning', '--max-messages', '120', '--command-property', `group.protocol=${protocol}`],
          ],
          { timeoutMs },
        )

        expect({ exitCode, isHappy: exitCode === 0 || `${stderr}` }).toEqual({ exitCode: 0, isHappy: true })
        expect(stdout.toString().trim().split('\n').sort()).toEqual(records.map(({ value }) => value).sort())
        const { type, members, offsets } = cluster.group(groupId)!
        expect({ type, members }).toEqual({ type: protocol, members: [] })
        expect(offsets.map(({ offset }) => offset)).toEqual(Array(12).fill(10n))
      },
      timeoutMs,
    )

    it(
      'shares a group with our consumer, and hands its partitions over when it goes',
      async () => {
        const join = protocol === 'classic' ? classicMember : consumerMember
        const ours: GroupConsumer = join(kafka, topic, groupId, { autoCommitIntervalMs: 100 })
        const ledger = new GroupLedger()
        ledger.read(ours)
        await until(() => ours.assignment.length === 12)
        const flow = produceSteadily(kafka, topic, 12)

        const java = await javaMember(cluster.bootstrapServers, topic, groupId, protocol)
        await until(() => ours.assignment.length === 6 && java.given.length > 0)
        const described = await javaTool(
          'org.apache.kafka.tools.consumer.group.ConsumerGroupCommand',
          ['--bootstrap-server', cluster.bootstrapServers, '--describe', '--group', groupId, '--members'],
          { timeoutMs },
        )
        java.leave()
        await until(() => ours.assignment.length === 12)
        await java.ended
        const produced = await flow.stop()
        const readByJava = new Set(java.given.map(({ partition, offset }) => `${partition}:${offset}`))
        await until(() => ledger.missing(produced).every((key) => readByJava.has(key)))
        await ours.close()
        await ledger.finished()

        expect(described.stdout.toString()).toMatch(/billing\s+console-consumer-\S+|billing\s+\S+\s+\/127\.0\.0\.1/)
        const everywhere = [...ledger.given.keys()].filter((key) => readByJava.has(key))
        expect(everywhere).toEqual([])
      },
      timeoutMs,
    )
  },
)
