// @generated from schemas/BeginQuorumEpochRequest.json by `npm run generate`. Do not edit.
import type { Draft, MessageCodec, Tagged } from '../message-codec.ts'
import type { Reader } from '../reader.ts'
import { noTaggedFields } from '../tagged-field.ts'
import { type Uuid, zeroUuid } from '../uuid.ts'
import type { Writer } from '../writer.ts'

export interface BeginQuorumEpochRequestPartitionData extends Tagged {
  readonly partitionIndex: number
  readonly voterDirectoryId: Uuid // v1+
  readonly leaderId: number
  readonly leaderEpoch: number
}

function encodeBeginQuorumEpochRequestPartitionData(
  writer: Writer,
  message: Draft<BeginQuorumEpochRequestPartitionData>,
  version: number,
): void {
  const flexible = version === 1
  writer.int32(message.partitionIndex ?? 0)
  if (version === 1) writer.uuid(message.voterDirectoryId ?? zeroUuid)
  writer.int32(message.leaderId ?? 0)
  writer.int32(message.leaderEpoch ?? 0)
  if (flexible) writer.taggedFields(message.unknownTaggedFields)
}

function decodeBeginQuorumEpochRequestPartitionData(
  reader: Reader,
  version: number,
): BeginQuorumEpochRequestPartitionData {
  const flexible = version === 1
  const partitionIndex = reader.int32('partitionIndex')
  const voterDirectoryId = version === 1 ? reader.uuid('voterDirectoryId') : zeroUuid
  const leaderId = reader.int32('leaderId')
  const leaderEpoch = reader.int32('leaderEpoch')
  const unknownTaggedFields = flexible ? reader.taggedFields() : noTaggedFields
  return { partitionIndex, voterDirectoryId, leaderId, leaderEpoch, unknownTaggedFields }
}

export interface BeginQuorumEpochRequestTopicData extends Tagged {
  readonly topicName: string
  readonly partitions: readonly BeginQuorumEpochRequestPartitionData[]
}

function encodeBeginQuorumEpochRequestTopicData(
  writer: Writer,
  message: Draft<BeginQuorumEpochRequestTopicData>,
  version: number,
): void {
  const flexible = version === 1
  writer.string(message.topicName ?? '', flexible)
  const partitions = message.partitions ?? []
  writer.arrayLength(partitions.length, flexible)
  for (const item of partitions) encodeBeginQuorumEpochRequestPartitionData(writer, item, version)
  if (flexible) writer.taggedFields(message.unknownTaggedFields)
}

function decodeBeginQuorumEpochRequestTopicData(reader: Reader, version: number): BeginQuorumEpochRequestTopicData {
  const flexible = version === 1
  const topicName = reader.string('topicName', flexible)
  const partitions = reader.array('partitions', flexible, version, decodeBeginQuorumEpochRequestPartitionData)
  const unknownTaggedFields = flexible ? reader.taggedFields() : noTaggedFields
  return { topicName, partitions, unknownTaggedFields }
}

export interface BeginQuorumEpochRequestLeaderEndpoint extends Tagged {
  readonly name: string // v1+
  readonly host: string // v1+
  readonly port: number // v1+
}

function encodeBeginQuorumEpochRequestLeaderEndpoint(
  writer: Writer,
  message: Draft<BeginQuorumEpochRequestLeaderEndpoint>,
  _version: number,
): void {
  writer.string(message.name ?? '', true)
  writer.string(message.host ?? '', true)
  writer.uint16(message.port ?? 0)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeBeginQuorumEpochRequestLeaderEndpoint(
  reader: Reader,
  _version: number,
): BeginQuorumEpochRequestLeaderEndpoint {
  const name = reader.string('name', true)
  const host = reader.string('host', true)
  const port = reader.uint16('port')
  const unknownTaggedFields = reader.taggedFields()
  return { name, host, port, unknownTaggedFields }
}

export interface BeginQuorumEpochRequest extends Tagged {
  readonly clusterId: string | null
  readonly voterId: number // v1+
  readonly topics: readonly BeginQuorumEpochRequestTopicData[]
  readonly leaderEndpoints: readonly BeginQuorumEpochRequestLeaderEndpoint[] // v1+
}

function encodeBeginQuorumEpochRequest(writer: Writer, message: Draft<BeginQuorumEpochRequest>, version: number): void {
  const flexible = version === 1
  const clusterId = message.clusterId ?? null
  writer.nullableString(clusterId, flexible)
  if (version === 1) writer.int32(message.voterId ?? -1)
  const topics = message.topics ?? []
  writer.arrayLength(topics.length, flexible)
  for (const item of topics) encodeBeginQuorumEpochRequestTopicData(writer, item, version)
  if (version === 1) {
    const leaderEndpoints = message.leaderEndpoints ?? []
    writer.arrayLength(leaderEndpoints.length, flexible)
    for (const item of leaderEndpoints) encodeBeginQuorumEpochRequestLeaderEndpoint(writer, item, version)
  }
  if (flexible) writer.taggedFields(message.unknownTaggedFields)
}

function decodeBeginQuorumEpochRequest(reader: Reader, version: number): BeginQuorumEpochRequest {
  const flexible = version === 1
  const clusterId = reader.nullableString('clusterId', flexible)
  const voterId = version === 1 ? reader.int32('voterId') : -1
  const topics = reader.array('topics', flexible, version, decodeBeginQuorumEpochRequestTopicData)
  const leaderEndpoints =
    version === 1 ? reader.array('leaderEndpoints', flexible, version, decodeBeginQuorumEpochRequestLeaderEndpoint) : []
  const unknownTaggedFields = flexible ? reader.taggedFields() : noTaggedFields
  return { clusterId, voterId, topics, leaderEndpoints, unknownTaggedFields }
}

export const beginQuorumEpochRequest: MessageCodec<BeginQuorumEpochRequest> = {
  name: 'BeginQuorumEpochRequest',
  apiKey: 53,
  minVersion: 0,
  maxVersion: 1,
  firstFlexibleVersion: 1,
  encode: encodeBeginQuorumEpochRequest,
  decode: decodeBeginQuorumEpochRequest,
}
