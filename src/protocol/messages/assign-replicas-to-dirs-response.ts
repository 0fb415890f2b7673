// @generated from schemas/AssignReplicasToDirsResponse.json by `npm run generate`. Do not edit.
import type { Draft, MessageCodec, Tagged } from '../message-codec.ts'
import type { Reader } from '../reader.ts'
import { type Uuid, zeroUuid } from '../uuid.ts'
import type { Writer } from '../writer.ts'

export interface AssignReplicasToDirsResponsePartitionData extends Tagged {
  readonly partitionIndex: number
  readonly errorCode: number
}

function encodeAssignReplicasToDirsResponsePartitionData(
  writer: Writer,
  message: Draft<AssignReplicasToDirsResponsePartitionData>,
  _version: number,
): void {
  writer.int32(message.partitionIndex ?? 0)
  writer.int16(message.errorCode ?? 0)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeAssignReplicasToDirsResponsePartitionData(
  reader: Reader,
  _version: number,
): AssignReplicasToDirsResponsePartitionData {
  const partitionIndex = reader.int32('partitionIndex')
  const errorCode = reader.int16('errorCode')
  const unknownTaggedFields = reader.taggedFields()
  return { partitionIndex, errorCode, unknownTaggedFields }
}

export interface AssignReplicasToDirsResponseTopicData extends Tagged {
  readonly topicId: Uuid
  readonly partitions: readonly AssignReplicasToDirsResponsePartitionData[]
}

function encodeAssignReplicasToDirsResponseTopicData(
  writer: Writer,
  message: Draft<AssignReplicasToDirsResponseTopicData>,
  version: number,
): void {
  writer.uuid(message.topicId ?? zeroUuid)
  const partitions = message.partitions ?? []
  writer.arrayLength(partitions.length, true)
  for (const item of partitions) encodeAssignReplicasToDirsResponsePartitionData(writer, item, version)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeAssignReplicasToDirsResponseTopicData(
  reader: Reader,
  version: number,
): AssignReplicasToDirsResponseTopicData {
  const topicId = reader.uuid('topicId')
  const partitions = reader.array('partitions', true, version, decodeAssignReplicasToDirsResponsePartitionData)
  const unknownTaggedFields = reader.taggedFields()
  return { topicId, partitions, unknownTaggedFields }
}

export interface AssignReplicasToDirsResponseDirectoryData extends Tagged {
  readonly id: Uuid
  readonly topics: readonly AssignReplicasToDirsResponseTopicData[]
}

function encodeAssignReplicasToDirsResponseDirectoryData(
  writer: Writer,
  message: Draft<AssignReplicasToDirsResponseDirectoryData>,
  version: number,
): void {
  writer.uuid(message.id ?? zeroUuid)
  const topics = message.topics ?? []
  writer.arrayLength(topics.length, true)
  for (const item of topics) encodeAssignReplicasToDirsResponseTopicData(writer, item, version)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeAssignReplicasToDirsResponseDirectoryData(
  reader: Reader,
  version: number,
): AssignReplicasToDirsResponseDirectoryData {
  const id = reader.uuid('id')
  const topics = reader.array('topics', true, version, decodeAssignReplicasToDirsResponseTopicData)
  const unknownTaggedFields = reader.taggedFields()
  return { id, topics, unknownTaggedFields }
}

export interface AssignReplicasToDirsResponse extends Tagged {
  readonly throttleTimeMs: number
  readonly errorCode: number
  readonly directories: readonly AssignReplicasToDirsResponseDirectoryData[]
}

function encodeAssignReplicasToDirsResponse(
  writer: Writer,
  message: Draft<AssignReplicasToDirsResponse>,
  version: number,
): void {
  writer.int32(message.throttleTimeMs ?? 0)
  writer.int16(message.errorCode ?? 0)
  const directories = message.directories ?? []
  writer.arrayLength(directories.length, true)
  for (const item of directories) encodeAssignReplicasToDirsResponseDirectoryData(writer, item, version)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeAssignReplicasToDirsResponse(reader: Reader, version: number): AssignReplicasToDirsResponse {
  const throttleTimeMs = reader.int32('throttleTimeMs')
  const errorCode = reader.int16('errorCode')
  const directories = reader.array('directories', true, version, decodeAssignReplicasToDirsResponseDirectoryData)
  const unknownTaggedFields = reader.taggedFields()
  return { throttleTimeMs, errorCode, directories, unknownTaggedFields }
}

export const assignReplicasToDirsResponse: MessageCodec<AssignReplicasToDirsResponse> = {
  name: 'AssignReplicasToDirsResponse',
  apiKey: 73,
  minVersion: 0,
  maxVersion: 0,
  firstFlexibleVersion: 0,
  encode: encodeAssignReplicasToDirsResponse,
  decode: decodeAssignReplicasToDirsResponse,
}
