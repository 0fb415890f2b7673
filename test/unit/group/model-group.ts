import { ErrorCodes } from '../../../src/errors/error-codes.ts'
import { findCoordinatorApi } from '../../../src/protocol/apis/find-coordinator.ts'
import { heartbeatApi } from '../../../src/protocol/apis/heartbeat.ts'
import { joinGroupApi } from '../../../src/protocol/apis/join-group.ts'
import { leaveGroupApi } from '../../../src/protocol/apis/leave-group.ts'
import { syncGroupApi } from '../../../src/protocol/apis/sync-group.ts'
import type { Draft } from '../../../src/protocol/message-codec.ts'
import type { FindCoordinatorResponse } from '../../../src/protocol/messages/find-coordinator-response.ts'
import type { JoinGroupRequest } from '../../../src/protocol/messages/join-group-request.ts'
import type { JoinGroupResponse } from '../../../src/protocol/messages/join-group-response.ts'
import type { ScriptedCluster } from '../../support/scripted-cluster.ts'
import { ModelOffsets, type TakenCommit } from './model-offsets.ts'

interface ModelMember {
  request: JoinGroupRequest
  join: ((response: Draft<JoinGroupResponse>) => void) | undefined
  sync: ((assignment: Uint8Array) => void) | undefined
}

/**
 * A coordinator of one classic group, as Kafka's is seen from outside: a rebalance waits for every member, the first one
 * leads, and who is not in the generation is refused.
 */
export class ModelGroup {
  readonly members = new Map<string, ModelMember>()
  generationId = 0
  phase: 'empty' | 'joining' | 'syncing' | 'stable' = 'empty'
  nodeId = 1
  readonly offsets: ModelOffsets
  readonly #assignments = new Map<string, Uint8Array>()
  #memberCount = 0

  constructor(cluster: ScriptedCluster) {
    const at = (nodeId: number): number => (nodeId === this.nodeId ? ErrorCodes.NONE : ErrorCodes.NOT_COORDINATOR)
    cluster.on(findCoordinatorApi, (request, { version }): Draft<FindCoordinatorResponse> => {
      const node = { nodeId: this.nodeId, host: `broker-${this.nodeId}`, port: 9092 }
      return version >= 4 ? { coordinators: request.coordinatorKeys.map((key) => ({ key, ...node })) } : node
    })
    cluster.on(joinGroupApi, (request, { nodeId }) =>
      at(nodeId) === ErrorCodes.NONE ? this.#join(request) : { errorCode: at(nodeId) },
    )
    cluster.on(syncGroupApi, async ({ memberId, generationId, assignments }, { nodeId }) => {
      const errorCode = at(nodeId) || this.#refusal(memberId, generationId)
      if (errorCode !== ErrorCodes.NONE) return { errorCode }
      if (this.phase === 'joining') return { errorCode: ErrorCodes.REBALANCE_IN_PROGRESS }
      if (assignments.length > 0) this.#distribute(assignments)
      const known = this.#assignments.get(memberId)
      if (this.phase === 'stable') return { assignment: known ?? Buffer.alloc(0) }
      return new Promise((resolve) => {
        this.members.get(memberId)!.sync = (assignment) => resolve({ assignment })
      })
    })
    cluster.on(heartbeatApi, ({ memberId, generationId }, { nodeId }) => {
      const refusal = at(nodeId) || this.#refusal(memberId, generationId)
      const isRebalancing = this.phase === 'joining'
      return { errorCode: refusal || (isRebalancing ? ErrorCodes.REBALANCE_IN_PROGRESS : ErrorCodes.NONE) }
    })
    cluster.on(leaveGroupApi, ({ members, memberId }) => {
      for (const id of [memberId, ...members.map((each) => each.memberId)]) this.remove(id)
      return {}
    })
    this.offsets = new ModelOffsets(cluster, {
      ofCommit: ({ memberId, generationIdOrMemberEpoch: generationId }, nodeId) =>
        at(nodeId) || this.#refusal(memberId, generationId),
    })
  }

  get commits(): readonly TakenCommit[] {
    return this.offsets.commits
  }

  get committed(): Map<string, { offset: bigint; metadata: string }> {
    return this.offsets.committed
  }

  get commitErrors(): number[] {
    return this.offsets.commitErrors
  }

  get fetchErrors(): number[] {
    return this.offsets.fetchErrors
  }

  /** As when a new member has come, or an admin asks for it. */
  rebalance(): void {
    this.phase = 'joining'
    this.#completeJoin()
  }

  /** As when its session is over. */
  remove(memberId: string): void {
    if (!this.members.delete(memberId) || this.members.size === 0) return
    this.rebalance()
  }

  #join(request: JoinGroupRequest): Draft<JoinGroupResponse> | Promise<Draft<JoinGroupResponse>> {
    if (request.memberId === '' && request.groupInstanceId === null) {
      this.#memberCount += 1
      return { errorCode: ErrorCodes.MEMBER_ID_REQUIRED, memberId: `member-${this.#memberCount}` }
    }
    const memberId = request.memberId === '' ? `${request.groupInstanceId}-static` : request.memberId
    const joined = new Promise<Draft<JoinGroupResponse>>((join) => {
      this.members.set(memberId, { request, join, sync: undefined })
    })
    this.rebalance()
    return joined
  }

  #completeJoin(): void {
    const members = [...this.members]
    if (members.some(([, { join }]) => join === undefined)) return
    this.generationId += 1
    this.phase = 'syncing'
    const [leader] = members[0]!
    const [protocol] = members[0]![1].request.protocols
    for (const [memberId, member] of members) {
      member.join?.({
        generationId: this.generationId,
        protocolName: protocol!.name,
        leader,
        memberId,
        members: memberId === leader ? members.map(([id, each]) => this.#describe(id, each, protocol!.name)) : [],
      })
      member.join = undefined
    }
  }

  #describe(memberId: string, { request }: ModelMember, protocolName: string) {
    const { metadata } = request.protocols.find(({ name }) => name === protocolName)!
    return { memberId, groupInstanceId: request.groupInstanceId, metadata }
  }

  #distribute(assignments: readonly { readonly memberId: string; readonly assignment: Uint8Array }[]): void {
    this.phase = 'stable'
    for (const { memberId, assignment } of assignments) {
      this.#assignments.set(memberId, assignment)
      this.members.get(memberId)?.sync?.(assignment)
    }
  }

  #refusal(memberId: string, generationId: number): number {
    if (!this.members.has(memberId)) return ErrorCodes.UNKNOWN_MEMBER_ID
    return generationId === this.generationId ? ErrorCodes.NONE : ErrorCodes.ILLEGAL_GENERATION
  }
}
