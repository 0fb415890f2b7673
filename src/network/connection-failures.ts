import { ConnectionError, RequestTimeoutError } from '../errors/connection-errors.ts'
import type { ErrorContext } from '../errors/kafka-error.ts'
import type { PendingRequest } from './pending-request.ts'

/** Why a connection ended. */
export interface CloseReason {
  /** Ends the sentence "Cannot complete Produce v11 on broker 2: ". */
  readonly text: string
  readonly cause?: unknown
  /** Nothing was lost, such as when the broker closes a connection that was idle. */
  readonly isOrderly: boolean
  /** The broker, or the network, closed it; not the client. */
  readonly isByBroker?: boolean
  /** The whole client is closed: no use in trying again. */
  readonly isFinal?: boolean
}

/** Which broker a connection leads to. */
export interface BrokerIdentity {
  readonly nodeId: number
  /** `host:port`. */
  readonly address: string
}

/** What is known of a request that failed. */
export interface FailedRequest {
  readonly name: string
  readonly api: { readonly name: string } | undefined
  readonly version: number
}

/** The error of a request whose connection ended, or could not take it. */
export function closedFailure(
  broker: BrokerIdentity,
  request: FailedRequest,
  reason: CloseReason,
  mayHaveBeenSent: boolean,
): ConnectionError {
  const message = `Cannot complete ${request.name} on ${nameOf(broker)}: ${reason.text}`
  return new ConnectionError('CONNECTION_CLOSED', message, {
    mayHaveBeenSent,
    retriable: reason.isFinal !== true,
    context: contextOf(broker, request),
    cause: reason.cause,
  })
}

/** The error of a request whose time is up. */
export function timeoutFailure(broker: BrokerIdentity, request: PendingRequest): RequestTimeoutError {
  const { name, timeoutMs, isHandedOver } = request
  const what = isHandedOver ? 'no answer' : 'not sent'
  const message = `Cannot complete ${name} on ${nameOf(broker)}: ${what} within ${timeoutMs} ms`
  return new RequestTimeoutError(message, { mayHaveBeenSent: isHandedOver, context: contextOf(broker, request) })
}

/** Bootstrap servers have no id that means anything to anybody. */
function nameOf({ nodeId, address }: BrokerIdentity): string {
  return nodeId < 0 ? `bootstrap server ${address}` : `broker ${nodeId} (${address})`
}

function contextOf({ nodeId, address }: BrokerIdentity, { api, version }: FailedRequest): ErrorContext {
  return api === undefined ? { nodeId, address } : { nodeId, address, api: api.name, apiVersion: version }
}
