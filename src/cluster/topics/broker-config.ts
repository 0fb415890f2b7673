/**
 * The broker configuration that the embedded cluster goes by, and reports.
 *
 * Owned by the cluster. Values are set when it starts (static) or by IncrementalAlterConfigs (dynamic, for the whole
 * cluster or for one broker); a more specific value wins.
 */
import { type ConfigDefinition, ConfigSources } from './config-definition.ts'

export const brokerConfigDefinitions: readonly ConfigDefinition[] = [
  { name: 'allow.everyone.if.no.acl.found', type: 'boolean', defaultValue: 'false' },
  { name: 'authorizer.class.name', type: 'string', defaultValue: '' },
  { name: 'auto.create.topics.enable', type: 'boolean', defaultValue: 'true' },
  { name: 'compression.type', type: 'string', defaultValue: 'producer' },
  { name: 'connections.failed.authentication.delay.ms', type: 'int', defaultValue: '100', min: 0 },
  { name: 'connections.max.idle.ms', type: 'long', defaultValue: '600000' },
  { name: 'connections.max.reauth.ms', type: 'long', defaultValue: '0' },
  { name: 'default.replication.factor', type: 'int', defaultValue: '1', min: 1 },
  { name: 'delete.topic.enable', type: 'boolean', defaultValue: 'true' },
  // Kafka gathers changes for a second; here each is assigned at once.
  { name: 'group.consumer.assignment.interval.ms', type: 'int', defaultValue: '0', min: 0 },
  { name: 'group.consumer.assignors', type: 'list', defaultValue: 'uniform,range' },
  { name: 'group.consumer.heartbeat.interval.ms', type: 'int', defaultValue: '5000', min: 1 },
  { name: 'group.consumer.max.size', type: 'int', defaultValue: '2147483647', min: 1 },
  { name: 'group.consumer.migration.policy', type: 'string', defaultValue: 'bidirectional' },
  { name: 'group.consumer.session.timeout.ms', type: 'int', defaultValue: '45000', min: 1 },
  // As Kafka's own server.properties have it; its default without them is three seconds.
  { name: 'group.initial.rebalance.delay.ms', type: 'int', defaultValue: '0' },
  { name: 'group.max.session.timeout.ms', type: 'int', defaultValue: '1800000' },
  { name: 'group.max.size', type: 'int', defaultValue: '2147483647', min: 1 },
  { name: 'group.min.session.timeout.ms', type: 'int', defaultValue: '6000' },
  { name: 'group.share.delivery.count.limit', type: 'int', defaultValue: '5', min: 1 },
  { name: 'group.share.heartbeat.interval.ms', type: 'int', defaultValue: '5000', min: 1 },
  { name: 'group.share.max.share.sessions', type: 'int', defaultValue: '2000', min: 1 },
  { name: 'group.share.max.size', type: 'int', defaultValue: '200', min: 1 },
  { name: 'group.share.partition.max.record.locks', type: 'int', defaultValue: '2000', min: 1 },
  { name: 'group.share.record.lock.duration.ms', type: 'int', defaultValue: '30000', min: 1 },
  { name: 'group.share.session.timeout.ms', type: 'int', defaultValue: '45000', min: 1 },
  { name: 'log.cleanup.policy', type: 'list', defaultValue: 'delete' },
  { name: 'log.dirs', type: 'string', defaultValue: '/tmp/kafka-logs' },
  { name: 'log.message.timestamp.type', type: 'string', defaultValue: 'CreateTime' },
  { name: 'log.retention.bytes', type: 'long', defaultValue: '-1' },
  { name: 'log.retention.check.interval.ms', type: 'long', defaultValue: '300000', min: 0 },
  { name: 'log.retention.ms', type: 'long', defaultValue: '604800000' },
  { name: 'log.roll.ms', type: 'long', defaultValue: '604800000' },
  { name: 'log.segment.bytes', type: 'int', defaultValue: '1073741824' },
  { name: 'max.incremental.fetch.session.cache.slots', type: 'int', defaultValue: '1000', min: 0 },
  { name: 'message.max.bytes', type: 'int', defaultValue: '1048588', min: 0 },
  { name: 'min.insync.replicas', type: 'int', defaultValue: '1', min: 1 },
  { name: 'num.partitions', type: 'int', defaultValue: '1', min: 1 },
  { name: 'offset.metadata.max.bytes', type: 'int', defaultValue: '4096' },
  { name: 'offsets.retention.check.interval.ms', type: 'long', defaultValue: '600000', min: 1 },
  { name: 'offsets.retention.minutes', type: 'int', defaultValue: '10080', min: 1 },
  { name: 'sasl.enabled.mechanisms', type: 'list', defaultValue: '' },
  { name: 'offsets.topic.num.partitions', type: 'int', defaultValue: '50', min: 1 },
  { name: 'socket.request.max.bytes', type: 'int', defaultValue: '104857600', min: 1 },
  { name: 'super.users', type: 'string', defaultValue: '' },
  { name: 'transaction.max.timeout.ms', type: 'int', defaultValue: '900000', min: 1 },
  { name: 'transaction.partition.verification.enable', type: 'boolean', defaultValue: 'true' },
  { name: 'transactional.id.expiration.ms', type: 'int', defaultValue: '604800000', min: 1 },
  { name: 'unclean.leader.election.enable', type: 'boolean', defaultValue: 'false' },
]

