// @generated from schemas/MetadataResponse.json by `npm run generate`. Do not edit.
import type { Draft, MessageCodec, Tagged } from '../message-codec.ts'
import { type Reader, readInt32 } from '../reader.ts'
import { noTaggedFields } from '../tagged-field.ts'
import { type Uuid, zeroUuid } from '../uuid.ts'
import { refuseField, type Writer } from '../writer.ts'

export interface MetadataResponseBroker extends Tagged {
  readonly nodeId: number
  readonly host: string
  readonly port: number
  readonly rack: string | null // v1+
}

function encodeMetadataResponseBroker(writer: Writer, message: Draft<MetadataResponseBroker>, version: number): void {
  const flexible = version >= 9
  writer.int32(message.nodeId ?? 0)
  writer.string(message.host ?? '', flexible)
  writer.int32(message.port ?? 0)
  if (version >= 1) {
    const rack = message.rack ?? null
    writer.nullableString(rack, flexible)
  }
  if (flexible) writer.taggedFields(message.unknownTaggedFields)
}

function decodeMetadataResponseBroker(reader: Reader, version: number): MetadataResponseBroker {
  const flexible = version >= 9
  const nodeId = reader.int32('nodeId')
  const host = reader.string('host', flexible)
  const port = reader.int32('port')
  const rack = version >= 1 ? reader.nullableString('rack', flexible) : null
  const unknownTaggedFields = flexible ? reader.taggedFields() : noTaggedFields
  return { nodeId, host, port, rack, unknownTaggedFields }
}

export interface MetadataResponsePartition extends Tagged {
  readonly errorCode: number
  readonly partitionIndex: number
  readonly leaderId: number
  readonly leaderEpoch: number // v7+
  readonly replicaNodes: readonly number[]
  readonly isrNodes: readonly number[]
  readonly offlineReplicas: readonly number[] // v5+
}

function encodeMetadataResponsePartition(
  writer: Writer,
  message: Draft<MetadataResponsePartition>,
  version: number,
): void {
  const flexible = version >= 9
  writer.int16(message.errorCode ?? 0)
  writer.int32(message.partitionIndex ?? 0)
  writer.int32(message.leaderId ?? 0)
  if (version >= 7) writer.int32(message.leaderEpoch ?? -1)
  const replicaNodes = message.replicaNodes ?? []
  writer.arrayLength(replicaNodes.length, flexible)
  for (const item of replicaNodes) writer.int32(item)
  const isrNodes = message.isrNodes ?? []
  writer.arrayLength(isrNodes.length, flexible)
  for (const item of isrNodes) writer.int32(item)
  if (version >= 5) {
    const offlineReplicas = message.offlineReplicas ?? []
    writer.arrayLength(offlineReplicas.length, flexible)
    for (const item of offlineReplicas) writer.int32(item)
  }
  if (flexible) writer.taggedFields(message.unknownTaggedFields)
}

function decodeMetadataResponsePartition(reader: Reader, version: number): MetadataResponsePartition {
  const flexible = version >= 9
  const errorCode = reader.int16('errorCode')
  const partitionIndex = reader.int32('partitionIndex')
  const leaderId = reader.int32('leaderId')
  const leaderEpoch = version >= 7 ? reader.int32('leaderEpoch') : -1
  const replicaNodes = reader.array('replicaNodes', flexible, version, readInt32)
  const isrNodes = reader.array('isrNodes', flexible, version, readInt32)
  const offlineReplicas = version >= 5 ? reader.array('offlineReplicas', flexible, version, readInt32) : []
  const unknownTaggedFields = flexible ? reader.taggedFields() : noTaggedFields
  return {
    errorCode,
    partitionIndex,
    leaderId,
    leaderEpoch,
    replicaNodes,
    isrNodes,
    offlineReplicas,
    unknownTaggedFields,
  }
}

export interface MetadataResponseTopic extends Tagged {
  readonly errorCode: number
  readonly name: string | null
  readonly topicId: Uuid // v10+
  readonly isInternal: boolean // v1+
  readonly partitions: readonly MetadataResponsePartition[]
  readonly topicAuthorizedOperations: number // v8+
}

