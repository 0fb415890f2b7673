/**
 * Commits, one after the other.
 *
 * Owned by the group consumer. Each commit waits until the one before it has its answer, and none is cancelled for a
 * later one: a cancelled request may still reach the broker, last, and take the group back. What to commit is looked at
 * when a commit's turn comes, and only for partitions that are still the same assignment as when it was asked for: an
 * offset of a partition that was lost and belongs to somebody else is never sent again under a newer generation.
 */
import { MissingAnswerError } from '../errors/answer-errors.ts'
import { BrokerError } from '../errors/broker-error.ts'
import { classifyError, isRepeatable } from '../errors/classify.ts'
import { StateError } from '../errors/client-errors.ts'
import { ErrorCodes } from '../errors/error-codes.ts'
import type { Cursor } from '../fetch/cursor.ts'
import type { CoordinatorLink } from '../group/coordinator-link.ts'
import type { GroupMetadata } from '../group/membership.ts'
import { offsetCommitApi } from '../protocol/apis/offset-commit.ts'
import type { OffsetCommitResponse } from '../protocol/messages/offset-commit-response.ts'
import { type Uuid, zeroUuid } from '../protocol/uuid.ts'
import { type BackoffPolicy, backoffDelayMs } from '../support/backoff.ts'
import type { Deadline } from '../support/deadline.ts'
import type { Random } from '../support/random.ts'

/** What is committed for one partition. */
export interface OffsetCommit {
  readonly cursor: Cursor
  readonly offset: bigint
  readonly leaderEpoch: number
  readonly metadata: string
}

export interface CommitManagerOptions {
  readonly link: CoordinatorLink
  readonly random: Random
  readonly retryBackoff: BackoffPolicy
  readonly requestTimeoutMs: number
  /** Who the member is now. */
  readonly identity: () => GroupMetadata
  /** The member is about to be somebody else: it joins the next generation. */
  readonly isBetweenGenerations: () => boolean
  /** The coordinator refused a commit because the member is not what it says. Must not throw. */
  readonly onFenced: (error: Error, of: GroupMetadata) => void
}

/** From version 10 on topics go by id. */
const lastNamedVersion = 9

export class CommitManager {
  readonly #options: CommitManagerOptions
  /** Settles, and never rejects, when the last commit has its answer. */
  #tail: Promise<void> = Promise.resolve()
  readonly #committed = new WeakMap<Cursor, bigint>()

  constructor(options: CommitManagerOptions) {
    this.#options = options
  }

  /** What the group has for the partition, as far as this assignment knows. */
  committedOffset(cursor: Cursor): bigint | undefined {
    return this.#committed.get(cursor)
  }

  noteCommitted(cursor: Cursor, offset: bigint): void {
    this.#committed.set(cursor, offset)
  }

  /**
   * Commits what `collect` says when the turn has come. Rejects when a partition is not assigned any more, or the
   * coordinator says no; what may pass is repeated until the deadline.
   */
  commit(collect: () => readonly OffsetCommit[], deadline: Deadline): Promise<void> {
    const done = this.#tail.then(() => this.#commitNow(collect(), deadline))
    this.#tail = done.catch(() => {})
    return done
  }

  async #commitNow(commits: readonly OffsetCommit[], deadline: Deadline): Promise<void> {
    if (commits.length === 0) return
    let pending = commits
    for (let attempt = 0; ; attempt += 1) {
      deadline.throwIfOver()
      checkStillAssigned(pending, deadline.operation)
      const identity = this.#options.identity()
      if (identity.generationId < 0) throw notInGroup(deadline.operation)
      const failed = await this.#attempt(pending, identity, deadline)
      if (failed === undefined) return
      pending = failed.commits
      if (!this.#isWorthRepeating(failed.error, identity)) throw failed.error
      const { retryBackoff, random } = this.#options
      await deadline.sleep(backoffDelayMs(retryBackoff, attempt, random), 'commit backoff', failed.error)
    }
  }

