// @generated from schemas/ListOffsetsRequest.json by `npm run generate`. Do not edit.
import type { Draft, MessageCodec, Tagged } from '../message-codec.ts'
import type { Reader } from '../reader.ts'
import { noTaggedFields } from '../tagged-field.ts'
import { refuseField, type Writer } from '../writer.ts'

export interface ListOffsetsRequestListOffsetsPartition extends Tagged {
  readonly partitionIndex: number
  readonly currentLeaderEpoch: number // v4+
  readonly timestamp: bigint
}

function encodeListOffsetsRequestListOffsetsPartition(
  writer: Writer,
  message: Draft<ListOffsetsRequestListOffsetsPartition>,
  version: number,
): void {
  const flexible = version >= 6
  writer.int32(message.partitionIndex ?? 0)
  if (version >= 4) writer.int32(message.currentLeaderEpoch ?? -1)
  writer.int64(message.timestamp ?? 0n)
  if (flexible) writer.taggedFields(message.unknownTaggedFields)
}

function decodeListOffsetsRequestListOffsetsPartition(
  reader: Reader,
  version: number,
): ListOffsetsRequestListOffsetsPartition {
  const flexible = version >= 6
  const partitionIndex = reader.int32('partitionIndex')
  const currentLeaderEpoch = version >= 4 ? reader.int32('currentLeaderEpoch') : -1
  const timestamp = reader.int64('timestamp')
  const unknownTaggedFields = flexible ? reader.taggedFields() : noTaggedFields
  return { partitionIndex, currentLeaderEpoch, timestamp, unknownTaggedFields }
}

export interface ListOffsetsRequestListOffsetsTopic extends Tagged {
  readonly name: string
  readonly partitions: readonly ListOffsetsRequestListOffsetsPartition[]
}

function encodeListOffsetsRequestListOffsetsTopic(
  writer: Writer,
  message: Draft<ListOffsetsRequestListOffsetsTopic>,
  version: number,
): void {
  const flexible = version >= 6
  writer.string(message.name ?? '', flexible)
  const partitions = message.partitions ?? []
  writer.arrayLength(partitions.length, flexible)
  for (const item of partitions) encodeListOffsetsRequestListOffsetsPartition(writer, item, version)
  if (flexible) writer.taggedFields(message.unknownTaggedFields)
}

function decodeListOffsetsRequestListOffsetsTopic(reader: Reader, version: number): ListOffsetsRequestListOffsetsTopic {
  const flexible = version >= 6
  const name = reader.string('name', flexible)
  const partitions = reader.array('partitions', flexible, version, decodeListOffsetsRequestListOffsetsPartition)
  const unknownTaggedFields = flexible ? reader.taggedFields() : noTaggedFields
  return { name, partitions, unknownTaggedFields }
}

export interface ListOffsetsRequest extends Tagged {
  readonly replicaId: number
  readonly isolationLevel: number // v2+
  readonly topics: readonly ListOffsetsRequestListOffsetsTopic[]
  readonly timeoutMs: number // v10+
}

function encodeListOffsetsRequest(writer: Writer, message: Draft<ListOffsetsRequest>, version: number): void {
  const flexible = version >= 6
  writer.int32(message.replicaId ?? 0)
  if (version >= 2) writer.int8(message.isolationLevel ?? 0)
  if (version < 2 && message.isolationLevel !== undefined && message.isolationLevel !== 0)
    refuseField('ListOffsetsRequest', 'isolationLevel', version)
  const topics = message.topics ?? []
  writer.arrayLength(topics.length, flexible)
  for (const item of topics) encodeListOffsetsRequestListOffsetsTopic(writer, item, version)
  if (version >= 10) writer.int32(message.timeoutMs ?? 0)
  if (flexible) writer.taggedFields(message.unknownTaggedFields)
}

function decodeListOffsetsRequest(reader: Reader, version: number): ListOffsetsRequest {
  const flexible = version >= 6
  const replicaId = reader.int32('replicaId')
  const isolationLevel = version >= 2 ? reader.int8('isolationLevel') : 0
  const topics = reader.array('topics', flexible, version, decodeListOffsetsRequestListOffsetsTopic)
  const timeoutMs = version >= 10 ? reader.int32('timeoutMs') : 0
  const unknownTaggedFields = flexible ? reader.taggedFields() : noTaggedFields
  return { replicaId, isolationLevel, topics, timeoutMs, unknownTaggedFields }
}

export const listOffsetsRequest: MessageCodec<ListOffsetsRequest> = {
  name: 'ListOffsetsRequest',
  apiKey: 2,
  minVersion: 1,
  maxVersion: 11,
  firstFlexibleVersion: 6,
  encode: encodeListOffsetsRequest,
  decode: decodeListOffsetsRequest,
}
