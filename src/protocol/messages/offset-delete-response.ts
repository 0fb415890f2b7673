// @generated from schemas/OffsetDeleteResponse.json by `npm run generate`. Do not edit.
import type { Draft, MessageCodec } from '../message-codec.ts'
import type { Reader } from '../reader.ts'
import type { Writer } from '../writer.ts'

export interface OffsetDeleteResponsePartition {
  readonly partitionIndex: number
  readonly errorCode: number
}

function encodeOffsetDeleteResponsePartition(
  writer: Writer,
  message: Draft<OffsetDeleteResponsePartition>,
  _version: number,
): void {
  writer.int32(message.partitionIndex ?? 0)
  writer.int16(message.errorCode ?? 0)
}

function decodeOffsetDeleteResponsePartition(reader: Reader, _version: number): OffsetDeleteResponsePartition {
  const partitionIndex = reader.int32('partitionIndex')
  const errorCode = reader.int16('errorCode')
  return { partitionIndex, errorCode }
}

export interface OffsetDeleteResponseTopic {
  readonly name: string
  readonly partitions: readonly OffsetDeleteResponsePartition[]
}

function encodeOffsetDeleteResponseTopic(
  writer: Writer,
  message: Draft<OffsetDeleteResponseTopic>,
  version: number,
): void {
  writer.string(message.name ?? '', false)
  const partitions = message.partitions ?? []
  writer.arrayLength(partitions.length, false)
  for (const item of partitions) encodeOffsetDeleteResponsePartition(writer, item, version)
}

function decodeOffsetDeleteResponseTopic(reader: Reader, version: number): OffsetDeleteResponseTopic {
  const name = reader.string('name', false)
  const partitions = reader.array('partitions', false, version, decodeOffsetDeleteResponsePartition)
  return { name, partitions }
}

export interface OffsetDeleteResponse {
  readonly errorCode: number
  readonly throttleTimeMs: number
  readonly topics: readonly OffsetDeleteResponseTopic[]
}

function encodeOffsetDeleteResponse(writer: Writer, message: Draft<OffsetDeleteResponse>, version: number): void {
  writer.int16(message.errorCode ?? 0)
  writer.int32(message.throttleTimeMs ?? 0)
  const topics = message.topics ?? []
  writer.arrayLength(topics.length, false)
  for (const item of topics) encodeOffsetDeleteResponseTopic(writer, item, version)
}

function decodeOffsetDeleteResponse(reader: Reader, version: number): OffsetDeleteResponse {
  const errorCode = reader.int16('errorCode')
  const throttleTimeMs = reader.int32('throttleTimeMs')
  const topics = reader.array('topics', false, version, decodeOffsetDeleteResponseTopic)
  return { errorCode, throttleTimeMs, topics }
}

export const offsetDeleteResponse: MessageCodec<OffsetDeleteResponse> = {
  name: 'OffsetDeleteResponse',
  apiKey: 47,
  minVersion: 0,
  maxVersion: 0,
  firstFlexibleVersion: -1,
  encode: encodeOffsetDeleteResponse,
  decode: decodeOffsetDeleteResponse,
}
