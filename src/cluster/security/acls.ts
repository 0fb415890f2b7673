/**
 * The ACLs of a cluster and what they decide: Kafka's `StandardAuthorizer`.
 *
 * Owned by the cluster's state. There is an authorizer when `authorizer.class.name` is set; without one everything is
 * allowed, and ACLs can neither be made nor seen.
 */
import type { ClusterPart, ClusterState } from '../cluster-state.ts'
import { type Acl, type AclOperationName, type AclResourceName, appliesTo, wildcard } from './acl.ts'
import { type AclFilter, matchesFilter } from './acl-filter.ts'

/** Whoever may do one of these may describe the resource too. It takes an ALLOW: who must not read may still describe. */
const implyDescribe: ReadonlySet<string> = new Set(['DESCRIBE', 'READ', 'WRITE', 'DELETE', 'ALTER'])
const implyDescribeConfigs: ReadonlySet<string> = new Set(['DESCRIBE_CONFIGS', 'ALTER_CONFIGS'])

export interface Caller {
  /** `User:alice`. */
  readonly principal: string
  /** The address alone. */
  readonly host: string
}

export class Acls implements ClusterPart {
  readonly snapshotName = 'acls'
  readonly isEnabled: boolean
  readonly #superUsers: ReadonlySet<string>
  readonly #isAllowedWithoutAcls: boolean
  /** By their content, so that none is there twice; in the order of their creation. */
  readonly #acls = new Map<string, Acl>()

  constructor({ brokerConfig }: ClusterState) {
    this.isEnabled = (brokerConfig.get('authorizer.class.name')?.value ?? '') !== ''
    const superUsers = brokerConfig.get('super.users')?.value ?? ''
    this.#superUsers = new Set(
      superUsers
        .split(';')
        .map((user) => user.trim())
        .filter((user) => user !== ''),
    )
    this.#isAllowedWithoutAcls = brokerConfig.isTrue('allow.everyone.if.no.acl.found')
  }

  get all(): readonly Acl[] {
    return [...this.#acls.values()]
  }

  /** One that is there already changes nothing. */
  add(acl: Acl): void {
    this.#acls.set(keyOf(acl), acl)
  }

  find(filter: AclFilter): readonly Acl[] {
    return this.all.filter((acl) => matchesFilter(acl, filter))
  }

  /** Deletes what matches, and gives it. */
  delete(filter: AclFilter): readonly Acl[] {
    const found = this.find(filter)
    for (const acl of found) this.#acls.delete(keyOf(acl))
    return found
  }

  /** A DENY wins over every ALLOW. Where no ACL is about the resource, `allow.everyone.if.no.acl.found` decides. */
  isAllowed(caller: Caller, operation: AclOperationName, resourceType: AclResourceName, resourceName: string): boolean {
    if (!this.isEnabled || this.#superUsers.has(caller.principal)) return true
    let hasAny = false
    let isAllowed = false
    for (const acl of this.#acls.values()) {
      if (acl.resourceType !== resourceType || !appliesTo(acl, resourceName)) continue
      hasAny = true
      if (!isAbout(acl, caller) || !covers(acl, operation)) continue
      if (acl.permission === 'DENY') return false
      isAllowed = true
    }
    return isAllowed || (!hasAny && this.#isAllowedWithoutAcls)
  }

  /** Whether there may be a resource of the type to which this is allowed: Kafka's `authorizeByResourceType`. */
  isAllowedForAny(caller: Caller, operation: AclOperationName, resourceType: AclResourceName): boolean {
    // No ACL names this resource, so it shows what is allowed for resources that nothing is said about.
    if (this.isAllowed(caller, operation, resourceType, 'hardcode')) return true
    const relevant = this.all.filter(
      (acl) =>
        acl.resourceType === resourceType &&
        isAbout(acl, caller) &&
        (acl.operation === operation || acl.operation === 'ALL'),
    )
    const denied = relevant.filter(({ permission }) => permission === 'DENY')
    if (denied.some((acl) => acl.patternType === 'LITERAL' && acl.resourceName === wildcard)) return false
    const allowed = relevant.filter(({ permission }) => permission === 'ALLOW')
    return allowed.some((acl) => !denied.some((denial) => dominates(denial, acl)))
  }

  toSnapshot(): unknown {
    return this.all
  }

  fromSnapshot(snapshot: unknown): void {
    for (const acl of snapshot as readonly Acl[]) this.add(acl)
  }
}

function keyOf(acl: Acl): string {
  const { resourceType, resourceName, patternType, principal, host, operation, permission } = acl
  return JSON.stringify([resourceType, resourceName, patternType, principal, host, operation, permission])
}

function isAbout(acl: Acl, { principal, host }: Caller): boolean {
  const isCaller = acl.principal === principal || acl.principal === 'User:*'
  return isCaller && (acl.host === wildcard || acl.host === host)
}

function covers({ operation, permission }: Acl, wanted: AclOperationName): boolean {
  if (operation === 'ALL' || operation === wanted) return true
  if (permission === 'DENY') return false
  if (wanted === 'DESCRIBE') return implyDescribe.has(operation)
  return wanted === 'DESCRIBE_CONFIGS' && implyDescribeConfigs.has(operation)
}

/** Whether nothing is left of what one ACL allows when another denies. */
function dominates(denial: Acl, allowed: Acl): boolean {
  if (denial.patternType === 'PREFIXED') return allowed.resourceName.startsWith(denial.resourceName)
  return allowed.patternType === 'LITERAL' && allowed.resourceName === denial.resourceName
}
