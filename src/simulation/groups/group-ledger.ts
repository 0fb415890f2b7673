/**
 * What a group's members were handed, what they finished, whose each partition is, and what was committed: the books
 * that the promises of a group are checked against, each entry at once.
 *
 * C1: in order and without gaps while a partition is owned. C3: nothing unfinished is ever committed, commits never go
 * back, and reading begins where the group has got to. G1: one owner at a time. G2: callbacks in pairs, none after close.
 */
import type { AcceptedCommit, ClusterUnderTest } from '../cluster-under-test.ts'
import { topic } from '../plan.ts'
import type { World } from '../world.ts'

/** A member, as the books know it. */
export interface LedgerMember {
  readonly name: string
  /** Its network is gone: it may believe whatever it likes. */
  readonly hasVanished: boolean
  readonly isLeaving: boolean
  readonly isClosed: boolean
}

interface Account {
  readonly finished: Set<number>
  /** Every offset below it is finished. */
  finishedTo: number
  committed: number
  /**
   * Somebody was given the partition while another member still had it. A static member that misses a generation stays
   * in the group, and brokers take its commits for what is another's by then: both commit, each what it has finished.
   */
  wasContested: boolean
  readonly owners: Map<LedgerMember, Ownership>
  readonly handedTo: Map<number, LedgerMember>
  /** Finished by somebody who stayed: `close()` does not wait for what is in hand, which is read again then. */
  readonly finishedInTime: Set<number>
}

interface Ownership {
  /** The offset of the next record; undefined until the first. */
  next: number | undefined
  /** Who was given the partition while this member still had it. */
  rival: LedgerMember | undefined
}

export class GroupLedger {
  readonly #world: World
  readonly #cluster: ClusterUnderTest
  /** Nothing goes wrong in this plan: nobody is thrown out, nothing is read twice. */
  readonly #isCalm: boolean
  readonly #accounts: readonly Account[]

