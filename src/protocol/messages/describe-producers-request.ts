// @generated from schemas/DescribeProducersRequest.json by `npm run generate`. Do not edit.
import type { Draft, MessageCodec, Tagged } from '../message-codec.ts'
import { type Reader, readInt32 } from '../reader.ts'
import type { Writer } from '../writer.ts'

export interface DescribeProducersRequestTopicRequest extends Tagged {
  readonly name: string
  readonly partitionIndexes: readonly number[]
}

function encodeDescribeProducersRequestTopicRequest(
  writer: Writer,
  message: Draft<DescribeProducersRequestTopicRequest>,
  _version: number,
): void {
  writer.string(message.name ?? '', true)
  const partitionIndexes = message.partitionIndexes ?? []
  writer.arrayLength(partitionIndexes.length, true)
  for (const item of partitionIndexes) writer.int32(item)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeDescribeProducersRequestTopicRequest(
  reader: Reader,
  version: number,
): DescribeProducersRequestTopicRequest {
  const name = reader.string('name', true)
  const partitionIndexes = reader.array('partitionIndexes', true, version, readInt32)
  const unknownTaggedFields = reader.taggedFields()
  return { name, partitionIndexes, unknownTaggedFields }
}

export interface DescribeProducersRequest extends Tagged {
  readonly topics: readonly DescribeProducersRequestTopicRequest[]
}

function encodeDescribeProducersRequest(
  writer: Writer,
  message: Draft<DescribeProducersRequest>,
  version: number,
): void {
  const topics = message.topics ?? []
  writer.arrayLength(topics.length, true)
  for (const item of topics) encodeDescribeProducersRequestTopicRequest(writer, item, version)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeDescribeProducersRequest(reader: Reader, version: number): DescribeProducersRequest {
  const topics = reader.array('topics', true, version, decodeDescribeProducersRequestTopicRequest)
  const unknownTaggedFields = reader.taggedFields()
  return { topics, unknownTaggedFields }
}

export const describeProducersRequest: MessageCodec<DescribeProducersRequest> = {
  name: 'DescribeProducersRequest',
  apiKey: 61,
  minVersion: 0,
  maxVersion: 0,
  firstFlexibleVersion: 0,
  encode: encodeDescribeProducersRequest,
  decode: decodeDescribeProducersRequest,
}
