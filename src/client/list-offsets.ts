import { BrokerError } from '../errors/broker-error.ts'
import { ConfigError } from '../errors/client-errors.ts'
import { ErrorCodes } from '../errors/error-codes.ts'
import type { BrokerNode } from '../network/request-sender.ts'
import { listOffsetsApi } from '../protocol/apis/list-offsets.ts'
import type { ListOffsetsResponse } from '../protocol/messages/list-offsets-response.ts'
import type { Deadline } from '../support/deadline.ts'
import type { ClientCore } from './client-core.ts'
import { sendTo } from './route-request.ts'
import { type Outcome, splitRequest } from './split-request.ts'

/**
 * Which offset of a partition is wanted.
 *
 * - `earliest`: the first one that can be read. `latest`: the one after the last that can be read.
 * - `maxTimestamp`: that of the record with the largest timestamp (KIP-734, Kafka 3.0).
 * - `earliestLocal`, `latestTiered`, `earliestPendingUpload`: with tiered storage (KIP-405, KIP-1005, KIP-1023).
 * - `{ timestamp }`: of the first record whose timestamp is that or later, in milliseconds since the epoch.
 */
export type OffsetSpec =
  | 'earliest'
  | 'latest'
  | 'maxTimestamp'
  | 'earliestLocal'
  | 'latestTiered'
  | 'earliestPendingUpload'
  | { readonly timestamp: number }

export type IsolationLevel = 'read_uncommitted' | 'read_committed'

export interface ListOffsetsTarget {
  readonly topic: string
  readonly partition: number
  readonly offset: OffsetSpec
}

export interface ListedOffset {
  readonly topic: string
  readonly partition: number
  /** -1 when there is no such record: nothing in the partition is as new as the timestamp. */
  readonly offset: bigint
  /** Of the record found by time; null otherwise. */
  readonly timestamp: number | null
  /** Of the record at the offset, or -1 where the broker does not tell. */
  readonly leaderEpoch: number
}

/**
 * What stands for each wish on the wire, and the first version that has it. A broker that is asked in an older version
 * may take a negative timestamp that it does not know for "earliest", so it is not asked.
 */
const namedOffsets: Readonly<
  Record<Extract<OffsetSpec, string>, { readonly timestamp: bigint; readonly minVersion: number }>
> = {
  latest: { timestamp: -1n, minVersion: 0 },
  earliest: { timestamp: -2n, minVersion: 0 },
  maxTimestamp: { timestamp: -3n, minVersion: 7 },
  earliestLocal: { timestamp: -4n, minVersion: 8 },
  latestTiered: { timestamp: -5n, minVersion: 9 },
  earliestPendingUpload: { timestamp: -6n, minVersion: 11 },
}

const firstVersionWithIsolation = 2

/** Asks the leaders for offsets. Every target has an outcome; what may pass has been retried until the deadline. */
export function listOffsets(
  core: ClientCore,
  targets: readonly ListOffsetsTarget[],
  isolation: IsolationLevel,
  deadline: Deadline,
): Promise<ReadonlyMap<ListOffsetsTarget, Outcome<ListedOffset>>> {
  for (const { offset } of targets) checkOffsetSpec(offset)
  return splitRequest<ListOffsetsTarget, ListedOffset>(
    core,
    {
      targets,
      routeOf: ({ topic, partition }) => ({ to: 'leader', topic, partition }),
      nameOf: partitionName,
      send: async (node, ofNode) => {
        const requests = requestsFor(ofNode, isolation)
        const answers = await Promise.all(requests.map((request) => ask(core, node, request, isolation, deadline)))
        return new Map(answers.flatMap((answer) => [...answer]))
      },
    },
    deadline,
  )
}

export function partitionName({ topic, partition }: { readonly topic: string; readonly partition: number }): string {
  return `${topic}-${partition}`
}

function checkOffsetSpec(spec: OffsetSpec): void {
  const isNamed = typeof spec === 'string' && Object.hasOwn(namedOffsets, spec)
  const isTimestamp = typeof spec === 'object' && Number.isSafeInteger(spec?.timestamp) && spec.timestamp >= 0
  if (isNamed || isTimestamp) return
  const names = Object.keys(namedOffsets).join(', ')
  const given = typeof spec === 'object' ? JSON.stringify(spec) : String(spec)
  throw new ConfigError(`offset is ${given}: it must be one of ${names}, or { timestamp } in whole milliseconds`)
}

