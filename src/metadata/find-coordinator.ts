import { BrokerError } from '../errors/broker-error.ts'
import { ErrorCodes } from '../errors/error-codes.ts'
import type { ErrorContext, KafkaError } from '../errors/kafka-error.ts'
import { IncompleteMetadataError } from '../errors/metadata-error.ts'
import type { BrokerEndpoint, BrokerNode, OpenConnection } from '../network/request-sender.ts'
import { findCoordinatorApi } from '../protocol/apis/find-coordinator.ts'

/** Share groups have the group coordinator; the share-state coordinator (key type 2) is the brokers' own business. */
export type CoordinatorType = 'group' | 'transaction'

const keyTypes: Readonly<Record<CoordinatorType, number>> = { group: 0, transaction: 1 }

export type CoordinatorResult = { readonly endpoint: BrokerEndpoint } | { readonly error: KafkaError }

/** First version that takes several keys (KIP-699). */
const firstBatchVersion = 4

interface Answer {
  readonly errorCode: number
  readonly errorMessage: string | null
  readonly nodeId: number
  readonly host: string
  readonly port: number
}

/**
 * Asks one broker for the coordinators of several keys: in one request where the broker can, else in one each, sent
 * together. Rejects when the broker could not be asked; what it said about each key is in the result.
 */
export async function findCoordinators(
  node: BrokerNode,
  type: CoordinatorType,
  keys: readonly string[],
  options: { readonly timeoutMs: number; readonly signal: AbortSignal },
): Promise<ReadonlyMap<string, CoordinatorResult>> {
  const connection = await node.connection('control', options)
  const version = connection.versionOf(findCoordinatorApi, type === 'group' ? {} : { minVersion: 1 })
  const answers =
    version >= firstBatchVersion
      ? await askForAll(connection, version, type, keys, options)
      : await Promise.all(keys.map((key) => askForOne(connection, version, type, key, options)))
  const byKey = new Map(answers)
  return new Map(keys.map((key) => [key, toResult(type, key, node.nodeId, byKey.get(key))]))
}

async function askForAll(
  connection: OpenConnection,
  version: number,
  type: CoordinatorType,
  keys: readonly string[],
  options: { readonly timeoutMs: number; readonly signal: AbortSignal },
): Promise<(readonly [string, Answer])[]> {
  const body = { keyType: keyTypes[type], coordinatorKeys: keys }
  const { coordinators } = await connection.request(findCoordinatorApi, version, body, options)
  return coordinators.map((coordinator) => [coordinator.key, coordinator] as const)
}

async function askForOne(
  connection: OpenConnection,
  version: number,
  type: CoordinatorType,
  key: string,
  options: { readonly timeoutMs: number; readonly signal: AbortSignal },
): Promise<readonly [string, Answer]> {
  const body = version === 0 ? { key } : { key, keyType: keyTypes[type] }
  return [key, await connection.request(findCoordinatorApi, version, body, options)]
}

function toResult(type: CoordinatorType, key: string, nodeId: number, answer: Answer | undefined): CoordinatorResult {
  const operation = `Cannot find the coordinator of ${nameOf(type, key)}`
  const context: ErrorContext = { api: 'FindCoordinator', nodeId, ...(type === 'group' ? { group: key } : {}) }
  if (answer === undefined) {
    return { error: new IncompleteMetadataError(`${operation}: the answer leaves it out`, { context }) }
  }
  if (answer.errorCode !== ErrorCodes.NONE) {
    return { error: new BrokerError(operation, answer.errorCode, context, answer.errorMessage) }
  }
  if (answer.nodeId < 0 || answer.host === '' || answer.port <= 0) {
    return { error: new IncompleteMetadataError(`${operation}: the answer names no broker`, { context }) }
  }
  return { endpoint: { nodeId: answer.nodeId, host: answer.host, port: answer.port, rack: null } }
}

/** `group billing`, `transactional id orders-1`: for messages. */
export function nameOf(type: CoordinatorType, key: string): string {
  return type === 'group' ? `group ${key}` : `transactional id ${key}`
}
