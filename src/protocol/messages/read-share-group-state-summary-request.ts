// @generated from schemas/ReadShareGroupStateSummaryRequest.json by `npm run generate`. Do not edit.
import type { Draft, MessageCodec, Tagged } from '../message-codec.ts'
import type { Reader } from '../reader.ts'
import { type Uuid, zeroUuid } from '../uuid.ts'
import type { Writer } from '../writer.ts'

export interface ReadShareGroupStateSummaryRequestPartitionData extends Tagged {
  readonly partition: number
  readonly leaderEpoch: number
}

function encodeReadShareGroupStateSummaryRequestPartitionData(
  writer: Writer,
  message: Draft<ReadShareGroupStateSummaryRequestPartitionData>,
  _version: number,
): void {
  writer.int32(message.partition ?? 0)
  writer.int32(message.leaderEpoch ?? 0)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeReadShareGroupStateSummaryRequestPartitionData(
  reader: Reader,
  _version: number,
): ReadShareGroupStateSummaryRequestPartitionData {
  const partition = reader.int32('partition')
  const leaderEpoch = reader.int32('leaderEpoch')
  const unknownTaggedFields = reader.taggedFields()
  return { partition, leaderEpoch, unknownTaggedFields }
}

export interface ReadShareGroupStateSummaryRequestReadStateSummaryData extends Tagged {
  readonly topicId: Uuid
  readonly partitions: readonly ReadShareGroupStateSummaryRequestPartitionData[]
}

function encodeReadShareGroupStateSummaryRequestReadStateSummaryData(
  writer: Writer,
  message: Draft<ReadShareGroupStateSummaryRequestReadStateSummaryData>,
  version: number,
): void {
  writer.uuid(message.topicId ?? zeroUuid)
  const partitions = message.partitions ?? []
  writer.arrayLength(partitions.length, true)
  for (const item of partitions) encodeReadShareGroupStateSummaryRequestPartitionData(writer, item, version)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeReadShareGroupStateSummaryRequestReadStateSummaryData(
  reader: Reader,
  version: number,
): ReadShareGroupStateSummaryRequestReadStateSummaryData {
  const topicId = reader.uuid('topicId')
  const partitions = reader.array('partitions', true, version, decodeReadShareGroupStateSummaryRequestPartitionData)
  const unknownTaggedFields = reader.taggedFields()
  return { topicId, partitions, unknownTaggedFields }
}

export interface ReadShareGroupStateSummaryRequest extends Tagged {
  readonly groupId: string
  readonly topics: readonly ReadShareGroupStateSummaryRequestReadStateSummaryData[]
}

function encodeReadShareGroupStateSummaryRequest(
  writer: Writer,
  message: Draft<ReadShareGroupStateSummaryRequest>,
  version: number,
): void {
  writer.string(message.groupId ?? '', true)
  const topics = message.topics ?? []
  writer.arrayLength(topics.length, true)
  for (const item of topics) encodeReadShareGroupStateSummaryRequestReadStateSummaryData(writer, item, version)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeReadShareGroupStateSummaryRequest(reader: Reader, version: number): ReadShareGroupStateSummaryRequest {
  const groupId = reader.string('groupId', true)
  const topics = reader.array('topics', true, version, decodeReadShareGroupStateSummaryRequestReadStateSummaryData)
  const unknownTaggedFields = reader.taggedFields()
  return { groupId, topics, unknownTaggedFields }
}

export const readShareGroupStateSummaryRequest: MessageCodec<ReadShareGroupStateSummaryRequest> = {
  name: 'ReadShareGroupStateSummaryRequest',
  apiKey: 87,
  minVersion: 0,
  maxVersion: 1,
  firstFlexibleVersion: 0,
  encode: encodeReadShareGroupStateSummaryRequest,
  decode: decodeReadShareGroupStateSummaryRequest,
}