  /** Undefined when all is committed. */
  async #attempt(
    commits: readonly OffsetCommit[],
    identity: GroupMetadata,
    deadline: Deadline,
  ): Promise<{ readonly error: Error; readonly commits: readonly OffsetCommit[] } | undefined> {
    const { link, requestTimeoutMs } = this.#options
    // As they are now: a topic that is made anew gets another while the answer is on its way.
    const topicIds = new Map(commits.map(({ cursor }) => [cursor.topic, cursor.topicId]))
    let response: OffsetCommitResponse
    try {
      response = await link.ask({
        api: offsetCommitApi,
        operation: deadline.operation,
        // Not the caller's signal: once a commit is on its way, the next one has to wait for its answer.
        timeoutMs: Math.min(requestTimeoutMs, deadline.remainingMs),
        // Without an id for every topic there are only the names.
        ...([...topicIds.values()].every((topicId) => topicId !== zeroUuid) ? {} : { maxVersion: lastNamedVersion }),
        body: (version) => ({
          groupId: identity.groupId,
          generationIdOrMemberEpoch: identity.generationId,
          memberId: identity.memberId,
          ...(version >= 7 ? { groupInstanceId: identity.groupInstanceId } : {}),
          topics: topicsOf(commits, topicIds, version),
        }),
      })
    } catch (error) {
      return { error: error instanceof Error ? error : new Error(String(error)), commits }
    }
    return this.#judge(response, commits, topicIds, deadline.operation)
  }

  #judge(
    response: OffsetCommitResponse,
    commits: readonly OffsetCommit[],
    topicIds: ReadonlyMap<string, Uuid>,
    operation: string,
  ) {
    const codes = new Map<string, number>(
      response.topics.flatMap(({ name, topicId, partitions }) =>
        partitions.map(({ partitionIndex, errorCode }) => [`${name || topicId}-${partitionIndex}`, errorCode] as const),
      ),
    )
    const failures: { readonly error: Error; readonly commit: OffsetCommit }[] = []
    for (const commit of commits) {
      const { name, topic, partition } = commit.cursor
      const code = codes.get(name) ?? codes.get(`${topicIds.get(topic)}-${partition}`)
      if (code === ErrorCodes.NONE) this.#committed.set(commit.cursor, commit.offset)
      else failures.push({ error: this.#errorOf(code, operation, commit.cursor), commit })
    }
    if (failures.length === 0) return undefined
    // The one that repeating does not help, if there is one, is the one to tell.
    const worst = failures.find(({ error }) => !isRepeatable(classifyError(error))) ?? failures[0]!
    return { error: worst.error, commits: failures.map(({ commit }) => commit) }
  }

  #errorOf(code: number | undefined, operation: string, cursor: Cursor): Error {
    const { link } = this.#options
    const { name, topic, partition } = cursor
    if (code !== undefined) return link.partitionError(code, operation, cursor)
    return new MissingAnswerError(`${operation} for ${name}`, { context: { group: link.groupId, topic, partition } })
  }

  #isWorthRepeating(error: Error, sentAs: GroupMetadata): boolean {
    const action = classifyError(error)
    if (isRepeatable(action)) return true
    const code = error instanceof BrokerError ? error.errorCode : ErrorCodes.NONE
    // Between JoinGroup and SyncGroup nobody may commit; the assignment that follows says whether we still may.
    if (code === ErrorCodes.REBALANCE_IN_PROGRESS) return true
    // The member's epoch has moved on (KIP-848). The next heartbeat tells it, and what is owned in it.
    if (code === ErrorCodes.STALE_MEMBER_EPOCH) {
      this.#options.onFenced(error, sentAs)
      return true
    }
    if (action !== 'rejoinGroup' && code !== ErrorCodes.FENCED_INSTANCE_ID) return false
    const { memberId, generationId } = this.#options.identity()
    // Joined again while the commit was on its way: partitions that stayed ours may be committed as who we are now.
    if (memberId !== sentAs.memberId || generationId !== sentAs.generationId) return true
    // The group has gone on to the generation that we join; the answer to JoinGroup is on its way.
    if (code === ErrorCodes.ILLEGAL_GENERATION && this.#options.isBetweenGenerations()) return true
    this.#options.onFenced(error, sentAs)
    return false
  }
}

function topicsOf(commits: readonly OffsetCommit[], topicIds: ReadonlyMap<string, Uuid>, version: number) {
  const topics = new Map<string, OffsetCommit[]>()
  for (const commit of commits) topics.set(commit.cursor.topic, [...(topics.get(commit.cursor.topic) ?? []), commit])
  return [...topics].map(([name, list]) => ({
    ...(version > lastNamedVersion ? { topicId: topicIds.get(name) } : { name }),
    partitions: list.map(({ cursor, offset, leaderEpoch, metadata }) => ({
      partitionIndex: cursor.partition,
      committedOffset: offset,
      ...(version >= 6 ? { committedLeaderEpoch: leaderEpoch } : {}),
      committedMetadata: metadata,
    })),
  }))
}

/** A cursor is released with its assignment: another one for the same partition is another assignment. */
function checkStillAssigned(commits: readonly OffsetCommit[], operation: string): void {
  const lost = commits.find(({ cursor }) => cursor.state === 'released')
  if (lost === undefined) return
  throw new StateError('ILLEGAL_STATE', `${operation}: ${lost.cursor.name} is not assigned to this consumer any more`)
}

function notInGroup(operation: string): StateError {
  return new StateError('ILLEGAL_STATE', `${operation}: the consumer is not a member of its group at the moment`)
}
