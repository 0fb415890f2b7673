// @generated from schemas/DeleteTopicsRequest.json by `npm run generate`. Do not edit.
import type { Draft, MessageCodec, Tagged } from '../message-codec.ts'
import { type Reader, readCompactString, readString } from '../reader.ts'
import { noTaggedFields } from '../tagged-field.ts'
import { type Uuid, zeroUuid } from '../uuid.ts'
import { refuseField, type Writer } from '../writer.ts'

export interface DeleteTopicsRequestDeleteTopicState extends Tagged {
  readonly name: string | null // v6+
  readonly topicId: Uuid // v6+
}

function encodeDeleteTopicsRequestDeleteTopicState(
  writer: Writer,
  message: Draft<DeleteTopicsRequestDeleteTopicState>,
  _version: number,
): void {
  const name = message.name ?? null
  writer.nullableString(name, true)
  writer.uuid(message.topicId ?? zeroUuid)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeDeleteTopicsRequestDeleteTopicState(
  reader: Reader,
  _version: number,
): DeleteTopicsRequestDeleteTopicState {
  const name = reader.nullableString('name', true)
  const topicId = reader.uuid('topicId')
  const unknownTaggedFields = reader.taggedFields()
  return { name, topicId, unknownTaggedFields }
}

export interface DeleteTopicsRequest extends Tagged {
  readonly topics: readonly DeleteTopicsRequestDeleteTopicState[] // v6+
  readonly topicNames: readonly string[] // v1-5
  readonly timeoutMs: number
}

function encodeDeleteTopicsRequest(writer: Writer, message: Draft<DeleteTopicsRequest>, version: number): void {
  const flexible = version >= 4
  if (version === 6) {
    const topics = message.topics ?? []
    writer.arrayLength(topics.length, flexible)
    for (const item of topics) encodeDeleteTopicsRequestDeleteTopicState(writer, item, version)
  }
  if (version < 6 && message.topics !== undefined && message.topics.length !== 0)
    refuseField('DeleteTopicsRequest', 'topics', version)
  if (version <= 5) {
    const topicNames = message.topicNames ?? []
    writer.arrayLength(topicNames.length, flexible)
    for (const item of topicNames) writer.string(item, flexible)
  }
  writer.int32(message.timeoutMs ?? 0)
  if (flexible) writer.taggedFields(message.unknownTaggedFields)
}

function decodeDeleteTopicsRequest(reader: Reader, version: number): DeleteTopicsRequest {
  const flexible = version >= 4
  const topics =
    version === 6 ? reader.array('topics', flexible, version, decodeDeleteTopicsRequestDeleteTopicState) : []
  const topicNames =
    version <= 5 ? reader.array('topicNames', flexible, version, flexible ? readCompactString : readString) : []
  const timeoutMs = reader.int32('timeoutMs')
  const unknownTaggedFields = flexible ? reader.taggedFields() : noTaggedFields
  return { topics, topicNames, timeoutMs, unknownTaggedFields }
}

export const deleteTopicsRequest: MessageCodec<DeleteTopicsRequest> = {
  name: 'DeleteTopicsRequest',
  apiKey: 20,
  minVersion: 1,
  maxVersion: 6,
  firstFlexibleVersion: 4,
  encode: encodeDeleteTopicsRequest,
  decode: decodeDeleteTopicsRequest,
}
