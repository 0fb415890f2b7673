import type { ClientCore } from '../client/client-core.ts'
import { type Route, recoverRoute, resolveRoute } from '../client/route-request.ts'
import { BrokerError } from '../errors/broker-error.ts'
import { classifyError } from '../errors/classify.ts'
import { ErrorCodes } from '../errors/error-codes.ts'
import type { BrokerNode, ConnectionPurpose, RequestBody, VersionLimits } from '../network/request-sender.ts'
import type { Api } from '../protocol/message-codec.ts'
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

  /** An answer's part says that the coordinator is not where we think it is. */
  errorOf(errorCode: number, operation: string, api: string): BrokerError {
    const error = new BrokerError(operation, errorCode, { api, group: this.groupId })
    this.#learnFrom(error, this.#core.coordinators.cached('group', this.groupId))
    return error
  }

  #learnFrom(error: unknown, nodeId: number | undefined): void {
    const recovery = recoverRoute(this.#core, this.#route, nodeId, error, classifyError(error))
    recovery?.catch(() => {})
  }
}
