// @generated from schemas/ListPartitionReassignmentsRequest.json by `npm run generate`. Do not edit.
import type { Draft, MessageCodec, Tagged } from '../message-codec.ts'
import { type Reader, readInt32 } from '../reader.ts'
import type { Writer } from '../writer.ts'

export interface ListPartitionReassignmentsRequestListPartitionReassignmentsTopics extends Tagged {
  readonly name: string
  readonly partitionIndexes: readonly number[]
}

function encodeListPartitionReassignmentsRequestListPartitionReassignmentsTopics(
  writer: Writer,
  message: Draft<ListPartitionReassignmentsRequestListPartitionReassignmentsTopics>,
  _version: number,
): void {
  writer.string(message.name ?? '', true)
  const partitionIndexes = message.partitionIndexes ?? []
  writer.arrayLength(partitionIndexes.length, true)
  for (const item of partitionIndexes) writer.int32(item)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeListPartitionReassignmentsRequestListPartitionReassignmentsTopics(
  reader: Reader,
  version: number,
): ListPartitionReassignmentsRequestListPartitionReassignmentsTopics {
  const name = reader.string('name', true)
  const partitionIndexes = reader.array('partitionIndexes', true, version, readInt32)
  const unknownTaggedFields = reader.taggedFields()
  return { name, partitionIndexes, unknownTaggedFields }
}

export interface ListPartitionReassignmentsRequest extends Tagged {
  readonly timeoutMs: number
  readonly topics: readonly ListPartitionReassignmentsRequestListPartitionReassignmentsTopics[] | null
}

function encodeListPartitionReassignmentsRequest(
  writer: Writer,
  message: Draft<ListPartitionReassignmentsRequest>,
  version: number,
): void {
  writer.int32(message.timeoutMs ?? 60000)
  const topics = message.topics ?? null
  if (topics === null) writer.nullArray(true)
  else {
    writer.arrayLength(topics.length, true)
    for (const item of topics)
      encodeListPartitionReassignmentsRequestListPartitionReassignmentsTopics(writer, item, version)
  }
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeListPartitionReassignmentsRequest(reader: Reader, version: number): ListPartitionReassignmentsRequest {
  const timeoutMs = reader.int32('timeoutMs')
  const topics = reader.nullableArray(
    'topics',
    true,
    version,
    decodeListPartitionReassignmentsRequestListPartitionReassignmentsTopics,
  )
  const unknownTaggedFields = reader.taggedFields()
  return { timeoutMs, topics, unknownTaggedFields }
}

export const listPartitionReassignmentsRequest: MessageCodec<ListPartitionReassignmentsRequest> = {
  name: 'ListPartitionReassignmentsRequest',
  apiKey: 46,
  minVersion: 0,
  maxVersion: 0,
  firstFlexibleVersion: 0,
  encode: encodeListPartitionReassignmentsRequest,
  decode: decodeListPartitionReassignmentsRequest,
}
