// @generated from schemas/StreamsGroupDescribeResponse.json by `npm run generate`. Do not edit.
import type { Draft, MessageCodec, Tagged } from '../message-codec.ts'
import { type Reader, readCompactString, readInt32 } from '../reader.ts'
import { noTaggedFields } from '../tagged-field.ts'
import { refuseField, type Writer } from '../writer.ts'

export interface StreamsGroupDescribeResponseKeyValue extends Tagged {
  readonly key: string
  readonly value: string
}

function encodeStreamsGroupDescribeResponseKeyValue(
  writer: Writer,
  message: Draft<StreamsGroupDescribeResponseKeyValue>,
  _version: number,
): void {
  writer.string(message.key ?? '', true)
  writer.string(message.value ?? '', true)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeStreamsGroupDescribeResponseKeyValue(
  reader: Reader,
  _version: number,
): StreamsGroupDescribeResponseKeyValue {
  const key = reader.string('key', true)
  const value = reader.string('value', true)
  const unknownTaggedFields = reader.taggedFields()
  return { key, value, unknownTaggedFields }
}

export interface StreamsGroupDescribeResponseTopicInfo extends Tagged {
  readonly name: string
  readonly partitions: number
  readonly replicationFactor: number
  readonly topicConfigs: readonly StreamsGroupDescribeResponseKeyValue[]
}

function encodeStreamsGroupDescribeResponseTopicInfo(
  writer: Writer,
  message: Draft<StreamsGroupDescribeResponseTopicInfo>,
  version: number,
): void {
  writer.string(message.name ?? '', true)
  writer.int32(message.partitions ?? 0)
  writer.int16(message.replicationFactor ?? 0)
  const topicConfigs = message.topicConfigs ?? []
  writer.arrayLength(topicConfigs.length, true)
  for (const item of topicConfigs) encodeStreamsGroupDescribeResponseKeyValue(writer, item, version)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeStreamsGroupDescribeResponseTopicInfo(
  reader: Reader,
  version: number,
): StreamsGroupDescribeResponseTopicInfo {
  const name = reader.string('name', true)
  const partitions = reader.int32('partitions')
  const replicationFactor = reader.int16('replicationFactor')
  const topicConfigs = reader.array('topicConfigs', true, version, decodeStreamsGroupDescribeResponseKeyValue)
  const unknownTaggedFields = reader.taggedFields()
  return { name, partitions, replicationFactor, topicConfigs, unknownTaggedFields }
}

export interface StreamsGroupDescribeResponseSubtopology extends Tagged {
  readonly subtopologyId: string
  readonly sourceTopics: readonly string[]
  readonly repartitionSinkTopics: readonly string[]
  readonly stateChangelogTopics: readonly StreamsGroupDescribeResponseTopicInfo[]
  readonly repartitionSourceTopics: readonly StreamsGroupDescribeResponseTopicInfo[]
}

function encodeStreamsGroupDescribeResponseSubtopology(
  writer: Writer,
  message: Draft<StreamsGroupDescribeResponseSubtopology>,
  version: number,
): void {
  writer.string(message.subtopologyId ?? '', true)
  const sourceTopics = message.sourceTopics ?? []
  writer.arrayLength(sourceTopics.length, true)
  for (const item of sourceTopics) writer.string(item, true)
  const repartitionSinkTopics = message.repartitionSinkTopics ?? []
  writer.arrayLength(repartitionSinkTopics.length, true)
  for (const item of repartitionSinkTopics) writer.string(item, true)
  const stateChangelogTopics = message.stateChangelogTopics ?? []
  writer.arrayLength(stateChangelogTopics.length, true)
  for (const item of stateChangelogTopics) encodeStreamsGroupDescribeResponseTopicInfo(writer, item, version)
  const repartitionSourceTopics = message.repartitionSourceTopics ?? []
  writer.arrayLength(repartitionSourceTopics.length, true)
  for (const item of repartitionSourceTopics) encodeStreamsGroupDescribeResponseTopicInfo(writer, item, version)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeStreamsGroupDescribeResponseSubtopology(
  reader: Reader,
  version: number,
): StreamsGroupDescribeResponseSubtopology {
  const subtopologyId = reader.string('subtopologyId', true)
  const sourceTopics = reader.array('sourceTopics', true, version, readCompactString)
  const repartitionSinkTopics = reader.array('repartitionSinkTopics', true, version, readCompactString)
  const stateChangelogTopics = reader.array(
    'stateChangelogTopics',
    true,
    version,
    decodeStreamsGroupDescribeResponseTopicInfo,
  )
  const repartitionSourceTopics = reader.array(
    'repartitionSourceTopics',
    true,
    version,
    decodeStreamsGroupDescribeResponseTopicInfo,
  )
  const unknownTaggedFields = reader.taggedFields()
  return {
    subtopologyId,
    sourceTopics,
    repartitionSinkTopics,
    stateChangelogTopics,
    repartitionSourceTopics,
    unknownTaggedFields,
  }
}

export interface StreamsGroupDescribeResponseTopology extends Tagged {
  readonly epoch: number
  readonly subtopologies: readonly StreamsGroupDescribeResponseSubtopology[] | null
}

const defaultStreamsGroupDescribeResponseTopology: StreamsGroupDescribeResponseTopology = {
  epoch: 0,
  subtopologies: null,
  unknownTaggedFields: noTaggedFields,
}

function isDefaultStreamsGroupDescribeResponseTopology(message: Draft<StreamsGroupDescribeResponseTopology>): boolean {
  return (
    (message.epoch === undefined || message.epoch === 0) &&
    (message.subtopologies ?? null) === null &&
    (message.unknownTaggedFields ?? noTaggedFields).length === 0
  )
}

function encodeStreamsGroupDescribeResponseTopology(
  writer: Writer,
  message: Draft<StreamsGroupDescribeResponseTopology>,
  version: number,
): void {
  writer.int32(message.epoch ?? 0)
  const subtopologies = message.subtopologies ?? null
  if (subtopologies === null) writer.nullArray(true)
  else {
    writer.arrayLength(subtopologies.length, true)
    for (const item of subtopologies) encodeStreamsGroupDescribeResponseSubtopology(writer, item, version)
  }
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeStreamsGroupDescribeResponseTopology(
  reader: Reader,
  version: number,
): StreamsGroupDescribeResponseTopology {
  const epoch = reader.int32('epoch')
  const subtopologies = reader.nullableArray(
    'subtopologies',
    true,
    version,
    decodeStreamsGroupDescribeResponseSubtopology,
  )
  const unknownTaggedFields = reader.taggedFields()
  return { epoch, subtopologies, unknownTaggedFields }
}

export interface StreamsGroupDescribeResponseEndpoint extends Tagged {
  readonly host: string
  readonly port: number
}

const defaultStreamsGroupDescribeResponseEndpoint: StreamsGroupDescribeResponseEndpoint = {
  host: '',
  port: 0,
  unknownTaggedFields: noTaggedFields,
}

function isDefaultStreamsGroupDescribeResponseEndpoint(message: Draft<StreamsGroupDescribeResponseEndpoint>): boolean {
  return (
    (message.host === undefined || message.host === '') &&
    (message.port === undefined || message.port === 0) &&
    (message.unknownTaggedFields ?? noTaggedFields).length === 0
  )
}

function encodeStreamsGroupDescribeResponseEndpoint(
  writer: Writer,
  message: Draft<StreamsGroupDescribeResponseEndpoint>,
  _version: number,
): void {
  writer.string(message.host ?? '', true)
  writer.uint16(message.port ?? 0)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeStreamsGroupDescribeResponseEndpoint(
  reader: Reader,
  _version: number,
): StreamsGroupDescribeResponseEndpoint {
  const host = reader.string('host', true)
  const port = reader.uint16('port')
  const unknownTaggedFields = reader.taggedFields()
  return { host, port, unknownTaggedFields }
}

export interface StreamsGroupDescribeResponseTaskOffset extends Tagged {
  readonly subtopologyId: string
  readonly partition: number
  readonly offset: bigint
}

function encodeStreamsGroupDescribeResponseTaskOffset(
  writer: Writer,
  message: Draft<StreamsGroupDescribeResponseTaskOffset>,
  _version: number,
): void {
  writer.string(message.subtopologyId ?? '', true)
  writer.int32(message.partition ?? 0)
  writer.int64(message.offset ?? 0n)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeStreamsGroupDescribeResponseTaskOffset(
  reader: Reader,
  _version: number,
): StreamsGroupDescribeResponseTaskOffset {
  const subtopologyId = reader.string('subtopologyId', true)
  const partition = reader.int32('partition')
  const offset = reader.int64('offset')
  const unknownTaggedFields = reader.taggedFields()
  return { subtopologyId, partition, offset, unknownTaggedFields }
}

export interface StreamsGroupDescribeResponseTaskIds extends Tagged {
  readonly subtopologyId: string
  readonly partitions: readonly number[]
}

function encodeStreamsGroupDescribeResponseTaskIds(
  writer: Writer,
  message: Draft<StreamsGroupDescribeResponseTaskIds>,
  _version: number,
): void {
  writer.string(message.subtopologyId ?? '', true)
  const partitions = message.partitions ?? []
  writer.arrayLength(partitions.length, true)
  for (const item of partitions) writer.int32(item)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeStreamsGroupDescribeResponseTaskIds(
  reader: Reader,
  version: number,
): StreamsGroupDescribeResponseTaskIds {
  const subtopologyId = reader.string('subtopologyId', true)
  const partitions = reader.array('partitions', true, version, readInt32)
  const unknownTaggedFields = reader.taggedFields()
  return { subtopologyId, partitions, unknownTaggedFields }
}

export interface StreamsGroupDescribeResponseAssignment extends Tagged {
  readonly activeTasks: readonly StreamsGroupDescribeResponseTaskIds[]
  readonly standbyTasks: readonly StreamsGroupDescribeResponseTaskIds[]
  readonly warmupTasks: readonly StreamsGroupDescribeResponseTaskIds[]
}

const defaultStreamsGroupDescribeResponseAssignment: StreamsGroupDescribeResponseAssignment = {
  activeTasks: [],
  standbyTasks: [],
  warmupTasks: [],
  unknownTaggedFields: noTaggedFields,
}

function isDefaultStreamsGroupDescribeResponseAssignment(
  message: Draft<StreamsGroupDescribeResponseAssignment>,
): boolean {
  return (
    (message.activeTasks === undefined || message.activeTasks.length === 0) &&
    (message.standbyTasks === undefined || message.standbyTasks.length === 0) &&
    (message.warmupTasks === undefined || message.warmupTasks.length === 0) &&
    (message.unknownTaggedFields ?? noTaggedFields).length === 0
  )
}

function encodeStreamsGroupDescribeResponseAssignment(
  writer: Writer,
  message: Draft<StreamsGroupDescribeResponseAssignment>,
  version: number,
): void {
  const activeTasks = message.activeTasks ?? []
  writer.arrayLength(activeTasks.length, true)
  for (const item of activeTasks) encodeStreamsGroupDescribeResponseTaskIds(writer, item, version)
  const standbyTasks = message.standbyTasks ?? []
  writer.arrayLength(standbyTasks.length, true)
  for (const item of standbyTasks) encodeStreamsGroupDescribeResponseTaskIds(writer, item, version)
  const warmupTasks = message.warmupTasks ?? []
  writer.arrayLength(warmupTasks.length, true)
  for (const item of warmupTasks) encodeStreamsGroupDescribeResponseTaskIds(writer, item, version)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeStreamsGroupDescribeResponseAssignment(
  reader: Reader,
  version: number,
): StreamsGroupDescribeResponseAssignment {
  const activeTasks = reader.array('activeTasks', true, version, decodeStreamsGroupDescribeResponseTaskIds)
  const standbyTasks = reader.array('standbyTasks', true, version, decodeStreamsGroupDescribeResponseTaskIds)
  const warmupTasks = reader.array('warmupTasks', true, version, decodeStreamsGroupDescribeResponseTaskIds)
  const unknownTaggedFields = reader.taggedFields()
  return { activeTasks, standbyTasks, warmupTasks, unknownTaggedFields }
}

export interface StreamsGroupDescribeResponseMember extends Tagged {
  readonly memberId: string
  readonly memberEpoch: number
  readonly instanceId: string | null
  readonly rackId: string | null
  readonly clientId: string
  readonly clientHost: string
  readonly topologyEpoch: number
  readonly processId: string
  readonly userEndpoint: StreamsGroupDescribeResponseEndpoint | null
  readonly clientTags: readonly StreamsGroupDescribeResponseKeyValue[]
  readonly taskOffsets: readonly StreamsGroupDescribeResponseTaskOffset[]
  readonly taskEndOffsets: readonly StreamsGroupDescribeResponseTaskOffset[]
  readonly assignment: StreamsGroupDescribeResponseAssignment
  readonly targetAssignment: StreamsGroupDescribeResponseAssignment
  readonly isClassic: boolean
}

function encodeStreamsGroupDescribeResponseMember(
  writer: Writer,
  message: Draft<StreamsGroupDescribeResponseMember>,
  version: number,
): void {
  writer.string(message.memberId ?? '', true)
  writer.int32(message.memberEpoch ?? 0)
  const instanceId = message.instanceId ?? null
  writer.nullableString(instanceId, true)
  const rackId = message.rackId ?? null
  writer.nullableString(rackId, true)
  writer.string(message.clientId ?? '', true)
  writer.string(message.clientHost ?? '', true)
  writer.int32(message.topologyEpoch ?? 0)
  writer.string(message.processId ?? '', true)
  const userEndpoint = message.userEndpoint ?? null
  if (userEndpoint === null) writer.int8(-1)
  else {
    writer.int8(1)
    encodeStreamsGroupDescribeResponseEndpoint(writer, userEndpoint, version)
  }
  const clientTags = message.clientTags ?? []
  writer.arrayLength(clientTags.length, true)
  for (const item of clientTags) encodeStreamsGroupDescribeResponseKeyValue(writer, item, version)
  const taskOffsets = message.taskOffsets ?? []
  writer.arrayLength(taskOffsets.length, true)
  for (const item of taskOffsets) encodeStreamsGroupDescribeResponseTaskOffset(writer, item, version)
  const taskEndOffsets = message.taskEndOffsets ?? []
  writer.arrayLength(taskEndOffsets.length, true)
  for (const item of taskEndOffsets) encodeStreamsGroupDescribeResponseTaskOffset(writer, item, version)
  encodeStreamsGroupDescribeResponseAssignment(
    writer,
    message.assignment ?? defaultStreamsGroupDescribeResponseAssignment,
    version,
  )
  encodeStreamsGroupDescribeResponseAssignment(
    writer,
    message.targetAssignment ?? defaultStreamsGroupDescribeResponseAssignment,
    version,
  )
  writer.bool(message.isClassic ?? false)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeStreamsGroupDescribeResponseMember(reader: Reader, version: number): StreamsGroupDescribeResponseMember {
  const memberId = reader.string('memberId', true)
  const memberEpoch = reader.int32('memberEpoch')
  const instanceId = reader.nullableString('instanceId', true)
  const rackId = reader.nullableString('rackId', true)
  const clientId = reader.string('clientId', true)
  const clientHost = reader.string('clientHost', true)
  const topologyEpoch = reader.int32('topologyEpoch')
  const processId = reader.string('processId', true)
  const userEndpoint = reader.nullableStruct('userEndpoint', version, decodeStreamsGroupDescribeResponseEndpoint)
  const clientTags = reader.array('clientTags', true, version, decodeStreamsGroupDescribeResponseKeyValue)
  const taskOffsets = reader.array('taskOffsets', true, version, decodeStreamsGroupDescribeResponseTaskOffset)
  const taskEndOffsets = reader.array('taskEndOffsets', true, version, decodeStreamsGroupDescribeResponseTaskOffset)
  const assignment = reader.struct('assignment', version, decodeStreamsGroupDescribeResponseAssignment)
  const targetAssignment = reader.struct('targetAssignment', version, decodeStreamsGroupDescribeResponseAssignment)
  const isClassic = reader.bool('isClassic')
  const unknownTaggedFields = reader.taggedFields()
  return {
    memberId,
    memberEpoch,
    instanceId,
    rackId,
    clientId,
    clientHost,
    topologyEpoch,
    processId,
    userEndpoint,
    clientTags,
    taskOffsets,
    taskEndOffsets,
    assignment,
    targetAssignment,
    isClassic,
    unknownTaggedFields,
  }
}

export interface StreamsGroupDescribeResponseTopologyDescriptionNode extends Tagged {
  readonly name: string // v1+
  readonly nodeType: number // v1+
  readonly sourceTopics: readonly string[] // v1+
  readonly sinkTopic: string | null // v1+
  readonly stores: readonly string[] // v1+
  readonly successors: readonly string[] // v1+
}

const defaultStreamsGroupDescribeResponseTopologyDescriptionNode: StreamsGroupDescribeResponseTopologyDescriptionNode =
  {
    name: '',
    nodeType: 0,
    sourceTopics: [],
    sinkTopic: null,
    stores: [],
    successors: [],
    unknownTaggedFields: noTaggedFields,
  }

function isDefaultStreamsGroupDescribeResponseTopologyDescriptionNode(
  message: Draft<StreamsGroupDescribeResponseTopologyDescriptionNode>,
): boolean {
  return (
    (message.name === undefined || message.name === '') &&
    (message.nodeType === undefined || message.nodeType === 0) &&
    (message.sourceTopics === undefined || message.sourceTopics.length === 0) &&
    (message.sinkTopic ?? null) === null &&
    (message.stores === undefined || message.stores.length === 0) &&
    (message.successors === undefined || message.successors.length === 0) &&
    (message.unknownTaggedFields ?? noTaggedFields).length === 0
  )
}

function encodeStreamsGroupDescribeResponseTopologyDescriptionNode(
  writer: Writer,
  message: Draft<StreamsGroupDescribeResponseTopologyDescriptionNode>,
  version: number,
): void {
  if (version === 1) writer.string(message.name ?? '', true)
  if (version < 1 && message.name !== undefined && message.name !== '')
    refuseField('StreamsGroupDescribeResponse', 'name', version)
  if (version === 1) writer.int8(message.nodeType ?? 0)
  if (version < 1 && message.nodeType !== undefined && message.nodeType !== 0)
    refuseField('StreamsGroupDescribeResponse', 'nodeType', version)
  if (version === 1) {
    const sourceTopics = message.sourceTopics ?? []
    writer.arrayLength(sourceTopics.length, true)
    for (const item of sourceTopics) writer.string(item, true)
  }
  if (version < 1 && message.sourceTopics !== undefined && message.sourceTopics.length !== 0)
    refuseField('StreamsGroupDescribeResponse', 'sourceTopics', version)
  if (version === 1) {
    const sinkTopic = message.sinkTopic ?? null
    writer.nullableString(sinkTopic, true)
  }
  if (version < 1 && message.sinkTopic !== undefined && message.sinkTopic !== null)
    refuseField('StreamsGroupDescribeResponse', 'sinkTopic', version)
  if (version === 1) {
    const stores = message.stores ?? []
    writer.arrayLength(stores.length, true)
    for (const item of stores) writer.string(item, true)
  }
  if (version < 1 && message.stores !== undefined && message.stores.length !== 0)
    refuseField('StreamsGroupDescribeResponse', 'stores', version)
  if (version === 1) {
    const successors = message.successors ?? []
    writer.arrayLength(successors.length, true)
    for (const item of successors) writer.string(item, true)
  }
  if (version < 1 && message.successors !== undefined && message.successors.length !== 0)
    refuseField('StreamsGroupDescribeResponse', 'successors', version)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeStreamsGroupDescribeResponseTopologyDescriptionNode(
  reader: Reader,
  version: number,
): StreamsGroupDescribeResponseTopologyDescriptionNode {
  const name = version === 1 ? reader.string('name', true) : ''
  const nodeType = version === 1 ? reader.int8('nodeType') : 0
  const sourceTopics = version === 1 ? reader.array('sourceTopics', true, version, readCompactString) : []
  const sinkTopic = version === 1 ? reader.nullableString('sinkTopic', true) : null
  const stores = version === 1 ? reader.array('stores', true, version, readCompactString) : []
  const successors = version === 1 ? reader.array('successors', true, version, readCompactString) : []
  const unknownTaggedFields = reader.taggedFields()
  return { name, nodeType, sourceTopics, sinkTopic, stores, successors, unknownTaggedFields }
}

export interface StreamsGroupDescribeResponseTopologyDescriptionSubtopology extends Tagged {
  readonly subtopologyId: string // v1+
  readonly nodes: readonly StreamsGroupDescribeResponseTopologyDescriptionNode[] // v1+
}

function encodeStreamsGroupDescribeResponseTopologyDescriptionSubtopology(
  writer: Writer,
  message: Draft<StreamsGroupDescribeResponseTopologyDescriptionSubtopology>,
  version: number,
): void {
  if (version === 1) writer.string(message.subtopologyId ?? '', true)
  if (version < 1 && message.subtopologyId !== undefined && message.subtopologyId !== '')
    refuseField('StreamsGroupDescribeResponse', 'subtopologyId', version)
  if (version === 1) {
    const nodes = message.nodes ?? []
    writer.arrayLength(nodes.length, true)
    for (const item of nodes) encodeStreamsGroupDescribeResponseTopologyDescriptionNode(writer, item, version)
  }
  if (version < 1 && message.nodes !== undefined && message.nodes.length !== 0)
    refuseField('StreamsGroupDescribeResponse', 'nodes', version)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeStreamsGroupDescribeResponseTopologyDescriptionSubtopology(
  reader: Reader,
  version: number,
): StreamsGroupDescribeResponseTopologyDescriptionSubtopology {
  const subtopologyId = version === 1 ? reader.string('subtopologyId', true) : ''
  const nodes =
    version === 1 ? reader.array('nodes', true, version, decodeStreamsGroupDescribeResponseTopologyDescriptionNode) : []
  const unknownTaggedFields = reader.taggedFields()
  return { subtopologyId, nodes, unknownTaggedFields }
}

export interface StreamsGroupDescribeResponseTopologyDescriptionGlobalStore extends Tagged {
  readonly source: StreamsGroupDescribeResponseTopologyDescriptionNode // v1+
  readonly processor: StreamsGroupDescribeResponseTopologyDescriptionNode // v1+
}

function encodeStreamsGroupDescribeResponseTopologyDescriptionGlobalStore(
  writer: Writer,
  message: Draft<StreamsGroupDescribeResponseTopologyDescriptionGlobalStore>,
  version: number,
): void {
  if (version === 1)
    encodeStreamsGroupDescribeResponseTopologyDescriptionNode(
      writer,
      message.source ?? defaultStreamsGroupDescribeResponseTopologyDescriptionNode,
      version,
    )
  if (
    version < 1 &&
    message.source !== undefined &&
    !isDefaultStreamsGroupDescribeResponseTopologyDescriptionNode(message.source)
  )
    refuseField('StreamsGroupDescribeResponse', 'source', version)
  if (version === 1)
    encodeStreamsGroupDescribeResponseTopologyDescriptionNode(
      writer,
      message.processor ?? defaultStreamsGroupDescribeResponseTopologyDescriptionNode,
      version,
    )
  if (
    version < 1 &&
    message.processor !== undefined &&
    !isDefaultStreamsGroupDescribeResponseTopologyDescriptionNode(message.processor)
  )
    refuseField('StreamsGroupDescribeResponse', 'processor', version)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeStreamsGroupDescribeResponseTopologyDescriptionGlobalStore(
  reader: Reader,
  version: number,
): StreamsGroupDescribeResponseTopologyDescriptionGlobalStore {
  const source =
    version === 1
      ? reader.struct('source', version, decodeStreamsGroupDescribeResponseTopologyDescriptionNode)
      : defaultStreamsGroupDescribeResponseTopologyDescriptionNode
  const processor =
    version === 1
      ? reader.struct('processor', version, decodeStreamsGroupDescribeResponseTopologyDescriptionNode)
      : defaultStreamsGroupDescribeResponseTopologyDescriptionNode
  const unknownTaggedFields = reader.taggedFields()
  return { source, processor, unknownTaggedFields }
}

export interface StreamsGroupDescribeResponseTopologyDescription extends Tagged {
  readonly subtopologies: readonly StreamsGroupDescribeResponseTopologyDescriptionSubtopology[] // v1+
  readonly globalStores: readonly StreamsGroupDescribeResponseTopologyDescriptionGlobalStore[] // v1+
}

const defaultStreamsGroupDescribeResponseTopologyDescription: StreamsGroupDescribeResponseTopologyDescription = {
  subtopologies: [],
  globalStores: [],
  unknownTaggedFields: noTaggedFields,
}

function isDefaultStreamsGroupDescribeResponseTopologyDescription(
  message: Draft<StreamsGroupDescribeResponseTopologyDescription>,
): boolean {
  return (
    (message.subtopologies === undefined || message.subtopologies.length === 0) &&
    (message.globalStores === undefined || message.globalStores.length === 0) &&
    (message.unknownTaggedFields ?? noTaggedFields).length === 0
  )
}

function encodeStreamsGroupDescribeResponseTopologyDescription(
  writer: Writer,
  message: Draft<StreamsGroupDescribeResponseTopologyDescription>,
  version: number,
): void {
  if (version === 1) {
    const subtopologies = message.subtopologies ?? []
    writer.arrayLength(subtopologies.length, true)
    for (const item of subtopologies)
      encodeStreamsGroupDescribeResponseTopologyDescriptionSubtopology(writer, item, version)
  }
  if (version < 1 && message.subtopologies !== undefined && message.subtopologies.length !== 0)
    refuseField('StreamsGroupDescribeResponse', 'subtopologies', version)
  if (version === 1) {
    const globalStores = message.globalStores ?? []
    writer.arrayLength(globalStores.length, true)
    for (const item of globalStores)
      encodeStreamsGroupDescribeResponseTopologyDescriptionGlobalStore(writer, item, version)
  }
  if (version < 1 && message.globalStores !== undefined && message.globalStores.length !== 0)
    refuseField('StreamsGroupDescribeResponse', 'globalStores', version)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeStreamsGroupDescribeResponseTopologyDescription(
  reader: Reader,
  version: number,
): StreamsGroupDescribeResponseTopologyDescription {
  const subtopologies =
    version === 1
      ? reader.array('subtopologies', true, version, decodeStreamsGroupDescribeResponseTopologyDescriptionSubtopology)
      : []
  const globalStores =
    version === 1
      ? reader.array('globalStores', true, version, decodeStreamsGroupDescribeResponseTopologyDescriptionGlobalStore)
      : []
  const unknownTaggedFields = reader.taggedFields()
  return { subtopologies, globalStores, unknownTaggedFields }
}

export interface StreamsGroupDescribeResponseDescribedGroup extends Tagged {
  readonly errorCode: number
  readonly errorMessage: string | null
  readonly groupId: string
  readonly groupState: string
  readonly groupEpoch: number
  readonly assignmentEpoch: number
  readonly topology: StreamsGroupDescribeResponseTopology | null
  readonly members: readonly StreamsGroupDescribeResponseMember[]
  readonly authorizedOperations: number
  readonly topologyDescription: StreamsGroupDescribeResponseTopologyDescription | null // v1+
  readonly topologyDescriptionStatus: number // v1+
  readonly assignorName: string | null // v1+
}

function encodeStreamsGroupDescribeResponseDescribedGroup(
  writer: Writer,
  message: Draft<StreamsGroupDescribeResponseDescribedGroup>,
  version: number,
): void {
  writer.int16(message.errorCode ?? 0)
  const errorMessage = message.errorMessage ?? null
  writer.nullableString(errorMessage, true)
  writer.string(message.groupId ?? '', true)
  writer.string(message.groupState ?? '', true)
  writer.int32(message.groupEpoch ?? 0)
  writer.int32(message.assignmentEpoch ?? 0)
  const topology = message.topology ?? null
  if (topology === null) writer.int8(-1)
  else {
    writer.int8(1)
    encodeStreamsGroupDescribeResponseTopology(writer, topology, version)
  }
  const members = message.members ?? []
  writer.arrayLength(members.length, true)
  for (const item of members) encodeStreamsGroupDescribeResponseMember(writer, item, version)
  writer.int32(message.authorizedOperations ?? -2147483648)
  if (version === 1) {
    const topologyDescription = message.topologyDescription ?? null
    if (topologyDescription === null) writer.int8(-1)
    else {
      writer.int8(1)
      encodeStreamsGroupDescribeResponseTopologyDescription(writer, topologyDescription, version)
    }
  }
  if (version < 1 && message.topologyDescription !== undefined && message.topologyDescription !== null)
    refuseField('StreamsGroupDescribeResponse', 'topologyDescription', version)
  if (version === 1) writer.int8(message.topologyDescriptionStatus ?? 0)
  if (version < 1 && message.topologyDescriptionStatus !== undefined && message.topologyDescriptionStatus !== 0)
    refuseField('StreamsGroupDescribeResponse', 'topologyDescriptionStatus', version)
  if (version === 1) {
    const assignorName = message.assignorName ?? null
    writer.nullableString(assignorName, true)
  }
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeStreamsGroupDescribeResponseDescribedGroup(
  reader: Reader,
  version: number,
): StreamsGroupDescribeResponseDescribedGroup {
  const errorCode = reader.int16('errorCode')
  const errorMessage = reader.nullableString('errorMessage', true)
  const groupId = reader.string('groupId', true)
  const groupState = reader.string('groupState', true)
  const groupEpoch = reader.int32('groupEpoch')
  const assignmentEpoch = reader.int32('assignmentEpoch')
  const topology = reader.nullableStruct('topology', version, decodeStreamsGroupDescribeResponseTopology)
  const members = reader.array('members', true, version, decodeStreamsGroupDescribeResponseMember)
  const authorizedOperations = reader.int32('authorizedOperations')
  const topologyDescription =
    version === 1
      ? reader.nullableStruct('topologyDescription', version, decodeStreamsGroupDescribeResponseTopologyDescription)
      : null
  const topologyDescriptionStatus = version === 1 ? reader.int8('topologyDescriptionStatus') : 0
  const assignorName = version === 1 ? reader.nullableString('assignorName', true) : null
  const unknownTaggedFields = reader.taggedFields()
  return {
    errorCode,
    errorMessage,
    groupId,
    groupState,
    groupEpoch,
    assignmentEpoch,
    topology,
    members,
    authorizedOperations,
    topologyDescription,
    topologyDescriptionStatus,
    assignorName,
    unknownTaggedFields,
  }
}

export interface StreamsGroupDescribeResponse extends Tagged {
  readonly throttleTimeMs: number
  readonly groups: readonly StreamsGroupDescribeResponseDescribedGroup[]
}

function encodeStreamsGroupDescribeResponse(
  writer: Writer,
  message: Draft<StreamsGroupDescribeResponse>,
  version: number,
): void {
  writer.int32(message.throttleTimeMs ?? 0)
  const groups = message.groups ?? []
  writer.arrayLength(groups.length, true)
  for (const item of groups) encodeStreamsGroupDescribeResponseDescribedGroup(writer, item, version)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeStreamsGroupDescribeResponse(reader: Reader, version: number): StreamsGroupDescribeResponse {
  const throttleTimeMs = reader.int32('throttleTimeMs')
  const groups = reader.array('groups', true, version, decodeStreamsGroupDescribeResponseDescribedGroup)
  const unknownTaggedFields = reader.taggedFields()
  return { throttleTimeMs, groups, unknownTaggedFields }
}

export const streamsGroupDescribeResponse: MessageCodec<StreamsGroupDescribeResponse> = {
  name: 'StreamsGroupDescribeResponse',
  apiKey: 89,
  minVersion: 0,
  maxVersion: 1,
  firstFlexibleVersion: 0,
  encode: encodeStreamsGroupDescribeResponse,
  decode: decodeStreamsGroupDescribeResponse,
}
