/**
 * The share groups of a cluster (KIP-932), stored apart from the groups of consumers.
 *
 * One part has those of all brokers; who coordinates a group is asked with each request. Members that are not heard of for
 * the session timeout are out.
 */
import { ErrorCodes } from '../../errors/error-codes.ts'
import type { Timer } from '../../support/clock.ts'
import type { ClusterPart, ClusterState } from '../cluster-state.ts'
import { GroupCoordinator } from '../groups/group-coordinator.ts'
import { shareConfigNumber } from './share-config.ts'
import { ShareGroup, type ShareGroupImage, type ShareMember } from './share-group.ts'
import { SharePartitions } from './share-partitions.ts'

export interface ShareHeartbeat {
  readonly groupId: string
  readonly memberId: string
  readonly memberEpoch: number
  readonly rackId: string | null
  readonly subscribedTopicNames: readonly string[] | null
  readonly clientId: string
  readonly clientHost: string
}

export interface ShareGroupError {
  readonly errorCode: number
  readonly message: string
}

export interface HeartbeatResult {
  readonly memberId: string
  readonly memberEpoch: number
  /** Partitions by topic; undefined where the member knows them. */
  readonly assignment?: ReadonlyMap<string, readonly number[]>
}

/** A group as ListGroups shows it. */
export interface ListedShareGroup {
  readonly groupId: string
  readonly state: 'Empty' | 'Stable'
  readonly type: 'share'
  readonly protocolType: 'share'
}

const joining = 0
const leaving = -1

export class ShareGroups implements ClusterPart {
  readonly snapshotName = 'shareGroups'
  readonly #cluster: ClusterState
  readonly #groups = new Map<string, ShareGroup>()

  constructor(cluster: ClusterState) {
    this.#cluster = cluster
  }

