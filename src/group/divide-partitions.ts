import type { ClientCore } from '../client/client-core.ts'
import { BrokerError } from '../errors/broker-error.ts'
import { ErrorCodes } from '../errors/error-codes.ts'
import type { ClusterSnapshot } from '../metadata/cluster-snapshot.ts'
import type { JoinGroupResponseMember } from '../protocol/messages/join-group-response.ts'
import type { Deadline } from '../support/deadline.ts'
import type { GroupAssignment, MemberSubscription, PartitionAssignor } from './assignor/assignor.ts'
import { decodeSubscription, flatten } from './consumer-protocol.ts'

export interface Division {
  readonly assignment: GroupAssignment
  /** Everything that anybody subscribes to, whether it exists or not. */
  readonly topics: readonly string[]
  readonly partitionCounts: ReadonlyMap<string, number>
  /** Undefined where no member says where it is: then it is no matter where the replicas are. */
  readonly partitionRacks: PartitionRacks | undefined
}

/** By topic and partition. */
export type PartitionRacks = ReadonlyMap<string, readonly (readonly string[])[]>

/** The leader's work: reads what everybody wants, looks at the topics, and lets the assignor decide. */
export async function dividePartitions(
  core: ClientCore,
  assignor: PartitionAssignor,
  joined: readonly JoinGroupResponseMember[],
  deadline: Deadline,
): Promise<Division> {
  const members = joined.map(readMember)
  const topics = [...new Set(members.flatMap((member) => member.topics))]
  const counts = await Promise.all(topics.map((topic) => partitionCount(core, topic, deadline)))
  const partitionCounts = new Map<string, number>()
  for (const [index, topic] of topics.entries()) {
    const count = counts[index]
    if (count !== undefined) partitionCounts.set(topic, count)
  }
  const hasRacks = members.some(({ rackId }) => rackId !== null && rackId !== '')
  const { snapshot } = core.metadata
  const partitionRacks = hasRacks
    ? new Map([...partitionCounts.keys()].map((topic) => [topic, racksOf(snapshot, topic)]))
    : undefined
  const input = { members, partitionCounts, ...(partitionRacks === undefined ? {} : { partitionRacks }) }
  return { assignment: assignor.assign(input), topics, partitionCounts, partitionRacks }
}

/** The racks of each partition's replicas, as far as their brokers are known and say where they are. */
export function racksOf({ topics, brokers }: ClusterSnapshot, topic: string): readonly (readonly string[])[] {
  const partitions = topics.get(topic)?.partitions ?? []
  return partitions.map(({ replicas }) => [...new Set(replicas.flatMap((nodeId) => brokers.get(nodeId)?.rack ?? []))])
}

function readMember({ memberId, groupInstanceId, metadata }: JoinGroupResponseMember): MemberSubscription {
  const { topics, ownedPartitions, generationId, rackId, userData } = decodeSubscription(metadata)
  return {
    memberId,
    groupInstanceId,
    topics: [...new Set(topics)],
    ownedPartitions: flatten(ownedPartitions),
    generationId,
    rackId,
    userData,
  }
}

/** What the cluster says of a topic that cannot be divided. None of it is a reason to leave the other topics unread. */
const undividable: ReadonlySet<number> = new Set([
  ErrorCodes.UNKNOWN_TOPIC_OR_PARTITION,
  ErrorCodes.INVALID_TOPIC_EXCEPTION,
  ErrorCodes.TOPIC_AUTHORIZATION_FAILED,
])

async function partitionCount(core: ClientCore, topic: string, deadline: Deadline): Promise<number | undefined> {
  try {
    const snapshot = await core.metadata.ensureTopics([topic], { deadline, unknownTopicRetries: 1 })
    return snapshot.topics.get(topic)?.partitions.length
  } catch (error) {
    if (!(error instanceof BrokerError) || !undividable.has(error.errorCode)) throw error
    core.platform.log.event('warn', 'group.topic_not_divided', { topic, error })
    return undefined
  }
}
