import type { TopicPartition } from '../../record/record.ts'
import { partitionKey } from '../topic-partitions.ts'
import { alignRacks, ownership } from './align-racks.ts'
import { type AssignmentInput, type MemberSubscription, type PartitionAssignor, subscribedTopics } from './assignor.ts'
import { balanceSticky, type Claim } from './balance-sticky.ts'
import { rackView } from './racks.ts'
import {
  decodeCooperativeUserData,
  decodeStickyUserData,
  encodeCooperativeUserData,
  encodeStickyUserData,
} from './sticky-user-data.ts'

/**
 * Kafka's `StickyAssignor`: balanced, near to its members where racks are known (KIP-881), and leaves partitions where they
 * were, in this order; everybody stops during a rebalance.
 */
export function stickyAssignor(): PartitionAssignor {
  return {
    name: 'sticky',
    rebalanceProtocol: 'eager',
    assign: (input) => planSticky(input, stickyClaim),
    userData: encodeStickyUserData,
  }
}

/**
 * Kafka's `CooperativeStickyAssignor` (KIP-429): the same plan, reached in two steps. A partition that moves is first
 * taken from its owner and given to nobody; the owner joins again when it has let go, and then it is given away.
 */
export function cooperativeStickyAssignor(): PartitionAssignor {
  return {
    name: 'cooperative-sticky',
    rebalanceProtocol: 'cooperative',
    assign(input) {
      const plan = planSticky(input, cooperativeClaim)
      const owners = new Map<string, string[]>()
      for (const { memberId, ownedPartitions } of input.members) {
        // Whoever believes that it owns a partition reads it until it hears otherwise, stale or not.
        for (const key of ownedPartitions.map(partitionKey)) owners.set(key, [...(owners.get(key) ?? []), memberId])
      }
      const isFree = (memberId: string, partition: TopicPartition): boolean =>
        owners.get(partitionKey(partition))?.includes(memberId) ?? true
      return new Map([...plan].map(([memberId, list]) => [memberId, list.filter((item) => isFree(memberId, item))]))
    },
    userData: encodeCooperativeUserData,
  }
}

function planSticky(
  input: AssignmentInput,
  claimOf: (member: MemberSubscription) => Claim,
): ReadonlyMap<string, readonly TopicPartition[]> {
  const plan = balanceSticky(input, claimOf)
  const racks = rackView(input, subscribedTopics(input))
  if (racks === undefined) return plan
  const { members } = input
  return alignRacks(
    plan,
    members,
    racks,
    ownership(members, (member) => claimOf(member).partitions),
  )
}

function stickyClaim({ userData, ownedPartitions, generationId }: MemberSubscription): Claim {
  return decodeStickyUserData(userData) ?? { partitions: ownedPartitions, generationId }
}

function cooperativeClaim({ ownedPartitions, generationId, userData }: MemberSubscription): Claim {
  return {
    partitions: ownedPartitions,
    generationId: generationId >= 0 ? generationId : decodeCooperativeUserData(userData),
  }
}
