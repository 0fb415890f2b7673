import { BrokerError } from '../errors/broker-error.ts'
import { classifyError, type ErrorAction } from '../errors/classify.ts'
import { ConnectionError, RequestTimeoutError } from '../errors/connection-errors.ts'
import { ErrorCodes } from '../errors/error-codes.ts'
import type { KafkaError } from '../errors/kafka-error.ts'
import { IncompleteMetadataError } from '../errors/metadata-error.ts'
import type { PartitionSnapshot } from '../metadata/cluster-snapshot.ts'
import type { CoordinatorType } from '../metadata/find-coordinator.ts'
import type { BrokerNode, ConnectionPurpose, VersionLimits } from '../network/request-sender.ts'
import type { Api, Draft } from '../protocol/message-codec.ts'
import type { Deadline } from '../support/deadline.ts'
import type { ClientCore } from './client-core.ts'
import { type RetryPolicy, retry } from './retry.ts'

/** Which broker a request has to go to. */
export type Route =
  | { readonly to: 'any' }
  | { readonly to: 'controller' }
  | { readonly to: 'broker'; readonly nodeId: number }
  | { readonly to: 'leader'; readonly topic: string; readonly partition: number }
  | { readonly to: 'coordinator'; readonly type: CoordinatorType; readonly key: string }

export interface RoutedRequest<Request, Response> extends VersionLimits {
  readonly api: Api<Request, Response>
  readonly route: Route
  /** `timeoutMs` is how long the answer is waited for: the broker should not take longer either. */
  readonly body: Draft<Request> | ((version: number, timeoutMs: number) => Draft<Request>)
  /** The error that the answer as a whole stands for. Answers with several errors go through `splitRequest`. */
  readonly errorOf?: (response: Response, nodeId: number) => KafkaError | undefined
  readonly purpose?: ConnectionPurpose
  readonly classify?: RetryPolicy['classify']
}

/** Sends one request where it belongs, and again while that may help: after finding out anew where it belongs. */
export async function routeRequest<Request, Response>(
  core: ClientCore,
  request: RoutedRequest<Request, Response>,
  deadline: Deadline,
): Promise<Response> {
  let node: BrokerNode | undefined
  let isUnroutable = false
  const attempt = async (): Promise<Response> => {
    node = undefined
    try {
      node = await resolveRoute(core, request.route, deadline)
    } catch (error) {
      isUnroutable = isFinalRouteError(error)
      throw error
    }
    const response = await sendTo(core, node, request, deadline)
    const error = request.errorOf?.(response, node.nodeId)
    if (error !== undefined) throw error
    return response
  }
  const classify = request.classify ?? classifyError
  return retry(core, deadline, attempt, {
    classify: (error) => (isUnroutable ? 'fatal' : classify(error)),
    recover: (error, action) => recoverRoute(core, request.route, node?.nodeId, error, action),
  })
}

/** Looking for the broker waits out what passes by itself; what it reports as a broker's word is final. */
export function isFinalRouteError(error: unknown): boolean {
  return error instanceof BrokerError
}

/** One attempt at one broker, within the deadline and the client's `requestTimeoutMs`. */
export function sendTo<Request, Response>(
  core: ClientCore,
  node: BrokerNode,
  request: Pick<RoutedRequest<Request, Response>, 'api' | 'body' | 'purpose' | 'minVersion' | 'maxVersion'>,
  deadline: Deadline,
): Promise<Response> {
  const { api, body, purpose, minVersion, maxVersion } = request
  const bounds = deadline.requestOptions(core.options.network.requestTimeoutMs)
  return node.request(
    api,
    (version) => (typeof body === 'function' ? body(version, Math.max(1, Math.floor(bounds.timeoutMs))) : body),
    {
      ...bounds,
      ...(purpose === undefined ? {} : { purpose }),
      ...(minVersion === undefined ? {} : { minVersion }),
      ...(maxVersion === undefined ? {} : { maxVersion }),
    },
  )
}

