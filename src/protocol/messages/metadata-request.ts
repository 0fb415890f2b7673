// @generated from schemas/MetadataRequest.json by `npm run generate`. Do not edit.
import type { Draft, MessageCodec, Tagged } from '../message-codec.ts'
import type { Reader } from '../reader.ts'
import { noTaggedFields } from '../tagged-field.ts'
import { type Uuid, zeroUuid } from '../uuid.ts'
import { refuseField, type Writer } from '../writer.ts'

export interface MetadataRequestTopic extends Tagged {
  readonly topicId: Uuid // v10+
  readonly name: string | null
}

function encodeMetadataRequestTopic(writer: Writer, message: Draft<MetadataRequestTopic>, version: number): void {
  const flexible = version >= 9
  if (version >= 10) writer.uuid(message.topicId ?? zeroUuid)
  const name = message.name === undefined ? '' : message.name
  if (name === null && version < 10) refuseField('MetadataRequest', 'a null name', version)
  writer.nullableString(name, flexible)
  if (flexible) writer.taggedFields(message.unknownTaggedFields)
}

function decodeMetadataRequestTopic(reader: Reader, version: number): MetadataRequestTopic {
  const flexible = version >= 9
  const topicId = version >= 10 ? reader.uuid('topicId') : zeroUuid
  const name = version >= 10 ? reader.nullableString('name', flexible) : reader.string('name', flexible)
  const unknownTaggedFields = flexible ? reader.taggedFields() : noTaggedFields
  return { topicId, name, unknownTaggedFields }
}

export interface MetadataRequest extends Tagged {
  readonly topics: readonly MetadataRequestTopic[] | null
  readonly allowAutoTopicCreation: boolean // v4+
  readonly includeClusterAuthorizedOperations: boolean // v8-10
  readonly includeTopicAuthorizedOperations: boolean // v8+
}

function encodeMetadataRequest(writer: Writer, message: Draft<MetadataRequest>, version: number): void {
  const flexible = version >= 9
  const topics = message.topics === undefined ? [] : message.topics
  if (topics === null && version < 1) refuseField('MetadataRequest', 'a null topics', version)
  if (topics === null) writer.nullArray(flexible)
  else {
    writer.arrayLength(topics.length, flexible)
    for (const item of topics) encodeMetadataRequestTopic(writer, item, version)
  }
  if (version >= 4) writer.bool(message.allowAutoTopicCreation ?? true)
  if (version < 4 && message.allowAutoTopicCreation !== undefined && message.allowAutoTopicCreation !== true)
    refuseField('MetadataRequest', 'allowAutoTopicCreation', version)
  if (version >= 8 && version <= 10) writer.bool(message.includeClusterAuthorizedOperations ?? false)
  if (
    (version < 8 || version > 10) &&
    message.includeClusterAuthorizedOperations !== undefined &&
    message.includeClusterAuthorizedOperations !== false
  )
    refuseField('MetadataRequest', 'includeClusterAuthorizedOperations', version)
  if (version >= 8) writer.bool(message.includeTopicAuthorizedOperations ?? false)
  if (
    version < 8 &&
    message.includeTopicAuthorizedOperations !== undefined &&
    message.includeTopicAuthorizedOperations !== false
  )
    refuseField('MetadataRequest', 'includeTopicAuthorizedOperations', version)
  if (flexible) writer.taggedFields(message.unknownTaggedFields)
}

function decodeMetadataRequest(reader: Reader, version: number): MetadataRequest {
  const flexible = version >= 9
  const topics =
    version >= 1
      ? reader.nullableArray('topics', flexible, version, decodeMetadataRequestTopic)
      : reader.array('topics', flexible, version, decodeMetadataRequestTopic)
  const allowAutoTopicCreation = version >= 4 ? reader.bool('allowAutoTopicCreation') : true
  const includeClusterAuthorizedOperations =
    version >= 8 && version <= 10 ? reader.bool('includeClusterAuthorizedOperations') : false
  const includeTopicAuthorizedOperations = version >= 8 ? reader.bool('includeTopicAuthorizedOperations') : false
  const unknownTaggedFields = flexible ? reader.taggedFields() : noTaggedFields
  return {
    topics,
    allowAutoTopicCreation,
    includeClusterAuthorizedOperations,
    includeTopicAuthorizedOperations,
    unknownTaggedFields,
  }
}

export const metadataRequest: MessageCodec<MetadataRequest> = {
  name: 'MetadataRequest',
  apiKey: 3,
  minVersion: 0,
  maxVersion: 13,
  firstFlexibleVersion: 9,
  encode: encodeMetadataRequest,
  decode: decodeMetadataRequest,
}
