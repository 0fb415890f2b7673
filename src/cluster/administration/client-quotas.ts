/**
 * Quotas of users, clients and addresses (KIP-546), kept and described; nobody is slowed down by them.
 *
 * Owned by the cluster's state. What can be set, and how it is found, is Kafka's `ClientQuotaControlManager` and
 * `ClientQuotasImage`.
 */
import { ErrorCodes } from '../../errors/error-codes.ts'
import type { ClusterPart } from '../cluster-state.ts'
import type { TopicRefusal } from '../topics/plan-topic.ts'

/** Who a quota is for: names by kind; null for all that have none of their own. */
export type QuotaEntity = ReadonlyMap<string, string | null>

export interface ClientQuota {
  readonly entity: QuotaEntity
  readonly values: ReadonlyMap<string, number>
}

/** Undefined takes a key back. */
export interface QuotaChange {
  readonly key: string
  readonly value: number | undefined
}

export interface QuotaComponent {
  readonly entityType: string
  /** 0: this name. 1: those without a name of their own. 2: any. */
  readonly matchType: number
  readonly match: string | null
}

const entityTypes = ['user', 'client-id', 'ip']
const largestInt = 2 ** 31 - 1

/** The keys that there are, with what fits into them. */
const userKeys: Readonly<Record<string, { whole: boolean; max: number }>> = {
  producer_byte_rate: { whole: true, max: 2 ** 63 },
  consumer_byte_rate: { whole: true, max: 2 ** 63 },
  request_percentage: { whole: false, max: Number.MAX_VALUE },
  controller_mutation_rate: { whole: false, max: Number.MAX_VALUE },
}
const addressKeys: typeof userKeys = { connection_creation_rate: { whole: true, max: largestInt } }

const invalid = (message: string): TopicRefusal => ({ errorCode: ErrorCodes.INVALID_REQUEST, message })

type Snapshot = readonly {
  readonly entity: Readonly<Record<string, string | null>>
  readonly values: Readonly<Record<string, number>>
}[]

export class ClientQuotas implements ClusterPart {
  readonly snapshotName = 'clientQuotas'
  readonly #quotas = new Map<string, { entity: QuotaEntity; values: Map<string, number> }>()

  get all(): readonly ClientQuota[] {
    return [...this.#quotas.values()]
  }

  /** Changes what was found to be in order by `whyQuotaRefused`. */
  alter(entity: QuotaEntity, changes: readonly QuotaChange[]): void {
    const key = keyOf(entity)
    const quota = this.#quotas.get(key) ?? { entity, values: new Map<string, number>() }
    for (const { key: name, value } of changes) {
      if (value === undefined) quota.values.delete(name)
      else quota.values.set(name, value)
    }
    if (quota.values.size === 0) this.#quotas.delete(key)
    else this.#quotas.set(key, quota)
  }

  /** With `isStrict` an entity has no other kinds of names than those that are asked for. */
  find(components: readonly QuotaComponent[], isStrict: boolean): readonly ClientQuota[] {
    return this.all.filter(({ entity }) => {
      if (isStrict && entity.size !== components.length) return false
      return components.every((component) => matches(entity, component))
    })
  }

  toSnapshot(): unknown {
    return this.all.map(({ entity, values }) => ({
      entity: Object.fromEntries(entity),
      values: Object.fromEntries(values),
    })) satisfies Snapshot
  }

  fromSnapshot(snapshot: unknown): void {
    for (const { entity, values } of snapshot as Snapshot) {
      const changes = Object.entries(values).map(([key, value]) => ({ key, value }))
      this.alter(new Map(Object.entries(entity)), changes)
    }
  }
}

function keyOf(entity: QuotaEntity): string {
  return JSON.stringify([...entity].sort(([a], [b]) => (a < b ? -1 : 1)))
}

function matches(entity: QuotaEntity, { entityType, matchType, match }: QuotaComponent): boolean {
  const name = entity.get(entityType)
  if (name === undefined) return false
  if (matchType === matchTypes.specified) return true
  return matchType === matchTypes.default ? name === null : name === match
}

const matchTypes = { exact: 0, default: 1, specified: 2 } as const

/** Why nobody can be asked for like that. */
export function whyFilterRefused(components: readonly QuotaComponent[]): TopicRefusal | undefined {
  const types = components.map(({ entityType }) => entityType)
  for (const { entityType, matchType, match } of components) {
    if (entityType === '') return invalid('Invalid empty entity type.')
    if (types.indexOf(entityType) !== types.lastIndexOf(entityType)) {
      return invalid(`Entity type ${entityType} cannot appear more than once in the filter.`)
    }
    if (!entityTypes.includes(entityType)) {
      return { errorCode: ErrorCodes.UNSUPPORTED_VERSION, message: `Unsupported entity type ${entityType}` }
    }
    const refusal = whyMatchRefused(matchType, match)
    if (refusal !== undefined) return refusal
  }
  if (!types.includes('ip') || types.length === 1) return undefined
  return invalid(
    'Invalid entity filter component combination. IP filter component should not be used with user or clientId filter component.',
  )
}

function whyMatchRefused(matchType: number, match: string | null): TopicRefusal | undefined {
  switch (matchType) {
    case matchTypes.exact:
      return match === null ? invalid('Request specified MATCH_TYPE_EXACT, but set match string to null.') : undefined
    case matchTypes.default:
    case matchTypes.specified: {
      const name = matchType === matchTypes.default ? 'MATCH_TYPE_DEFAULT' : 'MATCH_TYPE_SPECIFIED'
      return match === null ? undefined : invalid(`Request specified ${name}, but also specified a match string.`)
    }
    default:
      return invalid(`Unknown match type ${matchType}`)
  }
}

/** Why a quota cannot be set so. */
export function whyQuotaRefused(
  entity: readonly { readonly entityType: string; readonly entityName: string | null }[],
  changes: readonly QuotaChange[],
): TopicRefusal | undefined {
  const types = entity.map(({ entityType }) => entityType)
  if (entity.length === 0) return invalid('Invalid empty client quota entity')
  for (const { entityType, entityName } of entity) {
    if (types.indexOf(entityType) !== types.lastIndexOf(entityType)) {
      return invalid(`Invalid client quota entity, duplicate entity entry ${entityType}`)
    }
    if (!entityTypes.includes(entityType)) return invalid(`Unhandled client quota entity type: ${entityType}`)
    if (entityName === '') return invalid(`Empty ${entityType} not supported`)
  }
  if (types.includes('ip') && types.length > 1) {
    return invalid('Invalid quota entity combination, IP entity shouldnot be combined with User or ClientId')
  }
  const keys = types.includes('ip') ? addressKeys : userKeys
  for (const change of changes) {
    const refusal = whyValueRefused(change, changes, keys)
    if (refusal !== undefined) return refusal
  }
  return undefined
}

function whyValueRefused(
  { key, value }: QuotaChange,
  all: readonly QuotaChange[],
  keys: typeof userKeys,
): TopicRefusal | undefined {
  if (all.filter((other) => other.key === key).length > 1) return invalid(`Duplicate quota key ${key}`)
  if (value === undefined) return undefined
  const kind = keys[key]
  if (kind === undefined) return invalid(`Invalid configuration key ${key}`)
  if (value <= 0) return invalid(`Quota ${key} must be greater than 0`)
  if (value > kind.max) {
    return invalid(`Proposed value for ${key} is too large for ${kind.max === largestInt ? 'an INT' : 'a LONG'}.`)
  }
  const isFraction = kind.whole && Math.abs(value % 1) > 1e-6
  return isFraction ? invalid(`${key} cannot be a fractional value.`) : undefined
}
