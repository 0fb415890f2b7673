import type { ClientCore } from '../client/client-core.ts'
import { type Route, recoverRoute, resolveRoute } from '../client/route-request.ts'
import { BrokerError } from '../errors/broker-error.ts'
import { classifyError, classifyErrorCode } from '../errors/classify.ts'
import { ErrorCodes } from '../errors/error-codes.ts'
import type { BrokerNode, ConnectionPurpose, RequestBody, VersionLimits } from '../network/request-sender.ts'
import type { Api } from '../protocol/message-codec.ts'
import type { TopicPartition } from '../record/record.ts'
import { Deadline } from '../support/deadline.ts'

export interface CoordinatorRequest<Request, Response> extends VersionLimits {
  readonly api: Api<Request, Response>
  readonly body: RequestBody<Request>
  /** Begins error messages: "Cannot join group billing". */
  readonly operation: string
  /** For finding the coordinator and for its answer together. */
  readonly timeoutMs: number
  readonly signal?: AbortSignal
  readonly purpose?: ConnectionPurpose
  /** The answer's error code. */
  readonly errorCodeOf?: (response: Response) => number
  /** What the coordinator says about it, where the protocol has words. */
  readonly errorMessageOf?: (response: Response) => string | null
}

/**
 * Requests to a group's coordinator: one attempt each, since most of them mean something else when they are repeated.
 * A failure that shows that the coordinator has moved makes the next attempt look for it.
 */
export class CoordinatorLink {
  readonly groupId: string
  readonly #core: ClientCore
  readonly #route: Route

  constructor(core: ClientCore, groupId: string) {
    this.#core = core
    this.groupId = groupId
    this.#route = { to: 'coordinator', type: 'group', key: groupId }
  }

  async ask<Request, Response>(request: CoordinatorRequest<Request, Response>): Promise<Response> {
    const { api, body, operation, timeoutMs, signal, purpose, minVersion, maxVersion } = request
    const deadline = new Deadline(this.#core.platform.clock, operation, timeoutMs, signal)
    let node: BrokerNode | undefined
    try {
      node = await resolveRoute(this.#core, this.#route, deadline)
      const response = await node.request(api, body, {
        timeoutMs: deadline.remainingMs,
        ...(signal === undefined ? {} : { signal }),
        ...(purpose === undefined ? {} : { purpose }),
        ...(minVersion === undefined ? {} : { minVersion }),
        ...(maxVersion === undefined ? {} : { maxVersion }),
      })
      const errorCode = request.errorCodeOf?.(response) ?? ErrorCodes.NONE
      if (errorCode !== ErrorCodes.NONE) {
        const context = { api: api.name, group: this.groupId, nodeId: node.nodeId }
        throw new BrokerError(operation, errorCode, context, request.errorMessageOf?.(response) ?? null)
      }
      return response
    } catch (error) {
      this.#learnFrom(error, node?.nodeId)
      throw error
    }
  }

  /** The coordinator has answered a second time what it may answer only once. */
  errorOf(errorCode: number, operation: string, api: string): BrokerError {
    return this.#partError(new BrokerError(operation, errorCode, { api, group: this.groupId }))
  }

  /** What the coordinator has answered for one partition. */
  partitionError(errorCode: number, operation: string, partition: TopicPartition): BrokerError {
    const { topic, partition: number } = partition
    const about = `${operation} for ${topic}-${number}`
    return this.#partError(new BrokerError(about, errorCode, { group: this.groupId, topic, partition: number }))
  }

  #partError(error: BrokerError): BrokerError {
    const { coordinators, metadata } = this.#core
    const action = classifyErrorCode(error.errorCode)
    if (action === 'findCoordinator') this.#learnFrom(error, coordinators.cached('group', this.groupId))
    // Topics go by id: one that was made anew has another now.
    if (action === 'refreshMetadata') metadata.requestRefresh(error.message)
    return error
  }

  #learnFrom(error: unknown, nodeId: number | undefined): void {
    const action = classifyError(error)
    // What it says about the group and its members, only a coordinator says.
    if (error instanceof BrokerError && action !== 'findCoordinator') return
    recoverRoute(this.#core, this.#route, nodeId, error, action)?.catch(() => {})
  }
}