  /** For ListGroups. */
  list(): readonly ListedShareGroup[] {
    return [...this.#groups.values()].map(({ groupId, state }) => ({
      groupId,
      state,
      type: 'share',
      protocolType: 'share',
    }))
  }

  find(groupId: string): ShareGroup | undefined {
    const group = this.#groups.get(groupId)
    if (group !== undefined) this.#update(group)
    return group
  }

  /** For DeleteGroups: NONE, or why not; undefined when no share group has that name. */
  delete(groupId: string): number | undefined {
    const group = this.#groups.get(groupId)
    if (group === undefined) return undefined
    if (!group.isEmpty) return ErrorCodes.NON_EMPTY_GROUP
    this.#groups.delete(groupId)
    this.#cluster.part(SharePartitions).deleteGroup(groupId)
    return ErrorCodes.NONE
  }

  /** Makes the group if it is not there, as AlterShareGroupOffsets does. */
  create(groupId: string): ShareGroup {
    const group = this.#groups.get(groupId) ?? new ShareGroup(groupId)
    this.#groups.set(groupId, group)
    return group
  }

  heartbeat(beat: ShareHeartbeat): HeartbeatResult | ShareGroupError {
    const { groupId, memberId, memberEpoch } = beat
    const isJoining = memberEpoch === joining
    const group = this.#groups.get(groupId)
    if (group === undefined && !isJoining) {
      return failed(ErrorCodes.GROUP_ID_NOT_FOUND, `Share group ${groupId} not found.`)
    }
    if (group === undefined && this.#cluster.part(GroupCoordinator).find(groupId) !== undefined) {
      return failed(ErrorCodes.GROUP_ID_NOT_FOUND, `Group ${groupId} is not a share group.`)
    }
    const known = group?.members.get(memberId)
    if (known === undefined && !isJoining) {
      return failed(ErrorCodes.UNKNOWN_MEMBER_ID, `Member ${memberId} is not a member of group ${groupId}.`)
    }
    if (memberEpoch === leaving) return this.#leave(group!, memberId)
    const fenced = known === undefined ? undefined : whyFenced(known, memberEpoch)
    if (fenced !== undefined) return fenced
    const mostMembers = this.#cluster.brokerConfig.number('group.share.max.size')
    if (known === undefined && (group?.members.size ?? 0) >= mostMembers) {
      const message = `The share group has reached its maximum capacity of ${mostMembers} members.`
      return failed(ErrorCodes.GROUP_MAX_SIZE_REACHED, message)
    }
    return this.#stay(this.create(groupId), known, beat)
  }

  toSnapshot(): readonly ShareGroupImage[] {
    return [...this.#groups.values()].map((group) => group.toImage())
  }

  fromSnapshot(snapshot: unknown): void {
    for (const image of snapshot as readonly ShareGroupImage[]) {
      const group = ShareGroup.fromImage(image)
      this.#groups.set(group.groupId, group)
      for (const member of group.members.values()) member.sessionTimer = this.#watchSession(group, member.memberId)
    }
  }

  close(): void {
    for (const group of this.#groups.values()) group.close()
    this.#groups.clear()
  }

  #stay(group: ShareGroup, known: ShareMember | undefined, beat: ShareHeartbeat): HeartbeatResult {
    const { memberId, memberEpoch, subscribedTopicNames, clientId, clientHost } = beat
    const member: ShareMember = {
      ...{ memberId, clientId, clientHost },
      rackId: beat.rackId ?? known?.rackId ?? null,
      topics: subscribedTopicNames === null ? (known?.topics ?? []) : [...new Set(subscribedTopicNames)].sort(),
      memberEpoch: known?.memberEpoch ?? joining,
      previousEpoch: known?.previousEpoch ?? joining,
      toldAssignment: known?.toldAssignment ?? '',
      sessionTimer: this.#watchSession(group, memberId),
    }
    group.put(member)
    this.#update(group)
    if (member.memberEpoch !== group.groupEpoch) {
      member.previousEpoch = member.memberEpoch
      member.memberEpoch = group.groupEpoch
    }
    const assignment = group.assignmentOf(memberId)
    const asText = JSON.stringify([...assignment])
    const mustTell = memberEpoch === joining || subscribedTopicNames !== null || asText !== member.toldAssignment
    member.toldAssignment = asText
    return { memberId, memberEpoch: member.memberEpoch, ...(mustTell ? { assignment } : {}) }
  }

  #leave(group: ShareGroup, memberId: string): HeartbeatResult {
    group.remove(memberId)
    this.#update(group)
    return { memberId, memberEpoch: leaving }
  }

  #update(group: ShareGroup): void {
    group.update((topic) => this.#cluster.topic(topic)?.partitions.length)
  }

  #watchSession(group: ShareGroup, memberId: string): Timer {
    const timeoutMs = shareConfigNumber(this.#cluster, group.groupId, 'share.session.timeout.ms')
    const onDue = (): void => {
      group.remove(memberId)
      this.#update(group)
    }
    return this.#cluster.clock.setTimer(timeoutMs, 'share group session', onDue, { background: true })
  }
}

/** A member may repeat the heartbeat whose answer was lost. */
function whyFenced({ memberEpoch, previousEpoch }: ShareMember, received: number): ShareGroupError | undefined {
  if (received > memberEpoch) {
    const known = `the one known by the group coordinator (${memberEpoch})`
    const message = `The share group member has a greater member epoch (${received}) than ${known}. The member must abandon all its partitions and rejoin.`
    return failed(ErrorCodes.FENCED_MEMBER_EPOCH, message)
  }
  if (received === joining || received === memberEpoch || received === previousEpoch) return undefined
  const known = `the one known by the group coordinator (${memberEpoch})`
  const message = `The share group member has a smaller member epoch (${received}) than ${known}. The member must abandon all its partitions and rejoin.`
  return failed(ErrorCodes.FENCED_MEMBER_EPOCH, message)
}

function failed(errorCode: number, message: string): ShareGroupError {
  return { errorCode, message }
}
