import { describe, expect, it } from 'vitest'
import { ClientQuotas } from '../../../../src/cluster/administration/client-quotas.ts'
import { DynamicConfigs } from '../../../../src/cluster/administration/dynamic-configs.ts'
import { Credentials } from '../../../../src/cluster/security/credentials.ts'
import { BrokerConfig } from '../../../../src/cluster/topics/broker-config.ts'
import { SeededRandom } from '../../../../src/testing/index.ts'

/** As it comes back from a file. */
function written(snapshot: unknown): unknown {
  return JSON.parse(JSON.stringify(snapshot))
}

describe('what a cluster keeps over a restart', () => {
  it('are its quotas, those for everybody too', () => {
    const quotas = new ClientQuotas()
    quotas.alter(new Map([['user', 'alice']]), [{ key: 'producer_byte_rate', value: 10 }])
    const everybody = new Map([
      ['user', null],
      ['client-id', 'app'],
    ])
    quotas.alter(everybody, [{ key: 'request_percentage', value: 0.5 }])
    const restored = new ClientQuotas()

    restored.fromSnapshot(written(quotas.toSnapshot()))

    expect(restored.all).toEqual(quotas.all)
    expect(restored.find([{ entityType: 'user', matchType: 1, match: null }], false)).toHaveLength(1)
  })

  it('are its configurations of groups and of metrics', () => {
    const configs = new DynamicConfigs()
    configs.set('group', 'g', 'consumer.session.timeout.ms', '50000')
    configs.set('clientMetrics', 'm', 'metrics', '*')
    const restored = new DynamicConfigs()

    restored.fromSnapshot(written(configs.toSnapshot()))

    expect(restored.toSnapshot()).toEqual(configs.toSnapshot())
    expect(restored.get('group', 'g', 'consumer.session.timeout.ms')).toBe('50000')
  })

  it('are its SCRAM credentials, but no password', () => {
    const cluster = {
      brokerConfig: new BrokerConfig({ 'sasl.enabled.mechanisms': 'PLAIN,SCRAM-SHA-256' }),
      random: new SeededRandom(1),
    }
    const credentials = new Credentials(cluster as never)
    credentials.setPassword('alice', 'pencil')
    const restored = new Credentials(cluster as never)

    const text = JSON.stringify(credentials.toSnapshot())
    restored.fromSnapshot(JSON.parse(text))

    expect(text).not.toContain('pencil')
    expect(restored.scramUsers()).toEqual(['alice'])
    expect(restored.scramOf('alice')).toEqual(credentials.scramOf('alice'))
  })
})
