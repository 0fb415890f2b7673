// @generated from schemas/WriteShareGroupStateRequest.json by `npm run generate`. Do not edit.
import type { Draft, MessageCodec, Tagged } from '../message-codec.ts'
import type { Reader } from '../reader.ts'
import { type Uuid, zeroUuid } from '../uuid.ts'
import type { Writer } from '../writer.ts'

export interface WriteShareGroupStateRequestStateBatch extends Tagged {
  readonly firstOffset: bigint
  readonly lastOffset: bigint
  readonly deliveryState: number
  readonly deliveryCount: number
}

function encodeWriteShareGroupStateRequestStateBatch(
  writer: Writer,
  message: Draft<WriteShareGroupStateRequestStateBatch>,
  _version: number,
): void {
  writer.int64(message.firstOffset ?? 0n)
  writer.int64(message.lastOffset ?? 0n)
  writer.int8(message.deliveryState ?? 0)
  writer.int16(message.deliveryCount ?? 0)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeWriteShareGroupStateRequestStateBatch(
  reader: Reader,
  _version: number,
): WriteShareGroupStateRequestStateBatch {
  const firstOffset = reader.int64('firstOffset')
  const lastOffset = reader.int64('lastOffset')
  const deliveryState = reader.int8('deliveryState')
  const deliveryCount = reader.int16('deliveryCount')
  const unknownTaggedFields = reader.taggedFields()
  return { firstOffset, lastOffset, deliveryState, deliveryCount, unknownTaggedFields }
}

export interface WriteShareGroupStateRequestPartitionData extends Tagged {
  readonly partition: number
  readonly stateEpoch: number
  readonly leaderEpoch: number
  readonly startOffset: bigint
  readonly deliveryCompleteCount: number // v1+
  readonly stateBatches: readonly WriteShareGroupStateRequestStateBatch[]
}

function encodeWriteShareGroupStateRequestPartitionData(
  writer: Writer,
  message: Draft<WriteShareGroupStateRequestPartitionData>,
  version: number,
): void {
  writer.int32(message.partition ?? 0)
  writer.int32(message.stateEpoch ?? 0)
  writer.int32(message.leaderEpoch ?? 0)
  writer.int64(message.startOffset ?? 0n)
  if (version === 1) writer.int32(message.deliveryCompleteCount ?? -1)
  const stateBatches = message.stateBatches ?? []
  writer.arrayLength(stateBatches.length, true)
  for (const item of stateBatches) encodeWriteShareGroupStateRequestStateBatch(writer, item, version)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeWriteShareGroupStateRequestPartitionData(
  reader: Reader,
  version: number,
): WriteShareGroupStateRequestPartitionData {
  const partition = reader.int32('partition')
  const stateEpoch = reader.int32('stateEpoch')
  const leaderEpoch = reader.int32('leaderEpoch')
  const startOffset = reader.int64('startOffset')
  const deliveryCompleteCount = version === 1 ? reader.int32('deliveryCompleteCount') : -1
  const stateBatches = reader.array('stateBatches', true, version, decodeWriteShareGroupStateRequestStateBatch)
  const unknownTaggedFields = reader.taggedFields()
  return { partition, stateEpoch, leaderEpoch, startOffset, deliveryCompleteCount, stateBatches, unknownTaggedFields }
}

export interface WriteShareGroupStateRequestWriteStateData extends Tagged {
  readonly topicId: Uuid
  readonly partitions: readonly WriteShareGroupStateRequestPartitionData[]
}

function encodeWriteShareGroupStateRequestWriteStateData(
  writer: Writer,
  message: Draft<WriteShareGroupStateRequestWriteStateData>,
  version: number,
): void {
  writer.uuid(message.topicId ?? zeroUuid)
  const partitions = message.partitions ?? []
  writer.arrayLength(partitions.length, true)
  for (const item of partitions) encodeWriteShareGroupStateRequestPartitionData(writer, item, version)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeWriteShareGroupStateRequestWriteStateData(
  reader: Reader,
  version: number,
): WriteShareGroupStateRequestWriteStateData {
  const topicId = reader.uuid('topicId')
  const partitions = reader.array('partitions', true, version, decodeWriteShareGroupStateRequestPartitionData)
  const unknownTaggedFields = reader.taggedFields()
  return { topicId, partitions, unknownTaggedFields }
}

export interface WriteShareGroupStateRequest extends Tagged {
  readonly groupId: string
  readonly topics: readonly WriteShareGroupStateRequestWriteStateData[]
}

function encodeWriteShareGroupStateRequest(
  writer: Writer,
  message: Draft<WriteShareGroupStateRequest>,
  version: number,
): void {
  writer.string(message.groupId ?? '', true)
  const topics = message.topics ?? []
  writer.arrayLength(topics.length, true)
  for (const item of topics) encodeWriteShareGroupStateRequestWriteStateData(writer, item, version)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeWriteShareGroupStateRequest(reader: Reader, version: number): WriteShareGroupStateRequest {
  const groupId = reader.string('groupId', true)
  const topics = reader.array('topics', true, version, decodeWriteShareGroupStateRequestWriteStateData)
  const unknownTaggedFields = reader.taggedFields()
  return { groupId, topics, unknownTaggedFields }
}

export const writeShareGroupStateRequest: MessageCodec<WriteShareGroupStateRequest> = {
  name: 'WriteShareGroupStateRequest',
  apiKey: 85,
  minVersion: 0,
  maxVersion: 1,
  firstFlexibleVersion: 0,
  encode: encodeWriteShareGroupStateRequest,
  decode: decodeWriteShareGroupStateRequest,
}
