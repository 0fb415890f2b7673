/**
 * Kafka's own tools on an embedded cluster with TLS, SASL and ACLs: a third reading of SCRAM, and what people will use. Each
 * starts a JVM, so they run with the integration project.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { FakeCluster } from '../../src/testing/index.ts'
import { javaTool, whyNoJavaBrokers } from '../support/brokers/index.ts'
import { testCertificate } from '../support/test-certificate.ts'

const toolTimeoutMs = 60_000
const isIntegration = inject('broker' as never) !== undefined
const unavailable = isIntegration ? whyNoJavaBrokers() : 'only with the integration project'
const passwords: Readonly<Record<string, string>> = { admin: 'admin-secret', app: 'app-secret', bob: 'bob-secret' }

describe.skipIf(unavailable !== undefined)(
  `Java's tools by SASL_SSL${unavailable === undefined ? '' : ` (${unavailable})`}`,
  { timeout: 3 * toolTimeoutMs },
  () => {
    let cluster: FakeCluster
    const folder = mkdtempSync(join(tmpdir(), 'ottla-secured-'))
    beforeAll(async () => {
      const authority = testCertificate({ name: 'authority', isAuthority: true })
      const { cert, key } = testCertificate({ name: 'broker', issuer: authority, hosts: ['127.0.0.1'] })
      writeFileSync(join(folder, 'ca.pem'), authority.cert)
      cluster = await FakeCluster.start({
        brokers: 2,
        topics: { orders: 1 },
        tls: { cert, key },
        sasl: { users: { admin: passwords.admin!, app: passwords.app! } },
        authorizer: { superUsers: ['User:admin'] },
      })
    })
    afterAll(async () => {
      await cluster?.close()
      rmSync(folder, { recursive: true })
      cluster?.assertNoViolations()
    })

    async function run(user: string, mechanism: string, tool: string, args: readonly string[], stdin = '') {
      const module = mechanism === 'PLAIN' ? 'plain.PlainLoginModule' : 'scram.ScramLoginModule'
      const login = `org.apache.kafka.common.security.${module} required`
      const config = join(folder, `${user}-${mechanism}.properties`)
      writeFileSync(
        config,
        `security.protocol=SASL_SSL
sasl.mechanism=${mechanism}
sasl.jaas.config=${login} username="${user}" password="${passwords[user] ?? 'wrong'}";
ssl.truststore.type=PEM
ssl.truststore.location=${join(folder, 'ca.pem')}
`,
      )
      const common = ['--bootstrap-server', cluster.bootstrapServers, '--command-config', config]
      const { exitCode, stdout, stderr } = await javaTool(tool, [...common, ...args], {
        stdin,
        timeoutMs: toolTimeoutMs,
      })
      return { exitCode, output: `${stdout}${stderr}` }
    }

    const aclCommand = 'org.apache.kafka.tools.AclCommand'
    const configCommand = 'kafka.admin.ConfigCommand'

    it('make rules, list them, and keep to them', async () => {
      const rule = ['--topic', 'ord', '--resource-pattern-type', 'prefixed']
      const allowed = ['--allow-principal', 'User:app', '--operation', 'Write', '--operation', 'Read']
      const added = await run('admin', 'SCRAM-SHA-512', aclCommand, ['--add', ...allowed, ...rule])
      const match = ['--list', '--topic', 'orders', '--resource-pattern-type', 'match']
      const listed = await run('admin', 'SCRAM-SHA-512', aclCommand, match)

      const produced = await run(
        'app',
        'SCRAM-SHA-256',
        'org.apache.kafka.tools.ConsoleProducer',
        ['--topic', 'orders'],
        'hello\n',
      )
      const consumed = await run('app', 'PLAIN', 'org.apache.kafka.tools.consumer.ConsoleConsumer', [
        ...['--topic', 'orders', '--partition', '0', '--offset', 'earliest', '--max-messages', '1'],
      ])

      expect(added.exitCode).toBe(0)
      expect(listed.output).toMatch(/name=ord, patternType=PREFIXED[\s\S]*principal=User:app, host=\*, operation=WRITE/)
      expect(produced).toMatchObject({ exitCode: 0, output: '' })
      expect(consumed.output).toMatch(/^hello/)
      const removed = await run('admin', 'SCRAM-SHA-512', aclCommand, ['--remove', '--force', ...rule])
      expect(removed.exitCode).toBe(0)
      expect(cluster.security.acls).toEqual([])
    })

    it('make a user, who then can come in', async () => {
      const user = ['--entity-type', 'users', '--entity-name', 'bob']
      const credential = `SCRAM-SHA-256=[iterations=8192,password=${passwords.bob}]`
      const made = await run('admin', 'PLAIN', configCommand, ['--alter', '--add-config', credential, ...user])
      const described = await run('admin', 'PLAIN', configCommand, ['--describe', '--entity-type', 'users'])

      const { exitCode } = await run('bob', 'SCRAM-SHA-256', 'org.apache.kafka.tools.TopicCommand', ['--list'])

      expect(made.exitCode).toBe(0)
      expect(described.output).toContain(`user-principal 'bob' are SCRAM-SHA-256=iterations=8192`)
      expect(exitCode).toBe(0)
    })

    it('are told when the password is wrong', async () => {
      const { exitCode, output } = await run('nobody', 'SCRAM-SHA-512', 'org.apache.kafka.tools.TopicCommand', [
        '--list',
      ])

      expect(exitCode).toBe(1)
      expect(output).toContain('due to invalid credentials with SASL mechanism SCRAM-SHA-512')
    })

    it('set quotas, and describe the quorum, the features and the disks', async () => {
      const quota = [
        '--alter',
        '--add-config',
        'producer_byte_rate=1024',
        '--entity-type',
        'users',
        '--entity-name',
        'app',
      ]
      const set = await run('admin', 'PLAIN', configCommand, quota)
      const read = await run('admin', 'PLAIN', configCommand, ['--describe', '--entity-type', 'users'])
      const dirs = await run('admin', 'PLAIN', 'org.apache.kafka.tools.LogDirsCommand', ['--describe'])
      const features = await run('admin', 'PLAIN', 'org.apache.kafka.tools.FeatureCommand', ['describe'])
      const quorum = await run('admin', 'PLAIN', 'org.apache.kafka.tools.MetadataQuorumCommand', [
        'describe',
        '--replication',
      ])

      expect([set, read, dirs].map(({ exitCode }) => exitCode)).toEqual([0, 0, 0])
      expect(read.output).toContain(`'app' are producer_byte_rate=1024.0`)
      expect(dirs.output).toContain('"partition":"orders-0"')
      expect(features.output).toContain('metadata.version')
      expect(quorum.output).toMatch(/Leader/)
    })
  },
)
