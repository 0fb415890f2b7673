import { ErrorCodes } from '../../../src/errors/error-codes.ts'
import { offsetCommitApi } from '../../../src/protocol/apis/offset-commit.ts'
import { offsetFetchApi } from '../../../src/protocol/apis/offset-fetch.ts'
import type { OffsetCommitRequest } from '../../../src/protocol/messages/offset-commit-request.ts'
import type { OffsetFetchRequest } from '../../../src/protocol/messages/offset-fetch-request.ts'
import type { Uuid } from '../../../src/protocol/uuid.ts'
import type { ScriptedCluster } from '../../support/scripted-cluster.ts'

/** One commit as the coordinator took it. */
export interface TakenCommit {
  readonly partition: number
  readonly offset: bigint
  readonly generationId: number
}

/** The names of the cluster's topics by id. */
export function topicNames(cluster: ScriptedCluster): ReadonlyMap<Uuid, string> {
  const { topics } = cluster.metadataFor({ topics: null } as never, 12)
  return new Map((topics ?? []).map(({ topicId, name }) => [topicId as Uuid, name as string]))
}

/** The offsets of one group, by topic name or by topic id as the version says. */
export class ModelOffsets {
  readonly commits: TakenCommit[] = []
  readonly committed = new Map<string, { offset: bigint; metadata: string }>()
  /** Instead of a good answer, by partition; once each. */
  readonly commitErrors: number[] = []
  readonly fetchErrors: number[] = []
  readonly #cluster: ScriptedCluster

  /** `refusal` judges who asks: the error code for everything in the request, or 0. */
  constructor(
    cluster: ScriptedCluster,
    refusal: {
      readonly ofCommit: (request: OffsetCommitRequest, nodeId: number) => number
      readonly ofFetch?: (request: OffsetFetchRequest) => number
    },
  ) {
    this.#cluster = cluster
    cluster.on(offsetCommitApi, (request, { nodeId }) => this.#commit(request, refusal.ofCommit(request, nodeId)))
    cluster.on(offsetFetchApi, (request) => this.#fetch(request, refusal.ofFetch?.(request) ?? ErrorCodes.NONE))
  }

  #commit({ topics, generationIdOrMemberEpoch: generationId }: OffsetCommitRequest, refusal: number) {
    const names = topicNames(this.#cluster)
    return {
      topics: topics.map(({ name, topicId, partitions }) => {
        const topic = name || names.get(topicId)
        return {
          ...(name === '' ? { topicId } : { name }),
          partitions: partitions.map(({ partitionIndex, committedOffset, committedMetadata }) => {
            const unknown = topic === undefined ? ErrorCodes.UNKNOWN_TOPIC_ID : ErrorCodes.NONE
            const errorCode = refusal || unknown || (this.commitErrors.shift() ?? ErrorCodes.NONE)
            if (errorCode === ErrorCodes.NONE) {
              this.commits.push({ partition: partitionIndex, offset: committedOffset, generationId })
              const metadata = committedMetadata ?? ''
              this.committed.set(`${topic}-${partitionIndex}`, { offset: committedOffset, metadata })
            }
            return { partitionIndex, errorCode }
          }),
        }
      }),
    }
  }

  #fetch({ groups }: OffsetFetchRequest, errorCode: number) {
    const names = topicNames(this.#cluster)
    return {
      groups: groups.map(({ groupId, topics }) => ({
        groupId,
        errorCode,
        topics: topics?.map(({ name, topicId, partitionIndexes }) => ({
          ...(name === '' ? { topicId } : { name }),
          partitions: partitionIndexes.map((partitionIndex) => {
            const found = this.committed.get(`${name || names.get(topicId)}-${partitionIndex}`)
            return {
              partitionIndex,
              errorCode: this.fetchErrors.shift() ?? ErrorCodes.NONE,
              committedOffset: found?.offset ?? -1n,
              metadata: found?.metadata ?? '',
            }
          }),
        })),
      })),
    }
  }
}
