// @generated from schemas/StreamsGroupHeartbeatResponse.json by `npm run generate`. Do not edit.
import type { Draft, MessageCodec, Tagged } from '../message-codec.ts'
import { type Reader, readInt32 } from '../reader.ts'
import { noTaggedFields } from '../tagged-field.ts'
import { refuseField, type Writer } from '../writer.ts'

export interface StreamsGroupHeartbeatResponseStatus extends Tagged {
  readonly statusCode: number
  readonly statusDetail: string
}

function encodeStreamsGroupHeartbeatResponseStatus(
  writer: Writer,
  message: Draft<StreamsGroupHeartbeatResponseStatus>,
  _version: number,
): void {
  writer.int8(message.statusCode ?? 0)
  writer.string(message.statusDetail ?? '', true)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeStreamsGroupHeartbeatResponseStatus(
  reader: Reader,
  _version: number,
): StreamsGroupHeartbeatResponseStatus {
  const statusCode = reader.int8('statusCode')
  const statusDetail = reader.string('statusDetail', true)
  const unknownTaggedFields = reader.taggedFields()
  return { statusCode, statusDetail, unknownTaggedFields }
}

export interface StreamsGroupHeartbeatResponseTaskIds extends Tagged {
  readonly subtopologyId: string
  readonly partitions: readonly number[]
}

function encodeStreamsGroupHeartbeatResponseTaskIds(
  writer: Writer,
  message: Draft<StreamsGroupHeartbeatResponseTaskIds>,
  _version: number,
): void {
  writer.string(message.subtopologyId ?? '', true)
  const partitions = message.partitions ?? []
  writer.arrayLength(partitions.length, true)
  for (const item of partitions) writer.int32(item)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeStreamsGroupHeartbeatResponseTaskIds(
  reader: Reader,
  version: number,
): StreamsGroupHeartbeatResponseTaskIds {
  const subtopologyId = reader.string('subtopologyId', true)
  const partitions = reader.array('partitions', true, version, readInt32)
  const unknownTaggedFields = reader.taggedFields()
  return { subtopologyId, partitions, unknownTaggedFields }
}

export interface StreamsGroupHeartbeatResponseEndpoint extends Tagged {
  readonly host: string
  readonly port: number
}

const defaultStreamsGroupHeartbeatResponseEndpoint: StreamsGroupHeartbeatResponseEndpoint = {
  host: '',
  port: 0,
  unknownTaggedFields: noTaggedFields,
}

function isDefaultStreamsGroupHeartbeatResponseEndpoint(
  message: Draft<StreamsGroupHeartbeatResponseEndpoint>,
): boolean {
  return (
    (message.host === undefined || message.host === '') &&
    (message.port === undefined || message.port === 0) &&
    (message.unknownTaggedFields ?? noTaggedFields).length === 0
  )
}

function encodeStreamsGroupHeartbeatResponseEndpoint(
  writer: Writer,
  message: Draft<StreamsGroupHeartbeatResponseEndpoint>,
  _version: number,
): void {
  writer.string(message.host ?? '', true)
  writer.uint16(message.port ?? 0)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeStreamsGroupHeartbeatResponseEndpoint(
  reader: Reader,
  _version: number,
): StreamsGroupHeartbeatResponseEndpoint {
  const host = reader.string('host', true)
  const port = reader.uint16('port')
  const unknownTaggedFields = reader.taggedFields()
  return { host, port, unknownTaggedFields }
}

export interface StreamsGroupHeartbeatResponseTopicPartition extends Tagged {
  readonly topic: string
  readonly partitions: readonly number[]
}

function encodeStreamsGroupHeartbeatResponseTopicPartition(
  writer: Writer,
  message: Draft<StreamsGroupHeartbeatResponseTopicPartition>,
  _version: number,
): void {
  writer.string(message.topic ?? '', true)
  const partitions = message.partitions ?? []
  writer.arrayLength(partitions.length, true)
  for (const item of partitions) writer.int32(item)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeStreamsGroupHeartbeatResponseTopicPartition(
  reader: Reader,
  version: number,
): StreamsGroupHeartbeatResponseTopicPartition {
  const topic = reader.string('topic', true)
  const partitions = reader.array('partitions', true, version, readInt32)
  const unknownTaggedFields = reader.taggedFields()
  return { topic, partitions, unknownTaggedFields }
}

export interface StreamsGroupHeartbeatResponseEndpointToPartitions extends Tagged {
  readonly userEndpoint: StreamsGroupHeartbeatResponseEndpoint
  readonly activePartitions: readonly StreamsGroupHeartbeatResponseTopicPartition[]
  readonly standbyPartitions: readonly StreamsGroupHeartbeatResponseTopicPartition[]
}

function encodeStreamsGroupHeartbeatResponseEndpointToPartitions(
  writer: Writer,
  message: Draft<StreamsGroupHeartbeatResponseEndpointToPartitions>,
  version: number,
): void {
  encodeStreamsGroupHeartbeatResponseEndpoint(
    writer,
    message.userEndpoint ?? defaultStreamsGroupHeartbeatResponseEndpoint,
    version,
  )
  const activePartitions = message.activePartitions ?? []
  writer.arrayLength(activePartitions.length, true)
  for (const item of activePartitions) encodeStreamsGroupHeartbeatResponseTopicPartition(writer, item, version)
  const standbyPartitions = message.standbyPartitions ?? []
  writer.arrayLength(standbyPartitions.length, true)
  for (const item of standbyPartitions) encodeStreamsGroupHeartbeatResponseTopicPartition(writer, item, version)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeStreamsGroupHeartbeatResponseEndpointToPartitions(
  reader: Reader,
  version: number,
): StreamsGroupHeartbeatResponseEndpointToPartitions {
  const userEndpoint = reader.struct('userEndpoint', version, decodeStreamsGroupHeartbeatResponseEndpoint)
  const activePartitions = reader.array(
    'activePartitions',
    true,
    version,
    decodeStreamsGroupHeartbeatResponseTopicPartition,
  )
  const standbyPartitions = reader.array(
    'standbyPartitions',
    true,
    version,
    decodeStreamsGroupHeartbeatResponseTopicPartition,
  )
  const unknownTaggedFields = reader.taggedFields()
  return { userEndpoint, activePartitions, standbyPartitions, unknownTaggedFields }
}

export interface StreamsGroupHeartbeatResponse extends Tagged {
  readonly throttleTimeMs: number
  readonly errorCode: number
  readonly errorMessage: string | null
  readonly memberId: string
  readonly memberEpoch: number
  readonly heartbeatIntervalMs: number
  readonly acceptableRecoveryLagLegacy: number // v0
  readonly taskOffsetIntervalMs: number
  readonly acceptableRecoveryLag: bigint // v1+
  readonly status: readonly StreamsGroupHeartbeatResponseStatus[] | null
  readonly activeTasks: readonly StreamsGroupHeartbeatResponseTaskIds[] | null
  readonly standbyTasks: readonly StreamsGroupHeartbeatResponseTaskIds[] | null
  readonly warmupTasks: readonly StreamsGroupHeartbeatResponseTaskIds[] | null
  readonly topologyDescriptionRequired: boolean // v1+
  readonly endpointInformationEpoch: number
  readonly partitionsByUserEndpoint: readonly StreamsGroupHeartbeatResponseEndpointToPartitions[] | null
}

function encodeStreamsGroupHeartbeatResponse(
  writer: Writer,
  message: Draft<StreamsGroupHeartbeatResponse>,
  version: number,
): void {
  writer.int32(message.throttleTimeMs ?? 0)
  writer.int16(message.errorCode ?? 0)
  const errorMessage = message.errorMessage ?? null
  writer.nullableString(errorMessage, true)
  writer.string(message.memberId ?? '', true)
  writer.int32(message.memberEpoch ?? 0)
  writer.int32(message.heartbeatIntervalMs ?? 0)
  if (version === 0) writer.int32(message.acceptableRecoveryLagLegacy ?? 0)
  if (version > 0 && message.acceptableRecoveryLagLegacy !== undefined && message.acceptableRecoveryLagLegacy !== 0)
    refuseField('StreamsGroupHeartbeatResponse', 'acceptableRecoveryLagLegacy', version)
  writer.int32(message.taskOffsetIntervalMs ?? 0)
  if (version === 1) writer.int64(message.acceptableRecoveryLag ?? -1n)
  const status = message.status === undefined ? [] : message.status
  if (status === null) writer.nullArray(true)
  else {
    writer.arrayLength(status.length, true)
    for (const item of status) encodeStreamsGroupHeartbeatResponseStatus(writer, item, version)
  }
  const activeTasks = message.activeTasks ?? null
  if (activeTasks === null) writer.nullArray(true)
  else {
    writer.arrayLength(activeTasks.length, true)
    for (const item of activeTasks) encodeStreamsGroupHeartbeatResponseTaskIds(writer, item, version)
  }
  const standbyTasks = message.standbyTasks ?? null
  if (standbyTasks === null) writer.nullArray(true)
  else {
    writer.arrayLength(standbyTasks.length, true)
    for (const item of standbyTasks) encodeStreamsGroupHeartbeatResponseTaskIds(writer, item, version)
  }
  const warmupTasks = message.warmupTasks ?? null
  if (warmupTasks === null) writer.nullArray(true)
  else {
    writer.arrayLength(warmupTasks.length, true)
    for (const item of warmupTasks) encodeStreamsGroupHeartbeatResponseTaskIds(writer, item, version)
  }
  if (version === 1) writer.bool(message.topologyDescriptionRequired ?? false)
  if (version < 1 && message.topologyDescriptionRequired !== undefined && message.topologyDescriptionRequired !== false)
    refuseField('StreamsGroupHeartbeatResponse', 'topologyDescriptionRequired', version)
  writer.int32(message.endpointInformationEpoch ?? 0)
  const partitionsByUserEndpoint = message.partitionsByUserEndpoint ?? null
  if (partitionsByUserEndpoint === null) writer.nullArray(true)
  else {
    writer.arrayLength(partitionsByUserEndpoint.length, true)
    for (const item of partitionsByUserEndpoint)
      encodeStreamsGroupHeartbeatResponseEndpointToPartitions(writer, item, version)
  }
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeStreamsGroupHeartbeatResponse(reader: Reader, version: number): StreamsGroupHeartbeatResponse {
  const throttleTimeMs = reader.int32('throttleTimeMs')
  const errorCode = reader.int16('errorCode')
  const errorMessage = reader.nullableString('errorMessage', true)
  const memberId = reader.string('memberId', true)
  const memberEpoch = reader.int32('memberEpoch')
  const heartbeatIntervalMs = reader.int32('heartbeatIntervalMs')
  const acceptableRecoveryLagLegacy = version === 0 ? reader.int32('acceptableRecoveryLagLegacy') : 0
  const taskOffsetIntervalMs = reader.int32('taskOffsetIntervalMs')
  const acceptableRecoveryLag = version === 1 ? reader.int64('acceptableRecoveryLag') : -1n
  const status = reader.nullableArray('status', true, version, decodeStreamsGroupHeartbeatResponseStatus)
  const activeTasks = reader.nullableArray('activeTasks', true, version, decodeStreamsGroupHeartbeatResponseTaskIds)
  const standbyTasks = reader.nullableArray('standbyTasks', true, version, decodeStreamsGroupHeartbeatResponseTaskIds)
  const warmupTasks = reader.nullableArray('warmupTasks', true, version, decodeStreamsGroupHeartbeatResponseTaskIds)
  const topologyDescriptionRequired = version === 1 ? reader.bool('topologyDescriptionRequired') : false
  const endpointInformationEpoch = reader.int32('endpointInformationEpoch')
  const partitionsByUserEndpoint = reader.nullableArray(
    'partitionsByUserEndpoint',
    true,
    version,
    decodeStreamsGroupHeartbeatResponseEndpointToPartitions,
  )
  const unknownTaggedFields = reader.taggedFields()
  return {
    throttleTimeMs,
    errorCode,
    errorMessage,
    memberId,
    memberEpoch,
    heartbeatIntervalMs,
    acceptableRecoveryLagLegacy,
    taskOffsetIntervalMs,
    acceptableRecoveryLag,
    status,
    activeTasks,
    standbyTasks,
    warmupTasks,
    topologyDescriptionRequired,
    endpointInformationEpoch,
    partitionsByUserEndpoint,
    unknownTaggedFields,
  }
}

export const streamsGroupHeartbeatResponse: MessageCodec<StreamsGroupHeartbeatResponse> = {
  name: 'StreamsGroupHeartbeatResponse',
  apiKey: 88,
  minVersion: 0,
  maxVersion: 1,
  firstFlexibleVersion: 0,
  encode: encodeStreamsGroupHeartbeatResponse,
  decode: decodeStreamsGroupHeartbeatResponse,
}
