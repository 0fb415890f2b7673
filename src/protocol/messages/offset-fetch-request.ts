// @generated from schemas/OffsetFetchRequest.json by `npm run generate`. Do not edit.
import type { Draft, MessageCodec, Tagged } from '../message-codec.ts'
import { type Reader, readInt32 } from '../reader.ts'
import { noTaggedFields } from '../tagged-field.ts'
import { type Uuid, zeroUuid } from '../uuid.ts'
import { refuseField, type Writer } from '../writer.ts'

export interface OffsetFetchRequestTopic extends Tagged {
  readonly name: string // v1-7
  readonly partitionIndexes: readonly number[] // v1-7
}

function encodeOffsetFetchRequestTopic(writer: Writer, message: Draft<OffsetFetchRequestTopic>, version: number): void {
  const flexible = version >= 6
  writer.string(message.name ?? '', flexible)
  const partitionIndexes = message.partitionIndexes ?? []
  writer.arrayLength(partitionIndexes.length, flexible)
  for (const item of partitionIndexes) writer.int32(item)
  if (flexible) writer.taggedFields(message.unknownTaggedFields)
}

function decodeOffsetFetchRequestTopic(reader: Reader, version: number): OffsetFetchRequestTopic {
  const flexible = version >= 6
  const name = reader.string('name', flexible)
  const partitionIndexes = reader.array('partitionIndexes', flexible, version, readInt32)
  const unknownTaggedFields = flexible ? reader.taggedFields() : noTaggedFields
  return { name, partitionIndexes, unknownTaggedFields }
}

export interface OffsetFetchRequestTopics extends Tagged {
  readonly name: string // v8-9
  readonly topicId: Uuid // v10+
  readonly partitionIndexes: readonly number[] // v8+
}

function encodeOffsetFetchRequestTopics(
  writer: Writer,
  message: Draft<OffsetFetchRequestTopics>,
  version: number,
): void {
  if (version <= 9) writer.string(message.name ?? '', true)
  if (version === 10) writer.uuid(message.topicId ?? zeroUuid)
  const partitionIndexes = message.partitionIndexes ?? []
  writer.arrayLength(partitionIndexes.length, true)
  for (const item of partitionIndexes) writer.int32(item)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeOffsetFetchRequestTopics(reader: Reader, version: number): OffsetFetchRequestTopics {
  const name = version <= 9 ? reader.string('name', true) : ''
  const topicId = version === 10 ? reader.uuid('topicId') : zeroUuid
  const partitionIndexes = reader.array('partitionIndexes', true, version, readInt32)
  const unknownTaggedFields = reader.taggedFields()
  return { name, topicId, partitionIndexes, unknownTaggedFields }
}

export interface OffsetFetchRequestGroup extends Tagged {
  readonly groupId: string // v8+
  readonly memberId: string | null // v9+
  readonly memberEpoch: number // v9+
  readonly topics: readonly OffsetFetchRequestTopics[] | null // v8+
}

function encodeOffsetFetchRequestGroup(writer: Writer, message: Draft<OffsetFetchRequestGroup>, version: number): void {
  writer.string(message.groupId ?? '', true)
  if (version >= 9) {
    const memberId = message.memberId ?? null
    writer.nullableString(memberId, true)
  }
  if (version >= 9) writer.int32(message.memberEpoch ?? -1)
  const topics = message.topics === undefined ? [] : message.topics
  if (topics === null) writer.nullArray(true)
  else {
    writer.arrayLength(topics.length, true)
    for (const item of topics) encodeOffsetFetchRequestTopics(writer, item, version)
  }
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeOffsetFetchRequestGroup(reader: Reader, version: number): OffsetFetchRequestGroup {
  const groupId = reader.string('groupId', true)
  const memberId = version >= 9 ? reader.nullableString('memberId', true) : null
  const memberEpoch = version >= 9 ? reader.int32('memberEpoch') : -1
  const topics = reader.nullableArray('topics', true, version, decodeOffsetFetchRequestTopics)
  const unknownTaggedFields = reader.taggedFields()
  return { groupId, memberId, memberEpoch, topics, unknownTaggedFields }
}

export interface OffsetFetchRequest extends Tagged {
  readonly groupId: string // v1-7
  readonly topics: readonly OffsetFetchRequestTopic[] | null // v1-7
  readonly groups: readonly OffsetFetchRequestGroup[] // v8+
  readonly requireStable: boolean // v7+
}

function encodeOffsetFetchRequest(writer: Writer, message: Draft<OffsetFetchRequest>, version: number): void {
  const flexible = version >= 6
  if (version <= 7) writer.string(message.groupId ?? '', flexible)
  if (version > 7 && message.groupId !== undefined && message.groupId !== '')
    refuseField('OffsetFetchRequest', 'groupId', version)
  if (version <= 7) {
    const topics = message.topics === undefined ? [] : message.topics
    if (topics === null && version < 2) refuseField('OffsetFetchRequest', 'a null topics', version)
    if (topics === null) writer.nullArray(flexible)
    else {
      writer.arrayLength(topics.length, flexible)
      for (const item of topics) encodeOffsetFetchRequestTopic(writer, item, version)
    }
  }
  if (version > 7 && message.topics !== undefined && message.topics?.length !== 0)
    refuseField('OffsetFetchRequest', 'topics', version)
  if (version >= 8) {
    const groups = message.groups ?? []
    writer.arrayLength(groups.length, flexible)
    for (const item of groups) encodeOffsetFetchRequestGroup(writer, item, version)
  }
  if (version < 8 && message.groups !== undefined && message.groups.length !== 0)
    refuseField('OffsetFetchRequest', 'groups', version)
  if (version >= 7) writer.bool(message.requireStable ?? false)
  if (version < 7 && message.requireStable !== undefined && message.requireStable !== false)
    refuseField('OffsetFetchRequest', 'requireStable', version)
  if (flexible) writer.taggedFields(message.unknownTaggedFields)
}

function decodeOffsetFetchRequest(reader: Reader, version: number): OffsetFetchRequest {
  const flexible = version >= 6
  const groupId = version <= 7 ? reader.string('groupId', flexible) : ''
  const topics =
    version <= 7
      ? version >= 2
        ? reader.nullableArray('topics', flexible, version, decodeOffsetFetchRequestTopic)
        : reader.array('topics', flexible, version, decodeOffsetFetchRequestTopic)
      : []
  const groups = version >= 8 ? reader.array('groups', flexible, version, decodeOffsetFetchRequestGroup) : []
  const requireStable = version >= 7 ? reader.bool('requireStable') : false
  const unknownTaggedFields = flexible ? reader.taggedFields() : noTaggedFields
  return { groupId, topics, groups, requireStable, unknownTaggedFields }
}

export const offsetFetchRequest: MessageCodec<OffsetFetchRequest> = {
  name: 'OffsetFetchRequest',
  apiKey: 9,
  minVersion: 1,
  maxVersion: 10,
  firstFlexibleVersion: 6,
  encode: encodeOffsetFetchRequest,
  decode: decodeOffsetFetchRequest,
}
