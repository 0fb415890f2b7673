import { afterAll, beforeAll, expect, it } from 'vitest'
import { ErrorCodes } from '../../../src/errors/error-codes.ts'
import { alterConfigsApi } from '../../../src/protocol/apis/alter-configs.ts'
import { createAclsApi } from '../../../src/protocol/apis/create-acls.ts'
import { deleteAclsApi } from '../../../src/protocol/apis/delete-acls.ts'
import { describeAclsApi } from '../../../src/protocol/apis/describe-acls.ts'
import { describeConfigsApi } from '../../../src/protocol/apis/describe-configs.ts'
import { incrementalAlterConfigsApi } from '../../../src/protocol/apis/incremental-alter-configs.ts'
import { listConfigResourcesApi } from '../../../src/protocol/apis/list-config-resources.ts'
import { metadataApi } from '../../../src/protocol/apis/metadata.ts'
import { saslAuthenticateApi } from '../../../src/protocol/apis/sasl-authenticate.ts'
import { saslHandshakeApi } from '../../../src/protocol/apis/sasl-handshake.ts'
import { describeOnEveryBroker, uniqueName } from '../every-broker.ts'
import { RawConnection } from '../raw-connection.ts'
import { createRawTopic } from '../raw-topics.ts'
import { until } from '../until.ts'

const Types = { topic: 2, broker: 4, clientMetrics: 16, group: 32 } as const

/** What DescribeConfigs calls values that are set on the resource itself. */
const ownSources: ReadonlyMap<number, number> = new Map([
  [Types.topic, 1],
  [Types.broker, 2],
  [Types.clientMetrics, 7],
  [Types.group, 8],
])

