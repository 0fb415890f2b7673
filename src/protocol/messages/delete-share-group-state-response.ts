// @generated from schemas/DeleteShareGroupStateResponse.json by `npm run generate`. Do not edit.
import type { Draft, MessageCodec, Tagged } from '../message-codec.ts'
import type { Reader } from '../reader.ts'
import { type Uuid, zeroUuid } from '../uuid.ts'
import type { Writer } from '../writer.ts'

export interface DeleteShareGroupStateResponsePartitionResult extends Tagged {
  readonly partition: number
  readonly errorCode: number
  readonly errorMessage: string | null
}

function encodeDeleteShareGroupStateResponsePartitionResult(
  writer: Writer,
  message: Draft<DeleteShareGroupStateResponsePartitionResult>,
  _version: number,
): void {
  writer.int32(message.partition ?? 0)
  writer.int16(message.errorCode ?? 0)
  const errorMessage = message.errorMessage ?? null
  writer.nullableString(errorMessage, true)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeDeleteShareGroupStateResponsePartitionResult(
  reader: Reader,
  _version: number,
): DeleteShareGroupStateResponsePartitionResult {
  const partition = reader.int32('partition')
  const errorCode = reader.int16('errorCode')
  const errorMessage = reader.nullableString('errorMessage', true)
  const unknownTaggedFields = reader.taggedFields()
  return { partition, errorCode, errorMessage, unknownTaggedFields }
}

export interface DeleteShareGroupStateResponseDeleteStateResult extends Tagged {
  readonly topicId: Uuid
  readonly partitions: readonly DeleteShareGroupStateResponsePartitionResult[]
}

function encodeDeleteShareGroupStateResponseDeleteStateResult(
  writer: Writer,
  message: Draft<DeleteShareGroupStateResponseDeleteStateResult>,
  version: number,
): void {
  writer.uuid(message.topicId ?? zeroUuid)
  const partitions = message.partitions ?? []
  writer.arrayLength(partitions.length, true)
  for (const item of partitions) encodeDeleteShareGroupStateResponsePartitionResult(writer, item, version)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeDeleteShareGroupStateResponseDeleteStateResult(
  reader: Reader,
  version: number,
): DeleteShareGroupStateResponseDeleteStateResult {
  const topicId = reader.uuid('topicId')
  const partitions = reader.array('partitions', true, version, decodeDeleteShareGroupStateResponsePartitionResult)
  const unknownTaggedFields = reader.taggedFields()
  return { topicId, partitions, unknownTaggedFields }
}

export interface DeleteShareGroupStateResponse extends Tagged {
  readonly results: readonly DeleteShareGroupStateResponseDeleteStateResult[]
}

function encodeDeleteShareGroupStateResponse(
  writer: Writer,
  message: Draft<DeleteShareGroupStateResponse>,
  version: number,
): void {
  const results = message.results ?? []
  writer.arrayLength(results.length, true)
  for (const item of results) encodeDeleteShareGroupStateResponseDeleteStateResult(writer, item, version)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeDeleteShareGroupStateResponse(reader: Reader, version: number): DeleteShareGroupStateResponse {
  const results = reader.array('results', true, version, decodeDeleteShareGroupStateResponseDeleteStateResult)
  const unknownTaggedFields = reader.taggedFields()
  return { results, unknownTaggedFields }
}

export const deleteShareGroupStateResponse: MessageCodec<DeleteShareGroupStateResponse> = {
  name: 'DeleteShareGroupStateResponse',
  apiKey: 86,
  minVersion: 0,
  maxVersion: 0,
  firstFlexibleVersion: 0,
  encode: encodeDeleteShareGroupStateResponse,
  decode: decodeDeleteShareGroupStateResponse,
}
