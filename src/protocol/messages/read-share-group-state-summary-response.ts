// @generated from schemas/ReadShareGroupStateSummaryResponse.json by `npm run generate`. Do not edit.
import type { Draft, MessageCodec, Tagged } from '../message-codec.ts'
import type { Reader } from '../reader.ts'
import { type Uuid, zeroUuid } from '../uuid.ts'
import type { Writer } from '../writer.ts'

export interface ReadShareGroupStateSummaryResponsePartitionResult extends Tagged {
  readonly partition: number
  readonly errorCode: number
  readonly errorMessage: string | null
  readonly stateEpoch: number
  readonly leaderEpoch: number
  readonly startOffset: bigint
  readonly deliveryCompleteCount: number // v1+
}

function encodeReadShareGroupStateSummaryResponsePartitionResult(
  writer: Writer,
  message: Draft<ReadShareGroupStateSummaryResponsePartitionResult>,
  version: number,
): void {
  writer.int32(message.partition ?? 0)
  writer.int16(message.errorCode ?? 0)
  const errorMessage = message.errorMessage ?? null
  writer.nullableString(errorMessage, true)
  writer.int32(message.stateEpoch ?? 0)
  writer.int32(message.leaderEpoch ?? 0)
  writer.int64(message.startOffset ?? 0n)
  if (version === 1) writer.int32(message.deliveryCompleteCount ?? -1)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeReadShareGroupStateSummaryResponsePartitionResult(
  reader: Reader,
  version: number,
): ReadShareGroupStateSummaryResponsePartitionResult {
  const partition = reader.int32('partition')
  const errorCode = reader.int16('errorCode')
  const errorMessage = reader.nullableString('errorMessage', true)
  const stateEpoch = reader.int32('stateEpoch')
  const leaderEpoch = reader.int32('leaderEpoch')
  const startOffset = reader.int64('startOffset')
  const deliveryCompleteCount = version === 1 ? reader.int32('deliveryCompleteCount') : -1
  const unknownTaggedFields = reader.taggedFields()
  return {
    partition,
    errorCode,
    errorMessage,
    stateEpoch,
    leaderEpoch,
    startOffset,
    deliveryCompleteCount,
    unknownTaggedFields,
  }
}

export interface ReadShareGroupStateSummaryResponseReadStateSummaryResult extends Tagged {
  readonly topicId: Uuid
  readonly partitions: readonly ReadShareGroupStateSummaryResponsePartitionResult[]
}

function encodeReadShareGroupStateSummaryResponseReadStateSummaryResult(
  writer: Writer,
  message: Draft<ReadShareGroupStateSummaryResponseReadStateSummaryResult>,
  version: number,
): void {
  writer.uuid(message.topicId ?? zeroUuid)
  const partitions = message.partitions ?? []
  writer.arrayLength(partitions.length, true)
  for (const item of partitions) encodeReadShareGroupStateSummaryResponsePartitionResult(writer, item, version)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeReadShareGroupStateSummaryResponseReadStateSummaryResult(
  reader: Reader,
  version: number,
): ReadShareGroupStateSummaryResponseReadStateSummaryResult {
  const topicId = reader.uuid('topicId')
  const partitions = reader.array('partitions', true, version, decodeReadShareGroupStateSummaryResponsePartitionResult)
  const unknownTaggedFields = reader.taggedFields()
  return { topicId, partitions, unknownTaggedFields }
}

export interface ReadShareGroupStateSummaryResponse extends Tagged {
  readonly results: readonly ReadShareGroupStateSummaryResponseReadStateSummaryResult[]
}

function encodeReadShareGroupStateSummaryResponse(
  writer: Writer,
  message: Draft<ReadShareGroupStateSummaryResponse>,
  version: number,
): void {
  const results = message.results ?? []
  writer.arrayLength(results.length, true)
  for (const item of results) encodeReadShareGroupStateSummaryResponseReadStateSummaryResult(writer, item, version)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeReadShareGroupStateSummaryResponse(reader: Reader, version: number): ReadShareGroupStateSummaryResponse {
  const results = reader.array('results', true, version, decodeReadShareGroupStateSummaryResponseReadStateSummaryResult)
  const unknownTaggedFields = reader.taggedFields()
  return { results, unknownTaggedFields }
}

export const readShareGroupStateSummaryResponse: MessageCodec<ReadShareGroupStateSummaryResponse> = {
  name: 'ReadShareGroupStateSummaryResponse',
  apiKey: 87,
  minVersion: 0,
  maxVersion: 1,
  firstFlexibleVersion: 0,
  encode: encodeReadShareGroupStateSummaryResponse,
  decode: decodeReadShareGroupStateSummaryResponse,
}
