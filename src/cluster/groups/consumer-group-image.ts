/** A group of KIP-848 as JSON holds it: all of it but its timers. */
import { ConsumerMember, type ConsumerMemberFacts } from './consumer-member.ts'
import type { Reconciliation } from './reconcile-member.ts'
import type { PartitionKey } from './topic-partition-set.ts'

export interface ConsumerGroupImage {
  readonly groupId: string
  readonly epoch: number
  readonly targetEpoch: number
  readonly knownTopics: string
  readonly members: readonly ConsumerMemberImage[]
}

interface ConsumerMemberImage {
  readonly memberId: string
  readonly facts: Omit<ConsumerMemberFacts, 'classic'>
  readonly classic: ClassicFactsImage | null
  readonly standing: Omit<Reconciliation, 'assigned' | 'pendingRevocation'>
  readonly assigned: readonly PartitionKey[]
  readonly pendingRevocation: readonly PartitionKey[]
  readonly target: readonly PartitionKey[]
}

interface ClassicFactsImage {
  readonly sessionTimeoutMs: number
  /** Metadata in base64. */
  readonly protocols: readonly { readonly name: string; readonly metadata: string }[]
}

export function imageOfConsumer(member: ConsumerMember, target: Iterable<PartitionKey>): ConsumerMemberImage {
  const { memberId, facts, standing } = member
  const { classic, ...others } = facts
  const { assigned, pendingRevocation, ...rest } = standing
  const protocols = (classic?.protocols ?? []).map(({ name, metadata }) => ({
    name,
    metadata: metadata.toString('base64'),
  }))
  return {
    ...{ memberId, facts: others, standing: rest, target: [...target] },
    ...{ assigned: [...assigned], pendingRevocation: [...pendingRevocation] },
    classic: classic === null ? null : { sessionTimeoutMs: classic.sessionTimeoutMs, protocols },
  }
}

export function consumerOfImage(image: ConsumerMemberImage): ConsumerMember {
  const { memberId, facts, classic, standing, assigned, pendingRevocation } = image
  const protocols = (classic?.protocols ?? []).map(({ name, metadata }) => ({
    name,
    metadata: Buffer.from(metadata, 'base64'),
  }))
  return new ConsumerMember(
    memberId,
    { ...facts, classic: classic === null ? null : { sessionTimeoutMs: classic.sessionTimeoutMs, protocols } },
    { ...standing, assigned: new Set(assigned), pendingRevocation: new Set(pendingRevocation) },
  )
}
