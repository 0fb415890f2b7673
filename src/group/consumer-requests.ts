/** The one request of the consumer protocol (KIP-848): what goes into it, and what its failures mean. */

import { BrokerError } from '../errors/broker-error.ts'
import { UnsupportedVersionError } from '../errors/client-errors.ts'
import { ErrorCodes } from '../errors/error-codes.ts'
import { GroupError } from '../errors/group-error.ts'
import { consumerGroupHeartbeatApi } from '../protocol/apis/consumer-group-heartbeat.ts'
import type { Draft } from '../protocol/message-codec.ts'
import type { ConsumerGroupHeartbeatRequest } from '../protocol/messages/consumer-group-heartbeat-request.ts'
import type { ConsumerGroupHeartbeatResponse } from '../protocol/messages/consumer-group-heartbeat-response.ts'
import type { CoordinatorLink } from './coordinator-link.ts'
import { type OwnedPartition, toTopicIds } from './owned-partitions.ts'

/** Version 0 was an early access in which the coordinator made up member ids; 1 came with Kafka 4.0 (KIP-1082). */
const firstStableVersion = 1

export const joiningEpoch = 0
const leavingEpoch = -1
/** A static member that leaves says that it will be back: its partitions wait for the session to end (KIP-345). */
const staticLeavingEpoch = -2

/** What never changes while a member lives. */
export interface ConsumerRequestSettings {
  readonly memberId: string
  readonly groupInstanceId: string | null
  readonly rackId: string | null
  readonly remoteAssignor: string | null
  readonly rebalanceTimeoutMs: number
  readonly requestTimeoutMs: number
}

/** What a heartbeat tells. */
export interface MemberReport {
  readonly epoch: number
  readonly topics: readonly string[]
  /** For the coordinator to evaluate; null where `topics` are all. */
  readonly topicRegex: string | null
  readonly owned: readonly OwnedPartition[]
  /**
   * Which assignment `owned` is the outcome of. One that changes nothing is acknowledged as well: the coordinator may wait
   * for partitions to be given up that this member never had, because another assignment came in between.
   */
  readonly reconciledVersion: number
}

export class ConsumerRequests {
  readonly #link: CoordinatorLink
  readonly #settings: ConsumerRequestSettings
  /** What the coordinator has been told in this epoch; undefined when it may have missed something. */
  #told: string | undefined

  constructor(link: CoordinatorLink, settings: ConsumerRequestSettings) {
    this.#link = link
    this.#settings = settings
  }

  /** The next heartbeat tells everything, and the coordinator answers it with the whole assignment. */
  tellAll(): void {
    this.#told = undefined
  }

  /**
   * One heartbeat, one attempt: a repeated one would tell what was true before. After a failure nobody knows what the
   * coordinator has heard and what it has answered, so that the next one tells everything.
   */
  async heartbeat(report: MemberReport, signal: AbortSignal): Promise<ConsumerGroupHeartbeatResponse> {
    const { memberId, rebalanceTimeoutMs, remoteAssignor, requestTimeoutMs } = this.#settings
    const { epoch, topics, topicRegex, owned, reconciledVersion } = report
    const topicPartitions = toTopicIds(owned)
    const news = JSON.stringify([topics, topicRegex, topicPartitions, reconciledVersion])
    const isKeepalive = epoch !== joiningEpoch && news === this.#told
    this.#told = undefined
    const body = {
      ...this.#identity(epoch),
      ...(isKeepalive
        ? {}
        : {
            rackId: this.#settings.rackId,
            rebalanceTimeoutMs,
            subscribedTopicNames: topics,
            subscribedTopicRegex: topicRegex,
            serverAssignor: remoteAssignor,
            topicPartitions,
          }),
    }
    const operation = epoch === joiningEpoch ? 'join' : 'stay in'
    const response = await this.#send(body, operation, requestTimeoutMs, signal)
    if (response.memberId !== null && response.memberId !== memberId) throw this.#misunderstood(response.memberId)
    this.#told = news
    return response
  }

  /** Leaving twice does no harm. */
  async leave(timeoutMs: number): Promise<void> {
    const { groupInstanceId } = this.#settings
    const epoch = groupInstanceId === null ? leavingEpoch : staticLeavingEpoch
    try {
      await this.#send(this.#identity(epoch), 'leave', timeoutMs)
    } catch (error) {
      // What was wanted, by an earlier attempt or by the end of the session.
      if (error instanceof BrokerError && error.errorCode === ErrorCodes.UNKNOWN_MEMBER_ID) return
      throw error
    }
  }

  #identity(memberEpoch: number): Draft<ConsumerGroupHeartbeatRequest> {
    const { memberId, groupInstanceId } = this.#settings
    return { groupId: this.#link.groupId, memberId, memberEpoch, instanceId: groupInstanceId }
  }

  async #send(
    body: Draft<ConsumerGroupHeartbeatRequest>,
    verb: string,
    timeoutMs: number,
    signal?: AbortSignal,
  ): Promise<ConsumerGroupHeartbeatResponse> {
    const operation = `Cannot ${verb} group ${this.#link.groupId}`
    try {
      return await this.#link.ask({
        api: consumerGroupHeartbeatApi,
        operation,
        timeoutMs,
        ...(signal === undefined ? {} : { signal }),
        minVersion: firstStableVersion,
        body,
        errorCodeOf: ({ errorCode }) => errorCode,
        errorMessageOf: ({ errorMessage }) => errorMessage,
      })
    } catch (error) {
      throw isUnsupported(error) ? this.#tooOld(operation, error) : error
    }
  }

  #tooOld(operation: string, cause: unknown): GroupError {
    const reason =
      "the brokers do not speak groupProtocol 'consumer' (KIP-848): it needs Kafka 4.0 or later, switched on"
    return new GroupError(`${operation}: ${reason}. groupProtocol 'classic' works everywhere`, this.#link.groupId, {
      cause,
    })
  }

  #misunderstood(memberId: string): GroupError {
    const { groupId } = this.#link
    return new GroupError(`Cannot stay in group ${groupId}: the coordinator calls this member ${memberId}`, groupId)
  }
}

function isUnsupported(error: unknown): boolean {
  if (error instanceof UnsupportedVersionError) return true
  return error instanceof BrokerError && error.errorCode === ErrorCodes.UNSUPPORTED_VERSION
}
