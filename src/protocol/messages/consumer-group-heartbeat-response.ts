// @generated from schemas/ConsumerGroupHeartbeatResponse.json by `npm run generate`. Do not edit.
import type { Draft, MessageCodec, Tagged } from '../message-codec.ts'
import { type Reader, readInt32 } from '../reader.ts'
import { noTaggedFields } from '../tagged-field.ts'
import { type Uuid, zeroUuid } from '../uuid.ts'
import type { Writer } from '../writer.ts'

export interface ConsumerGroupHeartbeatResponseTopicPartitions extends Tagged {
  readonly topicId: Uuid
  readonly partitions: readonly number[]
}

function encodeConsumerGroupHeartbeatResponseTopicPartitions(
  writer: Writer,
  message: Draft<ConsumerGroupHeartbeatResponseTopicPartitions>,
  _version: number,
): void {
  writer.uuid(message.topicId ?? zeroUuid)
  const partitions = message.partitions ?? []
  writer.arrayLength(partitions.length, true)
  for (const item of partitions) writer.int32(item)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeConsumerGroupHeartbeatResponseTopicPartitions(
  reader: Reader,
  version: number,
): ConsumerGroupHeartbeatResponseTopicPartitions {
  const topicId = reader.uuid('topicId')
  const partitions = reader.array('partitions', true, version, readInt32)
  const unknownTaggedFields = reader.taggedFields()
  return { topicId, partitions, unknownTaggedFields }
}

export interface ConsumerGroupHeartbeatResponseAssignment extends Tagged {
  readonly topicPartitions: readonly ConsumerGroupHeartbeatResponseTopicPartitions[]
}

const defaultConsumerGroupHeartbeatResponseAssignment: ConsumerGroupHeartbeatResponseAssignment = {
  topicPartitions: [],
  unknownTaggedFields: noTaggedFields,
}

function isDefaultConsumerGroupHeartbeatResponseAssignment(
  message: Draft<ConsumerGroupHeartbeatResponseAssignment>,
): boolean {
  return (
    (message.topicPartitions === undefined || message.topicPartitions.length === 0) &&
    (message.unknownTaggedFields ?? noTaggedFields).length === 0
  )
}

function encodeConsumerGroupHeartbeatResponseAssignment(
  writer: Writer,
  message: Draft<ConsumerGroupHeartbeatResponseAssignment>,
  version: number,
): void {
  const topicPartitions = message.topicPartitions ?? []
  writer.arrayLength(topicPartitions.length, true)
  for (const item of topicPartitions) encodeConsumerGroupHeartbeatResponseTopicPartitions(writer, item, version)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeConsumerGroupHeartbeatResponseAssignment(
  reader: Reader,
  version: number,
): ConsumerGroupHeartbeatResponseAssignment {
  const topicPartitions = reader.array(
    'topicPartitions',
    true,
    version,
    decodeConsumerGroupHeartbeatResponseTopicPartitions,
  )
  const unknownTaggedFields = reader.taggedFields()
  return { topicPartitions, unknownTaggedFields }
}

export interface ConsumerGroupHeartbeatResponse extends Tagged {
  readonly throttleTimeMs: number
  readonly errorCode: number
  readonly errorMessage: string | null
  readonly memberId: string | null
  readonly memberEpoch: number
  readonly heartbeatIntervalMs: number
  readonly assignment: ConsumerGroupHeartbeatResponseAssignment | null
}

function encodeConsumerGroupHeartbeatResponse(
  writer: Writer,
  message: Draft<ConsumerGroupHeartbeatResponse>,
  version: number,
): void {
  writer.int32(message.throttleTimeMs ?? 0)
  writer.int16(message.errorCode ?? 0)
  const errorMessage = message.errorMessage ?? null
  writer.nullableString(errorMessage, true)
  const memberId = message.memberId ?? null
  writer.nullableString(memberId, true)
  writer.int32(message.memberEpoch ?? 0)
  writer.int32(message.heartbeatIntervalMs ?? 0)
  const assignment = message.assignment ?? null
  if (assignment === null) writer.int8(-1)
  else {
    writer.int8(1)
    encodeConsumerGroupHeartbeatResponseAssignment(writer, assignment, version)
  }
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeConsumerGroupHeartbeatResponse(reader: Reader, version: number): ConsumerGroupHeartbeatResponse {
  const throttleTimeMs = reader.int32('throttleTimeMs')
  const errorCode = reader.int16('errorCode')
  const errorMessage = reader.nullableString('errorMessage', true)
  const memberId = reader.nullableString('memberId', true)
  const memberEpoch = reader.int32('memberEpoch')
  const heartbeatIntervalMs = reader.int32('heartbeatIntervalMs')
  const assignment = reader.nullableStruct('assignment', version, decodeConsumerGroupHeartbeatResponseAssignment)
  const unknownTaggedFields = reader.taggedFields()
  return {
    throttleTimeMs,
    errorCode,
    errorMessage,
    memberId,
    memberEpoch,
    heartbeatIntervalMs,
    assignment,
    unknownTaggedFields,
  }
}

export const consumerGroupHeartbeatResponse: MessageCodec<ConsumerGroupHeartbeatResponse> = {
  name: 'ConsumerGroupHeartbeatResponse',
  apiKey: 68,
  minVersion: 0,
  maxVersion: 1,
  firstFlexibleVersion: 0,
  encode: encodeConsumerGroupHeartbeatResponse,
  decode: decodeConsumerGroupHeartbeatResponse,
}
