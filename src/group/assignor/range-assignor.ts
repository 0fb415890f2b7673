import { compareMembers, emptyAssignment, type PartitionAssignor, subscribedTopics } from './assignor.ts'

/**
 * Kafka's `RangeAssignor`: topic by topic, each subscriber takes a run of neighbouring partitions, the first ones one
 * more where it does not divide evenly. Topics with equal partition counts and subscribers are divided alike, which is
 * what joins by key rely on; members that come first get more when there are many topics. Racks are not taken into
 * account (KIP-881), as Java does where replicas have no racks.
 */
export function rangeAssignor(): PartitionAssignor {
  return {
    name: 'range',
    assign(input) {
      const assignment = emptyAssignment(input.members)
      const sorted = [...input.members].sort(compareMembers)
      for (const topic of subscribedTopics(input)) {
        const subscribers = sorted.filter(({ topics }) => topics.includes(topic))
        const partitionCount = input.partitionCounts.get(topic) ?? 0
        const each = Math.floor(partitionCount / subscribers.length)
        const extra = partitionCount % subscribers.length
        let partition = 0
        for (const [index, { memberId }] of subscribers.entries()) {
          const end = partition + each + (index < extra ? 1 : 0)
          for (; partition < end; partition++) assignment.get(memberId)?.push({ topic, partition })
        }
      }
      return assignment
    },
  }
}
