/** What members of KIP-848 ask, and how they are refused. */
import { ErrorCodes } from '../../errors/error-codes.ts'
import type { Draft } from '../../protocol/message-codec.ts'
import type { ConsumerGroupHeartbeatResponse } from '../../protocol/messages/consumer-group-heartbeat-response.ts'
import type { TopicPartitions } from './topic-partition-set.ts'

export type BeatAnswer = Draft<ConsumerGroupHeartbeatResponse>

/** A ConsumerGroupHeartbeat request as the group sees it. Null is what it does not say. */
export interface Beat {
  readonly memberId: string
  readonly memberEpoch: number
  readonly instanceId: string | null
  readonly rackId: string | null
  /** -1 where it does not say it. */
  readonly rebalanceTimeoutMs: number
  readonly clientId: string
  readonly clientHost: string
  readonly topicNames: readonly string[] | null
  readonly topicRegex: string | null
  readonly serverAssignor: string | null
  /** What it has. */
  readonly owned: readonly TopicPartitions[] | null
}

interface MemberNames {
  readonly groupId: string
  readonly memberId: string
  readonly instanceId: string | null
}

type RefusalKind = 'unknownMember' | 'fencedInstance' | 'unreleasedInstance' | 'fencedEpoch'

interface Refusal {
  readonly errorCode: number
  readonly explain: (names: MemberNames) => string
}

const refusals: Readonly<Record<RefusalKind, Refusal>> = {
  unknownMember: {
    errorCode: ErrorCodes.UNKNOWN_MEMBER_ID,
    explain: ({ groupId, memberId, instanceId }) =>
      instanceId === null
        ? `Member ${memberId} is not a member of group ${groupId}.`
        : `Instance id ${instanceId} is unknown.`,
  },
  fencedInstance: {
    errorCode: ErrorCodes.FENCED_INSTANCE_ID,
    explain: ({ memberId, instanceId }) => `Another member than ${memberId} has taken the instance id ${instanceId}.`,
  },
  unreleasedInstance: {
    errorCode: ErrorCodes.UNRELEASED_INSTANCE_ID,
    explain: ({ memberId, instanceId }) =>
      `Member ${memberId} cannot join: a member that has not left has the instance id ${instanceId}.`,
  },
  fencedEpoch: {
    errorCode: ErrorCodes.FENCED_MEMBER_EPOCH,
    explain: ({ memberId }) =>
      `Member ${memberId} is in another epoch. It must give up all its partitions and join again.`,
  },
}

export function refusedBeat(errorCode: number, errorMessage: string): BeatAnswer {
  return { errorCode, errorMessage }
}

export function refusalOfBeat(kind: RefusalKind, names: MemberNames): BeatAnswer {
  return refusedBeat(refusals[kind].errorCode, refusals[kind].explain(names))
}