describeOnEveryBroker('Configuration', (broker) => {
  let raw: RawConnection
  let nodeId: number
  beforeAll(async () => {
    raw = await RawConnection.open(broker.address)
    const { brokers } = await raw.send(metadataApi, 9, { topics: [] })
    nodeId = brokers[0]!.nodeId
  })
  afterAll(() => raw.close())

  async function describe(resourceType: number, resourceName: string) {
    const resources = [{ resourceType, resourceName, configurationKeys: null }]
    const { results } = await raw.send(describeConfigsApi, 4, { resources, includeSynonyms: true })
    return results[0]!
  }

  /** What is set on the resource itself. */
  async function ownOf(resourceType: number, resourceName: string): Promise<Record<string, string | null>> {
    const { configs } = await describe(resourceType, resourceName)
    const own = configs.filter(({ configSource }) => configSource === ownSources.get(resourceType))
    return Object.fromEntries(own.map(({ name, value }) => [name, value]))
  }

  async function waitForOwn(resourceType: number, resourceName: string, expected: object): Promise<void> {
    let last: unknown
    await until(async () => {
      last = await ownOf(resourceType, resourceName)
      return JSON.stringify(sorted(last as object)) === JSON.stringify(sorted(expected)) ? true : undefined
    }).catch(() => expect(last).toEqual(expected))
  }

  async function replace(resourceType: number, resourceName: string, configs: object, validateOnly = false) {
    const list = Object.entries(configs).map(([name, value]) => ({ name, value }))
    const resources = [{ resourceType, resourceName, configs: list }]
    const { responses } = await raw.send(alterConfigsApi, 2, { resources, validateOnly })
    return responses[0]!
  }

  async function change(
    resourceType: number,
    resourceName: string,
    configs: readonly { name: string; configOperation: number; value: string | null }[],
  ) {
    const resources = [{ resourceType, resourceName, configs }]
    const { responses } = await raw.send(incrementalAlterConfigsApi, 1, { resources })
    return responses[0]!
  }

  it('of a topic is replaced as a whole by AlterConfigs', async () => {
    const topic = await createRawTopic(raw, { configs: { 'retention.ms': '1000', 'segment.ms': '5000' } })

    const { errorCode } = await replace(Types.topic, topic, { 'retention.ms': '2000', 'max.message.bytes': '4096' })

    expect(errorCode).toBe(0)
    await waitForOwn(Types.topic, topic, { 'max.message.bytes': '4096', 'retention.ms': '2000' })
  })

  it('is not changed when that is only to be checked', async () => {
    const topic = await createRawTopic(raw, { configs: { 'retention.ms': '1000' } })

    const checked = await replace(Types.topic, topic, { 'retention.ms': '2000' }, true)
    const refused = await replace(Types.topic, topic, { 'retention.ms': 'x' }, true)

    expect(checked.errorCode).toBe(0)
    expect(refused.errorCode).toBe(ErrorCodes.INVALID_CONFIG)
    expect(await ownOf(Types.topic, topic)).toEqual({ 'retention.ms': '1000' })
  })

  it.each([
    ['a value of the wrong type', { 'retention.ms': 'x' }, ErrorCodes.INVALID_CONFIG],
    ['a key that is not known', { nope: '1' }, ErrorCodes.INVALID_CONFIG],
    ['no value', { 'retention.ms': null }, ErrorCodes.INVALID_REQUEST],
  ])('of a topic is not replaced with %s', async (_what, configs, expected) => {
    const topic = await createRawTopic(raw, { configs: { 'segment.ms': '5000' } })

    const { errorCode } = await replace(Types.topic, topic, configs)

    expect(errorCode).toBe(expected)
    expect(await ownOf(Types.topic, topic)).toEqual({ 'segment.ms': '5000' })
  })

  it('of a topic that is not there is not changed', async () => {
    const { errorCode } = await replace(Types.topic, uniqueName('missing'), { 'retention.ms': '1' })

    expect(errorCode).toBe(ErrorCodes.UNKNOWN_TOPIC_OR_PARTITION)
  })

  it.each(['the same resource twice', 'the same key twice'])('is not changed by a request with %s', async (what) => {
    const topic = await createRawTopic(raw)
    const config = { name: 'retention.ms', value: '1', configOperation: 0 }
    const once = { resourceType: Types.topic, resourceName: topic, configs: [config] }
    const resources = what.startsWith('the same resource') ? [once, once] : [{ ...once, configs: [config, config] }]

    const { responses } = await raw.send(incrementalAlterConfigsApi, 1, { resources })

    expect(responses.map(({ errorCode }) => errorCode)).toEqual(resources.map(() => ErrorCodes.INVALID_REQUEST))
    expect(await ownOf(Types.topic, topic)).toEqual({})
  })

  it('has lists to which something is appended, once, and from which it is taken', async () => {
    const topic = await createRawTopic(raw)
    const name = 'cleanup.policy'

    await change(Types.topic, topic, [{ name, configOperation: 2, value: 'compact,delete' }])
    await waitForOwn(Types.topic, topic, { [name]: 'delete,compact' })
    await change(Types.topic, topic, [{ name, configOperation: 3, value: 'delete' }])

    await waitForOwn(Types.topic, topic, { [name]: 'compact' })
  })

  it.each([2, 3])('has no operation %i for what is no list', async (configOperation) => {
    const topic = await createRawTopic(raw)

    const { errorCode } = await change(Types.topic, topic, [{ name: 'retention.ms', configOperation, value: '1' }])

    expect(errorCode).toBe(ErrorCodes.INVALID_CONFIG)
  })

  it.each([
    ['of another broker', '4711'],
    ['of what is no broker', 'first'],
  ])('%s is not changed here', async (_what, name) => {
    const { errorCode } = await change(Types.broker, name, [
      { name: 'log.retention.ms', configOperation: 0, value: '1' },
    ])

    expect(errorCode).toBe(ErrorCodes.INVALID_REQUEST)
  })

  it('of a broker is set, and taken back', async () => {
    const name = 'log.retention.ms'
    const isSet = async (expected: string | undefined) => {
      const found = (await ownOf(Types.broker, String(nodeId)))[name]
      return found === expected ? true : undefined
    }

    await change(Types.broker, String(nodeId), [{ name, configOperation: 0, value: '123456789' }])
    await until(() => isSet('123456789'))
    const { errorCode } = await change(Types.broker, String(nodeId), [{ name, configOperation: 1, value: null }])

    expect(errorCode).toBe(0)
    await until(() => isSet(undefined))
  })

  it('of a type that there is not is refused', async () => {
    const { errorCode } = await change(99, 'x', [{ name: 'a', configOperation: 0, value: '1' }])

    expect(errorCode).toBe(ErrorCodes.INVALID_REQUEST)
  })

  it('of a group is set, and shown with its defaults', async () => {
    const group = uniqueName('group')

    const { errorCode } = await change(Types.group, group, [
      { name: 'consumer.session.timeout.ms', configOperation: 0, value: '50000' },
    ])

    expect(errorCode).toBe(0)
    await until(async () =>
      (await ownOf(Types.group, group))['consumer.session.timeout.ms'] === '50000' ? true : undefined,
    )
    const { configs } = await describe(Types.group, group)
    const heartbeat = configs.find(({ name }) => name === 'consumer.heartbeat.interval.ms')
    expect(heartbeat).toMatchObject({ value: '5000' })
    await change(Types.group, group, [{ name: 'consumer.session.timeout.ms', configOperation: 1, value: null }])
  })

  it.each([
    ['an unknown key', { name: 'nope', configOperation: 0, value: '1' }],
    ['a value of the wrong type', { name: 'consumer.session.timeout.ms', configOperation: 0, value: 'x' }],
  ])('of a group does not take %s', async (_what, config) => {
    const { errorCode } = await change(Types.group, uniqueName('group'), [config])

    expect(errorCode).toBe(ErrorCodes.INVALID_CONFIG)
  })

  it('of metrics of clients is listed as long as something is set', async () => {
    const name = uniqueName('metrics')
    const isListed = async (expected: boolean) => {
      const { configResources } = await raw.send(listConfigResourcesApi, 1, { resourceTypes: [Types.clientMetrics] })
      return configResources.some(({ resourceName }) => resourceName === name) === expected ? true : undefined
    }

    const { errorCode } = await change(Types.clientMetrics, name, [
      { name: 'metrics', configOperation: 0, value: '*' },
      { name: 'interval.ms', configOperation: 0, value: '1000' },
      { name: 'match', configOperation: 0, value: 'client_id=app.*' },
    ])

    expect(errorCode).toBe(0)
    await until(() => isListed(true))
    await waitForOwn(Types.clientMetrics, name, { 'interval.ms': '1000', match: 'client_id=app.*', metrics: '*' })
    await replace(Types.clientMetrics, name, {})
    await until(() => isListed(false))
  })

  it.each([
    ['too short an interval', 'interval.ms', '10', ErrorCodes.INVALID_REQUEST],
    ['an unknown key', 'nope', '1', ErrorCodes.INVALID_REQUEST],
    ['an unknown part of clients', 'match', 'client_shoe_size=4', ErrorCodes.INVALID_CONFIG],
    ['a pattern that is none', 'match', 'client_id=(', ErrorCodes.INVALID_CONFIG],
  ])('of metrics of clients does not take %s', async (_what, name, value, expected) => {
    const { errorCode } = await change(Types.clientMetrics, uniqueName('metrics'), [
      { name, configOperation: 0, value },
    ])

    expect(errorCode).toBe(expected)
  })

  it('is listed by type', async () => {
    const topic = await createRawTopic(raw)

    const { errorCode, configResources } = await raw.send(listConfigResourcesApi, 1, {
      resourceTypes: [Types.topic, Types.broker],
    })
    const unknown = await raw.send(listConfigResourcesApi, 1, { resourceTypes: [99] })

    expect(errorCode).toBe(0)
    expect(configResources).toContainEqual(expect.objectContaining({ resourceName: topic, resourceType: Types.topic }))
    expect(configResources).toContainEqual(
      expect.objectContaining({ resourceName: String(nodeId), resourceType: Types.broker }),
    )
    expect(unknown.errorCode).toBe(ErrorCodes.UNSUPPORTED_VERSION)
  })

  const anyAcl = {
    resourceTypeFilter: 1,
    resourceNameFilter: null,
    patternTypeFilter: 1,
    principalFilter: null,
    hostFilter: null,
    operation: 1,
    permissionType: 1,
  }

  it('has no ACLs without an authorizer', async () => {
    const creation = {
      resourceType: 2,
      resourceName: 'x',
      resourcePatternType: 3,
      principal: 'User:a',
      host: '*',
      operation: 3,
      permissionType: 3,
    }

    const described = await raw.send(describeAclsApi, 3, anyAcl)
    const created = await raw.send(createAclsApi, 3, { creations: [creation] })
    const deleted = await raw.send(deleteAclsApi, 3, { filters: [anyAcl] })

    expect([described, created.results[0]!, deleted.filterResults[0]!].map(({ errorCode }) => errorCode)).toEqual([
      ErrorCodes.SECURITY_DISABLED,
      ErrorCodes.SECURITY_DISABLED,
      ErrorCodes.SECURITY_DISABLED,
    ])
  })

  it('that asks nobody who they are does not let them say it', async () => {
    const handshake = await raw.send(saslHandshakeApi, 1, { mechanism: 'PLAIN' })
    const authenticated = await raw.send(saslAuthenticateApi, 2, { authBytes: Buffer.from('\0a\0b') })

    expect([handshake.errorCode, authenticated.errorCode]).toEqual([
      ErrorCodes.ILLEGAL_SASL_STATE,
      ErrorCodes.ILLEGAL_SASL_STATE,
    ])
  })
})

function sorted(values: object): [string, unknown][] {
  return Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1))
}