/** The broker to send to as things are known now, asking the cluster when they are not known. */
export async function resolveRoute(core: ClientCore, route: Route, deadline: Deadline): Promise<BrokerNode> {
  switch (route.to) {
    case 'any':
      return core.brokers.anyBroker()
    case 'controller': {
      const { controllerId } = await core.metadata.ensureBrokers({ deadline })
      // Not known during an election, nor to the oldest brokers. Any broker forwards, or says NOT_CONTROLLER.
      return core.brokers.broker(controllerId) ?? core.brokers.anyBroker()
    }
    case 'broker':
      return resolveBroker(core, route.nodeId, deadline)
    case 'leader':
      return resolveLeader(core, route.topic, route.partition, deadline)
    case 'coordinator': {
      const nodeId = await core.coordinators.find(route.type, route.key, deadline)
      const node = core.brokers.broker(nodeId)
      if (node !== undefined) return node
      core.coordinators.invalidate(route.type, route.key, nodeId)
      throw new IncompleteMetadataError(
        `${deadline.operation}: its coordinator, broker ${nodeId}, has left the cluster`,
      )
    }
  }
}

async function resolveBroker(core: ClientCore, nodeId: number, deadline: Deadline): Promise<BrokerNode> {
  await core.metadata.ensureBrokers({ deadline })
  if (core.brokers.broker(nodeId) === undefined) await core.metadata.refresh({ deadline })
  const node = core.brokers.broker(nodeId)
  if (node !== undefined) return node
  throw new ConnectionError('CONNECTION_FAILED', `${deadline.operation}: the cluster has no broker ${nodeId}`, {
    retriable: false,
    context: { nodeId },
  })
}

/** Right after CreatePartitions some brokers have not heard of the new ones yet. */
const unknownPartitionRetries = 4

async function resolveLeader(
  core: ClientCore,
  topic: string,
  partition: number,
  deadline: Deadline,
): Promise<BrokerNode> {
  const known = await loadPartition(core, topic, partition, deadline)
  const node = known.leader < 0 ? undefined : core.brokers.broker(known.leader)
  if (node !== undefined) return node
  const reason =
    known.leader < 0 ? 'has no leader at the moment' : `is led by broker ${known.leader}, which is not known`
  throw new IncompleteMetadataError(`${deadline.operation}: ${topic}-${partition} ${reason}`, {
    context: { topic, partition },
  })
}

async function loadPartition(
  core: ClientCore,
  topic: string,
  partition: number,
  deadline: Deadline,
): Promise<PartitionSnapshot> {
  for (let attempt = 0; attempt <= unknownPartitionRetries; attempt += 1) {
    const snapshot = await core.metadata.ensureTopics([topic], { deadline, mustAsk: attempt > 0 })
    const known = snapshot.topics.get(topic)?.partitions[partition]
    if (known !== undefined) return known
  }
  const reason = `there is no ${topic}-${partition}`
  const context = { topic, partition }
  throw new BrokerError(deadline.operation, ErrorCodes.UNKNOWN_TOPIC_OR_PARTITION, context, reason)
}

/** Finds out anew what the failed attempt has shown to be out of date. `nodeId` is who was asked, if anybody was. */
export function recoverRoute(
  core: ClientCore,
  route: Route,
  nodeId: number | undefined,
  error: unknown,
  action: ErrorAction,
): Promise<unknown> | undefined {
  const isUnreachable = error instanceof ConnectionError || error instanceof RequestTimeoutError
  // Who cannot be reached coordinates nothing any more, whether or not this request was about that.
  if (isUnreachable && nodeId !== undefined) core.coordinators.invalidateNode(nodeId)
  if (action === 'retry') return undefined
  switch (route.to) {
    case 'any':
      return undefined
    case 'coordinator':
      if (nodeId !== undefined) core.coordinators.invalidate(route.type, route.key, nodeId)
      return undefined
    case 'leader':
      return core.metadata.refreshFor({ topics: [route.topic] })
    case 'controller':
    case 'broker':
      return core.metadata.refreshFor({})
  }
}
