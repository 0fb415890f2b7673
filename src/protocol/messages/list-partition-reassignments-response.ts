// @generated from schemas/ListPartitionReassignmentsResponse.json by `npm run generate`. Do not edit.
import type { Draft, MessageCodec, Tagged } from '../message-codec.ts'
import { type Reader, readInt32 } from '../reader.ts'
import type { Writer } from '../writer.ts'

export interface ListPartitionReassignmentsResponseOngoingPartitionReassignment extends Tagged {
  readonly partitionIndex: number
  readonly replicas: readonly number[]
  readonly addingReplicas: readonly number[]
  readonly removingReplicas: readonly number[]
}

function encodeListPartitionReassignmentsResponseOngoingPartitionReassignment(
  writer: Writer,
  message: Draft<ListPartitionReassignmentsResponseOngoingPartitionReassignment>,
  _version: number,
): void {
  writer.int32(message.partitionIndex ?? 0)
  const replicas = message.replicas ?? []
  writer.arrayLength(replicas.length, true)
  for (const item of replicas) writer.int32(item)
  const addingReplicas = message.addingReplicas ?? []
  writer.arrayLength(addingReplicas.length, true)
  for (const item of addingReplicas) writer.int32(item)
  const removingReplicas = message.removingReplicas ?? []
  writer.arrayLength(removingReplicas.length, true)
  for (const item of removingReplicas) writer.int32(item)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeListPartitionReassignmentsResponseOngoingPartitionReassignment(
  reader: Reader,
  version: number,
): ListPartitionReassignmentsResponseOngoingPartitionReassignment {
  const partitionIndex = reader.int32('partitionIndex')
  const replicas = reader.array('replicas', true, version, readInt32)
  const addingReplicas = reader.array('addingReplicas', true, version, readInt32)
  const removingReplicas = reader.array('removingReplicas', true, version, readInt32)
  const unknownTaggedFields = reader.taggedFields()
  return { partitionIndex, replicas, addingReplicas, removingReplicas, unknownTaggedFields }
}

export interface ListPartitionReassignmentsResponseOngoingTopicReassignment extends Tagged {
  readonly name: string
  readonly partitions: readonly ListPartitionReassignmentsResponseOngoingPartitionReassignment[]
}

function encodeListPartitionReassignmentsResponseOngoingTopicReassignment(
  writer: Writer,
  message: Draft<ListPartitionReassignmentsResponseOngoingTopicReassignment>,
  version: number,
): void {
  writer.string(message.name ?? '', true)
  const partitions = message.partitions ?? []
  writer.arrayLength(partitions.length, true)
  for (const item of partitions)
    encodeListPartitionReassignmentsResponseOngoingPartitionReassignment(writer, item, version)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeListPartitionReassignmentsResponseOngoingTopicReassignment(
  reader: Reader,
  version: number,
): ListPartitionReassignmentsResponseOngoingTopicReassignment {
  const name = reader.string('name', true)
  const partitions = reader.array(
    'partitions',
    true,
    version,
    decodeListPartitionReassignmentsResponseOngoingPartitionReassignment,
  )
  const unknownTaggedFields = reader.taggedFields()
  return { name, partitions, unknownTaggedFields }
}

export interface ListPartitionReassignmentsResponse extends Tagged {
  readonly throttleTimeMs: number
  readonly errorCode: number
  readonly errorMessage: string | null
  readonly topics: readonly ListPartitionReassignmentsResponseOngoingTopicReassignment[]
}

function encodeListPartitionReassignmentsResponse(
  writer: Writer,
  message: Draft<ListPartitionReassignmentsResponse>,
  version: number,
): void {
  writer.int32(message.throttleTimeMs ?? 0)
  writer.int16(message.errorCode ?? 0)
  const errorMessage = message.errorMessage === undefined ? '' : message.errorMessage
  writer.nullableString(errorMessage, true)
  const topics = message.topics ?? []
  writer.arrayLength(topics.length, true)
  for (const item of topics) encodeListPartitionReassignmentsResponseOngoingTopicReassignment(writer, item, version)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeListPartitionReassignmentsResponse(reader: Reader, version: number): ListPartitionReassignmentsResponse {
  const throttleTimeMs = reader.int32('throttleTimeMs')
  const errorCode = reader.int16('errorCode')
  const errorMessage = reader.nullableString('errorMessage', true)
  const topics = reader.array('topics', true, version, decodeListPartitionReassignmentsResponseOngoingTopicReassignment)
  const unknownTaggedFields = reader.taggedFields()
  return { throttleTimeMs, errorCode, errorMessage, topics, unknownTaggedFields }
}

export const listPartitionReassignmentsResponse: MessageCodec<ListPartitionReassignmentsResponse> = {
  name: 'ListPartitionReassignmentsResponse',
  apiKey: 46,
  minVersion: 0,
  maxVersion: 0,
  firstFlexibleVersion: 0,
  encode: encodeListPartitionReassignmentsResponse,
  decode: decodeListPartitionReassignmentsResponse,
}
