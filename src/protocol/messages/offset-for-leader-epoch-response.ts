// @generated from schemas/OffsetForLeaderEpochResponse.json by `npm run generate`. Do not edit.
import type { Draft, MessageCodec, Tagged } from '../message-codec.ts'
import type { Reader } from '../reader.ts'
import { noTaggedFields } from '../tagged-field.ts'
import type { Writer } from '../writer.ts'

export interface OffsetForLeaderEpochResponseEpochEndOffset extends Tagged {
  readonly errorCode: number
  readonly partition: number
  readonly leaderEpoch: number
  readonly endOffset: bigint
}

function encodeOffsetForLeaderEpochResponseEpochEndOffset(
  writer: Writer,
  message: Draft<OffsetForLeaderEpochResponseEpochEndOffset>,
  version: number,
): void {
  const flexible = version === 4
  writer.int16(message.errorCode ?? 0)
  writer.int32(message.partition ?? 0)
  writer.int32(message.leaderEpoch ?? -1)
  writer.int64(message.endOffset ?? -1n)
  if (flexible) writer.taggedFields(message.unknownTaggedFields)
}

function decodeOffsetForLeaderEpochResponseEpochEndOffset(
  reader: Reader,
  version: number,
): OffsetForLeaderEpochResponseEpochEndOffset {
  const flexible = version === 4
  const errorCode = reader.int16('errorCode')
  const partition = reader.int32('partition')
  const leaderEpoch = reader.int32('leaderEpoch')
  const endOffset = reader.int64('endOffset')
  const unknownTaggedFields = flexible ? reader.taggedFields() : noTaggedFields
  return { errorCode, partition, leaderEpoch, endOffset, unknownTaggedFields }
}

export interface OffsetForLeaderEpochResponseOffsetForLeaderTopicResult extends Tagged {
  readonly topic: string
  readonly partitions: readonly OffsetForLeaderEpochResponseEpochEndOffset[]
}

function encodeOffsetForLeaderEpochResponseOffsetForLeaderTopicResult(
  writer: Writer,
  message: Draft<OffsetForLeaderEpochResponseOffsetForLeaderTopicResult>,
  version: number,
): void {
  const flexible = version === 4
  writer.string(message.topic ?? '', flexible)
  const partitions = message.partitions ?? []
  writer.arrayLength(partitions.length, flexible)
  for (const item of partitions) encodeOffsetForLeaderEpochResponseEpochEndOffset(writer, item, version)
  if (flexible) writer.taggedFields(message.unknownTaggedFields)
}

function decodeOffsetForLeaderEpochResponseOffsetForLeaderTopicResult(
  reader: Reader,
  version: number,
): OffsetForLeaderEpochResponseOffsetForLeaderTopicResult {
  const flexible = version === 4
  const topic = reader.string('topic', flexible)
  const partitions = reader.array('partitions', flexible, version, decodeOffsetForLeaderEpochResponseEpochEndOffset)
  const unknownTaggedFields = flexible ? reader.taggedFields() : noTaggedFields
  return { topic, partitions, unknownTaggedFields }
}

export interface OffsetForLeaderEpochResponse extends Tagged {
  readonly throttleTimeMs: number
  readonly topics: readonly OffsetForLeaderEpochResponseOffsetForLeaderTopicResult[]
}

function encodeOffsetForLeaderEpochResponse(
  writer: Writer,
  message: Draft<OffsetForLeaderEpochResponse>,
  version: number,
): void {
  const flexible = version === 4
  writer.int32(message.throttleTimeMs ?? 0)
  const topics = message.topics ?? []
  writer.arrayLength(topics.length, flexible)
  for (const item of topics) encodeOffsetForLeaderEpochResponseOffsetForLeaderTopicResult(writer, item, version)
  if (flexible) writer.taggedFields(message.unknownTaggedFields)
}

function decodeOffsetForLeaderEpochResponse(reader: Reader, version: number): OffsetForLeaderEpochResponse {
  const flexible = version === 4
  const throttleTimeMs = reader.int32('throttleTimeMs')
  const topics = reader.array('topics', flexible, version, decodeOffsetForLeaderEpochResponseOffsetForLeaderTopicResult)
  const unknownTaggedFields = flexible ? reader.taggedFields() : noTaggedFields
  return { throttleTimeMs, topics, unknownTaggedFields }
}

export const offsetForLeaderEpochResponse: MessageCodec<OffsetForLeaderEpochResponse> = {
  name: 'OffsetForLeaderEpochResponse',
  apiKey: 23,
  minVersion: 2,
  maxVersion: 4,
  firstFlexibleVersion: 4,
  encode: encodeOffsetForLeaderEpochResponse,
  decode: decodeOffsetForLeaderEpochResponse,
}
