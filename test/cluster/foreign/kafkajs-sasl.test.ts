/** KafkaJS on an embedded cluster that wants to know its clients: SASL with sessions that end, and ACLs. */
import { describe, expect, it } from 'vitest'
import { FakeCluster, type KafkaVersion } from '../../../src/testing/index.ts'
import { foreignTimeoutMs, notHere } from './foreign-world.ts'
import { installKafkaJs } from './install.ts'

/** The part of KafkaJS that is used here. */
interface KafkaJs {
  readonly Kafka: new (options: {
    brokers: readonly string[]
    logLevel: number
    sasl: { mechanism: string; username: string; password: string }
    reauthenticationThreshold: number
    retry?: { retries: number }
  }) => { admin(): KafkaJsAdmin }
}
interface KafkaJsAdmin {
  connect(): Promise<void>
  disconnect(): Promise<void>
  listTopics(): Promise<string[]>
  createAcls(options: { acl: readonly object[] }): Promise<boolean>
  describeAcls(filter: object): Promise<{ resources: readonly object[] }>
  alterConfigs(options: object): Promise<{ resources: readonly { errorCode: number }[] }>
}

const { client: kafkaJs, unavailable } =
  notHere === undefined ? await installKafkaJs<KafkaJs>() : { client: undefined, unavailable: notHere }
const sessionMs = 1_500
/** KafkaJS asks every version of Kafka for the same, by names of its own. */
const mechanisms = ['plain', 'scram-sha-256', 'scram-sha-512'].flatMap((mechanism) =>
  (['2.8', '4.3'] as const).map((version): [string, KafkaVersion] => [mechanism, version]),
)

describe.skipIf(unavailable !== undefined)(
  `KafkaJS by SASL${unavailable === undefined ? '' : ` (${unavailable})`}`,
  { timeout: foreignTimeoutMs },
  () => {
    async function start(version: KafkaVersion): Promise<FakeCluster> {
      return FakeCluster.start({
        version,
        topics: { orders: 1 },
        sasl: { users: { admin: 'secret' }, maxReauthMs: sessionMs },
        authorizer: { superUsers: ['User:admin'] },
      })
    }

    function connect(cluster: FakeCluster, mechanism: string, password = 'secret'): KafkaJsAdmin {
      const sasl = { mechanism, username: 'admin', password }
      const common = { brokers: [cluster.bootstrapServers], logLevel: 0, reauthenticationThreshold: 500 }
      return new kafkaJs!.Kafka({ ...common, sasl, retry: { retries: 0 } }).admin()
    }

    it.each(mechanisms)('by %s manages a cluster of %s beyond the end of its session', async (mechanism, version) => {
      await using cluster = await start(version)
      const admin = connect(cluster, mechanism)
      await admin.connect()
      const acl = { resourceType: 2, resourceName: 'orders', resourcePatternType: 3, principal: 'User:app', host: '*' }
      await admin.createAcls({ acl: [{ ...acl, operation: 3, permissionType: 3 }] })
      const any = { resourceType: 1, resourcePatternType: 1, operation: 1, permissionType: 1 }
      const { resources } = await admin.describeAcls(any)
      cluster.intercept('Metadata', (request) => request.delay(200))

      for (let round = 0; round < 10; round++) expect(await admin.listTopics()).toEqual(['orders'])

      await admin.disconnect()
      expect(resources).toHaveLength(1)
      expect(cluster.security.acls).toHaveLength(1)
      expect(cluster.requests.filter(({ api }) => api === 'SaslHandshake').length).toBeGreaterThan(1)
      cluster.assertNoViolations()
    })

    it('is told when the password is wrong', async () => {
      await using cluster = await start('4.3')

      await expect(connect(cluster, 'scram-sha-256', 'wrong').connect()).rejects.toThrow('invalid credentials')
    })
  },
)
