/** Users and rules of a running cluster, at a word from a test. */
import type { ClusterState } from '../cluster-state.ts'
import { type Acl, AclOperations, AclPatterns, AclPermissions, AclResources, type AclSpec, resolveAcl } from './acl.ts'
import { Acls } from './acls.ts'
import { Credentials } from './credentials.ts'

export class ClusterSecurity {
  readonly #cluster: ClusterState

  /** Made by `FakeCluster`. */
  constructor(cluster: ClusterState) {
    this.#cluster = cluster
  }

  /** The rules that there are, those that clients made included. */
  get acls(): readonly Acl[] {
    return this.#cluster.part(Acls).all
  }

  addAcl(acl: AclSpec): void {
    this.#cluster.part(Acls).add(resolveAcl(acl))
  }

  removeAcl(acl: AclSpec): void {
    const { resourceType, patternType, operation, permission, ...names } = resolveAcl(acl)
    this.#cluster.part(Acls).delete({
      ...names,
      resourceType: AclResources[resourceType],
      patternType: AclPatterns[patternType],
      operation: AclOperations[operation],
      permissionType: AclPermissions[permission],
    })
  }

  /** A new user, or another password. Who is connected stays so until its session ends. */
  setPassword(user: string, password: string): void {
    this.#cluster.part(Credentials).setPassword(user, password)
  }

  removeUser(user: string): void {
    this.#cluster.part(Credentials).removeUser(user)
  }
}
