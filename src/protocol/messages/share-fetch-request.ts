// @generated from schemas/ShareFetchRequest.json by `npm run generate`. Do not edit.
import type { Draft, MessageCodec, Tagged } from '../message-codec.ts'
import { type Reader, readInt8, readInt32 } from '../reader.ts'
import { type Uuid, zeroUuid } from '../uuid.ts'
import { refuseField, type Writer } from '../writer.ts'

export interface ShareFetchRequestAcknowledgementBatch extends Tagged {
  readonly firstOffset: bigint
  readonly lastOffset: bigint
  readonly acknowledgeTypes: readonly number[]
}

function encodeShareFetchRequestAcknowledgementBatch(
  writer: Writer,
  message: Draft<ShareFetchRequestAcknowledgementBatch>,
  _version: number,
): void {
  writer.int64(message.firstOffset ?? 0n)
  writer.int64(message.lastOffset ?? 0n)
  const acknowledgeTypes = message.acknowledgeTypes ?? []
  writer.arrayLength(acknowledgeTypes.length, true)
  for (const item of acknowledgeTypes) writer.int8(item)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeShareFetchRequestAcknowledgementBatch(
  reader: Reader,
  version: number,
): ShareFetchRequestAcknowledgementBatch {
  const firstOffset = reader.int64('firstOffset')
  const lastOffset = reader.int64('lastOffset')
  const acknowledgeTypes = reader.array('acknowledgeTypes', true, version, readInt8)
  const unknownTaggedFields = reader.taggedFields()
  return { firstOffset, lastOffset, acknowledgeTypes, unknownTaggedFields }
}

export interface ShareFetchRequestFetchPartition extends Tagged {
  readonly partitionIndex: number
  readonly acknowledgementBatches: readonly ShareFetchRequestAcknowledgementBatch[]
}

function encodeShareFetchRequestFetchPartition(
  writer: Writer,
  message: Draft<ShareFetchRequestFetchPartition>,
  version: number,
): void {
  writer.int32(message.partitionIndex ?? 0)
  const acknowledgementBatches = message.acknowledgementBatches ?? []
  writer.arrayLength(acknowledgementBatches.length, true)
  for (const item of acknowledgementBatches) encodeShareFetchRequestAcknowledgementBatch(writer, item, version)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeShareFetchRequestFetchPartition(reader: Reader, version: number): ShareFetchRequestFetchPartition {
  const partitionIndex = reader.int32('partitionIndex')
  const acknowledgementBatches = reader.array(
    'acknowledgementBatches',
    true,
    version,
    decodeShareFetchRequestAcknowledgementBatch,
  )
  const unknownTaggedFields = reader.taggedFields()
  return { partitionIndex, acknowledgementBatches, unknownTaggedFields }
}

export interface ShareFetchRequestFetchTopic extends Tagged {
  readonly topicId: Uuid
  readonly partitions: readonly ShareFetchRequestFetchPartition[]
}

function encodeShareFetchRequestFetchTopic(
  writer: Writer,
  message: Draft<ShareFetchRequestFetchTopic>,
  version: number,
): void {
  writer.uuid(message.topicId ?? zeroUuid)
  const partitions = message.partitions ?? []
  writer.arrayLength(partitions.length, true)
  for (const item of partitions) encodeShareFetchRequestFetchPartition(writer, item, version)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeShareFetchRequestFetchTopic(reader: Reader, version: number): ShareFetchRequestFetchTopic {
  const topicId = reader.uuid('topicId')
  const partitions = reader.array('partitions', true, version, decodeShareFetchRequestFetchPartition)
  const unknownTaggedFields = reader.taggedFields()
  return { topicId, partitions, unknownTaggedFields }
}

export interface ShareFetchRequestForgottenTopic extends Tagged {
  readonly topicId: Uuid
  readonly partitions: readonly number[]
}

function encodeShareFetchRequestForgottenTopic(
  writer: Writer,
  message: Draft<ShareFetchRequestForgottenTopic>,
  _version: number,
): void {
  writer.uuid(message.topicId ?? zeroUuid)
  const partitions = message.partitions ?? []
  writer.arrayLength(partitions.length, true)
  for (const item of partitions) writer.int32(item)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeShareFetchRequestForgottenTopic(reader: Reader, version: number): ShareFetchRequestForgottenTopic {
  const topicId = reader.uuid('topicId')
  const partitions = reader.array('partitions', true, version, readInt32)
  const unknownTaggedFields = reader.taggedFields()
  return { topicId, partitions, unknownTaggedFields }
}

export interface ShareFetchRequest extends Tagged {
  readonly groupId: string | null
  readonly memberId: string | null
  readonly shareSessionEpoch: number
  readonly maxWaitMs: number
  readonly minBytes: number
  readonly maxBytes: number
  readonly maxRecords: number
  readonly batchSize: number
  readonly shareAcquireMode: number // v2+
  readonly isRenewAck: boolean // v2+
  readonly topics: readonly ShareFetchRequestFetchTopic[]
  readonly forgottenTopicsData: readonly ShareFetchRequestForgottenTopic[]
}

function encodeShareFetchRequest(writer: Writer, message: Draft<ShareFetchRequest>, version: number): void {
  const groupId = message.groupId ?? null
  writer.nullableString(groupId, true)
  const memberId = message.memberId === undefined ? '' : message.memberId
  writer.nullableString(memberId, true)
  writer.int32(message.shareSessionEpoch ?? 0)
  writer.int32(message.maxWaitMs ?? 0)
  writer.int32(message.minBytes ?? 0)
  writer.int32(message.maxBytes ?? 2147483647)
  writer.int32(message.maxRecords ?? 0)
  writer.int32(message.batchSize ?? 0)
  if (version === 2) writer.int8(message.shareAcquireMode ?? 0)
  if (version === 2) writer.bool(message.isRenewAck ?? false)
  if (version < 2 && message.isRenewAck !== undefined && message.isRenewAck !== false)
    refuseField('ShareFetchRequest', 'isRenewAck', version)
  const topics = message.topics ?? []
  writer.arrayLength(topics.length, true)
  for (const item of topics) encodeShareFetchRequestFetchTopic(writer, item, version)
  const forgottenTopicsData = message.forgottenTopicsData ?? []
  writer.arrayLength(forgottenTopicsData.length, true)
  for (const item of forgottenTopicsData) encodeShareFetchRequestForgottenTopic(writer, item, version)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeShareFetchRequest(reader: Reader, version: number): ShareFetchRequest {
  const groupId = reader.nullableString('groupId', true)
  const memberId = reader.nullableString('memberId', true)
  const shareSessionEpoch = reader.int32('shareSessionEpoch')
  const maxWaitMs = reader.int32('maxWaitMs')
  const minBytes = reader.int32('minBytes')
  const maxBytes = reader.int32('maxBytes')
  const maxRecords = reader.int32('maxRecords')
  const batchSize = reader.int32('batchSize')
  const shareAcquireMode = version === 2 ? reader.int8('shareAcquireMode') : 0
  const isRenewAck = version === 2 ? reader.bool('isRenewAck') : false
  const topics = reader.array('topics', true, version, decodeShareFetchRequestFetchTopic)
  const forgottenTopicsData = reader.array('forgottenTopicsData', true, version, decodeShareFetchRequestForgottenTopic)
  const unknownTaggedFields = reader.taggedFields()
  return {
    groupId,
    memberId,
    shareSessionEpoch,
    maxWaitMs,
    minBytes,
    maxBytes,
    maxRecords,
    batchSize,
    shareAcquireMode,
    isRenewAck,
    topics,
    forgottenTopicsData,
    unknownTaggedFields,
  }
}

export const shareFetchRequest: MessageCodec<ShareFetchRequest> = {
  name: 'ShareFetchRequest',
  apiKey: 78,
  minVersion: 1,
  maxVersion: 2,
  firstFlexibleVersion: 1,
  encode: encodeShareFetchRequest,
  decode: decodeShareFetchRequest,
}
