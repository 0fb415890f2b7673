/** What share groups go by: what is set on the group (KIP-932), over what the brokers say. */
import { DynamicConfigs } from '../administration/dynamic-configs.ts'
import type { ClusterState } from '../cluster-state.ts'

export type ShareConfigKey =
  | 'share.auto.offset.reset'
  | 'share.heartbeat.interval.ms'
  | 'share.isolation.level'
  | 'share.record.lock.duration.ms'
  | 'share.session.timeout.ms'

/** The value for one group. Keys that brokers have too are called `group.share...` there. */
export function shareConfig(cluster: ClusterState, groupId: string, key: ShareConfigKey): string {
  const configs = cluster.part(DynamicConfigs)
  const ofGroup = configs.of('group', groupId).get(key)
  return ofGroup ?? cluster.brokerConfig.get(`group.${key}`)?.value ?? configs.get('group', groupId, key)
}

export function shareConfigNumber(cluster: ClusterState, groupId: string, key: ShareConfigKey): number {
  return Number(shareConfig(cluster, groupId, key))
}
