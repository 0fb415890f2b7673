// @generated from schemas/WriteShareGroupStateResponse.json by `npm run generate`. Do not edit.
import type { Draft, MessageCodec, Tagged } from '../message-codec.ts'
import type { Reader } from '../reader.ts'
import { type Uuid, zeroUuid } from '../uuid.ts'
import type { Writer } from '../writer.ts'

export interface WriteShareGroupStateResponsePartitionResult extends Tagged {
  readonly partition: number
  readonly errorCode: number
  readonly errorMessage: string | null
}

function encodeWriteShareGroupStateResponsePartitionResult(
  writer: Writer,
  message: Draft<WriteShareGroupStateResponsePartitionResult>,
  _version: number,
): void {
  writer.int32(message.partition ?? 0)
  writer.int16(message.errorCode ?? 0)
  const errorMessage = message.errorMessage ?? null
  writer.nullableString(errorMessage, true)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeWriteShareGroupStateResponsePartitionResult(
  reader: Reader,
  _version: number,
): WriteShareGroupStateResponsePartitionResult {
  const partition = reader.int32('partition')
  const errorCode = reader.int16('errorCode')
  const errorMessage = reader.nullableString('errorMessage', true)
  const unknownTaggedFields = reader.taggedFields()
  return { partition, errorCode, errorMessage, unknownTaggedFields }
}

export interface WriteShareGroupStateResponseWriteStateResult extends Tagged {
  readonly topicId: Uuid
  readonly partitions: readonly WriteShareGroupStateResponsePartitionResult[]
}

function encodeWriteShareGroupStateResponseWriteStateResult(
  writer: Writer,
  message: Draft<WriteShareGroupStateResponseWriteStateResult>,
  version: number,
): void {
  writer.uuid(message.topicId ?? zeroUuid)
  const partitions = message.partitions ?? []
  writer.arrayLength(partitions.length, true)
  for (const item of partitions) encodeWriteShareGroupStateResponsePartitionResult(writer, item, version)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeWriteShareGroupStateResponseWriteStateResult(
  reader: Reader,
  version: number,
): WriteShareGroupStateResponseWriteStateResult {
  const topicId = reader.uuid('topicId')
  const partitions = reader.array('partitions', true, version, decodeWriteShareGroupStateResponsePartitionResult)
  const unknownTaggedFields = reader.taggedFields()
  return { topicId, partitions, unknownTaggedFields }
}

export interface WriteShareGroupStateResponse extends Tagged {
  readonly results: readonly WriteShareGroupStateResponseWriteStateResult[]
}

function encodeWriteShareGroupStateResponse(
  writer: Writer,
  message: Draft<WriteShareGroupStateResponse>,
  version: number,
): void {
  const results = message.results ?? []
  writer.arrayLength(results.length, true)
  for (const item of results) encodeWriteShareGroupStateResponseWriteStateResult(writer, item, version)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeWriteShareGroupStateResponse(reader: Reader, version: number): WriteShareGroupStateResponse {
  const results = reader.array('results', true, version, decodeWriteShareGroupStateResponseWriteStateResult)
  const unknownTaggedFields = reader.taggedFields()
  return { results, unknownTaggedFields }
}

export const writeShareGroupStateResponse: MessageCodec<WriteShareGroupStateResponse> = {
  name: 'WriteShareGroupStateResponse',
  apiKey: 85,
  minVersion: 0,
  maxVersion: 1,
  firstFlexibleVersion: 0,
  encode: encodeWriteShareGroupStateResponse,
  decode: decodeWriteShareGroupStateResponse,
}
