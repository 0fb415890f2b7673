/** What has a configuration, by the codes of DescribeConfigs and IncrementalAlterConfigs. */
export const ConfigResources = { topic: 2, broker: 4, brokerLogger: 8, clientMetrics: 16, group: 32 } as const

/** The broker that a resource names; undefined for the whole cluster, and for what is no id. */
export function parseNodeId(resourceName: string): number | undefined {
  return /^\d+$/.test(resourceName) ? Number(resourceName) : undefined
}
