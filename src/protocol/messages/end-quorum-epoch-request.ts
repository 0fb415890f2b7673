// @generated from schemas/EndQuorumEpochRequest.json by `npm run generate`. Do not edit.
import type { Draft, MessageCodec, Tagged } from '../message-codec.ts'
import { type Reader, readInt32 } from '../reader.ts'
import { noTaggedFields } from '../tagged-field.ts'
import { type Uuid, zeroUuid } from '../uuid.ts'
import type { Writer } from '../writer.ts'

export interface EndQuorumEpochRequestReplicaInfo extends Tagged {
  readonly candidateId: number // v1+
  readonly candidateDirectoryId: Uuid // v1+
}

function encodeEndQuorumEpochRequestReplicaInfo(
  writer: Writer,
  message: Draft<EndQuorumEpochRequestReplicaInfo>,
  _version: number,
): void {
  writer.int32(message.candidateId ?? 0)
  writer.uuid(message.candidateDirectoryId ?? zeroUuid)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeEndQuorumEpochRequestReplicaInfo(reader: Reader, _version: number): EndQuorumEpochRequestReplicaInfo {
  const candidateId = reader.int32('candidateId')
  const candidateDirectoryId = reader.uuid('candidateDirectoryId')
  const unknownTaggedFields = reader.taggedFields()
  return { candidateId, candidateDirectoryId, unknownTaggedFields }
}

export interface EndQuorumEpochRequestPartitionData extends Tagged {
  readonly partitionIndex: number
  readonly leaderId: number
  readonly leaderEpoch: number
  readonly preferredSuccessors: readonly number[] // v0
  readonly preferredCandidates: readonly EndQuorumEpochRequestReplicaInfo[] // v1+
}

function encodeEndQuorumEpochRequestPartitionData(
  writer: Writer,
  message: Draft<EndQuorumEpochRequestPartitionData>,
  version: number,
): void {
  const flexible = version === 1
  writer.int32(message.partitionIndex ?? 0)
  writer.int32(message.leaderId ?? 0)
  writer.int32(message.leaderEpoch ?? 0)
  if (version === 0) {
    const preferredSuccessors = message.preferredSuccessors ?? []
    writer.arrayLength(preferredSuccessors.length, flexible)
    for (const item of preferredSuccessors) writer.int32(item)
  }
  if (version === 1) {
    const preferredCandidates = message.preferredCandidates ?? []
    writer.arrayLength(preferredCandidates.length, flexible)
    for (const item of preferredCandidates) encodeEndQuorumEpochRequestReplicaInfo(writer, item, version)
  }
  if (flexible) writer.taggedFields(message.unknownTaggedFields)
}

function decodeEndQuorumEpochRequestPartitionData(reader: Reader, version: number): EndQuorumEpochRequestPartitionData {
  const flexible = version === 1
  const partitionIndex = reader.int32('partitionIndex')
  const leaderId = reader.int32('leaderId')
  const leaderEpoch = reader.int32('leaderEpoch')
  const preferredSuccessors = version === 0 ? reader.array('preferredSuccessors', flexible, version, readInt32) : []
  const preferredCandidates =
    version === 1 ? reader.array('preferredCandidates', flexible, version, decodeEndQuorumEpochRequestReplicaInfo) : []
  const unknownTaggedFields = flexible ? reader.taggedFields() : noTaggedFields
  return { partitionIndex, leaderId, leaderEpoch, preferredSuccessors, preferredCandidates, unknownTaggedFields }
}

export interface EndQuorumEpochRequestTopicData extends Tagged {
  readonly topicName: string
  readonly partitions: readonly EndQuorumEpochRequestPartitionData[]
}

function encodeEndQuorumEpochRequestTopicData(
  writer: Writer,
  message: Draft<EndQuorumEpochRequestTopicData>,
  version: number,
): void {
  const flexible = version === 1
  writer.string(message.topicName ?? '', flexible)
  const partitions = message.partitions ?? []
  writer.arrayLength(partitions.length, flexible)
  for (const item of partitions) encodeEndQuorumEpochRequestPartitionData(writer, item, version)
  if (flexible) writer.taggedFields(message.unknownTaggedFields)
}

function decodeEndQuorumEpochRequestTopicData(reader: Reader, version: number): EndQuorumEpochRequestTopicData {
  const flexible = version === 1
  const topicName = reader.string('topicName', flexible)
  const partitions = reader.array('partitions', flexible, version, decodeEndQuorumEpochRequestPartitionData)
  const unknownTaggedFields = flexible ? reader.taggedFields() : noTaggedFields
  return { topicName, partitions, unknownTaggedFields }
}

export interface EndQuorumEpochRequestLeaderEndpoint extends Tagged {
  readonly name: string // v1+
  readonly host: string // v1+
  readonly port: number // v1+
}

function encodeEndQuorumEpochRequestLeaderEndpoint(
  writer: Writer,
  message: Draft<EndQuorumEpochRequestLeaderEndpoint>,
  _version: number,
): void {
  writer.string(message.name ?? '', true)
  writer.string(message.host ?? '', true)
  writer.uint16(message.port ?? 0)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeEndQuorumEpochRequestLeaderEndpoint(
  reader: Reader,
  _version: number,
): EndQuorumEpochRequestLeaderEndpoint {
  const name = reader.string('name', true)
  const host = reader.string('host', true)
  const port = reader.uint16('port')
  const unknownTaggedFields = reader.taggedFields()
  return { name, host, port, unknownTaggedFields }
}

export interface EndQuorumEpochRequest extends Tagged {
  readonly clusterId: string | null
  readonly topics: readonly EndQuorumEpochRequestTopicData[]
  readonly leaderEndpoints: readonly EndQuorumEpochRequestLeaderEndpoint[] // v1+
}

function encodeEndQuorumEpochRequest(writer: Writer, message: Draft<EndQuorumEpochRequest>, version: number): void {
  const flexible = version === 1
  const clusterId = message.clusterId ?? null
  writer.nullableString(clusterId, flexible)
  const topics = message.topics ?? []
  writer.arrayLength(topics.length, flexible)
  for (const item of topics) encodeEndQuorumEpochRequestTopicData(writer, item, version)
  if (version === 1) {
    const leaderEndpoints = message.leaderEndpoints ?? []
    writer.arrayLength(leaderEndpoints.length, flexible)
    for (const item of leaderEndpoints) encodeEndQuorumEpochRequestLeaderEndpoint(writer, item, version)
  }
  if (flexible) writer.taggedFields(message.unknownTaggedFields)
}

function decodeEndQuorumEpochRequest(reader: Reader, version: number): EndQuorumEpochRequest {
  const flexible = version === 1
  const clusterId = reader.nullableString('clusterId', flexible)
  const topics = reader.array('topics', flexible, version, decodeEndQuorumEpochRequestTopicData)
  const leaderEndpoints =
    version === 1 ? reader.array('leaderEndpoints', flexible, version, decodeEndQuorumEpochRequestLeaderEndpoint) : []
  const unknownTaggedFields = flexible ? reader.taggedFields() : noTaggedFields
  return { clusterId, topics, leaderEndpoints, unknownTaggedFields }
}

export const endQuorumEpochRequest: MessageCodec<EndQuorumEpochRequest> = {
  name: 'EndQuorumEpochRequest',
  apiKey: 54,
  minVersion: 0,
  maxVersion: 1,
  firstFlexibleVersion: 1,
  encode: encodeEndQuorumEpochRequest,
  decode: decodeEndQuorumEpochRequest,
}
