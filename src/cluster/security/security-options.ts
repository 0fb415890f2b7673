/** What a test says about security, and Kafka's configuration that it stands for. */
import { ConfigError } from '../../errors/client-errors.ts'
import type { ClusterState } from '../cluster-state.ts'
import { type AclSpec, resolveAcl } from './acl.ts'
import { Acls } from './acls.ts'
import { Credentials, isSaslMechanism, type SaslMechanismName } from './credentials.ts'

/** Clients have to say who they are. */
export interface ClusterSaslOptions {
  /** Default: all three. */
  readonly mechanisms?: readonly SaslMechanismName[]
  /** Passwords by user, for every mechanism. */
  readonly users?: Readonly<Record<string, string>>
  /** So often a client has to authenticate again (`connections.max.reauth.ms`, KIP-368). Default: never. */
  readonly maxReauthMs?: number
}

/** Clients may do only what they are allowed to. */
export interface ClusterAuthorizerOptions {
  /** Who may do everything: `User:admin`. */
  readonly superUsers?: readonly string[]
  /** Whether everybody may do what no ACL is about (`allow.everyone.if.no.acl.found`). Default false. */
  readonly allowsEveryoneIfNoAcl?: boolean
  /** Rules that are there from the start. */
  readonly acls?: readonly AclSpec[]
}

export interface SecurityOptions {
  readonly sasl?: ClusterSaslOptions
  readonly authorizer?: ClusterAuthorizerOptions
}

const allMechanisms: readonly SaslMechanismName[] = ['PLAIN', 'SCRAM-SHA-256', 'SCRAM-SHA-512']

export function securityConfig({ sasl, authorizer }: SecurityOptions): Record<string, string> {
  const config: Record<string, string> = {}
  if (sasl !== undefined) {
    const { mechanisms = allMechanisms, maxReauthMs } = sasl
    const unknown = mechanisms.find((name) => !isSaslMechanism(name))
    if (unknown !== undefined) throw new ConfigError(`There is no SASL mechanism ${unknown} here`)
    config['sasl.enabled.mechanisms'] = mechanisms.join(',')
    if (maxReauthMs !== undefined) config['connections.max.reauth.ms'] = String(maxReauthMs)
  }
  if (authorizer !== undefined) {
    const { superUsers = [], allowsEveryoneIfNoAcl = false } = authorizer
    config['authorizer.class.name'] = 'org.apache.kafka.metadata.authorizer.StandardAuthorizer'
    config['super.users'] = superUsers.join(';')
    config['allow.everyone.if.no.acl.found'] = String(allowsEveryoneIfNoAcl)
  }
  return config
}

/** Users and rules that are there from the start. */
export function applySecurity(cluster: ClusterState, { sasl, authorizer }: SecurityOptions): void {
  for (const [user, password] of Object.entries(sasl?.users ?? {})) {
    cluster.part(Credentials).setPassword(user, password)
  }
  for (const spec of authorizer?.acls ?? []) cluster.part(Acls).add(resolveAcl(spec))
}
