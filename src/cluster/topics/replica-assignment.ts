/**
 * Spreads partitions over brokers: leaders round robin from `startIndex` on, followers on the brokers behind.
 *
 * @returns The replicas of each partition, the preferred leader first.
 */
export function assignReplicas(
  nodeIds: readonly number[],
  partitionCount: number,
  replicationFactor: number,
  startIndex: number,
): number[][] {
  return Array.from({ length: partitionCount }, (_, partition) =>
    Array.from(
      { length: replicationFactor },
      (_, replica) => nodeIds[(startIndex + partition + replica) % nodeIds.length]!,
    ),
  )
}
