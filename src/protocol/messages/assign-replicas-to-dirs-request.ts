// @generated from schemas/AssignReplicasToDirsRequest.json by `npm run generate`. Do not edit.
import type { Draft, MessageCodec, Tagged } from '../message-codec.ts'
import type { Reader } from '../reader.ts'
import { type Uuid, zeroUuid } from '../uuid.ts'
import type { Writer } from '../writer.ts'

export interface AssignReplicasToDirsRequestPartitionData extends Tagged {
  readonly partitionIndex: number
}

function encodeAssignReplicasToDirsRequestPartitionData(
  writer: Writer,
  message: Draft<AssignReplicasToDirsRequestPartitionData>,
  _version: number,
): void {
  writer.int32(message.partitionIndex ?? 0)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeAssignReplicasToDirsRequestPartitionData(
  reader: Reader,
  _version: number,
): AssignReplicasToDirsRequestPartitionData {
  const partitionIndex = reader.int32('partitionIndex')
  const unknownTaggedFields = reader.taggedFields()
  return { partitionIndex, unknownTaggedFields }
}

export interface AssignReplicasToDirsRequestTopicData extends Tagged {
  readonly topicId: Uuid
  readonly partitions: readonly AssignReplicasToDirsRequestPartitionData[]
}

function encodeAssignReplicasToDirsRequestTopicData(
  writer: Writer,
  message: Draft<AssignReplicasToDirsRequestTopicData>,
  version: number,
): void {
  writer.uuid(message.topicId ?? zeroUuid)
  const partitions = message.partitions ?? []
  writer.arrayLength(partitions.length, true)
  for (const item of partitions) encodeAssignReplicasToDirsRequestPartitionData(writer, item, version)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeAssignReplicasToDirsRequestTopicData(
  reader: Reader,
  version: number,
): AssignReplicasToDirsRequestTopicData {
  const topicId = reader.uuid('topicId')
  const partitions = reader.array('partitions', true, version, decodeAssignReplicasToDirsRequestPartitionData)
  const unknownTaggedFields = reader.taggedFields()
  return { topicId, partitions, unknownTaggedFields }
}

export interface AssignReplicasToDirsRequestDirectoryData extends Tagged {
  readonly id: Uuid
  readonly topics: readonly AssignReplicasToDirsRequestTopicData[]
}

function encodeAssignReplicasToDirsRequestDirectoryData(
  writer: Writer,
  message: Draft<AssignReplicasToDirsRequestDirectoryData>,
  version: number,
): void {
  writer.uuid(message.id ?? zeroUuid)
  const topics = message.topics ?? []
  writer.arrayLength(topics.length, true)
  for (const item of topics) encodeAssignReplicasToDirsRequestTopicData(writer, item, version)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeAssignReplicasToDirsRequestDirectoryData(
  reader: Reader,
  version: number,
): AssignReplicasToDirsRequestDirectoryData {
  const id = reader.uuid('id')
  const topics = reader.array('topics', true, version, decodeAssignReplicasToDirsRequestTopicData)
  const unknownTaggedFields = reader.taggedFields()
  return { id, topics, unknownTaggedFields }
}

export interface AssignReplicasToDirsRequest extends Tagged {
  readonly brokerId: number
  readonly brokerEpoch: bigint
  readonly directories: readonly AssignReplicasToDirsRequestDirectoryData[]
}

function encodeAssignReplicasToDirsRequest(
  writer: Writer,
  message: Draft<AssignReplicasToDirsRequest>,
  version: number,
): void {
  writer.int32(message.brokerId ?? 0)
  writer.int64(message.brokerEpoch ?? -1n)
  const directories = message.directories ?? []
  writer.arrayLength(directories.length, true)
  for (const item of directories) encodeAssignReplicasToDirsRequestDirectoryData(writer, item, version)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeAssignReplicasToDirsRequest(reader: Reader, version: number): AssignReplicasToDirsRequest {
  const brokerId = reader.int32('brokerId')
  const brokerEpoch = reader.int64('brokerEpoch')
  const directories = reader.array('directories', true, version, decodeAssignReplicasToDirsRequestDirectoryData)
  const unknownTaggedFields = reader.taggedFields()
  return { brokerId, brokerEpoch, directories, unknownTaggedFields }
}

export const assignReplicasToDirsRequest: MessageCodec<AssignReplicasToDirsRequest> = {
  name: 'AssignReplicasToDirsRequest',
  apiKey: 73,
  minVersion: 0,
  maxVersion: 0,
  firstFlexibleVersion: 0,
  encode: encodeAssignReplicasToDirsRequest,
  decode: decodeAssignReplicasToDirsRequest,
}
