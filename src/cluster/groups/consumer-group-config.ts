/** What groups of KIP-848 go by: what is set on the group, over what the brokers say. */
import { DynamicConfigs } from '../administration/dynamic-configs.ts'
import type { ClusterState } from '../cluster-state.ts'

/** Brokers call them `group.consumer...`. */
export type ConsumerGroupConfigKey = 'consumer.heartbeat.interval.ms' | 'consumer.session.timeout.ms'

export function consumerGroupConfig(cluster: ClusterState, groupId: string, key: ConsumerGroupConfigKey): number {
  const ofGroup = cluster.part(DynamicConfigs).of('group', groupId).get(key)
  return ofGroup === undefined ? cluster.brokerConfig.number(`group.${key}`) : Number(ofGroup)
}
