/**
 * What a classic group writes down: what a coordinator that takes it over knows of it.
 *
 * Kafka writes it when a generation has its assignment, when the group becomes empty and when a static member is replaced.
 * A rebalance on its way is not in it: whoever takes over finds the last stable generation.
 */
import { ClassicMember } from './classic-member.ts'
import type { ClassicMembers } from './classic-members.ts'

export interface ClassicGroupImage {
  readonly groupId: string
  readonly generationId: number
  readonly protocolType: string | null
  readonly protocolName: string | null
  readonly leaderId: string | null
  readonly stateSinceMs: number
  readonly members: readonly ClassicMemberImage[]
}

interface ClassicMemberImage {
  readonly memberId: string
  readonly groupInstanceId: string | null
  readonly clientId: string
  readonly clientHost: string
  readonly sessionTimeoutMs: number
  readonly rebalanceTimeoutMs: number
  /** Base64; for the group's protocol, the only one that is kept. */
  readonly metadata: string
  /** Base64. */
  readonly assignment: string
}

export function imageOfMember(member: ClassicMember, protocolName: string | null): ClassicMemberImage {
  const { memberId, groupInstanceId, clientId, clientHost, sessionTimeoutMs, rebalanceTimeoutMs, assignment } = member
  return {
    ...{ memberId, groupInstanceId, clientId, clientHost, sessionTimeoutMs, rebalanceTimeoutMs },
    metadata: member.metadataOf(protocolName).toString('base64'),
    assignment: assignment.toString('base64'),
  }
}

export function memberOfImage(image: ClassicMemberImage, protocolName: string | null): ClassicMember {
  const { metadata, assignment, ...options } = image
  const protocols = protocolName === null ? [] : [{ name: protocolName, metadata: Buffer.from(metadata, 'base64') }]
  const member = new ClassicMember({ ...options, protocols })
  member.assignment = Buffer.from(assignment, 'base64')
  return member
}

interface Pictured extends Pick<ClassicGroupImage, 'groupId' | 'generationId' | 'protocolName' | 'stateSinceMs'> {
  readonly members: ClassicMembers
}

export function imageOfGroup(group: Pictured, protocolType: string | null): ClassicGroupImage {
  const { groupId, generationId, protocolName, stateSinceMs, members } = group
  return {
    ...{ groupId, generationId, protocolType, protocolName, stateSinceMs },
    leaderId: members.leaderId ?? null,
    members: members.all.map((member) => imageOfMember(member, protocolName)),
  }
}
