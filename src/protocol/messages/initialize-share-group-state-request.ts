// @generated from schemas/InitializeShareGroupStateRequest.json by `npm run generate`. Do not edit.
import type { Draft, MessageCodec, Tagged } from '../message-codec.ts'
import type { Reader } from '../reader.ts'
import { type Uuid, zeroUuid } from '../uuid.ts'
import type { Writer } from '../writer.ts'

export interface InitializeShareGroupStateRequestPartitionData extends Tagged {
  readonly partition: number
  readonly stateEpoch: number
  readonly startOffset: bigint
}

function encodeInitializeShareGroupStateRequestPartitionData(
  writer: Writer,
  message: Draft<InitializeShareGroupStateRequestPartitionData>,
  _version: number,
): void {
  writer.int32(message.partition ?? 0)
  writer.int32(message.stateEpoch ?? 0)
  writer.int64(message.startOffset ?? 0n)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeInitializeShareGroupStateRequestPartitionData(
  reader: Reader,
  _version: number,
): InitializeShareGroupStateRequestPartitionData {
  const partition = reader.int32('partition')
  const stateEpoch = reader.int32('stateEpoch')
  const startOffset = reader.int64('startOffset')
  const unknownTaggedFields = reader.taggedFields()
  return { partition, stateEpoch, startOffset, unknownTaggedFields }
}

export interface InitializeShareGroupStateRequestInitializeStateData extends Tagged {
  readonly topicId: Uuid
  readonly partitions: readonly InitializeShareGroupStateRequestPartitionData[]
}

function encodeInitializeShareGroupStateRequestInitializeStateData(
  writer: Writer,
  message: Draft<InitializeShareGroupStateRequestInitializeStateData>,
  version: number,
): void {
  writer.uuid(message.topicId ?? zeroUuid)
  const partitions = message.partitions ?? []
  writer.arrayLength(partitions.length, true)
  for (const item of partitions) encodeInitializeShareGroupStateRequestPartitionData(writer, item, version)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeInitializeShareGroupStateRequestInitializeStateData(
  reader: Reader,
  version: number,
): InitializeShareGroupStateRequestInitializeStateData {
  const topicId = reader.uuid('topicId')
  const partitions = reader.array('partitions', true, version, decodeInitializeShareGroupStateRequestPartitionData)
  const unknownTaggedFields = reader.taggedFields()
  return { topicId, partitions, unknownTaggedFields }
}

export interface InitializeShareGroupStateRequest extends Tagged {
  readonly groupId: string
  readonly topics: readonly InitializeShareGroupStateRequestInitializeStateData[]
}

function encodeInitializeShareGroupStateRequest(
  writer: Writer,
  message: Draft<InitializeShareGroupStateRequest>,
  version: number,
): void {
  writer.string(message.groupId ?? '', true)
  const topics = message.topics ?? []
  writer.arrayLength(topics.length, true)
  for (const item of topics) encodeInitializeShareGroupStateRequestInitializeStateData(writer, item, version)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeInitializeShareGroupStateRequest(reader: Reader, version: number): InitializeShareGroupStateRequest {
  const groupId = reader.string('groupId', true)
  const topics = reader.array('topics', true, version, decodeInitializeShareGroupStateRequestInitializeStateData)
  const unknownTaggedFields = reader.taggedFields()
  return { groupId, topics, unknownTaggedFields }
}

export const initializeShareGroupStateRequest: MessageCodec<InitializeShareGroupStateRequest> = {
  name: 'InitializeShareGroupStateRequest',
  apiKey: 83,
  minVersion: 0,
  maxVersion: 0,
  firstFlexibleVersion: 0,
  encode: encodeInitializeShareGroupStateRequest,
  decode: decodeInitializeShareGroupStateRequest,
}