  constructor(world: World, cluster: ClusterUnderTest, partitionCount: number, isCalm: boolean) {
    this.#world = world
    this.#cluster = cluster
    this.#isCalm = isCalm
    this.#accounts = Array.from({ length: partitionCount }, () => ({
      finished: new Set<number>(),
      finishedTo: 0,
      committed: 0,
      wasContested: false,
      owners: new Map<LedgerMember, Ownership>(),
      handedTo: new Map<number, LedgerMember>(),
      finishedInTime: new Set<number>(),
    }))
    cluster.watchCommits?.((commit) => this.#onCommit(commit))
  }

  /** Whether everything that is in the logs was finished, and committed. */
  get isComplete(): boolean {
    return this.#accounts.every(({ finishedTo, committed }, partition) => {
      const { length } = this.#cluster.records(topic, partition)
      return finishedTo >= length && committed >= length
    })
  }

  describe(): string {
    return this.#accounts
      .map(({ finishedTo, committed, owners }, partition) => {
        const names = [...owners.keys()].map(({ name }) => name).join(' and ') || 'nobody'
        const { length } = this.#cluster.records(topic, partition)
        return `${partition}: ${length} in the log, ${finishedTo} finished, ${committed} committed, ${names} owns it`
      })
      .join('; ')
  }

  assigned(member: LedgerMember, partitions: readonly number[]): void {
    this.#expectOpen(member, 'assigned')
    for (const partition of partitions) {
      const { owners } = this.#accounts[partition]!
      if (owners.has(member)) this.#world.problem('G2', `${member.name} was assigned ${partition} twice`)
      for (const [other, ownership] of owners) {
        if (other === member || other.hasVanished) continue
        ownership.rival = member
        this.#accounts[partition]!.wasContested = true
        const what = `${member.name} was assigned ${partition}, which ${other.name} has`
        if (this.#isCalm) this.#world.problem('G1', what)
        this.#world.reach('a member was thrown out and did not know')
      }
      if (this.#accounts[partition]!.handedTo.size > 0) this.#world.reach('a partition went to another member')
      owners.set(member, { next: undefined, rival: undefined })
    }
  }

  revoked(member: LedgerMember, partitions: readonly number[]): void {
    for (const partition of partitions) {
      const rival = this.#release(member, partition, 'revoked')
      if (rival === undefined || !this.#isCalm) continue
      this.#world.problem('G1', `${member.name} gave up ${partition} after ${rival.name} had been assigned it`)
    }
    this.#world.reach('partitions were revoked')
  }

  lost(member: LedgerMember, partitions: readonly number[]): void {
    for (const partition of partitions) this.#release(member, partition, 'lost')
    if (this.#isCalm) this.#world.problem('G1', `${member.name} lost ${partitions.join(', ')} where nothing went wrong`)
    this.#world.reach('partitions were lost')
  }

  /** Whatever the member had when it closed has been taken back by a callback. */
  closed(member: LedgerMember): void {
    for (const [partition, { owners }] of this.#accounts.entries()) {
      if (owners.has(member)) this.#world.problem('G2', `${member.name} has closed and still has ${partition}`)
    }
  }

  handed(member: LedgerMember, partition: number, offset: number, value: string | null): void {
    const account = this.#accounts[partition]!
    const ownership = account.owners.get(member)
    if (ownership === undefined) {
      this.#world.problem('G1', `${member.name} was handed ${partition}@${offset}, which is not its own`)
      return
    }
    this.#checkNext(member, account, ownership, partition, offset)
    ownership.next = offset + 1
    const before = account.handedTo.get(offset)
    if (before !== undefined) {
      this.#world.reach('a record was handed over twice')
      const what = `${partition}@${offset} was handed to ${before.name} and again to ${member.name}`
      if (this.#isCalm && account.finishedInTime.has(offset)) this.#world.problem('C3', what)
    }
    account.handedTo.set(offset, member)
    const logged = this.#cluster.records(topic, partition)[offset]
    if (logged?.value !== value) {
      this.#world.problem('C1', `${member.name} read ${value} at ${partition}@${offset}, the log has ${logged?.value}`)
    }
  }

  finished(member: LedgerMember, partition: number, offset: number): void {
    const account = this.#accounts[partition]!
    if (!member.isLeaving) account.finishedInTime.add(offset)
    account.finished.add(offset)
    while (account.finished.has(account.finishedTo)) account.finishedTo += 1
  }

  #checkNext(
    { name, hasVanished }: LedgerMember,
    { committed, wasContested }: Account,
    { next }: Ownership,
    partition: number,
    offset: number,
  ): void {
    if (next !== undefined && offset !== next) {
      const what = offset > next ? 'skipped from' : 'went back from'
      this.#world.problem('C1', `${name} ${what} ${partition}@${next} to ${offset}`)
    }
    // Who is no owner any more may begin anywhere: others commit meanwhile.
    if (next !== undefined || hasVanished || wasContested || offset === committed) return
    this.#world.problem('C3', `${name} began ${partition} at ${offset}, and ${committed} is committed`)
  }

  #onCommit({ partition, offset, memberId }: AcceptedCommit): void {
    const account = this.#accounts[partition]!
    if (offset < account.committed && !account.wasContested) {
      this.#world.problem('C3', `${memberId} committed ${partition}@${offset} after ${account.committed}`)
    }
    if (offset > account.finishedTo) {
      const what = `${partition}@${offset} was committed by ${memberId}, and ${account.finishedTo} is not finished`
      this.#world.problem('C3', what)
    }
    if (offset > account.committed) this.#world.reach('a commit went on')
    account.committed = offset
  }

  #release(member: LedgerMember, partition: number, how: string): LedgerMember | undefined {
    this.#expectOpen(member, how)
    const { owners } = this.#accounts[partition]!
    const ownership = owners.get(member)
    if (ownership === undefined)
      this.#world.problem('G2', `${partition} was ${how}, and ${member.name} did not have it`)
    owners.delete(member)
    return ownership?.rival
  }

  #expectOpen({ name, isClosed }: LedgerMember, how: string): void {
    if (isClosed) this.#world.problem('G2', `${name} was told of ${how} partitions after it had closed`)
  }
}
