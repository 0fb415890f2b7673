// @generated from schemas/StreamsGroupHeartbeatRequest.json by `npm run generate`. Do not edit.
import type { Draft, MessageCodec, Tagged } from '../message-codec.ts'
import { type Reader, readCompactString, readInt16, readInt32 } from '../reader.ts'
import { noTaggedFields } from '../tagged-field.ts'
import type { Writer } from '../writer.ts'

export interface StreamsGroupHeartbeatRequestKeyValue extends Tagged {
  readonly key: string
  readonly value: string
}

function encodeStreamsGroupHeartbeatRequestKeyValue(
  writer: Writer,
  message: Draft<StreamsGroupHeartbeatRequestKeyValue>,
  _version: number,
): void {
  writer.string(message.key ?? '', true)
  writer.string(message.value ?? '', true)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeStreamsGroupHeartbeatRequestKeyValue(
  reader: Reader,
  _version: number,
): StreamsGroupHeartbeatRequestKeyValue {
  const key = reader.string('key', true)
  const value = reader.string('value', true)
  const unknownTaggedFields = reader.taggedFields()
  return { key, value, unknownTaggedFields }
}

export interface StreamsGroupHeartbeatRequestTopicInfo extends Tagged {
  readonly name: string
  readonly partitions: number
  readonly replicationFactor: number
  readonly topicConfigs: readonly StreamsGroupHeartbeatRequestKeyValue[]
}

function encodeStreamsGroupHeartbeatRequestTopicInfo(
  writer: Writer,
  message: Draft<StreamsGroupHeartbeatRequestTopicInfo>,
  version: number,
): void {
  writer.string(message.name ?? '', true)
  writer.int32(message.partitions ?? 0)
  writer.int16(message.replicationFactor ?? 0)
  const topicConfigs = message.topicConfigs ?? []
  writer.arrayLength(topicConfigs.length, true)
  for (const item of topicConfigs) encodeStreamsGroupHeartbeatRequestKeyValue(writer, item, version)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeStreamsGroupHeartbeatRequestTopicInfo(
  reader: Reader,
  version: number,
): StreamsGroupHeartbeatRequestTopicInfo {
  const name = reader.string('name', true)
  const partitions = reader.int32('partitions')
  const replicationFactor = reader.int16('replicationFactor')
  const topicConfigs = reader.array('topicConfigs', true, version, decodeStreamsGroupHeartbeatRequestKeyValue)
  const unknownTaggedFields = reader.taggedFields()
  return { name, partitions, replicationFactor, topicConfigs, unknownTaggedFields }
}

export interface StreamsGroupHeartbeatRequestCopartitionGroup extends Tagged {
  readonly sourceTopics: readonly number[]
  readonly sourceTopicRegex: readonly number[]
  readonly repartitionSourceTopics: readonly number[]
}

function encodeStreamsGroupHeartbeatRequestCopartitionGroup(
  writer: Writer,
  message: Draft<StreamsGroupHeartbeatRequestCopartitionGroup>,
  _version: number,
): void {
  const sourceTopics = message.sourceTopics ?? []
  writer.arrayLength(sourceTopics.length, true)
  for (const item of sourceTopics) writer.int16(item)
  const sourceTopicRegex = message.sourceTopicRegex ?? []
  writer.arrayLength(sourceTopicRegex.length, true)
  for (const item of sourceTopicRegex) writer.int16(item)
  const repartitionSourceTopics = message.repartitionSourceTopics ?? []
  writer.arrayLength(repartitionSourceTopics.length, true)
  for (const item of repartitionSourceTopics) writer.int16(item)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeStreamsGroupHeartbeatRequestCopartitionGroup(
  reader: Reader,
  version: number,
): StreamsGroupHeartbeatRequestCopartitionGroup {
  const sourceTopics = reader.array('sourceTopics', true, version, readInt16)
  const sourceTopicRegex = reader.array('sourceTopicRegex', true, version, readInt16)
  const repartitionSourceTopics = reader.array('repartitionSourceTopics', true, version, readInt16)
  const unknownTaggedFields = reader.taggedFields()
  return { sourceTopics, sourceTopicRegex, repartitionSourceTopics, unknownTaggedFields }
}

export interface StreamsGroupHeartbeatRequestSubtopology extends Tagged {
  readonly subtopologyId: string
  readonly sourceTopics: readonly string[]
  readonly sourceTopicRegex: readonly string[]
  readonly stateChangelogTopics: readonly StreamsGroupHeartbeatRequestTopicInfo[]
  readonly repartitionSinkTopics: readonly string[]
  readonly repartitionSourceTopics: readonly StreamsGroupHeartbeatRequestTopicInfo[]
  readonly copartitionGroups: readonly StreamsGroupHeartbeatRequestCopartitionGroup[]
}

function encodeStreamsGroupHeartbeatRequestSubtopology(
  writer: Writer,
  message: Draft<StreamsGroupHeartbeatRequestSubtopology>,
  version: number,
): void {
  writer.string(message.subtopologyId ?? '', true)
  const sourceTopics = message.sourceTopics ?? []
  writer.arrayLength(sourceTopics.length, true)
  for (const item of sourceTopics) writer.string(item, true)
  const sourceTopicRegex = message.sourceTopicRegex ?? []
  writer.arrayLength(sourceTopicRegex.length, true)
  for (const item of sourceTopicRegex) writer.string(item, true)
  const stateChangelogTopics = message.stateChangelogTopics ?? []
  writer.arrayLength(stateChangelogTopics.length, true)
  for (const item of stateChangelogTopics) encodeStreamsGroupHeartbeatRequestTopicInfo(writer, item, version)
  const repartitionSinkTopics = message.repartitionSinkTopics ?? []
  writer.arrayLength(repartitionSinkTopics.length, true)
  for (const item of repartitionSinkTopics) writer.string(item, true)
  const repartitionSourceTopics = message.repartitionSourceTopics ?? []
  writer.arrayLength(repartitionSourceTopics.length, true)
  for (const item of repartitionSourceTopics) encodeStreamsGroupHeartbeatRequestTopicInfo(writer, item, version)
  const copartitionGroups = message.copartitionGroups ?? []
  writer.arrayLength(copartitionGroups.length, true)
  for (const item of copartitionGroups) encodeStreamsGroupHeartbeatRequestCopartitionGroup(writer, item, version)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeStreamsGroupHeartbeatRequestSubtopology(
  reader: Reader,
  version: number,
): StreamsGroupHeartbeatRequestSubtopology {
  const subtopologyId = reader.string('subtopologyId', true)
  const sourceTopics = reader.array('sourceTopics', true, version, readCompactString)
  const sourceTopicRegex = reader.array('sourceTopicRegex', true, version, readCompactString)
  const stateChangelogTopics = reader.array(
    'stateChangelogTopics',
    true,
    version,
    decodeStreamsGroupHeartbeatRequestTopicInfo,
  )
  const repartitionSinkTopics = reader.array('repartitionSinkTopics', true, version, readCompactString)
  const repartitionSourceTopics = reader.array(
    'repartitionSourceTopics',
    true,
    version,
    decodeStreamsGroupHeartbeatRequestTopicInfo,
  )
  const copartitionGroups = reader.array(
    'copartitionGroups',
    true,
    version,
    decodeStreamsGroupHeartbeatRequestCopartitionGroup,
  )
  const unknownTaggedFields = reader.taggedFields()
  return {
    subtopologyId,
    sourceTopics,
    sourceTopicRegex,
    stateChangelogTopics,
    repartitionSinkTopics,
    repartitionSourceTopics,
    copartitionGroups,
    unknownTaggedFields,
  }
}

export interface StreamsGroupHeartbeatRequestTopology extends Tagged {
  readonly epoch: number
  readonly subtopologies: readonly StreamsGroupHeartbeatRequestSubtopology[]
}

const defaultStreamsGroupHeartbeatRequestTopology: StreamsGroupHeartbeatRequestTopology = {
  epoch: 0,
  subtopologies: [],
  unknownTaggedFields: noTaggedFields,
}

function isDefaultStreamsGroupHeartbeatRequestTopology(message: Draft<StreamsGroupHeartbeatRequestTopology>): boolean {
  return (
    (message.epoch === undefined || message.epoch === 0) &&
    (message.subtopologies === undefined || message.subtopologies.length === 0) &&
    (message.unknownTaggedFields ?? noTaggedFields).length === 0
  )
}

function encodeStreamsGroupHeartbeatRequestTopology(
  writer: Writer,
  message: Draft<StreamsGroupHeartbeatRequestTopology>,
  version: number,
): void {
  writer.int32(message.epoch ?? 0)
  const subtopologies = message.subtopologies ?? []
  writer.arrayLength(subtopologies.length, true)
  for (const item of subtopologies) encodeStreamsGroupHeartbeatRequestSubtopology(writer, item, version)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeStreamsGroupHeartbeatRequestTopology(
  reader: Reader,
  version: number,
): StreamsGroupHeartbeatRequestTopology {
  const epoch = reader.int32('epoch')
  const subtopologies = reader.array('subtopologies', true, version, decodeStreamsGroupHeartbeatRequestSubtopology)
  const unknownTaggedFields = reader.taggedFields()
  return { epoch, subtopologies, unknownTaggedFields }
}

export interface StreamsGroupHeartbeatRequestTaskIds extends Tagged {
  readonly subtopologyId: string
  readonly partitions: readonly number[]
}

function encodeStreamsGroupHeartbeatRequestTaskIds(
  writer: Writer,
  message: Draft<StreamsGroupHeartbeatRequestTaskIds>,
  _version: number,
): void {
  writer.string(message.subtopologyId ?? '', true)
  const partitions = message.partitions ?? []
  writer.arrayLength(partitions.length, true)
  for (const item of partitions) writer.int32(item)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeStreamsGroupHeartbeatRequestTaskIds(
  reader: Reader,
  version: number,
): StreamsGroupHeartbeatRequestTaskIds {
  const subtopologyId = reader.string('subtopologyId', true)
  const partitions = reader.array('partitions', true, version, readInt32)
  const unknownTaggedFields = reader.taggedFields()
  return { subtopologyId, partitions, unknownTaggedFields }
}

export interface StreamsGroupHeartbeatRequestEndpoint extends Tagged {
  readonly host: string
  readonly port: number
}

const defaultStreamsGroupHeartbeatRequestEndpoint: StreamsGroupHeartbeatRequestEndpoint = {
  host: '',
  port: 0,
  unknownTaggedFields: noTaggedFields,
}

function isDefaultStreamsGroupHeartbeatRequestEndpoint(message: Draft<StreamsGroupHeartbeatRequestEndpoint>): boolean {
  return (
    (message.host === undefined || message.host === '') &&
    (message.port === undefined || message.port === 0) &&
    (message.unknownTaggedFields ?? noTaggedFields).length === 0
  )
}

function encodeStreamsGroupHeartbeatRequestEndpoint(
  writer: Writer,
  message: Draft<StreamsGroupHeartbeatRequestEndpoint>,
  _version: number,
): void {
  writer.string(message.host ?? '', true)
  writer.uint16(message.port ?? 0)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeStreamsGroupHeartbeatRequestEndpoint(
  reader: Reader,
  _version: number,
): StreamsGroupHeartbeatRequestEndpoint {
  const host = reader.string('host', true)
  const port = reader.uint16('port')
  const unknownTaggedFields = reader.taggedFields()
  return { host, port, unknownTaggedFields }
}

export interface StreamsGroupHeartbeatRequestTaskOffset extends Tagged {
  readonly subtopologyId: string
  readonly partition: number
  readonly offset: bigint
}

function encodeStreamsGroupHeartbeatRequestTaskOffset(
  writer: Writer,
  message: Draft<StreamsGroupHeartbeatRequestTaskOffset>,
  _version: number,
): void {
  writer.string(message.subtopologyId ?? '', true)
  writer.int32(message.partition ?? 0)
  writer.int64(message.offset ?? 0n)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeStreamsGroupHeartbeatRequestTaskOffset(
  reader: Reader,
  _version: number,
): StreamsGroupHeartbeatRequestTaskOffset {
  const subtopologyId = reader.string('subtopologyId', true)
  const partition = reader.int32('partition')
  const offset = reader.int64('offset')
  const unknownTaggedFields = reader.taggedFields()
  return { subtopologyId, partition, offset, unknownTaggedFields }
}

export interface StreamsGroupHeartbeatRequest extends Tagged {
  readonly groupId: string
  readonly memberId: string
  readonly memberEpoch: number
  readonly endpointInformationEpoch: number
  readonly instanceId: string | null
  readonly rackId: string | null
  readonly rebalanceTimeoutMs: number
  readonly topology: StreamsGroupHeartbeatRequestTopology | null
  readonly activeTasks: readonly StreamsGroupHeartbeatRequestTaskIds[] | null
  readonly standbyTasks: readonly StreamsGroupHeartbeatRequestTaskIds[] | null
  readonly warmupTasks: readonly StreamsGroupHeartbeatRequestTaskIds[] | null
  readonly processId: string | null
  readonly userEndpoint: StreamsGroupHeartbeatRequestEndpoint | null
  readonly clientTags: readonly StreamsGroupHeartbeatRequestKeyValue[] | null
  readonly taskOffsets: readonly StreamsGroupHeartbeatRequestTaskOffset[] | null
  readonly taskEndOffsets: readonly StreamsGroupHeartbeatRequestTaskOffset[] | null
  readonly shutdownApplication: boolean
}

function encodeStreamsGroupHeartbeatRequest(
  writer: Writer,
  message: Draft<StreamsGroupHeartbeatRequest>,
  version: number,
): void {
  writer.string(message.groupId ?? '', true)
  writer.string(message.memberId ?? '', true)
  writer.int32(message.memberEpoch ?? 0)
  writer.int32(message.endpointInformationEpoch ?? 0)
  const instanceId = message.instanceId ?? null
  writer.nullableString(instanceId, true)
  const rackId = message.rackId ?? null
  writer.nullableString(rackId, true)
  writer.int32(message.rebalanceTimeoutMs ?? -1)
  const topology = message.topology ?? null
  if (topology === null) writer.int8(-1)
  else {
    writer.int8(1)
    encodeStreamsGroupHeartbeatRequestTopology(writer, topology, version)
  }
  const activeTasks = message.activeTasks ?? null
  if (activeTasks === null) writer.nullArray(true)
  else {
    writer.arrayLength(activeTasks.length, true)
    for (const item of activeTasks) encodeStreamsGroupHeartbeatRequestTaskIds(writer, item, version)
  }
  const standbyTasks = message.standbyTasks ?? null
  if (standbyTasks === null) writer.nullArray(true)
  else {
    writer.arrayLength(standbyTasks.length, true)
    for (const item of standbyTasks) encodeStreamsGroupHeartbeatRequestTaskIds(writer, item, version)
  }
  const warmupTasks = message.warmupTasks ?? null
  if (warmupTasks === null) writer.nullArray(true)
  else {
    writer.arrayLength(warmupTasks.length, true)
    for (const item of warmupTasks) encodeStreamsGroupHeartbeatRequestTaskIds(writer, item, version)
  }
  const processId = message.processId ?? null
  writer.nullableString(processId, true)
  const userEndpoint = message.userEndpoint ?? null
  if (userEndpoint === null) writer.int8(-1)
  else {
    writer.int8(1)
    encodeStreamsGroupHeartbeatRequestEndpoint(writer, userEndpoint, version)
  }
  const clientTags = message.clientTags ?? null
  if (clientTags === null) writer.nullArray(true)
  else {
    writer.arrayLength(clientTags.length, true)
    for (const item of clientTags) encodeStreamsGroupHeartbeatRequestKeyValue(writer, item, version)
  }
  const taskOffsets = message.taskOffsets ?? null
  if (taskOffsets === null) writer.nullArray(true)
  else {
    writer.arrayLength(taskOffsets.length, true)
    for (const item of taskOffsets) encodeStreamsGroupHeartbeatRequestTaskOffset(writer, item, version)
  }
  const taskEndOffsets = message.taskEndOffsets ?? null
  if (taskEndOffsets === null) writer.nullArray(true)
  else {
    writer.arrayLength(taskEndOffsets.length, true)
    for (const item of taskEndOffsets) encodeStreamsGroupHeartbeatRequestTaskOffset(writer, item, version)
  }
  writer.bool(message.shutdownApplication ?? false)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeStreamsGroupHeartbeatRequest(reader: Reader, version: number): StreamsGroupHeartbeatRequest {
  const groupId = reader.string('groupId', true)
  const memberId = reader.string('memberId', true)
  const memberEpoch = reader.int32('memberEpoch')
  const endpointInformationEpoch = reader.int32('endpointInformationEpoch')
  const instanceId = reader.nullableString('instanceId', true)
  const rackId = reader.nullableString('rackId', true)
  const rebalanceTimeoutMs = reader.int32('rebalanceTimeoutMs')
  const topology = reader.nullableStruct('topology', version, decodeStreamsGroupHeartbeatRequestTopology)
  const activeTasks = reader.nullableArray('activeTasks', true, version, decodeStreamsGroupHeartbeatRequestTaskIds)
  const standbyTasks = reader.nullableArray('standbyTasks', true, version, decodeStreamsGroupHeartbeatRequestTaskIds)
  const warmupTasks = reader.nullableArray('warmupTasks', true, version, decodeStreamsGroupHeartbeatRequestTaskIds)
  const processId = reader.nullableString('processId', true)
  const userEndpoint = reader.nullableStruct('userEndpoint', version, decodeStreamsGroupHeartbeatRequestEndpoint)
  const clientTags = reader.nullableArray('clientTags', true, version, decodeStreamsGroupHeartbeatRequestKeyValue)
  const taskOffsets = reader.nullableArray('taskOffsets', true, version, decodeStreamsGroupHeartbeatRequestTaskOffset)
  const taskEndOffsets = reader.nullableArray(
    'taskEndOffsets',
    true,
    version,
    decodeStreamsGroupHeartbeatRequestTaskOffset,
  )
  const shutdownApplication = reader.bool('shutdownApplication')
  const unknownTaggedFields = reader.taggedFields()
  return {
    groupId,
    memberId,
    memberEpoch,
    endpointInformationEpoch,
    instanceId,
    rackId,
    rebalanceTimeoutMs,
    topology,
    activeTasks,
    standbyTasks,
    warmupTasks,
    processId,
    userEndpoint,
    clientTags,
    taskOffsets,
    taskEndOffsets,
    shutdownApplication,
    unknownTaggedFields,
  }
}

export const streamsGroupHeartbeatRequest: MessageCodec<StreamsGroupHeartbeatRequest> = {
  name: 'StreamsGroupHeartbeatRequest',
  apiKey: 88,
  minVersion: 0,
  maxVersion: 1,
  firstFlexibleVersion: 0,
  encode: encodeStreamsGroupHeartbeatRequest,
  decode: decodeStreamsGroupHeartbeatRequest,
}
