// @generated from schemas/ShareAcknowledgeRequest.json by `npm run generate`. Do not edit.
import type { Draft, MessageCodec, Tagged } from '../message-codec.ts'
import { type Reader, readInt8 } from '../reader.ts'
import { type Uuid, zeroUuid } from '../uuid.ts'
import { refuseField, type Writer } from '../writer.ts'

export interface ShareAcknowledgeRequestAcknowledgementBatch extends Tagged {
  readonly firstOffset: bigint
  readonly lastOffset: bigint
  readonly acknowledgeTypes: readonly number[]
}

function encodeShareAcknowledgeRequestAcknowledgementBatch(
  writer: Writer,
  message: Draft<ShareAcknowledgeRequestAcknowledgementBatch>,
  _version: number,
): void {
  writer.int64(message.firstOffset ?? 0n)
  writer.int64(message.lastOffset ?? 0n)
  const acknowledgeTypes = message.acknowledgeTypes ?? []
  writer.arrayLength(acknowledgeTypes.length, true)
  for (const item of acknowledgeTypes) writer.int8(item)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeShareAcknowledgeRequestAcknowledgementBatch(
  reader: Reader,
  version: number,
): ShareAcknowledgeRequestAcknowledgementBatch {
  const firstOffset = reader.int64('firstOffset')
  const lastOffset = reader.int64('lastOffset')
  const acknowledgeTypes = reader.array('acknowledgeTypes', true, version, readInt8)
  const unknownTaggedFields = reader.taggedFields()
  return { firstOffset, lastOffset, acknowledgeTypes, unknownTaggedFields }
}

export interface ShareAcknowledgeRequestAcknowledgePartition extends Tagged {
  readonly partitionIndex: number
  readonly acknowledgementBatches: readonly ShareAcknowledgeRequestAcknowledgementBatch[]
}

function encodeShareAcknowledgeRequestAcknowledgePartition(
  writer: Writer,
  message: Draft<ShareAcknowledgeRequestAcknowledgePartition>,
  version: number,
): void {
  writer.int32(message.partitionIndex ?? 0)
  const acknowledgementBatches = message.acknowledgementBatches ?? []
  writer.arrayLength(acknowledgementBatches.length, true)
  for (const item of acknowledgementBatches) encodeShareAcknowledgeRequestAcknowledgementBatch(writer, item, version)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeShareAcknowledgeRequestAcknowledgePartition(
  reader: Reader,
  version: number,
): ShareAcknowledgeRequestAcknowledgePartition {
  const partitionIndex = reader.int32('partitionIndex')
  const acknowledgementBatches = reader.array(
    'acknowledgementBatches',
    true,
    version,
    decodeShareAcknowledgeRequestAcknowledgementBatch,
  )
  const unknownTaggedFields = reader.taggedFields()
  return { partitionIndex, acknowledgementBatches, unknownTaggedFields }
}

export interface ShareAcknowledgeRequestAcknowledgeTopic extends Tagged {
  readonly topicId: Uuid
  readonly partitions: readonly ShareAcknowledgeRequestAcknowledgePartition[]
}

function encodeShareAcknowledgeRequestAcknowledgeTopic(
  writer: Writer,
  message: Draft<ShareAcknowledgeRequestAcknowledgeTopic>,
  version: number,
): void {
  writer.uuid(message.topicId ?? zeroUuid)
  const partitions = message.partitions ?? []
  writer.arrayLength(partitions.length, true)
  for (const item of partitions) encodeShareAcknowledgeRequestAcknowledgePartition(writer, item, version)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeShareAcknowledgeRequestAcknowledgeTopic(
  reader: Reader,
  version: number,
): ShareAcknowledgeRequestAcknowledgeTopic {
  const topicId = reader.uuid('topicId')
  const partitions = reader.array('partitions', true, version, decodeShareAcknowledgeRequestAcknowledgePartition)
  const unknownTaggedFields = reader.taggedFields()
  return { topicId, partitions, unknownTaggedFields }
}

export interface ShareAcknowledgeRequest extends Tagged {
  readonly groupId: string | null
  readonly memberId: string | null
  readonly shareSessionEpoch: number
  readonly isRenewAck: boolean // v2+
  readonly topics: readonly ShareAcknowledgeRequestAcknowledgeTopic[]
}

function encodeShareAcknowledgeRequest(writer: Writer, message: Draft<ShareAcknowledgeRequest>, version: number): void {
  const groupId = message.groupId ?? null
  writer.nullableString(groupId, true)
  const memberId = message.memberId === undefined ? '' : message.memberId
  writer.nullableString(memberId, true)
  writer.int32(message.shareSessionEpoch ?? 0)
  if (version === 2) writer.bool(message.isRenewAck ?? false)
  if (version < 2 && message.isRenewAck !== undefined && message.isRenewAck !== false)
    refuseField('ShareAcknowledgeRequest', 'isRenewAck', version)
  const topics = message.topics ?? []
  writer.arrayLength(topics.length, true)
  for (const item of topics) encodeShareAcknowledgeRequestAcknowledgeTopic(writer, item, version)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeShareAcknowledgeRequest(reader: Reader, version: number): ShareAcknowledgeRequest {
  const groupId = reader.nullableString('groupId', true)
  const memberId = reader.nullableString('memberId', true)
  const shareSessionEpoch = reader.int32('shareSessionEpoch')
  const isRenewAck = version === 2 ? reader.bool('isRenewAck') : false
  const topics = reader.array('topics', true, version, decodeShareAcknowledgeRequestAcknowledgeTopic)
  const unknownTaggedFields = reader.taggedFields()
  return { groupId, memberId, shareSessionEpoch, isRenewAck, topics, unknownTaggedFields }
}

export const shareAcknowledgeRequest: MessageCodec<ShareAcknowledgeRequest> = {
  name: 'ShareAcknowledgeRequest',
  apiKey: 79,
  minVersion: 1,
  maxVersion: 2,
  firstFlexibleVersion: 1,
  encode: encodeShareAcknowledgeRequest,
  decode: decodeShareAcknowledgeRequest,
}
