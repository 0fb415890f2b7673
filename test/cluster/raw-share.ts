/** A member of a share group that speaks the protocol itself: heartbeats, share sessions, acknowledgements. */
import { randomBytes } from 'node:crypto'
import { describeConfigsApi } from '../../src/protocol/apis/describe-configs.ts'
import { findCoordinatorApi } from '../../src/protocol/apis/find-coordinator.ts'
import { incrementalAlterConfigsApi } from '../../src/protocol/apis/incremental-alter-configs.ts'
import { metadataApi } from '../../src/protocol/apis/metadata.ts'
import { shareAcknowledgeApi } from '../../src/protocol/apis/share-acknowledge.ts'
import { shareFetchApi } from '../../src/protocol/apis/share-fetch.ts'
import { shareGroupHeartbeatApi } from '../../src/protocol/apis/share-group-heartbeat.ts'
import type { Draft } from '../../src/protocol/message-codec.ts'
import type { ShareFetchRequest } from '../../src/protocol/messages/share-fetch-request.ts'
import type { ShareGroupHeartbeatRequest } from '../../src/protocol/messages/share-group-heartbeat-request.ts'
import type { Uuid } from '../../src/protocol/uuid.ts'
import { valuesOf } from './batches.ts'
import { uniqueName } from './every-broker.ts'
import type { RawConnection } from './raw-connection.ts'

export const Acknowledge = { gap: 0, accept: 1, release: 2, reject: 3, renew: 4 } as const

export interface AcknowledgeBatch {
  readonly firstOffset: bigint
  readonly lastOffset: bigint
  readonly acknowledgeTypes: readonly number[]
}

const groupResource = 32
const assignmentTimeoutMs = 20_000

/** A real cluster makes its topic of groups when somebody asks for a coordinator, which may be any broker. */
async function awaitCoordinator(raw: RawConnection, groupId: string): Promise<void> {
  for (let tries = 0; tries < 1000; tries++) {
    const { coordinators } = await raw.send(findCoordinatorApi, 4, { keyType: 0, coordinatorKeys: [groupId] })
    if (coordinators[0]?.errorCode === 0) return
  }
  throw new Error(`${groupId} has no coordinator`)
}

/** Sets the configuration of a group: by default it reads from the beginning. */
export async function configureGroup(
  raw: RawConnection,
  groupId: string,
  configs: Readonly<Record<string, string>> = {},
): Promise<void> {
  await awaitCoordinator(raw, groupId)
  const wanted = { 'share.auto.offset.reset': 'earliest', ...configs }
  const changes = Object.entries(wanted).map(([name, value]) => ({ name, value, configOperation: 0 }))
  const resources = [{ resourceType: groupResource, resourceName: groupId, configs: changes }]
  const { responses } = await raw.send(incrementalAlterConfigsApi, 1, { resources })
  if (responses[0]!.errorCode !== 0) throw new Error(`Cannot configure ${groupId}: ${responses[0]!.errorMessage}`)
  await awaitConfigs(raw, groupId, wanted)
}

/** The controller has answered; a busy broker learns it later, and until then gives the group what is the default. */
async function awaitConfigs(
  raw: RawConnection,
  groupId: string,
  wanted: Readonly<Record<string, string>>,
): Promise<void> {
  const resources = [{ resourceType: groupResource, resourceName: groupId, configurationKeys: Object.keys(wanted) }]
  const startMs = Date.now()
  while (Date.now() - startMs < assignmentTimeoutMs) {
    const { results } = await raw.send(describeConfigsApi, 4, { resources })
    const configs = new Map(results[0]?.configs.map(({ name, value }) => [name, value]))
    if (Object.entries(wanted).every(([name, value]) => configs.get(name) === value)) return
  }
  throw new Error(`The broker does not know the configuration of ${groupId}`)
}

export async function topicIdOf(raw: RawConnection, topic: string): Promise<Uuid> {
  const { topics } = await raw.send(metadataApi, 12, { topics: [{ name: topic }] })
  return topics[0]!.topicId
}

export class RawShareMember {
  readonly raw: RawConnection
  readonly groupId: string
  readonly topicId: Uuid
  readonly memberId: string = randomBytes(16).toString('base64url').replace(/^-/, 'A')
  version = 2
  memberEpoch = 0
  #sessionEpoch = 0

  constructor(raw: RawConnection, groupId: string, topicId: Uuid) {
    this.raw = raw
    this.groupId = groupId
    this.topicId = topicId
  }

