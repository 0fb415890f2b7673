// @generated from schemas/DescribeShareGroupOffsetsRequest.json by `npm run generate`. Do not edit.
import type { Draft, MessageCodec, Tagged } from '../message-codec.ts'
import { type Reader, readInt32 } from '../reader.ts'
import type { Writer } from '../writer.ts'

export interface DescribeShareGroupOffsetsRequestTopic extends Tagged {
  readonly topicName: string
  readonly partitions: readonly number[]
}

function encodeDescribeShareGroupOffsetsRequestTopic(
  writer: Writer,
  message: Draft<DescribeShareGroupOffsetsRequestTopic>,
  _version: number,
): void {
  writer.string(message.topicName ?? '', true)
  const partitions = message.partitions ?? []
  writer.arrayLength(partitions.length, true)
  for (const item of partitions) writer.int32(item)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeDescribeShareGroupOffsetsRequestTopic(
  reader: Reader,
  version: number,
): DescribeShareGroupOffsetsRequestTopic {
  const topicName = reader.string('topicName', true)
  const partitions = reader.array('partitions', true, version, readInt32)
  const unknownTaggedFields = reader.taggedFields()
  return { topicName, partitions, unknownTaggedFields }
}

export interface DescribeShareGroupOffsetsRequestGroup extends Tagged {
  readonly groupId: string
  readonly topics: readonly DescribeShareGroupOffsetsRequestTopic[] | null
}

function encodeDescribeShareGroupOffsetsRequestGroup(
  writer: Writer,
  message: Draft<DescribeShareGroupOffsetsRequestGroup>,
  version: number,
): void {
  writer.string(message.groupId ?? '', true)
  const topics = message.topics === undefined ? [] : message.topics
  if (topics === null) writer.nullArray(true)
  else {
    writer.arrayLength(topics.length, true)
    for (const item of topics) encodeDescribeShareGroupOffsetsRequestTopic(writer, item, version)
  }
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeDescribeShareGroupOffsetsRequestGroup(
  reader: Reader,
  version: number,
): DescribeShareGroupOffsetsRequestGroup {
  const groupId = reader.string('groupId', true)
  const topics = reader.nullableArray('topics', true, version, decodeDescribeShareGroupOffsetsRequestTopic)
  const unknownTaggedFields = reader.taggedFields()
  return { groupId, topics, unknownTaggedFields }
}

export interface DescribeShareGroupOffsetsRequest extends Tagged {
  readonly groups: readonly DescribeShareGroupOffsetsRequestGroup[]
}

function encodeDescribeShareGroupOffsetsRequest(
  writer: Writer,
  message: Draft<DescribeShareGroupOffsetsRequest>,
  version: number,
): void {
  const groups = message.groups ?? []
  writer.arrayLength(groups.length, true)
  for (const item of groups) encodeDescribeShareGroupOffsetsRequestGroup(writer, item, version)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeDescribeShareGroupOffsetsRequest(reader: Reader, version: number): DescribeShareGroupOffsetsRequest {
  const groups = reader.array('groups', true, version, decodeDescribeShareGroupOffsetsRequestGroup)
  const unknownTaggedFields = reader.taggedFields()
  return { groups, unknownTaggedFields }
}

export const describeShareGroupOffsetsRequest: MessageCodec<DescribeShareGroupOffsetsRequest> = {
  name: 'DescribeShareGroupOffsetsRequest',
  apiKey: 90,
  minVersion: 0,
  maxVersion: 1,
  firstFlexibleVersion: 0,
  encode: encodeDescribeShareGroupOffsetsRequest,
  decode: decodeDescribeShareGroupOffsetsRequest,
}