/** A value and where it comes from. */
export interface ConfigValue {
  readonly value: string
  readonly source: number
}

export class BrokerConfig {
  readonly #definitions = new Map<string, ConfigDefinition>()
  readonly #static: ReadonlyMap<string, string>
  readonly #clusterWide = new Map<string, string>()
  readonly #perBroker = new Map<number, Map<string, string>>()

  /** @param staticValues As in a `server.properties`; keys that are not known here are kept and reported. */
  constructor(staticValues: Readonly<Record<string, string>> = {}) {
    this.#static = new Map(Object.entries(staticValues))
    for (const definition of brokerConfigDefinitions) this.#definitions.set(definition.name, definition)
    for (const name of this.#static.keys()) this.#define(name)
  }

  get definitions(): readonly ConfigDefinition[] {
    return [...this.#definitions.values()]
  }

  definition(name: string): ConfigDefinition | undefined {
    return this.#definitions.get(name)
  }

  /** The value on one broker, or on any of them. Undefined for a key that nobody knows. */
  get(name: string, nodeId?: number): ConfigValue | undefined {
    const onBroker = nodeId === undefined ? undefined : this.#perBroker.get(nodeId)?.get(name)
    if (onBroker !== undefined) return { value: onBroker, source: ConfigSources.dynamicBroker }
    const clusterWide = this.#clusterWide.get(name)
    if (clusterWide !== undefined) return { value: clusterWide, source: ConfigSources.dynamicDefaultBroker }
    const fixed = this.#static.get(name)
    if (fixed !== undefined) return { value: fixed, source: ConfigSources.staticBroker }
    const definition = this.#definitions.get(name)
    return definition === undefined ? undefined : { value: definition.defaultValue, source: ConfigSources.default }
  }

  number(name: string, nodeId?: number): number {
    return Number(this.get(name, nodeId)?.value)
  }

  isTrue(name: string): boolean {
    return this.get(name)?.value.toLowerCase() === 'true'
  }

  /** What was set on one broker while it ran; undefined for the whole cluster. */
  dynamicNames(nodeId: number | undefined): readonly string[] {
    const values = nodeId === undefined ? this.#clusterWide : this.#perBroker.get(nodeId)
    return [...(values?.keys() ?? [])]
  }

  /** @param nodeId Undefined for the whole cluster. @param value Undefined takes the value back. */
  set(nodeId: number | undefined, name: string, value: string | undefined): void {
    let values = nodeId === undefined ? this.#clusterWide : this.#perBroker.get(nodeId)
    if (values === undefined) {
      values = new Map()
      this.#perBroker.set(nodeId!, values)
    }
    if (value === undefined) values.delete(name)
    else values.set(name, value)
  }

  /** What was set on a cluster that runs: for all brokers under the empty name, else by their id. */
  get dynamicValues(): Readonly<Record<string, Readonly<Record<string, string>>>> {
    const perBroker = [...this.#perBroker].map(([nodeId, values]) => [String(nodeId), Object.fromEntries(values)])
    return { '': Object.fromEntries(this.#clusterWide), ...Object.fromEntries(perBroker) }
  }

  /** Sets what `dynamicValues` gave. */
  restore(dynamicValues: Readonly<Record<string, Readonly<Record<string, string>>>>): void {
    for (const [node, values] of Object.entries(dynamicValues)) {
      for (const [name, value] of Object.entries(values)) this.set(node === '' ? undefined : Number(node), name, value)
    }
  }

  #define(name: string): void {
    if (!this.#definitions.has(name)) this.#definitions.set(name, { name, type: 'string', defaultValue: '' })
  }
}
