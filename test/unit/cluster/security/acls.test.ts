import { describe, expect, it } from 'vitest'
import { type AclSpec, resolveAcl } from '../../../../src/cluster/security/acl.ts'
import { type AclFilter, matchesFilter } from '../../../../src/cluster/security/acl-filter.ts'
import { Acls } from '../../../../src/cluster/security/acls.ts'
import { BrokerConfig } from '../../../../src/cluster/topics/broker-config.ts'

const alice = { principal: 'User:alice', host: '10.0.0.1' }
const read: AclSpec = { principal: 'User:alice', operation: 'READ', resourceType: 'TOPIC', resourceName: 'orders' }

function aclsOf(specs: readonly AclSpec[], config: Record<string, string> = {}): Acls {
  const brokerConfig = new BrokerConfig({ 'authorizer.class.name': 'StandardAuthorizer', ...config })
  const acls = new Acls({ brokerConfig } as never)
  for (const spec of specs) acls.add(resolveAcl(spec))
  return acls
}

describe('ACLs', () => {
  it('allow everything where there is no authorizer', () => {
    const acls = aclsOf([{ ...read, permission: 'DENY' }], { 'authorizer.class.name': '' })

    expect(acls.isAllowed(alice, 'READ', 'TOPIC', 'orders')).toBe(true)
  })

  it('allow nothing to anybody by themselves', () => {
    expect(aclsOf([]).isAllowed(alice, 'READ', 'TOPIC', 'orders')).toBe(false)
  })

  it('allow what no ACL is about, when everyone is allowed without one', () => {
    const acls = aclsOf([{ ...read, principal: 'User:bob' }], { 'allow.everyone.if.no.acl.found': 'true' })

    expect(acls.isAllowed(alice, 'READ', 'TOPIC', 'payments')).toBe(true)
    expect(acls.isAllowed(alice, 'READ', 'TOPIC', 'orders')).toBe(false)
  })

  it('do not bind super users', () => {
    const acls = aclsOf([{ ...read, permission: 'DENY' }], { 'super.users': 'User:root; User:alice' })

    expect(acls.isAllowed(alice, 'READ', 'TOPIC', 'orders')).toBe(true)
  })

  it.each<[string, AclSpec, boolean]>([
    ['the resource itself', read, true],
    ['another resource', { ...read, resourceName: 'order' }, false],
    ['a longer name', { ...read, resourceName: 'orders2' }, false],
    ['any resource', { ...read, resourceName: '*' }, true],
    ['a prefix', { ...read, resourceName: 'ord', patternType: 'PREFIXED' }, true],
    ['a prefix that it is not', { ...read, resourceName: 'pay', patternType: 'PREFIXED' }, false],
    ['a prefix called *', { ...read, resourceName: '*', patternType: 'PREFIXED' }, false],
    ['another kind of resource', { ...read, resourceType: 'GROUP' }, false],
    ['another principal', { ...read, principal: 'User:bob' }, false],
    ['any user', { ...read, principal: 'User:*' }, true],
    ['the host of the client', { ...read, host: '10.0.0.1' }, true],
    ['another host', { ...read, host: '10.0.0.2' }, false],
    ['any operation', { ...read, operation: 'ALL' }, true],
    ['another operation', { ...read, operation: 'WRITE' }, false],
  ])('for %s', (_what, spec, isAllowed) => {
    expect(aclsOf([spec]).isAllowed(alice, 'READ', 'TOPIC', 'orders')).toBe(isAllowed)
  })

  it.each<[AclSpec['operation'], 'DESCRIBE' | 'DESCRIBE_CONFIGS', boolean]>([
    ['READ', 'DESCRIBE', true],
    ['WRITE', 'DESCRIBE', true],
    ['DELETE', 'DESCRIBE', true],
    ['ALTER', 'DESCRIBE', true],
    ['CREATE', 'DESCRIBE', false],
    ['ALTER_CONFIGS', 'DESCRIBE', false],
    ['ALTER_CONFIGS', 'DESCRIBE_CONFIGS', true],
    ['READ', 'DESCRIBE_CONFIGS', false],
  ])('to %s as to %s: %s', (operation, implied, isImplied) => {
    expect(aclsOf([{ ...read, operation }]).isAllowed(alice, implied, 'TOPIC', 'orders')).toBe(isImplied)
  })

  it('that deny win over those that allow, however general', () => {
    const acls = aclsOf([read, { ...read, resourceName: '*', permission: 'DENY' }])

    expect(acls.isAllowed(alice, 'READ', 'TOPIC', 'orders')).toBe(false)
  })

  it('that deny reading do not deny describing', () => {
    const acls = aclsOf([
      { ...read, permission: 'DENY' },
      { ...read, operation: 'DESCRIBE' },
    ])

    expect(acls.isAllowed(alice, 'DESCRIBE', 'TOPIC', 'orders')).toBe(true)
  })

  it('are kept once, and survive a snapshot', () => {
    const acls = aclsOf([read, { ...read }])
    const restored = aclsOf([])

    restored.fromSnapshot(JSON.parse(JSON.stringify(acls.toSnapshot())))

    expect(restored.all).toEqual([resolveAcl(read)])
  })

  it.each<[string, readonly AclSpec[], boolean]>([
    ['one that allows a topic', [{ ...read, operation: 'WRITE' }], true],
    ['one that allows another operation only', [read], false],
    [
      'one that allows a topic and another that denies it',
      [
        { ...read, operation: 'WRITE' },
        { ...read, operation: 'WRITE', permission: 'DENY' },
      ],
      false,
    ],
    [
      'one that allows a prefix below a prefix that is denied',
      [
        { ...read, operation: 'WRITE', patternType: 'PREFIXED' },
        { ...read, operation: 'WRITE', permission: 'DENY', patternType: 'PREFIXED', resourceName: 'ord' },
      ],
      false,
    ],
    [
      'one that allows a prefix of which one topic is denied',
      [
        { ...read, operation: 'WRITE', patternType: 'PREFIXED' },
        { ...read, operation: 'WRITE', permission: 'DENY' },
      ],
      true,
    ],
    [
      'one that allows, and another that denies all',
      [
        { ...read, operation: 'WRITE' },
        { ...read, operation: 'WRITE', permission: 'DENY', resourceName: '*' },
      ],
      false,
    ],
  ])('of which there is %s: writing to some topic', (_what, specs, isAllowed) => {
    expect(aclsOf(specs).isAllowedForAny(alice, 'WRITE', 'TOPIC')).toBe(isAllowed)
  })
})

