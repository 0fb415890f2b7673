/**
 * One member of a group in which the broker assigns (KIP-848).
 *
 * Owned by its group. What it said is replaced by heartbeats, and where it stands by reconciliation; nothing of it is changed
 * in place but its timers.
 */
import type { Timer } from '../../support/clock.ts'
import type { ClassicProtocol } from './classic-member.ts'
import type { Reconciliation } from './reconcile-member.ts'
import { noPartitions } from './topic-partition-set.ts'

/** What a member says of itself. */
export interface ConsumerMemberFacts {
  readonly instanceId: string | null
  readonly rackId: string | null
  readonly rebalanceTimeoutMs: number
  readonly clientId: string
  readonly clientHost: string
  readonly topicNames: readonly string[]
  readonly topicRegex: string | null
  readonly serverAssignor: string | null
  /** Of a member that still joins and syncs, in a group that others have taken to KIP-848. */
  readonly classic: ClassicProtocolFacts | null
}

export interface ClassicProtocolFacts {
  readonly sessionTimeoutMs: number
  readonly protocols: readonly ClassicProtocol[]
}

/** A static member that has gone and is expected back. */
export const leftStaticEpoch = -2

export class ConsumerMember {
  readonly memberId: string
  facts: ConsumerMemberFacts
  standing: Reconciliation
  #sessionTimer: Timer | undefined
  #rebalanceTimer: Timer | undefined

  constructor(memberId: string, facts: ConsumerMemberFacts, standing: Reconciliation = newcomer) {
    this.memberId = memberId
    this.facts = facts
    this.standing = standing
  }

  get epoch(): number {
    return this.standing.epoch
  }

  get isClassic(): boolean {
    return this.facts.classic !== null
  }

  set sessionTimer(timer: Timer) {
    this.#sessionTimer?.cancel()
    this.#sessionTimer = timer
  }

  /** Undefined: it has nothing to do in time. */
  set rebalanceTimer(timer: Timer | undefined) {
    this.#rebalanceTimer?.cancel()
    this.#rebalanceTimer = timer
  }

  get hasRebalanceTimer(): boolean {
    return this.#rebalanceTimer !== undefined
  }

  endTimers(): void {
    this.#sessionTimer?.cancel()
    this.rebalanceTimer = undefined
  }
}

const newcomer: Reconciliation = {
  state: 'stable',
  epoch: 0,
  previousEpoch: -1,
  assigned: noPartitions,
  pendingRevocation: noPartitions,
}

/** What a member has said, with what it says now: null and -1 leave things as they are. */
export function updatedFacts(facts: ConsumerMemberFacts, said: Partial<NullableFacts>): ConsumerMemberFacts {
  return {
    instanceId: said.instanceId ?? facts.instanceId,
    rackId: said.rackId ?? facts.rackId,
    rebalanceTimeoutMs: (said.rebalanceTimeoutMs ?? -1) < 0 ? facts.rebalanceTimeoutMs : said.rebalanceTimeoutMs!,
    clientId: said.clientId ?? facts.clientId,
    clientHost: said.clientHost ?? facts.clientHost,
    topicNames: said.topicNames ?? facts.topicNames,
    topicRegex: said.topicRegex ?? facts.topicRegex,
    serverAssignor: said.serverAssignor ?? facts.serverAssignor,
    classic: said.classic ?? null,
  }
}

type NullableFacts = { readonly [Key in keyof ConsumerMemberFacts]: ConsumerMemberFacts[Key] | null }