interface NodeRequest {
  readonly minVersion: number
  /** By topic and partition: a partition that appears twice in a request makes the broker refuse all of it. */
  readonly targets: Map<string, Map<number, ListOffsetsTarget>>
}

/** What needs a newer version travels apart, so that an old broker still answers the rest. */
function requestsFor(targets: readonly ListOffsetsTarget[], isolation: IsolationLevel): readonly NodeRequest[] {
  const requests: NodeRequest[] = []
  for (const target of targets) {
    const minVersion = minVersionOf(target.offset, isolation)
    const hasRoom = (request: NodeRequest): boolean =>
      request.minVersion === minVersion && request.targets.get(target.topic)?.has(target.partition) !== true
    let request = requests.find(hasRoom)
    if (request === undefined) {
      request = { minVersion, targets: new Map() }
      requests.push(request)
    }
    const ofTopic = request.targets.get(target.topic) ?? new Map<number, ListOffsetsTarget>()
    request.targets.set(target.topic, ofTopic.set(target.partition, target))
  }
  return requests
}

function minVersionOf(spec: OffsetSpec, isolation: IsolationLevel): number {
  const ofSpec = typeof spec === 'string' ? namedOffsets[spec].minVersion : 0
  return isolation === 'read_committed' ? Math.max(ofSpec, firstVersionWithIsolation) : ofSpec
}

async function ask(
  core: ClientCore,
  node: BrokerNode,
  request: NodeRequest,
  isolation: IsolationLevel,
  deadline: Deadline,
): Promise<ReadonlyMap<ListOffsetsTarget, Outcome<ListedOffset>>> {
  const { topics: known } = core.metadata.snapshot
  const topics = [...request.targets].map(([name, ofTopic]) => ({
    name,
    partitions: [...ofTopic.values()].map(({ partition, offset }) => ({
      partitionIndex: partition,
      // -1 where epochs are not known: the broker then does not compare (Event Hubs, WarpStream).
      currentLeaderEpoch: known.get(name)?.partitions[partition]?.leaderEpoch ?? -1,
      timestamp: typeof offset === 'string' ? namedOffsets[offset].timestamp : BigInt(offset.timestamp),
    })),
  }))
  const isolationLevel = isolation === 'read_committed' ? 1 : 0
  const body = (_version: number, timeoutMs: number) => ({ replicaId: -1, isolationLevel, topics, timeoutMs })
  const { minVersion } = request
  try {
    const response = await sendTo(core, node, { api: listOffsetsApi, body, purpose: 'slow', minVersion }, deadline)
    return readAnswer(request, response, node.nodeId)
  } catch (error) {
    // Only these targets fail: another request to the same broker may have done well.
    return new Map(
      [...request.targets.values()].flatMap((ofTopic) =>
        [...ofTopic.values()].map((target) => [target, { error }] as const),
      ),
    )
  }
}

function readAnswer(
  request: NodeRequest,
  response: ListOffsetsResponse,
  nodeId: number,
): ReadonlyMap<ListOffsetsTarget, Outcome<ListedOffset>> {
  const outcomes = new Map<ListOffsetsTarget, Outcome<ListedOffset>>()
  for (const { name, partitions } of response.topics) {
    for (const { partitionIndex, errorCode, offset, timestamp, leaderEpoch } of partitions) {
      const target = request.targets.get(name)?.get(partitionIndex)
      if (target === undefined) continue
      const { topic, partition } = target
      if (errorCode !== ErrorCodes.NONE) {
        const context = { api: 'ListOffsets', nodeId, topic, partition }
        outcomes.set(target, {
          error: new BrokerError(`Cannot list offsets of ${partitionName(target)}`, errorCode, context),
        })
      } else {
        const time = timestamp < 0n ? null : Number(timestamp)
        outcomes.set(target, { value: { topic, partition, offset, timestamp: time, leaderEpoch } })
      }
    }
  }
  return outcomes
}
