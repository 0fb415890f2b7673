/**
 * Share sessions: which partitions a member reads from one broker, remembered between its requests. Kafka's
 * `ShareSessionCache` and `SharePartitionManager.newContext`.
 *
 * Each broker has its own. A session ends with the member's final epoch, with its connection, or with its broker; then what
 * the member had from that broker goes back.
 */
import { ErrorCodes } from '../../errors/error-codes.ts'
import type { Uuid } from '../../protocol/uuid.ts'
import type { ClusterPart, ClusterState } from '../cluster-state.ts'
import type { ConnectionContext } from '../handlers/handler.ts'
import { SharePartitions } from './share-partitions.ts'

export const initialEpoch = 0
export const finalEpoch = -1
const largestEpoch = 0x7fffffff

export interface SharedPartition {
  readonly key: string
  readonly topicId: Uuid
  readonly partition: number
}

export interface ShareSessionKey {
  readonly nodeId: number
  readonly groupId: string
  readonly memberId: string
}

export class ShareSession {
  readonly key: ShareSessionKey
  readonly partitions: Map<string, SharedPartition> = new Map()
  nextEpoch: number = initialEpoch + 1

  constructor(key: ShareSessionKey) {
    this.key = key
  }
}

export class ShareSessions implements ClusterPart {
  readonly #cluster: ClusterState
  readonly #byNode = new Map<number, Map<string, ShareSession>>()

  constructor(cluster: ClusterState) {
    this.#cluster = cluster
  }

  /** Opens the session of an initial request, in place of an earlier one. Gives an error code when there is no room. */
  open(key: ShareSessionKey, connection: ConnectionContext): ShareSession | number {
    const sessions = this.#sessionsOf(key.nodeId)
    sessions.delete(textOf(key))
    const most = this.#cluster.brokerConfig.number('group.share.max.share.sessions', key.nodeId)
    if (sessions.size >= most) return ErrorCodes.SHARE_SESSION_LIMIT_REACHED
    const session = new ShareSession(key)
    sessions.set(textOf(key), session)
    connection.whenClosed(() => {
      // The member may have opened another one meanwhile.
      if (sessions.get(textOf(key)) === session) this.end(session)
    })
    return session
  }

  /** The session of a later request, whose epoch is used up with it. Gives an error code where it is not in order. */
  use(key: ShareSessionKey, epoch: number): ShareSession | number {
    const session = this.#sessionsOf(key.nodeId).get(textOf(key))
    if (session === undefined) return ErrorCodes.SHARE_SESSION_NOT_FOUND
    if (epoch === finalEpoch) return session
    if (epoch !== session.nextEpoch) return ErrorCodes.INVALID_SHARE_SESSION_EPOCH
    session.nextEpoch = epoch === largestEpoch ? initialEpoch + 1 : epoch + 1
    return session
  }

  /** The session is over, and its member has nothing any more. */
  end(session: ShareSession): void {
    const { nodeId, groupId, memberId } = session.key
    const sessions = this.#sessionsOf(nodeId)
    if (sessions.get(textOf(session.key)) === session) sessions.delete(textOf(session.key))
    const shares = this.#cluster.part(SharePartitions)
    for (const { topicId, partition: index } of session.partitions.values()) {
      const partition = this.#cluster.topicById(topicId)?.partitions[index]
      if (partition !== undefined) shares.find(groupId, partition)?.releaseMember(memberId)
    }
  }

  onNodeStopped(nodeId: number): void {
    for (const session of [...this.#sessionsOf(nodeId).values()]) this.end(session)
  }

  close(): void {
    this.#byNode.clear()
  }

  #sessionsOf(nodeId: number): Map<string, ShareSession> {
    let sessions = this.#byNode.get(nodeId)
    if (sessions === undefined) {
      sessions = new Map()
      this.#byNode.set(nodeId, sessions)
    }
    return sessions
  }
}

function textOf({ groupId, memberId }: ShareSessionKey): string {
  return JSON.stringify([groupId, memberId])
}
