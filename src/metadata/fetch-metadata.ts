import { BrokerError } from '../errors/broker-error.ts'
import { UnsupportedVersionError } from '../errors/client-errors.ts'
import { AuthenticationError } from '../errors/connection-errors.ts'
import { ErrorCodes } from '../errors/error-codes.ts'
import { MetadataUnavailableError } from '../errors/metadata-error.ts'
import type { BrokerEndpoint, BrokerNode, RequestBody } from '../network/request-sender.ts'
import type { Log } from '../observe/log.ts'
import { metadataApi } from '../protocol/apis/metadata.ts'
import type { MetadataRequest } from '../protocol/messages/metadata-request.ts'
import type { MetadataResponse } from '../protocol/messages/metadata-response.ts'
import { type Uuid, zeroUuid } from '../protocol/uuid.ts'
import type { MetadataAsk } from './metadata-state.ts'

/** The brokers as the metadata refresher sees and changes them. `BrokerPool` is the real one. */
export interface MetadataBrokers {
  /** The bootstrap servers. */
  readonly seeds: readonly BrokerNode[]
  /** The brokers that the cluster has named. */
  readonly brokers: readonly BrokerNode[]
  /** The best one to ask: a known one, or a bootstrap server while none is known or none can be reached. */
  anyBroker(): BrokerNode
  /** An authoritative list replaces the brokers, other endpoints only add to them or move them. */
  apply(endpoints: readonly BrokerEndpoint[], options: { readonly authoritative: boolean }): void
  /** Forgets the brokers, so that only the bootstrap servers are left. */
  rebootstrap(): void
}

export interface MetadataQuery {
  readonly isForAllTopics: boolean
  readonly topics: readonly string[]
  /** Topics that the broker may create if it is configured to. Asked for apart, so that it creates no others. */
  readonly creatableTopics: readonly string[]
  readonly topicIds: readonly Uuid[]
}

export interface MetadataAnswer {
  readonly ask: MetadataAsk
  readonly response: MetadataResponse
}

export interface MetadataAnswers {
  readonly node: BrokerNode
  readonly answers: readonly MetadataAnswer[]
  /** Set when the broker is too old to be asked by topic id; the other answers stand. */
  readonly topicIdError?: UnsupportedVersionError
}

export interface FetchMetadataOptions {
  readonly requestTimeoutMs: number
  readonly signal: AbortSignal
  readonly log: Log
  /** Whether the bootstrap servers may be asked again once brokers are known (KIP-899). */
  readonly canRebootstrap: boolean
  /** A broker whose last answer was doubtful: any other is asked before it, so that one stale broker is outvoted. */
  readonly doubtedNodeId: number | undefined
}

/** The bootstrap servers should be asked before every broker of a large cluster has timed out. */
const maxKnownBrokersTried = 3

/**
 * Asks brokers in turn until one answers: some that are known, then the bootstrap servers (KIP-899: after all known
 * addresses have changed, only these lead back). A broker that answers REBOOTSTRAP_REQUIRED (KIP-1102) sends us there
 * at once.
 */
export async function fetchMetadata(
  brokers: MetadataBrokers,
  query: MetadataQuery,
  options: FetchMetadataOptions,
): Promise<MetadataAnswers> {
  const candidates = candidatesOf(brokers, options)
  const errors: unknown[] = []
  let mustRebootstrap = false
  for (const node of candidates) {
    if (mustRebootstrap && !isSeed(node)) continue
    if (isSeed(node) && errors.length > 0) {
      options.log.event('warn', 'metadata.rebootstrap', { host: node.host, error: errors.at(-1) })
    }
    try {
      return await askNode(node, query, options)
    } catch (error) {
      options.signal.throwIfAborted()
      // Credentials are the same everywhere: trying them on every broker would only lock the account.
      if (error instanceof AuthenticationError) throw error
      options.log.event('debug', 'metadata.broker_failed', { nodeId: node.nodeId, host: node.host, error })
      errors.push(error)
      if (options.canRebootstrap && isRebootstrapRequired(error)) {
        brokers.rebootstrap()
        mustRebootstrap = true
      }
    }
  }
  throw unavailableError(errors)
}