function encodeMetadataResponseTopic(writer: Writer, message: Draft<MetadataResponseTopic>, version: number): void {
  const flexible = version >= 9
  writer.int16(message.errorCode ?? 0)
  const name = message.name === undefined ? '' : message.name
  if (name === null && version < 12) refuseField('MetadataResponse', 'a null name', version)
  writer.nullableString(name, flexible)
  if (version >= 10) writer.uuid(message.topicId ?? zeroUuid)
  if (version >= 1) writer.bool(message.isInternal ?? false)
  const partitions = message.partitions ?? []
  writer.arrayLength(partitions.length, flexible)
  for (const item of partitions) encodeMetadataResponsePartition(writer, item, version)
  if (version >= 8) writer.int32(message.topicAuthorizedOperations ?? -2147483648)
  if (
    version < 8 &&
    message.topicAuthorizedOperations !== undefined &&
    message.topicAuthorizedOperations !== -2147483648
  )
    refuseField('MetadataResponse', 'topicAuthorizedOperations', version)
  if (flexible) writer.taggedFields(message.unknownTaggedFields)
}

function decodeMetadataResponseTopic(reader: Reader, version: number): MetadataResponseTopic {
  const flexible = version >= 9
  const errorCode = reader.int16('errorCode')
  const name = version >= 12 ? reader.nullableString('name', flexible) : reader.string('name', flexible)
  const topicId = version >= 10 ? reader.uuid('topicId') : zeroUuid
  const isInternal = version >= 1 ? reader.bool('isInternal') : false
  const partitions = reader.array('partitions', flexible, version, decodeMetadataResponsePartition)
  const topicAuthorizedOperations = version >= 8 ? reader.int32('topicAuthorizedOperations') : -2147483648
  const unknownTaggedFields = flexible ? reader.taggedFields() : noTaggedFields
  return { errorCode, name, topicId, isInternal, partitions, topicAuthorizedOperations, unknownTaggedFields }
}

export interface MetadataResponse extends Tagged {
  readonly throttleTimeMs: number // v3+
  readonly brokers: readonly MetadataResponseBroker[]
  readonly clusterId: string | null // v2+
  readonly controllerId: number // v1+
  readonly topics: readonly MetadataResponseTopic[]
  readonly clusterAuthorizedOperations: number // v8-10
  readonly errorCode: number // v13+
}

function encodeMetadataResponse(writer: Writer, message: Draft<MetadataResponse>, version: number): void {
  const flexible = version >= 9
  if (version >= 3) writer.int32(message.throttleTimeMs ?? 0)
  const brokers = message.brokers ?? []
  writer.arrayLength(brokers.length, flexible)
  for (const item of brokers) encodeMetadataResponseBroker(writer, item, version)
  if (version >= 2) {
    const clusterId = message.clusterId ?? null
    writer.nullableString(clusterId, flexible)
  }
  if (version >= 1) writer.int32(message.controllerId ?? -1)
  const topics = message.topics ?? []
  writer.arrayLength(topics.length, flexible)
  for (const item of topics) encodeMetadataResponseTopic(writer, item, version)
  if (version >= 8 && version <= 10) writer.int32(message.clusterAuthorizedOperations ?? -2147483648)
  if (
    (version < 8 || version > 10) &&
    message.clusterAuthorizedOperations !== undefined &&
    message.clusterAuthorizedOperations !== -2147483648
  )
    refuseField('MetadataResponse', 'clusterAuthorizedOperations', version)
  if (version === 13) writer.int16(message.errorCode ?? 0)
  if (flexible) writer.taggedFields(message.unknownTaggedFields)
}

function decodeMetadataResponse(reader: Reader, version: number): MetadataResponse {
  const flexible = version >= 9
  const throttleTimeMs = version >= 3 ? reader.int32('throttleTimeMs') : 0
  const brokers = reader.array('brokers', flexible, version, decodeMetadataResponseBroker)
  const clusterId = version >= 2 ? reader.nullableString('clusterId', flexible) : null
  const controllerId = version >= 1 ? reader.int32('controllerId') : -1
  const topics = reader.array('topics', flexible, version, decodeMetadataResponseTopic)
  const clusterAuthorizedOperations =
    version >= 8 && version <= 10 ? reader.int32('clusterAuthorizedOperations') : -2147483648
  const errorCode = version === 13 ? reader.int16('errorCode') : 0
  const unknownTaggedFields = flexible ? reader.taggedFields() : noTaggedFields
  return {
    throttleTimeMs,
    brokers,
    clusterId,
    controllerId,
    topics,
    clusterAuthorizedOperations,
    errorCode,
    unknownTaggedFields,
  }
}

export const metadataResponse: MessageCodec<MetadataResponse> = {
  name: 'MetadataResponse',
  apiKey: 3,
  minVersion: 0,
  maxVersion: 13,
  firstFlexibleVersion: 9,
  encode: encodeMetadataResponse,
  decode: decodeMetadataResponse,
}
