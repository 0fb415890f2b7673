// @generated from schemas/DescribeQuorumRequest.json by `npm run generate`. Do not edit.
import type { Draft, MessageCodec, Tagged } from '../message-codec.ts'
import type { Reader } from '../reader.ts'
import type { Writer } from '../writer.ts'

export interface DescribeQuorumRequestPartitionData extends Tagged {
  readonly partitionIndex: number
}

function encodeDescribeQuorumRequestPartitionData(
  writer: Writer,
  message: Draft<DescribeQuorumRequestPartitionData>,
  _version: number,
): void {
  writer.int32(message.partitionIndex ?? 0)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeDescribeQuorumRequestPartitionData(
  reader: Reader,
  _version: number,
): DescribeQuorumRequestPartitionData {
  const partitionIndex = reader.int32('partitionIndex')
  const unknownTaggedFields = reader.taggedFields()
  return { partitionIndex, unknownTaggedFields }
}

export interface DescribeQuorumRequestTopicData extends Tagged {
  readonly topicName: string
  readonly partitions: readonly DescribeQuorumRequestPartitionData[]
}

function encodeDescribeQuorumRequestTopicData(
  writer: Writer,
  message: Draft<DescribeQuorumRequestTopicData>,
  version: number,
): void {
  writer.string(message.topicName ?? '', true)
  const partitions = message.partitions ?? []
  writer.arrayLength(partitions.length, true)
  for (const item of partitions) encodeDescribeQuorumRequestPartitionData(writer, item, version)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeDescribeQuorumRequestTopicData(reader: Reader, version: number): DescribeQuorumRequestTopicData {
  const topicName = reader.string('topicName', true)
  const partitions = reader.array('partitions', true, version, decodeDescribeQuorumRequestPartitionData)
  const unknownTaggedFields = reader.taggedFields()
  return { topicName, partitions, unknownTaggedFields }
}

export interface DescribeQuorumRequest extends Tagged {
  readonly topics: readonly DescribeQuorumRequestTopicData[]
}

function encodeDescribeQuorumRequest(writer: Writer, message: Draft<DescribeQuorumRequest>, version: number): void {
  const topics = message.topics ?? []
  writer.arrayLength(topics.length, true)
  for (const item of topics) encodeDescribeQuorumRequestTopicData(writer, item, version)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeDescribeQuorumRequest(reader: Reader, version: number): DescribeQuorumRequest {
  const topics = reader.array('topics', true, version, decodeDescribeQuorumRequestTopicData)
  const unknownTaggedFields = reader.taggedFields()
  return { topics, unknownTaggedFields }
}

export const describeQuorumRequest: MessageCodec<DescribeQuorumRequest> = {
  name: 'DescribeQuorumRequest',
  apiKey: 55,
  minVersion: 0,
  maxVersion: 2,
  firstFlexibleVersion: 0,
  encode: encodeDescribeQuorumRequest,
  decode: decodeDescribeQuorumRequest,
}
