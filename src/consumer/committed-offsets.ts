import { MissingAnswerError } from '../errors/answer-errors.ts'
import { ErrorCodes } from '../errors/error-codes.ts'
import type { CoordinatorLink } from '../group/coordinator-link.ts'
import { byTopic, partitionKey } from '../group/topic-partitions.ts'
import { offsetFetchApi } from '../protocol/apis/offset-fetch.ts'
import type { OffsetFetchResponse } from '../protocol/messages/offset-fetch-response.ts'
import { type Uuid, zeroUuid } from '../protocol/uuid.ts'
import type { TopicPartition } from '../record/record.ts'

/** What a group has committed for a partition. */
export interface CommittedOffset extends TopicPartition {
  /** The next offset to read. */
  readonly offset: bigint
  /** The epoch of the record before it; -1 when it was not committed with one. */
  readonly leaderEpoch: number
  readonly metadata: string
}

/** Whom the coordinator is to know, so that nobody is given offsets that a member before it has yet to commit. */
export interface OffsetReader {
  readonly memberId: string
  readonly memberEpoch: number
}

/** First version that holds back offsets of open transactions (KIP-447), and first that takes several groups. */
const firstStableVersion = 7
const firstGroupsVersion = 8
/** First version that knows members of the consumer protocol (KIP-848). */
const firstMemberVersion = 9
/** From version 10 on topics go by id. */
const lastNamedVersion = 9

/**
 * One attempt. Partitions without a committed offset are left out of the result. Rejects when a partition's offset is
 * about to change, because a transaction that commits it is still open: it must not be guessed.
 */
export async function fetchCommittedOffsets(
  link: CoordinatorLink,
  partitions: readonly TopicPartition[],
  topicIdOf: (topic: string) => Uuid | undefined,
  reader: OffsetReader | undefined,
  bounds: { readonly timeoutMs: number; readonly signal?: AbortSignal },
): Promise<ReadonlyMap<string, CommittedOffset>> {
  const topics = [...byTopic(partitions)].map(([name, partitionIndexes]) => ({
    name,
    topicId: topicIdOf(name) ?? zeroUuid,
    partitionIndexes,
  }))
  const named = topics.map(({ name, partitionIndexes }) => ({ name, partitionIndexes }))
  const identified = topics.map(({ topicId, partitionIndexes }) => ({ topicId, partitionIndexes }))
  const names = new Map(topics.map(({ name, topicId }) => [topicId, name]))
  const operation = `Cannot fetch the committed offsets of group ${link.groupId}`
  const response = await link.ask({
    ...bounds,
    api: offsetFetchApi,
    operation,
    // Without an id for every topic there are only the names.
    ...(names.has(zeroUuid) ? { maxVersion: lastNamedVersion } : {}),
    body: (version) => {
      const asked = { groupId: link.groupId, topics: version > lastNamedVersion ? identified : named }
      const member = version >= firstMemberVersion ? reader : undefined
      return {
        ...(version >= firstStableVersion ? { requireStable: true } : {}),
        ...(version >= firstGroupsVersion ? { groups: [{ ...asked, ...member }] } : asked),
      }
    },
    errorCodeOf: (answer) => answer.groups[0]?.errorCode ?? answer.errorCode,
  })
  const answered = new Map(answersOf(response, names).map((answer) => [partitionKey(answer), answer]))
  const committed = new Map<string, CommittedOffset>()
  for (const { topic, partition } of partitions) {
    const key = partitionKey({ topic, partition })
    const answer = answered.get(key)
    const about = `${operation} for ${topic}-${partition}`
    if (answer === undefined)
      throw new MissingAnswerError(about, { context: { group: link.groupId, topic, partition } })
    if (answer.errorCode !== ErrorCodes.NONE) {
      throw link.partitionError(answer.errorCode, operation, { topic, partition })
    }
    const { offset, leaderEpoch, metadata } = answer
    if (offset >= 0n) committed.set(key, { topic, partition, offset, leaderEpoch, metadata })
  }
  return committed
}

function answersOf(
  response: OffsetFetchResponse,
  names: ReadonlyMap<Uuid, string>,
): (CommittedOffset & { readonly errorCode: number })[] {
  const named = response.groups[0]?.topics.map(({ name, topicId, partitions }) => ({
    name: name === '' ? (names.get(topicId) ?? '') : name,
    partitions,
  }))
  return (named ?? response.topics).flatMap(({ name, partitions }) =>
    partitions.map(({ partitionIndex, committedOffset, committedLeaderEpoch, metadata, errorCode }) => ({
      topic: name,
      partition: partitionIndex,
      offset: committedOffset,
      leaderEpoch: committedLeaderEpoch,
      metadata: metadata ?? '',
      errorCode,
    })),
  )
}
