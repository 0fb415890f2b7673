// @generated from schemas/DescribeLogDirsRequest.json by `npm run generate`. Do not edit.
import type { Draft, MessageCodec, Tagged } from '../message-codec.ts'
import { type Reader, readInt32 } from '../reader.ts'
import { noTaggedFields } from '../tagged-field.ts'
import type { Writer } from '../writer.ts'

export interface DescribeLogDirsRequestDescribableLogDirTopic extends Tagged {
  readonly topic: string
  readonly partitions: readonly number[]
}

function encodeDescribeLogDirsRequestDescribableLogDirTopic(
  writer: Writer,
  message: Draft<DescribeLogDirsRequestDescribableLogDirTopic>,
  version: number,
): void {
  const flexible = version >= 2
  writer.string(message.topic ?? '', flexible)
  const partitions = message.partitions ?? []
  writer.arrayLength(partitions.length, flexible)
  for (const item of partitions) writer.int32(item)
  if (flexible) writer.taggedFields(message.unknownTaggedFields)
}

function decodeDescribeLogDirsRequestDescribableLogDirTopic(
  reader: Reader,
  version: number,
): DescribeLogDirsRequestDescribableLogDirTopic {
  const flexible = version >= 2
  const topic = reader.string('topic', flexible)
  const partitions = reader.array('partitions', flexible, version, readInt32)
  const unknownTaggedFields = flexible ? reader.taggedFields() : noTaggedFields
  return { topic, partitions, unknownTaggedFields }
}

export interface DescribeLogDirsRequest extends Tagged {
  readonly topics: readonly DescribeLogDirsRequestDescribableLogDirTopic[] | null
}

function encodeDescribeLogDirsRequest(writer: Writer, message: Draft<DescribeLogDirsRequest>, version: number): void {
  const flexible = version >= 2
  const topics = message.topics === undefined ? [] : message.topics
  if (topics === null) writer.nullArray(flexible)
  else {
    writer.arrayLength(topics.length, flexible)
    for (const item of topics) encodeDescribeLogDirsRequestDescribableLogDirTopic(writer, item, version)
  }
  if (flexible) writer.taggedFields(message.unknownTaggedFields)
}

function decodeDescribeLogDirsRequest(reader: Reader, version: number): DescribeLogDirsRequest {
  const flexible = version >= 2
  const topics = reader.nullableArray('topics', flexible, version, decodeDescribeLogDirsRequestDescribableLogDirTopic)
  const unknownTaggedFields = flexible ? reader.taggedFields() : noTaggedFields
  return { topics, unknownTaggedFields }
}

export const describeLogDirsRequest: MessageCodec<DescribeLogDirsRequest> = {
  name: 'DescribeLogDirsRequest',
  apiKey: 35,
  minVersion: 1,
  maxVersion: 5,
  firstFlexibleVersion: 2,
  encode: encodeDescribeLogDirsRequest,
  decode: decodeDescribeLogDirsRequest,
}
