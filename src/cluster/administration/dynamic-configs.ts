/**
 * The configuration of what is neither topic nor broker: groups (KIP-848, KIP-932), and what clients are asked to measure
 * (KIP-714).
 *
 * Owned by the cluster's state. A resource is there as long as something is set on it.
 */
import type { ClusterPart } from '../cluster-state.ts'
import { type ConfigDefinition, listItems } from '../topics/config-definition.ts'

export type DynamicConfigKind = 'clientMetrics' | 'group'

const definitions: Readonly<Record<DynamicConfigKind, readonly ConfigDefinition[]>> = {
  clientMetrics: [
    { name: 'interval.ms', type: 'int', defaultValue: '300000', min: 100 },
    { name: 'match', type: 'list', defaultValue: '' },
    { name: 'metrics', type: 'list', defaultValue: '' },
  ],
  group: [
    { name: 'consumer.heartbeat.interval.ms', type: 'int', defaultValue: '5000', min: 1 },
    { name: 'consumer.session.timeout.ms', type: 'int', defaultValue: '45000', min: 1 },
    { name: 'share.auto.offset.reset', type: 'string', defaultValue: 'latest' },
    { name: 'share.heartbeat.interval.ms', type: 'int', defaultValue: '5000', min: 1 },
    {
      name: 'share.isolation.level',
      type: 'string',
      defaultValue: 'read_uncommitted',
      allowed: ['read_committed', 'read_uncommitted'],
    },
    { name: 'share.record.lock.duration.ms', type: 'int', defaultValue: '30000', min: 1000 },
    { name: 'share.session.timeout.ms', type: 'int', defaultValue: '45000', min: 1 },
    { name: 'streams.heartbeat.interval.ms', type: 'int', defaultValue: '5000', min: 1 },
    { name: 'streams.num.standby.replicas', type: 'int', defaultValue: '0', min: 0 },
    { name: 'streams.session.timeout.ms', type: 'int', defaultValue: '45000', min: 1 },
  ],
}

type Snapshot = Readonly<Record<DynamicConfigKind, Readonly<Record<string, Readonly<Record<string, string>>>>>>

export class DynamicConfigs implements ClusterPart {
  readonly snapshotName = 'dynamicConfigs'
  readonly #values: Readonly<Record<DynamicConfigKind, Map<string, Map<string, string>>>> = {
    clientMetrics: new Map(),
    group: new Map(),
  }
  #changeCount = 0

  /** Goes up with each change. */
  get changeCount(): number {
    return this.#changeCount
  }

  definitions(kind: DynamicConfigKind): readonly ConfigDefinition[] {
    return definitions[kind]
  }

  /** Those on which something is set. */
  names(kind: DynamicConfigKind): readonly string[] {
    return [...this.#values[kind].keys()]
  }

  /** What is set on one. */
  of(kind: DynamicConfigKind, name: string): ReadonlyMap<string, string> {
    return this.#values[kind].get(name) ?? new Map()
  }

  /** The value, or what it is when nobody sets it. */
  get(kind: DynamicConfigKind, name: string, key: string): string {
    const fallback = definitions[kind].find((definition) => definition.name === key)?.defaultValue ?? ''
    return this.of(kind, name).get(key) ?? fallback
  }

  /** @param value Undefined takes it back. */
  set(kind: DynamicConfigKind, name: string, key: string, value: string | undefined): void {
    const resources = this.#values[kind]
    const values = resources.get(name) ?? new Map<string, string>()
    if (value === undefined) values.delete(key)
    else values.set(key, value)
    if (values.size === 0) resources.delete(name)
    else resources.set(name, values)
    this.#changeCount++
  }

  toSnapshot(): unknown {
    const written = (kind: DynamicConfigKind) =>
      Object.fromEntries([...this.#values[kind]].map(([name, values]) => [name, Object.fromEntries(values)]))
    return { clientMetrics: written('clientMetrics'), group: written('group') } satisfies Snapshot
  }

  fromSnapshot(snapshot: unknown): void {
    for (const [kind, resources] of Object.entries(snapshot as Snapshot)) {
      for (const [name, values] of Object.entries(resources)) {
        for (const [key, value] of Object.entries(values)) this.set(kind as DynamicConfigKind, name, key, value)
      }
    }
  }
}

const matchableParts = [
  'client_instance_id',
  'client_id',
  'client_software_name',
  'client_software_version',
  'client_source_address',
  'client_source_port',
]

/** Why clients cannot be picked like that, or undefined when they can: `client_id=app.*`. */
export function whyMatchInvalid(match: string): string | undefined {
  for (const item of listItems(match)) {
    const [part = '', pattern] = item.split('=').map((text) => text.trim())
    if (pattern === undefined) return `Illegal client matching pattern: ${item}`
    if (!matchableParts.includes(part)) return `Illegal client matching pattern: ${item}`
    if (!isPattern(pattern)) return `Illegal client matching pattern: ${item}`
  }
  return undefined
}

function isPattern(pattern: string): boolean {
  try {
    return new RegExp(pattern).source !== ''
  } catch {
    return false
  }
}
