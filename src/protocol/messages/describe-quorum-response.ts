// @generated from schemas/DescribeQuorumResponse.json by `npm run generate`. Do not edit.
import type { Draft, MessageCodec, Tagged } from '../message-codec.ts'
import type { Reader } from '../reader.ts'
import { type Uuid, zeroUuid } from '../uuid.ts'
import { refuseField, type Writer } from '../writer.ts'

export interface DescribeQuorumResponseReplicaState extends Tagged {
  readonly replicaId: number
  readonly replicaDirectoryId: Uuid // v2+
  readonly logEndOffset: bigint
  readonly lastFetchTimestamp: bigint // v1+
  readonly lastCaughtUpTimestamp: bigint // v1+
}

function encodeDescribeQuorumResponseReplicaState(
  writer: Writer,
  message: Draft<DescribeQuorumResponseReplicaState>,
  version: number,
): void {
  writer.int32(message.replicaId ?? 0)
  if (version === 2) writer.uuid(message.replicaDirectoryId ?? zeroUuid)
  if (version < 2 && message.replicaDirectoryId !== undefined && message.replicaDirectoryId !== zeroUuid)
    refuseField('DescribeQuorumResponse', 'replicaDirectoryId', version)
  writer.int64(message.logEndOffset ?? 0n)
  if (version >= 1) writer.int64(message.lastFetchTimestamp ?? -1n)
  if (version >= 1) writer.int64(message.lastCaughtUpTimestamp ?? -1n)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeDescribeQuorumResponseReplicaState(reader: Reader, version: number): DescribeQuorumResponseReplicaState {
  const replicaId = reader.int32('replicaId')
  const replicaDirectoryId = version === 2 ? reader.uuid('replicaDirectoryId') : zeroUuid
  const logEndOffset = reader.int64('logEndOffset')
  const lastFetchTimestamp = version >= 1 ? reader.int64('lastFetchTimestamp') : -1n
  const lastCaughtUpTimestamp = version >= 1 ? reader.int64('lastCaughtUpTimestamp') : -1n
  const unknownTaggedFields = reader.taggedFields()
  return { replicaId, replicaDirectoryId, logEndOffset, lastFetchTimestamp, lastCaughtUpTimestamp, unknownTaggedFields }
}

export interface DescribeQuorumResponsePartitionData extends Tagged {
  readonly partitionIndex: number
  readonly errorCode: number
  readonly errorMessage: string | null // v2+
  readonly leaderId: number
  readonly leaderEpoch: number
  readonly highWatermark: bigint
  readonly currentVoters: readonly DescribeQuorumResponseReplicaState[]
  readonly observers: readonly DescribeQuorumResponseReplicaState[]
}

function encodeDescribeQuorumResponsePartitionData(
  writer: Writer,
  message: Draft<DescribeQuorumResponsePartitionData>,
  version: number,
): void {
  writer.int32(message.partitionIndex ?? 0)
  writer.int16(message.errorCode ?? 0)
  if (version === 2) {
    const errorMessage = message.errorMessage === undefined ? '' : message.errorMessage
    writer.nullableString(errorMessage, true)
  }
  writer.int32(message.leaderId ?? 0)
  writer.int32(message.leaderEpoch ?? 0)
  writer.int64(message.highWatermark ?? 0n)
  const currentVoters = message.currentVoters ?? []
  writer.arrayLength(currentVoters.length, true)
  for (const item of currentVoters) encodeDescribeQuorumResponseReplicaState(writer, item, version)
  const observers = message.observers ?? []
  writer.arrayLength(observers.length, true)
  for (const item of observers) encodeDescribeQuorumResponseReplicaState(writer, item, version)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeDescribeQuorumResponsePartitionData(
  reader: Reader,
  version: number,
): DescribeQuorumResponsePartitionData {
  const partitionIndex = reader.int32('partitionIndex')
  const errorCode = reader.int16('errorCode')
  const errorMessage = version === 2 ? reader.nullableString('errorMessage', true) : ''
  const leaderId = reader.int32('leaderId')
  const leaderEpoch = reader.int32('leaderEpoch')
  const highWatermark = reader.int64('highWatermark')
  const currentVoters = reader.array('currentVoters', true, version, decodeDescribeQuorumResponseReplicaState)
  const observers = reader.array('observers', true, version, decodeDescribeQuorumResponseReplicaState)
  const unknownTaggedFields = reader.taggedFields()
  return {
    partitionIndex,
    errorCode,
    errorMessage,
    leaderId,
    leaderEpoch,
    highWatermark,
    currentVoters,
    observers,
    unknownTaggedFields,
  }
}

export interface DescribeQuorumResponseTopicData extends Tagged {
  readonly topicName: string
  readonly partitions: readonly DescribeQuorumResponsePartitionData[]
}

function encodeDescribeQuorumResponseTopicData(
  writer: Writer,
  message: Draft<DescribeQuorumResponseTopicData>,
  version: number,
): void {
  writer.string(message.topicName ?? '', true)
  const partitions = message.partitions ?? []
  writer.arrayLength(partitions.length, true)
  for (const item of partitions) encodeDescribeQuorumResponsePartitionData(writer, item, version)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeDescribeQuorumResponseTopicData(reader: Reader, version: number): DescribeQuorumResponseTopicData {
  const topicName = reader.string('topicName', true)
  const partitions = reader.array('partitions', true, version, decodeDescribeQuorumResponsePartitionData)
  const unknownTaggedFields = reader.taggedFields()
  return { topicName, partitions, unknownTaggedFields }
}

export interface DescribeQuorumResponseListener extends Tagged {
  readonly name: string // v2+
  readonly host: string // v2+
  readonly port: number // v2+
}

function encodeDescribeQuorumResponseListener(
  writer: Writer,
  message: Draft<DescribeQuorumResponseListener>,
  _version: number,
): void {
  writer.string(message.name ?? '', true)
  writer.string(message.host ?? '', true)
  writer.uint16(message.port ?? 0)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeDescribeQuorumResponseListener(reader: Reader, _version: number): DescribeQuorumResponseListener {
  const name = reader.string('name', true)
  const host = reader.string('host', true)
  const port = reader.uint16('port')
  const unknownTaggedFields = reader.taggedFields()
  return { name, host, port, unknownTaggedFields }
}

export interface DescribeQuorumResponseNode extends Tagged {
  readonly nodeId: number // v2+
  readonly listeners: readonly DescribeQuorumResponseListener[] // v2+
}

function encodeDescribeQuorumResponseNode(
  writer: Writer,
  message: Draft<DescribeQuorumResponseNode>,
  version: number,
): void {
  writer.int32(message.nodeId ?? 0)
  const listeners = message.listeners ?? []
  writer.arrayLength(listeners.length, true)
  for (const item of listeners) encodeDescribeQuorumResponseListener(writer, item, version)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeDescribeQuorumResponseNode(reader: Reader, version: number): DescribeQuorumResponseNode {
  const nodeId = reader.int32('nodeId')
  const listeners = reader.array('listeners', true, version, decodeDescribeQuorumResponseListener)
  const unknownTaggedFields = reader.taggedFields()
  return { nodeId, listeners, unknownTaggedFields }
}

export interface DescribeQuorumResponse extends Tagged {
  readonly errorCode: number
  readonly errorMessage: string | null // v2+
  readonly topics: readonly DescribeQuorumResponseTopicData[]
  readonly nodes: readonly DescribeQuorumResponseNode[] // v2+
}

function encodeDescribeQuorumResponse(writer: Writer, message: Draft<DescribeQuorumResponse>, version: number): void {
  writer.int16(message.errorCode ?? 0)
  if (version === 2) {
    const errorMessage = message.errorMessage === undefined ? '' : message.errorMessage
    writer.nullableString(errorMessage, true)
  }
  const topics = message.topics ?? []
  writer.arrayLength(topics.length, true)
  for (const item of topics) encodeDescribeQuorumResponseTopicData(writer, item, version)
  if (version === 2) {
    const nodes = message.nodes ?? []
    writer.arrayLength(nodes.length, true)
    for (const item of nodes) encodeDescribeQuorumResponseNode(writer, item, version)
  }
  if (version < 2 && message.nodes !== undefined && message.nodes.length !== 0)
    refuseField('DescribeQuorumResponse', 'nodes', version)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeDescribeQuorumResponse(reader: Reader, version: number): DescribeQuorumResponse {
  const errorCode = reader.int16('errorCode')
  const errorMessage = version === 2 ? reader.nullableString('errorMessage', true) : ''
  const topics = reader.array('topics', true, version, decodeDescribeQuorumResponseTopicData)
  const nodes = version === 2 ? reader.array('nodes', true, version, decodeDescribeQuorumResponseNode) : []
  const unknownTaggedFields = reader.taggedFields()
  return { errorCode, errorMessage, topics, nodes, unknownTaggedFields }
}

export const describeQuorumResponse: MessageCodec<DescribeQuorumResponse> = {
  name: 'DescribeQuorumResponse',
  apiKey: 55,
  minVersion: 0,
  maxVersion: 2,
  firstFlexibleVersion: 0,
  encode: encodeDescribeQuorumResponse,
  decode: decodeDescribeQuorumResponse,
}
