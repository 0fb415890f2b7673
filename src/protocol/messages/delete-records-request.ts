// @generated from schemas/DeleteRecordsRequest.json by `npm run generate`. Do not edit.
import type { Draft, MessageCodec, Tagged } from '../message-codec.ts'
import type { Reader } from '../reader.ts'
import { noTaggedFields } from '../tagged-field.ts'
import type { Writer } from '../writer.ts'

export interface DeleteRecordsRequestDeleteRecordsPartition extends Tagged {
  readonly partitionIndex: number
  readonly offset: bigint
}

function encodeDeleteRecordsRequestDeleteRecordsPartition(
  writer: Writer,
  message: Draft<DeleteRecordsRequestDeleteRecordsPartition>,
  version: number,
): void {
  const flexible = version === 2
  writer.int32(message.partitionIndex ?? 0)
  writer.int64(message.offset ?? 0n)
  if (flexible) writer.taggedFields(message.unknownTaggedFields)
}

function decodeDeleteRecordsRequestDeleteRecordsPartition(
  reader: Reader,
  version: number,
): DeleteRecordsRequestDeleteRecordsPartition {
  const flexible = version === 2
  const partitionIndex = reader.int32('partitionIndex')
  const offset = reader.int64('offset')
  const unknownTaggedFields = flexible ? reader.taggedFields() : noTaggedFields
  return { partitionIndex, offset, unknownTaggedFields }
}

export interface DeleteRecordsRequestDeleteRecordsTopic extends Tagged {
  readonly name: string
  readonly partitions: readonly DeleteRecordsRequestDeleteRecordsPartition[]
}

function encodeDeleteRecordsRequestDeleteRecordsTopic(
  writer: Writer,
  message: Draft<DeleteRecordsRequestDeleteRecordsTopic>,
  version: number,
): void {
  const flexible = version === 2
  writer.string(message.name ?? '', flexible)
  const partitions = message.partitions ?? []
  writer.arrayLength(partitions.length, flexible)
  for (const item of partitions) encodeDeleteRecordsRequestDeleteRecordsPartition(writer, item, version)
  if (flexible) writer.taggedFields(message.unknownTaggedFields)
}

function decodeDeleteRecordsRequestDeleteRecordsTopic(
  reader: Reader,
  version: number,
): DeleteRecordsRequestDeleteRecordsTopic {
  const flexible = version === 2
  const name = reader.string('name', flexible)
  const partitions = reader.array('partitions', flexible, version, decodeDeleteRecordsRequestDeleteRecordsPartition)
  const unknownTaggedFields = flexible ? reader.taggedFields() : noTaggedFields
  return { name, partitions, unknownTaggedFields }
}

export interface DeleteRecordsRequest extends Tagged {
  readonly topics: readonly DeleteRecordsRequestDeleteRecordsTopic[]
  readonly timeoutMs: number
}

function encodeDeleteRecordsRequest(writer: Writer, message: Draft<DeleteRecordsRequest>, version: number): void {
  const flexible = version === 2
  const topics = message.topics ?? []
  writer.arrayLength(topics.length, flexible)
  for (const item of topics) encodeDeleteRecordsRequestDeleteRecordsTopic(writer, item, version)
  writer.int32(message.timeoutMs ?? 0)
  if (flexible) writer.taggedFields(message.unknownTaggedFields)
}

function decodeDeleteRecordsRequest(reader: Reader, version: number): DeleteRecordsRequest {
  const flexible = version === 2
  const topics = reader.array('topics', flexible, version, decodeDeleteRecordsRequestDeleteRecordsTopic)
  const timeoutMs = reader.int32('timeoutMs')
  const unknownTaggedFields = flexible ? reader.taggedFields() : noTaggedFields
  return { topics, timeoutMs, unknownTaggedFields }
}

export const deleteRecordsRequest: MessageCodec<DeleteRecordsRequest> = {
  name: 'DeleteRecordsRequest',
  apiKey: 21,
  minVersion: 0,
  maxVersion: 2,
  firstFlexibleVersion: 2,
  encode: encodeDeleteRecordsRequest,
  decode: decodeDeleteRecordsRequest,
}
