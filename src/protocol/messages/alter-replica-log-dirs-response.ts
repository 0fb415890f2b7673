// @generated from schemas/AlterReplicaLogDirsResponse.json by `npm run generate`. Do not edit.
import type { Draft, MessageCodec, Tagged } from '../message-codec.ts'
import type { Reader } from '../reader.ts'
import { noTaggedFields } from '../tagged-field.ts'
import type { Writer } from '../writer.ts'

export interface AlterReplicaLogDirsResponseAlterReplicaLogDirPartitionResult extends Tagged {
  readonly partitionIndex: number
  readonly errorCode: number
}

function encodeAlterReplicaLogDirsResponseAlterReplicaLogDirPartitionResult(
  writer: Writer,
  message: Draft<AlterReplicaLogDirsResponseAlterReplicaLogDirPartitionResult>,
  version: number,
): void {
  const flexible = version === 2
  writer.int32(message.partitionIndex ?? 0)
  writer.int16(message.errorCode ?? 0)
  if (flexible) writer.taggedFields(message.unknownTaggedFields)
}

function decodeAlterReplicaLogDirsResponseAlterReplicaLogDirPartitionResult(
  reader: Reader,
  version: number,
): AlterReplicaLogDirsResponseAlterReplicaLogDirPartitionResult {
  const flexible = version === 2
  const partitionIndex = reader.int32('partitionIndex')
  const errorCode = reader.int16('errorCode')
  const unknownTaggedFields = flexible ? reader.taggedFields() : noTaggedFields
  return { partitionIndex, errorCode, unknownTaggedFields }
}

export interface AlterReplicaLogDirsResponseAlterReplicaLogDirTopicResult extends Tagged {
  readonly topicName: string
  readonly partitions: readonly AlterReplicaLogDirsResponseAlterReplicaLogDirPartitionResult[]
}

function encodeAlterReplicaLogDirsResponseAlterReplicaLogDirTopicResult(
  writer: Writer,
  message: Draft<AlterReplicaLogDirsResponseAlterReplicaLogDirTopicResult>,
  version: number,
): void {
  const flexible = version === 2
  writer.string(message.topicName ?? '', flexible)
  const partitions = message.partitions ?? []
  writer.arrayLength(partitions.length, flexible)
  for (const item of partitions)
    encodeAlterReplicaLogDirsResponseAlterReplicaLogDirPartitionResult(writer, item, version)
  if (flexible) writer.taggedFields(message.unknownTaggedFields)
}

function decodeAlterReplicaLogDirsResponseAlterReplicaLogDirTopicResult(
  reader: Reader,
  version: number,
): AlterReplicaLogDirsResponseAlterReplicaLogDirTopicResult {
  const flexible = version === 2
  const topicName = reader.string('topicName', flexible)
  const partitions = reader.array(
    'partitions',
    flexible,
    version,
    decodeAlterReplicaLogDirsResponseAlterReplicaLogDirPartitionResult,
  )
  const unknownTaggedFields = flexible ? reader.taggedFields() : noTaggedFields
  return { topicName, partitions, unknownTaggedFields }
}

export interface AlterReplicaLogDirsResponse extends Tagged {
  readonly throttleTimeMs: number
  readonly results: readonly AlterReplicaLogDirsResponseAlterReplicaLogDirTopicResult[]
}

function encodeAlterReplicaLogDirsResponse(
  writer: Writer,
  message: Draft<AlterReplicaLogDirsResponse>,
  version: number,
): void {
  const flexible = version === 2
  writer.int32(message.throttleTimeMs ?? 0)
  const results = message.results ?? []
  writer.arrayLength(results.length, flexible)
  for (const item of results) encodeAlterReplicaLogDirsResponseAlterReplicaLogDirTopicResult(writer, item, version)
  if (flexible) writer.taggedFields(message.unknownTaggedFields)
}

function decodeAlterReplicaLogDirsResponse(reader: Reader, version: number): AlterReplicaLogDirsResponse {
  const flexible = version === 2
  const throttleTimeMs = reader.int32('throttleTimeMs')
  const results = reader.array(
    'results',
    flexible,
    version,
    decodeAlterReplicaLogDirsResponseAlterReplicaLogDirTopicResult,
  )
  const unknownTaggedFields = flexible ? reader.taggedFields() : noTaggedFields
  return { throttleTimeMs, results, unknownTaggedFields }
}

export const alterReplicaLogDirsResponse: MessageCodec<AlterReplicaLogDirsResponse> = {
  name: 'AlterReplicaLogDirsResponse',
  apiKey: 34,
  minVersion: 1,
  maxVersion: 2,
  firstFlexibleVersion: 2,
  encode: encodeAlterReplicaLogDirsResponse,
  decode: decodeAlterReplicaLogDirsResponse,
}
