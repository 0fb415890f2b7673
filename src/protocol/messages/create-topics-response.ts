// @generated from schemas/CreateTopicsResponse.json by `npm run generate`. Do not edit.
import type { Draft, MessageCodec, Tagged } from '../message-codec.ts'
import type { Reader } from '../reader.ts'
import { noTaggedFields, type TaggedField } from '../tagged-field.ts'
import { type Uuid, zeroUuid } from '../uuid.ts'
import { encodeTaggedField, type Writer } from '../writer.ts'

export interface CreateTopicsResponseCreatableTopicConfigs extends Tagged {
  readonly name: string // v5+
  readonly value: string | null // v5+
  readonly readOnly: boolean // v5+
  readonly configSource: number // v5+
  readonly isSensitive: boolean // v5+
}

function encodeCreateTopicsResponseCreatableTopicConfigs(
  writer: Writer,
  message: Draft<CreateTopicsResponseCreatableTopicConfigs>,
  _version: number,
): void {
  writer.string(message.name ?? '', true)
  const value = message.value === undefined ? '' : message.value
  writer.nullableString(value, true)
  writer.bool(message.readOnly ?? false)
  writer.int8(message.configSource ?? -1)
  writer.bool(message.isSensitive ?? false)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeCreateTopicsResponseCreatableTopicConfigs(
  reader: Reader,
  _version: number,
): CreateTopicsResponseCreatableTopicConfigs {
  const name = reader.string('name', true)
  const value = reader.nullableString('value', true)
  const readOnly = reader.bool('readOnly')
  const configSource = reader.int8('configSource')
  const isSensitive = reader.bool('isSensitive')
  const unknownTaggedFields = reader.taggedFields()
  return { name, value, readOnly, configSource, isSensitive, unknownTaggedFields }
}

export interface CreateTopicsResponseCreatableTopicResult extends Tagged {
  readonly name: string
  readonly topicId: Uuid // v7+
  readonly errorCode: number
  readonly errorMessage: string | null
  readonly topicConfigErrorCode: number // v5+
  readonly numPartitions: number // v5+
  readonly replicationFactor: number // v5+
  readonly configs: readonly CreateTopicsResponseCreatableTopicConfigs[] | null // v5+
}

function encodeCreateTopicsResponseCreatableTopicResult(
  writer: Writer,
  message: Draft<CreateTopicsResponseCreatableTopicResult>,
  version: number,
): void {
  const flexible = version >= 5
  writer.string(message.name ?? '', flexible)
  if (version === 7) writer.uuid(message.topicId ?? zeroUuid)
  writer.int16(message.errorCode ?? 0)
  const errorMessage = message.errorMessage === undefined ? '' : message.errorMessage
  writer.nullableString(errorMessage, flexible)
  if (version >= 5) writer.int32(message.numPartitions ?? -1)
  if (version >= 5) writer.int16(message.replicationFactor ?? -1)
  if (version >= 5) {
    const configs = message.configs === undefined ? [] : message.configs
    if (configs === null) writer.nullArray(flexible)
    else {
      writer.arrayLength(configs.length, flexible)
      for (const item of configs) encodeCreateTopicsResponseCreatableTopicConfigs(writer, item, version)
    }
  }
  if (flexible) {
    const tagged: TaggedField[] = []
    if (message.topicConfigErrorCode !== undefined && message.topicConfigErrorCode !== 0) {
      const value = message.topicConfigErrorCode
      tagged.push(
        encodeTaggedField(0, (writer) => {
          writer.int16(value)
        }),
      )
    }
    writer.taggedFields(message.unknownTaggedFields, tagged)
  }
}

function decodeCreateTopicsResponseCreatableTopicResult(
  reader: Reader,
  version: number,
): CreateTopicsResponseCreatableTopicResult {
  const flexible = version >= 5
  const name = reader.string('name', flexible)
  const topicId = version === 7 ? reader.uuid('topicId') : zeroUuid
  const errorCode = reader.int16('errorCode')
  const errorMessage = reader.nullableString('errorMessage', flexible)
  let topicConfigErrorCode: number = 0
  const numPartitions = version >= 5 ? reader.int32('numPartitions') : -1
  const replicationFactor = version >= 5 ? reader.int16('replicationFactor') : -1
  const configs =
    version >= 5
      ? reader.nullableArray('configs', flexible, version, decodeCreateTopicsResponseCreatableTopicConfigs)
      : []
  const unknownTaggedFields = flexible
    ? reader.taggedFields((tag) => {
        switch (tag) {
          case 0:
            topicConfigErrorCode = reader.int16('topicConfigErrorCode')
            return true
          default:
            return false
        }
      })
    : noTaggedFields
  return {
    name,
    topicId,
    errorCode,
    errorMessage,
    topicConfigErrorCode,
    numPartitions,
    replicationFactor,
    configs,
    unknownTaggedFields,
  }
}

export interface CreateTopicsResponse extends Tagged {
  readonly throttleTimeMs: number
  readonly topics: readonly CreateTopicsResponseCreatableTopicResult[]
}

function encodeCreateTopicsResponse(writer: Writer, message: Draft<CreateTopicsResponse>, version: number): void {
  const flexible = version >= 5
  writer.int32(message.throttleTimeMs ?? 0)
  const topics = message.topics ?? []
  writer.arrayLength(topics.length, flexible)
  for (const item of topics) encodeCreateTopicsResponseCreatableTopicResult(writer, item, version)
  if (flexible) writer.taggedFields(message.unknownTaggedFields)
}

function decodeCreateTopicsResponse(reader: Reader, version: number): CreateTopicsResponse {
  const flexible = version >= 5
  const throttleTimeMs = reader.int32('throttleTimeMs')
  const topics = reader.array('topics', flexible, version, decodeCreateTopicsResponseCreatableTopicResult)
  const unknownTaggedFields = flexible ? reader.taggedFields() : noTaggedFields
  return { throttleTimeMs, topics, unknownTaggedFields }
}

export const createTopicsResponse: MessageCodec<CreateTopicsResponse> = {
  name: 'CreateTopicsResponse',
  apiKey: 19,
  minVersion: 2,
  maxVersion: 7,
  firstFlexibleVersion: 5,
  encode: encodeCreateTopicsResponse,
  decode: decodeCreateTopicsResponse,
}
