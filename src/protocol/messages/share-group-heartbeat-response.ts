// @generated from schemas/ShareGroupHeartbeatResponse.json by `npm run generate`. Do not edit.
import type { Draft, MessageCodec, Tagged } from '../message-codec.ts'
import { type Reader, readInt32 } from '../reader.ts'
import { noTaggedFields } from '../tagged-field.ts'
import { type Uuid, zeroUuid } from '../uuid.ts'
import type { Writer } from '../writer.ts'

export interface ShareGroupHeartbeatResponseTopicPartitions extends Tagged {
  readonly topicId: Uuid
  readonly partitions: readonly number[]
}

function encodeShareGroupHeartbeatResponseTopicPartitions(
  writer: Writer,
  message: Draft<ShareGroupHeartbeatResponseTopicPartitions>,
  _version: number,
): void {
  writer.uuid(message.topicId ?? zeroUuid)
  const partitions = message.partitions ?? []
  writer.arrayLength(partitions.length, true)
  for (const item of partitions) writer.int32(item)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeShareGroupHeartbeatResponseTopicPartitions(
  reader: Reader,
  version: number,
): ShareGroupHeartbeatResponseTopicPartitions {
  const topicId = reader.uuid('topicId')
  const partitions = reader.array('partitions', true, version, readInt32)
  const unknownTaggedFields = reader.taggedFields()
  return { topicId, partitions, unknownTaggedFields }
}

export interface ShareGroupHeartbeatResponseAssignment extends Tagged {
  readonly topicPartitions: readonly ShareGroupHeartbeatResponseTopicPartitions[]
}

const defaultShareGroupHeartbeatResponseAssignment: ShareGroupHeartbeatResponseAssignment = {
  topicPartitions: [],
  unknownTaggedFields: noTaggedFields,
}

function isDefaultShareGroupHeartbeatResponseAssignment(
  message: Draft<ShareGroupHeartbeatResponseAssignment>,
): boolean {
  return (
    (message.topicPartitions === undefined || message.topicPartitions.length === 0) &&
    (message.unknownTaggedFields ?? noTaggedFields).length === 0
  )
}

function encodeShareGroupHeartbeatResponseAssignment(
  writer: Writer,
  message: Draft<ShareGroupHeartbeatResponseAssignment>,
  version: number,
): void {
  const topicPartitions = message.topicPartitions ?? []
  writer.arrayLength(topicPartitions.length, true)
  for (const item of topicPartitions) encodeShareGroupHeartbeatResponseTopicPartitions(writer, item, version)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeShareGroupHeartbeatResponseAssignment(
  reader: Reader,
  version: number,
): ShareGroupHeartbeatResponseAssignment {
  const topicPartitions = reader.array(
    'topicPartitions',
    true,
    version,
    decodeShareGroupHeartbeatResponseTopicPartitions,
  )
  const unknownTaggedFields = reader.taggedFields()
  return { topicPartitions, unknownTaggedFields }
}

export interface ShareGroupHeartbeatResponse extends Tagged {
  readonly throttleTimeMs: number
  readonly errorCode: number
  readonly errorMessage: string | null
  readonly memberId: string | null
  readonly memberEpoch: number
  readonly heartbeatIntervalMs: number
  readonly assignment: ShareGroupHeartbeatResponseAssignment | null
}

function encodeShareGroupHeartbeatResponse(
  writer: Writer,
  message: Draft<ShareGroupHeartbeatResponse>,
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
    encodeShareGroupHeartbeatResponseAssignment(writer, assignment, version)
  }
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeShareGroupHeartbeatResponse(reader: Reader, version: number): ShareGroupHeartbeatResponse {
  const throttleTimeMs = reader.int32('throttleTimeMs')
  const errorCode = reader.int16('errorCode')
  const errorMessage = reader.nullableString('errorMessage', true)
  const memberId = reader.nullableString('memberId', true)
  const memberEpoch = reader.int32('memberEpoch')
  const heartbeatIntervalMs = reader.int32('heartbeatIntervalMs')
  const assignment = reader.nullableStruct('assignment', version, decodeShareGroupHeartbeatResponseAssignment)
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

export const shareGroupHeartbeatResponse: MessageCodec<ShareGroupHeartbeatResponse> = {
  name: 'ShareGroupHeartbeatResponse',
  apiKey: 76,
  minVersion: 1,
  maxVersion: 1,
  firstFlexibleVersion: 1,
  encode: encodeShareGroupHeartbeatResponse,
  decode: decodeShareGroupHeartbeatResponse,
}
