/**
 * Who of a share group reads which partitions: Kafka's simple assignor. Every partition has a reader; where there are more
 * members than partitions, members share one.
 */

export interface AssignedTopic {
  readonly topic: string
  readonly partitionCount: number
}

export interface AssignedMember {
  readonly memberId: string
  readonly topics: ReadonlySet<string>
}

/** Partitions by topic, for each member. */
export type ShareAssignment = ReadonlyMap<string, ReadonlyMap<string, readonly number[]>>

export function assignShares(members: readonly AssignedMember[], topics: readonly AssignedTopic[]): ShareAssignment {
  const assignment = new Map<string, Map<string, number[]>>()
  for (const { memberId } of members) assignment.set(memberId, new Map())
  const give = (memberId: string, topic: string, partition: number): void => {
    const ofMember = assignment.get(memberId)!
    const partitions = ofMember.get(topic)
    if (partitions === undefined) ofMember.set(topic, [partition])
    else partitions.push(partition)
  }
  // The turn goes on from topic to topic, so that topics with one partition do not all go to the same member.
  let turn = 0
  for (const { topic, partitionCount } of topics) {
    const readers = members.filter((member) => member.topics.has(topic))
    if (readers.length === 0 || partitionCount === 0) continue
    const pairs = Math.max(readers.length, partitionCount)
    for (let pair = 0; pair < pairs; pair++) {
      give(readers[(turn + pair) % readers.length]!.memberId, topic, pair % partitionCount)
    }
    turn += pairs
  }
  return assignment
}
