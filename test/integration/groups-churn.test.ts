/**
 * Groups in bad weather, on a cluster of three: members come, leave, are killed and frozen; the coordinator is killed;
 * every broker is restarted. An ETL chain must not lose a key: what was produced is written on by some member, or given
 * to the Java member of the same group.
 *
 * OTTLA_CHURN_SECONDS=300 OTTLA_CHURN_SEED=7 vitest run --project integration test/integration/groups-churn.test.ts
 */
import { describe, expect } from 'vitest'
import { Kafka } from '../../src/index.ts'
import { randomInt } from '../../src/support/random.ts'
import { SeededRandom } from '../../src/support/seeded-random.ts'
import { type ChurnMember, coordinatorOf, EtlGroup, KeyLedger, produceKeys } from './groups-churn.ts'
import { until } from './groups-ledger.ts'
import { type JavaMember, javaMember, makeTopic } from './groups-members.ts'
import { quickGroupProperties } from './groups-properties.ts'
import { withCluster } from './support.ts'

const it = withCluster({ nodes: 3, heapMb: 320, properties: () => quickGroupProperties })
const churnMs = Number(process.env.OTTLA_CHURN_SECONDS || 20) * 1_000
const seed = Number(process.env.OTTLA_CHURN_SEED || 1)
const memberCount = 6
const sessionTimeoutMs = 6_000

const protocols = [
  { name: 'classic', consumer: { sessionTimeoutMs, heartbeatIntervalMs: 300 } },
  { name: 'consumer', consumer: { groupProtocol: 'consumer' } },
] as const

describe('a group in bad weather', () => {
  it.for(protocols)(
    'under the $name protocol loses no key',
    { timeout: churnMs * 2 + 300_000 },
    async ({ name, consumer }, { cluster, bootstrapServers, topic, groupId }) => {
      const [from, to] = [`${topic}-in`, `${topic}-out`]
      await using kafka = new Kafka({ bootstrapServers, requestTimeoutMs: 5_000 })
      await makeTopic(kafka, from, 3)
      await makeTopic(kafka, to, 3)
      const ledger = new KeyLedger(kafka, to)
      const group = new EtlGroup({ bootstrapServers, groupId, from, to, consumer })
      const random = new SeededRandom(seed)
      const events: { readonly event: string; readonly ms: number }[] = []
      let fillMs = 0
      let java: JavaMember | undefined
      const flow = produceKeys(kafka, from)
      const startMs = performance.now()
      const pick = (): ChurnMember => group.running[randomInt(random, group.running.length)]!

      const weather: Readonly<Record<string, () => Promise<void>>> = {
        leave: async () => group.leave(pick()),
        kill: async () => group.kill(pick()),
        freeze: async () => group.freeze(pick(), sessionTimeoutMs * 1.5),
        restartBroker: async () => cluster.nodes[randomInt(random, 3)]!.restart(),
        killCoordinator: async () => {
          const node = cluster.node(await coordinatorOf(kafka, groupId))
          await node.kill()
          await node.start()
        },
        javaComesOrGoes: async () => {
          if (java === undefined) {
            java = await javaMember(bootstrapServers, from, groupId, name)
            return
          }
          java.leave()
          await java.ended
          ledger.noteGiven(java.given)
          java = undefined
        },
      }
      // Everything once, whatever the time; then by chance, what costs little more often.
      const order = [
        'javaComesOrGoes',
        'freeze',
        'kill',
        'javaComesOrGoes',
        'leave',
        'killCoordinator',
        'restartBroker',
      ]
      const often = ['leave', 'kill', 'leave', 'kill', 'freeze', 'freeze', 'javaComesOrGoes', ...Object.keys(weather)]
      try {
        for (let count = 0; count < order.length || performance.now() - startMs < churnMs; count += 1) {
          const fillStartMs = performance.now()
          await group.fill(memberCount)
          fillMs += performance.now() - fillStartMs
          const event = order[count] ?? often[randomInt(random, often.length)]!
          const eventStartMs = performance.now()
          await weather[event]!()
          const before = ledger.size
          await until(() => ledger.size > before)
          events.push({ event, ms: Math.round(performance.now() - eventStartMs) })
        }
        const drainStartMs = performance.now()
        const keys = await flow.stop()
        if (java !== undefined) await weather.javaComesOrGoes!()
        await until(() => ledger.missing(keys).length === 0)
        const counts = Object.entries(Object.groupBy(events, ({ event }) => event)).map(
          ([event, list = []]) => `${event} ${list.map(({ ms }) => ms).join('/')} ms`,
        )
        console.error(
          `${name}: ${keys.length} keys in ${Math.round((performance.now() - startMs) / 1000)} s, ` +
            `${ledger.duplicateCount} of them given more than once, 0 lost; ${group.startedCount} members; ` +
            `${Math.round(fillMs)} ms to start them, ${Math.round(performance.now() - drainStartMs)} ms for the rest; ` +
            `until the next key: ${counts.join(', ')}`,
        )
        expect(ledger.missing(keys)).toEqual([])
        expect(group.failures).toEqual([])
      } finally {
        java?.child.kill('SIGKILL')
        await flow.stop().catch(() => {})
        await ledger.close()
        await group.end()
      }
      expect(group.failures).toEqual([])
    },
  )
})
