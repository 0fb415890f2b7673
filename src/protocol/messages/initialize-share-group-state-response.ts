// @generated from schemas/InitializeShareGroupStateResponse.json by `npm run generate`. Do not edit.
import type { Draft, MessageCodec, Tagged } from '../message-codec.ts'
import type { Reader } from '../reader.ts'
import { type Uuid, zeroUuid } from '../uuid.ts'
import type { Writer } from '../writer.ts'

export interface InitializeShareGroupStateResponsePartitionResult extends Tagged {
  readonly partition: number
  readonly errorCode: number
  readonly errorMessage: string | null
}

function encodeInitializeShareGroupStateResponsePartitionResult(
  writer: Writer,
  message: Draft<InitializeShareGroupStateResponsePartitionResult>,
  _version: number,
): void {
  writer.int32(message.partition ?? 0)
  writer.int16(message.errorCode ?? 0)
  const errorMessage = message.errorMessage ?? null
  writer.nullableString(errorMessage, true)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeInitializeShareGroupStateResponsePartitionResult(
  reader: Reader,
  _version: number,
): InitializeShareGroupStateResponsePartitionResult {
  const partition = reader.int32('partition')
  const errorCode = reader.int16('errorCode')
  const errorMessage = reader.nullableString('errorMessage', true)
  const unknownTaggedFields = reader.taggedFields()
  return { partition, errorCode, errorMessage, unknownTaggedFields }
}

export interface InitializeShareGroupStateResponseInitializeStateResult extends Tagged {
  readonly topicId: Uuid
  readonly partitions: readonly InitializeShareGroupStateResponsePartitionResult[]
}

function encodeInitializeShareGroupStateResponseInitializeStateResult(
  writer: Writer,
  message: Draft<InitializeShareGroupStateResponseInitializeStateResult>,
  version: number,
): void {
  writer.uuid(message.topicId ?? zeroUuid)
  const partitions = message.partitions ?? []
  writer.arrayLength(partitions.length, true)
  for (const item of partitions) encodeInitializeShareGroupStateResponsePartitionResult(writer, item, version)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeInitializeShareGroupStateResponseInitializeStateResult(
  reader: Reader,
  version: number,
): InitializeShareGroupStateResponseInitializeStateResult {
  const topicId = reader.uuid('topicId')
  const partitions = reader.array('partitions', true, version, decodeInitializeShareGroupStateResponsePartitionResult)
  const unknownTaggedFields = reader.taggedFields()
  return { topicId, partitions, unknownTaggedFields }
}

export interface InitializeShareGroupStateResponse extends Tagged {
  readonly results: readonly InitializeShareGroupStateResponseInitializeStateResult[]
}

function encodeInitializeShareGroupStateResponse(
  writer: Writer,
  message: Draft<InitializeShareGroupStateResponse>,
  version: number,
): void {
  const results = message.results ?? []
  writer.arrayLength(results.length, true)
  for (const item of results) encodeInitializeShareGroupStateResponseInitializeStateResult(writer, item, version)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeInitializeShareGroupStateResponse(reader: Reader, version: number): InitializeShareGroupStateResponse {
  const results = reader.array('results', true, version, decodeInitializeShareGroupStateResponseInitializeStateResult)
  const unknownTaggedFields = reader.taggedFields()
  return { results, unknownTaggedFields }
}

export const initializeShareGroupStateResponse: MessageCodec<InitializeShareGroupStateResponse> = {
  name: 'InitializeShareGroupStateResponse',
  apiKey: 83,
  minVersion: 0,
  maxVersion: 0,
  firstFlexibleVersion: 0,
  encode: encodeInitializeShareGroupStateResponse,
  decode: decodeInitializeShareGroupStateResponse,
}
