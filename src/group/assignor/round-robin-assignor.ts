import { compareMembers, emptyAssignment, type PartitionAssignor, subscribedTopics } from './assignor.ts'

/**
 * Kafka's `RoundRobinAssignor`: all partitions in the order of topic and number, dealt to the members in turn; a member
 * that does not subscribe to the topic is passed over.
 */
export function roundRobinAssignor(): PartitionAssignor {
  return {
    name: 'roundrobin',
    assign(input) {
      const assignment = emptyAssignment(input.members)
      const members = [...input.members].sort(compareMembers).map(({ memberId, topics }) => ({
        memberId,
        topics: new Set(topics),
      }))
      let turn = 0
      for (const topic of subscribedTopics(input)) {
        const partitionCount = input.partitionCounts.get(topic) ?? 0
        for (let partition = 0; partition < partitionCount; partition++) {
          // Somebody subscribes to it, so this ends within a round.
          while (members[turn]?.topics.has(topic) !== true) turn = (turn + 1) % members.length
          assignment.get(members[turn]!.memberId)?.push({ topic, partition })
          turn = (turn + 1) % members.length
        }
      }
      return assignment
    },
  }
}
