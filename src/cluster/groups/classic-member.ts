/**
 * One member of a classic group: what it said when it joined, and who waits for an answer.
 *
 * Owned by its group, which is all that changes it.
 */
import { ErrorCodes } from '../../errors/error-codes.ts'
import type { Draft } from '../../protocol/message-codec.ts'
import type { JoinGroupResponse } from '../../protocol/messages/join-group-response.ts'
import type { SyncGroupResponse } from '../../protocol/messages/sync-group-response.ts'
import type { Timer } from '../../support/clock.ts'

export type JoinAnswer = Draft<JoinGroupResponse>
export type SyncAnswer = Draft<SyncGroupResponse>

/** A way to assign that a member knows, with its metadata for it (its subscription). */
export interface ClassicProtocol {
  readonly name: string
  readonly metadata: Buffer
}

export interface ClassicMemberOptions {
  readonly memberId: string
  readonly groupInstanceId: string | null
  readonly clientId: string
  readonly clientHost: string
  readonly sessionTimeoutMs: number
  readonly rebalanceTimeoutMs: number
  readonly protocols: readonly ClassicProtocol[]
}

const nothing = Buffer.alloc(0)

export class ClassicMember {
  readonly memberId: string
  readonly groupInstanceId: string | null
  readonly clientId: string
  readonly clientHost: string
  sessionTimeoutMs: number
  rebalanceTimeoutMs: number
  protocols: readonly ClassicProtocol[]
  assignment: Buffer = nothing
  /** It has not been part of a generation yet: it may go away while it waits to join. */
  isNew = false
  heartbeatTimer: Timer | undefined
  #join: ((answer: JoinAnswer) => void) | undefined
  #sync: ((answer: SyncAnswer) => void) | undefined

  constructor(options: ClassicMemberOptions) {
    this.memberId = options.memberId
    this.groupInstanceId = options.groupInstanceId
    this.clientId = options.clientId
    this.clientHost = options.clientHost
    this.sessionTimeoutMs = options.sessionTimeoutMs
    this.rebalanceTimeoutMs = options.rebalanceTimeoutMs
    this.protocols = options.protocols
  }

  get isAwaitingJoin(): boolean {
    return this.#join !== undefined
  }

  get isAwaitingSync(): boolean {
    return this.#sync !== undefined
  }

  /** While the coordinator owes it an answer it cannot heartbeat. A new member is not trusted as far. */
  get isExcusedFromHeartbeats(): boolean {
    return !this.isNew && (this.isAwaitingJoin || this.isAwaitingSync)
  }

  /** Its metadata for a protocol; empty where it does not know it. */
  metadataOf(protocolName: string | null): Buffer {
    return this.protocols.find(({ name }) => name === protocolName)?.metadata ?? nothing
  }

  /** Whether it says the same as before, byte for byte. */
  hasProtocols(protocols: readonly ClassicProtocol[]): boolean {
    return (
      protocols.length === this.protocols.length &&
      protocols.every(({ name, metadata }, index) => {
        const own = this.protocols[index]!
        return own.name === name && own.metadata.equals(metadata)
      })
    )
  }

  waitToJoin(): Promise<JoinAnswer> {
    // The same member asked again, on another connection: nobody reads the earlier answer.
    this.answerJoin({ memberId: this.memberId, errorCode: ErrorCodes.REBALANCE_IN_PROGRESS, generationId: -1 })
    return new Promise((resolve) => {
      this.#join = resolve
    })
  }

  waitToSync(): Promise<SyncAnswer> {
    this.answerSync({ errorCode: ErrorCodes.REBALANCE_IN_PROGRESS })
    return new Promise((resolve) => {
      this.#sync = resolve
    })
  }

  /** False where nobody waited. */
  answerJoin(answer: JoinAnswer): boolean {
    const join = this.#join
    this.#join = undefined
    join?.(answer)
    return join !== undefined
  }

  answerSync(answer: SyncAnswer): boolean {
    const sync = this.#sync
    this.#sync = undefined
    sync?.(answer)
    return sync !== undefined
  }
}
