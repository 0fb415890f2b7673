// @generated from schemas/DescribeTopicPartitionsRequest.json by `npm run generate`. Do not edit.
import type { Draft, MessageCodec, Tagged } from '../message-codec.ts'
import type { Reader } from '../reader.ts'
import { noTaggedFields } from '../tagged-field.ts'
import type { Writer } from '../writer.ts'

export interface DescribeTopicPartitionsRequestTopicRequest extends Tagged {
  readonly name: string
}

function encodeDescribeTopicPartitionsRequestTopicRequest(
  writer: Writer,
  message: Draft<DescribeTopicPartitionsRequestTopicRequest>,
  _version: number,
): void {
  writer.string(message.name ?? '', true)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeDescribeTopicPartitionsRequestTopicRequest(
  reader: Reader,
  _version: number,
): DescribeTopicPartitionsRequestTopicRequest {
  const name = reader.string('name', true)
  const unknownTaggedFields = reader.taggedFields()
  return { name, unknownTaggedFields }
}

export interface DescribeTopicPartitionsRequestCursor extends Tagged {
  readonly topicName: string
  readonly partitionIndex: number
}

const defaultDescribeTopicPartitionsRequestCursor: DescribeTopicPartitionsRequestCursor = {
  topicName: '',
  partitionIndex: 0,
  unknownTaggedFields: noTaggedFields,
}

function isDefaultDescribeTopicPartitionsRequestCursor(message: Draft<DescribeTopicPartitionsRequestCursor>): boolean {
  return (
    (message.topicName === undefined || message.topicName === '') &&
    (message.partitionIndex === undefined || message.partitionIndex === 0) &&
    (message.unknownTaggedFields ?? noTaggedFields).length === 0
  )
}

function encodeDescribeTopicPartitionsRequestCursor(
  writer: Writer,
  message: Draft<DescribeTopicPartitionsRequestCursor>,
  _version: number,
): void {
  writer.string(message.topicName ?? '', true)
  writer.int32(message.partitionIndex ?? 0)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeDescribeTopicPartitionsRequestCursor(
  reader: Reader,
  _version: number,
): DescribeTopicPartitionsRequestCursor {
  const topicName = reader.string('topicName', true)
  const partitionIndex = reader.int32('partitionIndex')
  const unknownTaggedFields = reader.taggedFields()
  return { topicName, partitionIndex, unknownTaggedFields }
}

export interface DescribeTopicPartitionsRequest extends Tagged {
  readonly topics: readonly DescribeTopicPartitionsRequestTopicRequest[]
  readonly responsePartitionLimit: number
  readonly cursor: DescribeTopicPartitionsRequestCursor | null
}

function encodeDescribeTopicPartitionsRequest(
  writer: Writer,
  message: Draft<DescribeTopicPartitionsRequest>,
  version: number,
): void {
  const topics = message.topics ?? []
  writer.arrayLength(topics.length, true)
  for (const item of topics) encodeDescribeTopicPartitionsRequestTopicRequest(writer, item, version)
  writer.int32(message.responsePartitionLimit ?? 2000)
  const cursor = message.cursor ?? null
  if (cursor === null) writer.int8(-1)
  else {
    writer.int8(1)
    encodeDescribeTopicPartitionsRequestCursor(writer, cursor, version)
  }
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeDescribeTopicPartitionsRequest(reader: Reader, version: number): DescribeTopicPartitionsRequest {
  const topics = reader.array('topics', true, version, decodeDescribeTopicPartitionsRequestTopicRequest)
  const responsePartitionLimit = reader.int32('responsePartitionLimit')
  const cursor = reader.nullableStruct('cursor', version, decodeDescribeTopicPartitionsRequestCursor)
  const unknownTaggedFields = reader.taggedFields()
  return { topics, responsePartitionLimit, cursor, unknownTaggedFields }
}

export const describeTopicPartitionsRequest: MessageCodec<DescribeTopicPartitionsRequest> = {
  name: 'DescribeTopicPartitionsRequest',
  apiKey: 75,
  minVersion: 0,
  maxVersion: 0,
  firstFlexibleVersion: 0,
  encode: encodeDescribeTopicPartitionsRequest,
  decode: decodeDescribeTopicPartitionsRequest,
}
