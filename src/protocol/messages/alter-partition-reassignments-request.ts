// @generated from schemas/AlterPartitionReassignmentsRequest.json by `npm run generate`. Do not edit.
import type { Draft, MessageCodec, Tagged } from '../message-codec.ts'
import { type Reader, readInt32 } from '../reader.ts'
import { refuseField, type Writer } from '../writer.ts'

export interface AlterPartitionReassignmentsRequestReassignablePartition extends Tagged {
  readonly partitionIndex: number
  readonly replicas: readonly number[] | null
}

function encodeAlterPartitionReassignmentsRequestReassignablePartition(
  writer: Writer,
  message: Draft<AlterPartitionReassignmentsRequestReassignablePartition>,
  _version: number,
): void {
  writer.int32(message.partitionIndex ?? 0)
  const replicas = message.replicas ?? null
  if (replicas === null) writer.nullArray(true)
  else {
    writer.arrayLength(replicas.length, true)
    for (const item of replicas) writer.int32(item)
  }
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeAlterPartitionReassignmentsRequestReassignablePartition(
  reader: Reader,
  version: number,
): AlterPartitionReassignmentsRequestReassignablePartition {
  const partitionIndex = reader.int32('partitionIndex')
  const replicas = reader.nullableArray('replicas', true, version, readInt32)
  const unknownTaggedFields = reader.taggedFields()
  return { partitionIndex, replicas, unknownTaggedFields }
}

export interface AlterPartitionReassignmentsRequestReassignableTopic extends Tagged {
  readonly name: string
  readonly partitions: readonly AlterPartitionReassignmentsRequestReassignablePartition[]
}

function encodeAlterPartitionReassignmentsRequestReassignableTopic(
  writer: Writer,
  message: Draft<AlterPartitionReassignmentsRequestReassignableTopic>,
  version: number,
): void {
  writer.string(message.name ?? '', true)
  const partitions = message.partitions ?? []
  writer.arrayLength(partitions.length, true)
  for (const item of partitions) encodeAlterPartitionReassignmentsRequestReassignablePartition(writer, item, version)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeAlterPartitionReassignmentsRequestReassignableTopic(
  reader: Reader,
  version: number,
): AlterPartitionReassignmentsRequestReassignableTopic {
  const name = reader.string('name', true)
  const partitions = reader.array(
    'partitions',
    true,
    version,
    decodeAlterPartitionReassignmentsRequestReassignablePartition,
  )
  const unknownTaggedFields = reader.taggedFields()
  return { name, partitions, unknownTaggedFields }
}

export interface AlterPartitionReassignmentsRequest extends Tagged {
  readonly timeoutMs: number
  readonly allowReplicationFactorChange: boolean // v1+
  readonly topics: readonly AlterPartitionReassignmentsRequestReassignableTopic[]
}

function encodeAlterPartitionReassignmentsRequest(
  writer: Writer,
  message: Draft<AlterPartitionReassignmentsRequest>,
  version: number,
): void {
  writer.int32(message.timeoutMs ?? 60000)
  if (version === 1) writer.bool(message.allowReplicationFactorChange ?? true)
  if (
    version < 1 &&
    message.allowReplicationFactorChange !== undefined &&
    message.allowReplicationFactorChange !== true
  )
    refuseField('AlterPartitionReassignmentsRequest', 'allowReplicationFactorChange', version)
  const topics = message.topics ?? []
  writer.arrayLength(topics.length, true)
  for (const item of topics) encodeAlterPartitionReassignmentsRequestReassignableTopic(writer, item, version)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeAlterPartitionReassignmentsRequest(reader: Reader, version: number): AlterPartitionReassignmentsRequest {
  const timeoutMs = reader.int32('timeoutMs')
  const allowReplicationFactorChange = version === 1 ? reader.bool('allowReplicationFactorChange') : true
  const topics = reader.array('topics', true, version, decodeAlterPartitionReassignmentsRequestReassignableTopic)
  const unknownTaggedFields = reader.taggedFields()
  return { timeoutMs, allowReplicationFactorChange, topics, unknownTaggedFields }
}

export const alterPartitionReassignmentsRequest: MessageCodec<AlterPartitionReassignmentsRequest> = {
  name: 'AlterPartitionReassignmentsRequest',
  apiKey: 45,
  minVersion: 0,
  maxVersion: 1,
  firstFlexibleVersion: 0,
  encode: encodeAlterPartitionReassignmentsRequest,
  decode: decodeAlterPartitionReassignmentsRequest,
}