  /** A group of its own that reads a topic from the beginning, and its first member, which has its partitions. */
  static async join(
    raw: RawConnection,
    topic: string,
    {
      groupId = uniqueName('share'),
      partitions = 1,
      configs = {},
    }: {
      readonly groupId?: string
      readonly partitions?: number
      readonly configs?: Readonly<Record<string, string>>
    } = {},
  ): Promise<RawShareMember> {
    await configureGroup(raw, groupId, configs)
    const member = new RawShareMember(raw, groupId, await topicIdOf(raw, topic))
    await member.joinUntilAssigned(topic, partitions)
    return member
  }

  heartbeat(request: Draft<ShareGroupHeartbeatRequest> = {}) {
    const { groupId, memberId, memberEpoch } = this
    return this.raw.send(shareGroupHeartbeatApi, 1, { groupId, memberId, memberEpoch, ...request })
  }

  /** A real coordinator takes a moment until it is there, and assigns partitions when they have been prepared. */
  async joinUntilAssigned(topic: string, count: number): Promise<readonly number[]> {
    const startMs = Date.now()
    while (Date.now() - startMs < assignmentTimeoutMs) {
      const { errorCode, memberEpoch, assignment } = await this.heartbeat({ subscribedTopicNames: [topic] })
      if (errorCode === 0) this.memberEpoch = memberEpoch
      const partitions = assignment?.topicPartitions.flatMap((assigned) => assigned.partitions) ?? []
      if (partitions.length >= count) return partitions
    }
    throw new Error(`${this.memberId} was assigned nothing`)
  }

  /** Reads partition 0, and opens a session where there is none. A batch of acknowledgements may go before. */
  async fetch(request: Draft<ShareFetchRequest> = {}, batches: readonly AcknowledgeBatch[] = [], partitions = [0]) {
    const { groupId, memberId, topicId } = this
    const answer = await this.raw.send(shareFetchApi, this.version, {
      ...{ groupId, memberId, shareSessionEpoch: this.#sessionEpoch },
      ...{ maxWaitMs: 2000, minBytes: 1, maxBytes: 1 << 20, maxRecords: 500, batchSize: 500 },
      topics: [
        {
          topicId,
          partitions: partitions.map((partitionIndex) => ({ partitionIndex, acknowledgementBatches: batches })),
        },
      ],
      ...request,
    })
    if (answer.errorCode === 0) this.#sessionEpoch++
    const all = answer.responses.flatMap((topic) => topic.partitions)
    const [partition] = all
    return {
      ...answer,
      partitions: all,
      partition,
      acknowledgeErrorCode: partition?.acknowledgeErrorCode,
      acquired: (partition?.acquiredRecords ?? []).map(
        ({ firstOffset, lastOffset, deliveryCount }) => [firstOffset, lastOffset, deliveryCount] as const,
      ),
      values: valuesOf(partition?.records ?? null),
    }
  }

  /** Fetches until there are records: a real broker that is busy with the partition comes back without them. */
  async fetchSome(request: Draft<ShareFetchRequest> = {}, batches: readonly AcknowledgeBatch[] = []) {
    const first = await this.fetch(request, batches)
    let answer = first
    // By time and not by tries: while the partition's state is being loaded, errors come at once.
    const startMs = Date.now()
    while (answer.errorCode === 0 && answer.acquired.length === 0 && Date.now() - startMs < assignmentTimeoutMs) {
      answer = await this.fetch(request)
    }
    return { ...answer, acknowledgeErrorCode: first.acknowledgeErrorCode }
  }

  async acknowledge(batches: readonly AcknowledgeBatch[], { epoch = this.#sessionEpoch, isRenewAck = false } = {}) {
    const { groupId, memberId, topicId } = this
    const partitions = [{ partitionIndex: 0, acknowledgementBatches: batches }]
    const answer = await this.raw.send(shareAcknowledgeApi, this.version, {
      ...{ groupId, memberId, shareSessionEpoch: epoch },
      ...(isRenewAck ? { isRenewAck } : {}),
      topics: batches.length === 0 ? [] : [{ topicId, partitions }],
    })
    if (answer.errorCode === 0) this.#sessionEpoch++
    return { ...answer, partitionErrorCode: answer.responses[0]?.partitions[0]?.errorCode }
  }

  /** Ends the session: what the member has goes back. */
  async closeSession(batches: readonly AcknowledgeBatch[] = []) {
    const answer = await this.acknowledge(batches, { epoch: -1 })
    this.#sessionEpoch = 0
    return answer
  }
}

/** One type for all offsets from the first to the last. */
export function all(type: number, firstOffset: bigint, lastOffset: bigint = firstOffset): AcknowledgeBatch {
  return { firstOffset, lastOffset, acknowledgeTypes: [type] }
}
