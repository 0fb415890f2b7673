// @generated from schemas/StreamsGroupTopologyDescriptionUpdateRequest.json by `npm run generate`. Do not edit.
import type { Draft, MessageCodec, Tagged } from '../message-codec.ts'
import { type Reader, readCompactString } from '../reader.ts'
import { noTaggedFields } from '../tagged-field.ts'
import type { Writer } from '../writer.ts'

export interface StreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionNode extends Tagged {
  readonly name: string
  readonly nodeType: number
  readonly sourceTopics: readonly string[]
  readonly sinkTopic: string | null
  readonly stores: readonly string[]
  readonly successors: readonly string[]
}

const defaultStreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionNode: StreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionNode =
  {
    name: '',
    nodeType: 0,
    sourceTopics: [],
    sinkTopic: null,
    stores: [],
    successors: [],
    unknownTaggedFields: noTaggedFields,
  }

function isDefaultStreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionNode(
  message: Draft<StreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionNode>,
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

function encodeStreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionNode(
  writer: Writer,
  message: Draft<StreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionNode>,
  _version: number,
): void {
  writer.string(message.name ?? '', true)
  writer.int8(message.nodeType ?? 0)
  const sourceTopics = message.sourceTopics ?? []
  writer.arrayLength(sourceTopics.length, true)
  for (const item of sourceTopics) writer.string(item, true)
  const sinkTopic = message.sinkTopic ?? null
  writer.nullableString(sinkTopic, true)
  const stores = message.stores ?? []
  writer.arrayLength(stores.length, true)
  for (const item of stores) writer.string(item, true)
  const successors = message.successors ?? []
  writer.arrayLength(successors.length, true)
  for (const item of successors) writer.string(item, true)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeStreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionNode(
  reader: Reader,
  version: number,
): StreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionNode {
  const name = reader.string('name', true)
  const nodeType = reader.int8('nodeType')
  const sourceTopics = reader.array('sourceTopics', true, version, readCompactString)
  const sinkTopic = reader.nullableString('sinkTopic', true)
  const stores = reader.array('stores', true, version, readCompactString)
  const successors = reader.array('successors', true, version, readCompactString)
  const unknownTaggedFields = reader.taggedFields()
  return { name, nodeType, sourceTopics, sinkTopic, stores, successors, unknownTaggedFields }
}

export interface StreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionSubtopology extends Tagged {
  readonly subtopologyId: string
  readonly nodes: readonly StreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionNode[]
}

function encodeStreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionSubtopology(
  writer: Writer,
  message: Draft<StreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionSubtopology>,
  version: number,
): void {
  writer.string(message.subtopologyId ?? '', true)
  const nodes = message.nodes ?? []
  writer.arrayLength(nodes.length, true)
  for (const item of nodes)
    encodeStreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionNode(writer, item, version)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeStreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionSubtopology(
  reader: Reader,
  version: number,
): StreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionSubtopology {
  const subtopologyId = reader.string('subtopologyId', true)
  const nodes = reader.array(
    'nodes',
    true,
    version,
    decodeStreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionNode,
  )
  const unknownTaggedFields = reader.taggedFields()
  return { subtopologyId, nodes, unknownTaggedFields }
}

export interface StreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionGlobalStore extends Tagged {
  readonly source: StreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionNode
  readonly processor: StreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionNode
}

function encodeStreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionGlobalStore(
  writer: Writer,
  message: Draft<StreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionGlobalStore>,
  version: number,
): void {
  encodeStreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionNode(
    writer,
    message.source ?? defaultStreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionNode,
    version,
  )
  encodeStreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionNode(
    writer,
    message.processor ?? defaultStreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionNode,
    version,
  )
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeStreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionGlobalStore(
  reader: Reader,
  version: number,
): StreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionGlobalStore {
  const source = reader.struct(
    'source',
    version,
    decodeStreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionNode,
  )
  const processor = reader.struct(
    'processor',
    version,
    decodeStreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionNode,
  )
  const unknownTaggedFields = reader.taggedFields()
  return { source, processor, unknownTaggedFields }
}

export interface StreamsGroupTopologyDescriptionUpdateRequestTopologyDescription extends Tagged {
  readonly subtopologies: readonly StreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionSubtopology[]
  readonly globalStores: readonly StreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionGlobalStore[]
}

const defaultStreamsGroupTopologyDescriptionUpdateRequestTopologyDescription: StreamsGroupTopologyDescriptionUpdateRequestTopologyDescription =
  {
    subtopologies: [],
    globalStores: [],
    unknownTaggedFields: noTaggedFields,
  }

function isDefaultStreamsGroupTopologyDescriptionUpdateRequestTopologyDescription(
  message: Draft<StreamsGroupTopologyDescriptionUpdateRequestTopologyDescription>,
): boolean {
  return (
    (message.subtopologies === undefined || message.subtopologies.length === 0) &&
    (message.globalStores === undefined || message.globalStores.length === 0) &&
    (message.unknownTaggedFields ?? noTaggedFields).length === 0
  )
}

function encodeStreamsGroupTopologyDescriptionUpdateRequestTopologyDescription(
  writer: Writer,
  message: Draft<StreamsGroupTopologyDescriptionUpdateRequestTopologyDescription>,
  version: number,
): void {
  const subtopologies = message.subtopologies ?? []
  writer.arrayLength(subtopologies.length, true)
  for (const item of subtopologies)
    encodeStreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionSubtopology(writer, item, version)
  const globalStores = message.globalStores ?? []
  writer.arrayLength(globalStores.length, true)
  for (const item of globalStores)
    encodeStreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionGlobalStore(writer, item, version)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeStreamsGroupTopologyDescriptionUpdateRequestTopologyDescription(
  reader: Reader,
  version: number,
): StreamsGroupTopologyDescriptionUpdateRequestTopologyDescription {
  const subtopologies = reader.array(
    'subtopologies',
    true,
    version,
    decodeStreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionSubtopology,
  )
  const globalStores = reader.array(
    'globalStores',
    true,
    version,
    decodeStreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionGlobalStore,
  )
  const unknownTaggedFields = reader.taggedFields()
  return { subtopologies, globalStores, unknownTaggedFields }
}

export interface StreamsGroupTopologyDescriptionUpdateRequest extends Tagged {
  readonly groupId: string
  readonly memberId: string
  readonly topologyEpoch: number
  readonly topologyDescription: StreamsGroupTopologyDescriptionUpdateRequestTopologyDescription
}

function encodeStreamsGroupTopologyDescriptionUpdateRequest(
  writer: Writer,
  message: Draft<StreamsGroupTopologyDescriptionUpdateRequest>,
  version: number,
): void {
  writer.string(message.groupId ?? '', true)
  writer.string(message.memberId ?? '', true)
  writer.int32(message.topologyEpoch ?? 0)
  encodeStreamsGroupTopologyDescriptionUpdateRequestTopologyDescription(
    writer,
    message.topologyDescription ?? defaultStreamsGroupTopologyDescriptionUpdateRequestTopologyDescription,
    version,
  )
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeStreamsGroupTopologyDescriptionUpdateRequest(
  reader: Reader,
  version: number,
): StreamsGroupTopologyDescriptionUpdateRequest {
  const groupId = reader.string('groupId', true)
  const memberId = reader.string('memberId', true)
  const topologyEpoch = reader.int32('topologyEpoch')
  const topologyDescription = reader.struct(
    'topologyDescription',
    version,
    decodeStreamsGroupTopologyDescriptionUpdateRequestTopologyDescription,
  )
  const unknownTaggedFields = reader.taggedFields()
  return { groupId, memberId, topologyEpoch, topologyDescription, unknownTaggedFields }
}

export const streamsGroupTopologyDescriptionUpdateRequest: MessageCodec<StreamsGroupTopologyDescriptionUpdateRequest> =
  {
    name: 'StreamsGroupTopologyDescriptionUpdateRequest',
    apiKey: 93,
    minVersion: 0,
    maxVersion: 0,
    firstFlexibleVersion: 0,
    encode: encodeStreamsGroupTopologyDescriptionUpdateRequest,
    decode: decodeStreamsGroupTopologyDescriptionUpdateRequest,
  }