function candidatesOf(brokers: MetadataBrokers, options: FetchMetadataOptions): readonly BrokerNode[] {
  const mayAskSeeds = options.canRebootstrap || brokers.brokers.length === 0
  const isDoubted = (node: BrokerNode): boolean => node.nodeId === options.doubtedNodeId
  const preferred = [brokers.anyBroker(), ...brokers.brokers].filter((node) => mayAskSeeds || !isSeed(node))
  const inOrder = [...preferred.filter((node) => !isDoubted(node)), ...preferred.filter(isDoubted)]
  const first = [...new Set(inOrder)].slice(0, maxKnownBrokersTried)
  return [...new Set([...first, ...(mayAskSeeds ? brokers.seeds : [])])]
}

/** Bootstrap servers have no id of their own; the pool numbers them downwards from -1. */
function isSeed(node: BrokerNode): boolean {
  return node.nodeId < 0
}

async function askNode(
  node: BrokerNode,
  query: MetadataQuery,
  options: FetchMetadataOptions,
): Promise<MetadataAnswers> {
  const answers: MetadataAnswer[] = []
  const { creatableTopics, topicIds, isForAllTopics } = query
  const isOnlySpecial = !isForAllTopics && query.topics.length === 0 && creatableTopics.length + topicIds.length > 0
  if (!isOnlySpecial) {
    const topics = isForAllTopics ? null : query.topics
    const ask = { topics: query.topics, isForAllTopics }
    answers.push({ ask, response: await askOnce(node, topicsBody(topics, false), options) })
  }
  if (creatableTopics.length > 0) {
    const ask = { topics: creatableTopics, isForAllTopics: false }
    answers.push({ ask, response: await askOnce(node, topicsBody(creatableTopics, true), options) })
  }
  if (topicIds.length === 0) return { node, answers }
  try {
    answers.push({ ask: { topics: [], isForAllTopics: false }, response: await askByIds(node, topicIds, options) })
  } catch (error) {
    if (!(error instanceof UnsupportedVersionError)) throw error
    return { node, answers, topicIdError: error }
  }
  return { node, answers }
}

async function askOnce(
  node: BrokerNode,
  body: RequestBody<MetadataRequest>,
  options: FetchMetadataOptions,
  minVersion = 0,
): Promise<MetadataResponse> {
  const { requestTimeoutMs: timeoutMs, signal } = options
  const response = await node.request(metadataApi, body, { timeoutMs, signal, purpose: 'control', minVersion })
  if (response.errorCode !== ErrorCodes.NONE) {
    throw new BrokerError('Cannot load metadata', response.errorCode, { api: 'Metadata', nodeId: node.nodeId })
  }
  return response
}

function topicsBody(topics: readonly string[] | null, allowAutoTopicCreation: boolean): RequestBody<MetadataRequest> {
  return (version) => ({
    // Version 0 says "all topics" with an empty list and cannot say "none".
    topics: topics === null ? (version === 0 ? [] : null) : topics.map((name) => ({ name })),
    allowAutoTopicCreation: version >= 4 ? allowAutoTopicCreation : true,
  })
}

/** Versions 10 and 11 have the field, but brokers refuse a null name with it. */
const firstVersionWithIds = 12

function askByIds(
  node: BrokerNode,
  topicIds: readonly Uuid[],
  options: FetchMetadataOptions,
): Promise<MetadataResponse> {
  const topics = topicIds.filter((topicId) => topicId !== zeroUuid).map((topicId) => ({ topicId, name: null }))
  return askOnce(node, { topics, allowAutoTopicCreation: false }, options, firstVersionWithIds)
}

function isRebootstrapRequired(error: unknown): boolean {
  return error instanceof BrokerError && error.errorCode === ErrorCodes.REBOOTSTRAP_REQUIRED
}

function unavailableError(errors: readonly unknown[]): MetadataUnavailableError {
  const last = errors.at(-1)
  const why = last instanceof Error ? `: ${last.message}` : ''
  const who = errors.length === 1 ? 'the only broker to ask did not' : `none of ${errors.length} brokers did`
  return new MetadataUnavailableError(`Cannot load metadata: ${who} answer${why}`, {
    cause: errors.length > 1 ? new AggregateError(errors) : last,
  })
}