describe('a filter for ACLs', () => {
  const anything: AclFilter = {
    resourceType: 1,
    resourceName: null,
    patternType: 1,
    principal: null,
    host: null,
    operation: 1,
    permissionType: 1,
  }
  const literal = resolveAcl(read)
  const prefixed = resolveAcl({ ...read, resourceName: 'ord', patternType: 'PREFIXED' })
  const everywhere = resolveAcl({ ...read, resourceName: '*', permission: 'DENY' })
  const group = resolveAcl({
    ...read,
    resourceType: 'GROUP',
    resourceName: 'billing',
    operation: 'ALL',
    host: '10.0.0.1',
  })
  const all = [literal, prefixed, everywhere, group]

  it.each([
    ['anything', {}, all],
    ['topics', { resourceType: 2 }, [literal, prefixed, everywhere]],
    ['what is literally called so', { resourceName: 'orders', patternType: 3 }, [literal]],
    ['what is called so in any way', { resourceName: 'ord' }, [prefixed]],
    [
      'what applies to a topic',
      { resourceType: 2, resourceName: 'orders', patternType: 2 },
      [literal, prefixed, everywhere],
    ],
    ['prefixes', { patternType: 4 }, [prefixed]],
    ['the wildcard itself', { resourceName: '*', patternType: 3 }, [everywhere]],
    ['what is denied', { permissionType: 2 }, [everywhere]],
    ['one host', { host: '10.0.0.1' }, [group]],
    ['one operation', { operation: 2 }, [group]],
    ['a principal that has none', { principal: 'User:bob' }, []],
  ])('finds %s', (_what, filter, expected) => {
    const found = all.filter((acl) => matchesFilter(acl, { ...anything, ...filter }))

    expect(found).toEqual(expected)
  })
})
