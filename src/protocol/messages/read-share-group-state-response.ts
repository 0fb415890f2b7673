// @generated from schemas/ReadShareGroupStateResponse.json by `npm run generate`. Do not edit.
import type { Draft, MessageCodec, Tagged } from '../message-codec.ts'
import type { Reader } from '../reader.ts'
import { type Uuid, zeroUuid } from '../uuid.ts'
import type { Writer } from '../writer.ts'

export interface ReadShareGroupStateResponseStateBatch extends Tagged {
  readonly firstOffset: bigint
  readonly lastOffset: bigint
  readonly deliveryState: number
  readonly deliveryCount: number
}

function encodeReadShareGroupStateResponseStateBatch(
  writer: Writer,
  message: Draft<ReadShareGroupStateResponseStateBatch>,
  _version: number,
): void {
  writer.int64(message.firstOffset ?? 0n)
  writer.int64(message.lastOffset ?? 0n)
  writer.int8(message.deliveryState ?? 0)
  writer.int16(message.deliveryCount ?? 0)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeReadShareGroupStateResponseStateBatch(
  reader: Reader,
  _version: number,
): ReadShareGroupStateResponseStateBatch {
  const firstOffset = reader.int64('firstOffset')
  const lastOffset = reader.int64('lastOffset')
  const deliveryState = reader.int8('deliveryState')
  const deliveryCount = reader.int16('deliveryCount')
  const unknownTaggedFields = reader.taggedFields()
  return { firstOffset, lastOffset, deliveryState, deliveryCount, unknownTaggedFields }
}

export interface ReadShareGroupStateResponsePartitionResult extends Tagged {
  readonly partition: number
  readonly errorCode: number
  readonly errorMessage: string | null
  readonly stateEpoch: number
  readonly startOffset: bigint
  readonly stateBatches: readonly ReadShareGroupStateResponseStateBatch[]
}

function encodeReadShareGroupStateResponsePartitionResult(
  writer: Writer,
  message: Draft<ReadShareGroupStateResponsePartitionResult>,
  version: number,
): void {
  writer.int32(message.partition ?? 0)
  writer.int16(message.errorCode ?? 0)
  const errorMessage = message.errorMessage ?? null
  writer.nullableString(errorMessage, true)
  writer.int32(message.stateEpoch ?? 0)
  writer.int64(message.startOffset ?? 0n)
  const stateBatches = message.stateBatches ?? []
  writer.arrayLength(stateBatches.length, true)
  for (const item of stateBatches) encodeReadShareGroupStateResponseStateBatch(writer, item, version)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeReadShareGroupStateResponsePartitionResult(
  reader: Reader,
  version: number,
): ReadShareGroupStateResponsePartitionResult {
  const partition = reader.int32('partition')
  const errorCode = reader.int16('errorCode')
  const errorMessage = reader.nullableString('errorMessage', true)
  const stateEpoch = reader.int32('stateEpoch')
  const startOffset = reader.int64('startOffset')
  const stateBatches = reader.array('stateBatches', true, version, decodeReadShareGroupStateResponseStateBatch)
  const unknownTaggedFields = reader.taggedFields()
  return { partition, errorCode, errorMessage, stateEpoch, startOffset, stateBatches, unknownTaggedFields }
}

export interface ReadShareGroupStateResponseReadStateResult extends Tagged {
  readonly topicId: Uuid
  readonly partitions: readonly ReadShareGroupStateResponsePartitionResult[]
}

function encodeReadShareGroupStateResponseReadStateResult(
  writer: Writer,
  message: Draft<ReadShareGroupStateResponseReadStateResult>,
  version: number,
): void {
  writer.uuid(message.topicId ?? zeroUuid)
  const partitions = message.partitions ?? []
  writer.arrayLength(partitions.length, true)
  for (const item of partitions) encodeReadShareGroupStateResponsePartitionResult(writer, item, version)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeReadShareGroupStateResponseReadStateResult(
  reader: Reader,
  version: number,
): ReadShareGroupStateResponseReadStateResult {
  const topicId = reader.uuid('topicId')
  const partitions = reader.array('partitions', true, version, decodeReadShareGroupStateResponsePartitionResult)
  const unknownTaggedFields = reader.taggedFields()
  return { topicId, partitions, unknownTaggedFields }
}

export interface ReadShareGroupStateResponse extends Tagged {
  readonly results: readonly ReadShareGroupStateResponseReadStateResult[]
}

function encodeReadShareGroupStateResponse(
  writer: Writer,
  message: Draft<ReadShareGroupStateResponse>,
  version: number,
): void {
  const results = message.results ?? []
  writer.arrayLength(results.length, true)
  for (const item of results) encodeReadShareGroupStateResponseReadStateResult(writer, item, version)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeReadShareGroupStateResponse(reader: Reader, version: number): ReadShareGroupStateResponse {
  const results = reader.array('results', true, version, decodeReadShareGroupStateResponseReadStateResult)
  const unknownTaggedFields = reader.taggedFields()
  return { results, unknownTaggedFields }
}

export const readShareGroupStateResponse: MessageCodec<ReadShareGroupStateResponse> = {
  name: 'ReadShareGroupStateResponse',
  apiKey: 84,
  minVersion: 0,
  maxVersion: 0,
  firstFlexibleVersion: 0,
  encode: encodeReadShareGroupStateResponse,
  decode: decodeReadShareGroupStateResponse,
}
