// @generated from schemas/ShareAcknowledgeResponse.json by `npm run generate`. Do not edit.
import type { Draft, MessageCodec, Tagged } from '../message-codec.ts'
import type { Reader } from '../reader.ts'
import { noTaggedFields } from '../tagged-field.ts'
import { type Uuid, zeroUuid } from '../uuid.ts'
import type { Writer } from '../writer.ts'

export interface ShareAcknowledgeResponseLeaderIdAndEpoch extends Tagged {
  readonly leaderId: number
  readonly leaderEpoch: number
}

const defaultShareAcknowledgeResponseLeaderIdAndEpoch: ShareAcknowledgeResponseLeaderIdAndEpoch = {
  leaderId: 0,
  leaderEpoch: 0,
  unknownTaggedFields: noTaggedFields,
}

function isDefaultShareAcknowledgeResponseLeaderIdAndEpoch(
  message: Draft<ShareAcknowledgeResponseLeaderIdAndEpoch>,
): boolean {
  return (
    (message.leaderId === undefined || message.leaderId === 0) &&
    (message.leaderEpoch === undefined || message.leaderEpoch === 0) &&
    (message.unknownTaggedFields ?? noTaggedFields).length === 0
  )
}

function encodeShareAcknowledgeResponseLeaderIdAndEpoch(
  writer: Writer,
  message: Draft<ShareAcknowledgeResponseLeaderIdAndEpoch>,
  _version: number,
): void {
  writer.int32(message.leaderId ?? 0)
  writer.int32(message.leaderEpoch ?? 0)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeShareAcknowledgeResponseLeaderIdAndEpoch(
  reader: Reader,
  _version: number,
): ShareAcknowledgeResponseLeaderIdAndEpoch {
  const leaderId = reader.int32('leaderId')
  const leaderEpoch = reader.int32('leaderEpoch')
  const unknownTaggedFields = reader.taggedFields()
  return { leaderId, leaderEpoch, unknownTaggedFields }
}

export interface ShareAcknowledgeResponsePartitionData extends Tagged {
  readonly partitionIndex: number
  readonly errorCode: number
  readonly errorMessage: string | null
  readonly currentLeader: ShareAcknowledgeResponseLeaderIdAndEpoch
}

function encodeShareAcknowledgeResponsePartitionData(
  writer: Writer,
  message: Draft<ShareAcknowledgeResponsePartitionData>,
  version: number,
): void {
  writer.int32(message.partitionIndex ?? 0)
  writer.int16(message.errorCode ?? 0)
  const errorMessage = message.errorMessage ?? null
  writer.nullableString(errorMessage, true)
  encodeShareAcknowledgeResponseLeaderIdAndEpoch(
    writer,
    message.currentLeader ?? defaultShareAcknowledgeResponseLeaderIdAndEpoch,
    version,
  )
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeShareAcknowledgeResponsePartitionData(
  reader: Reader,
  version: number,
): ShareAcknowledgeResponsePartitionData {
  const partitionIndex = reader.int32('partitionIndex')
  const errorCode = reader.int16('errorCode')
  const errorMessage = reader.nullableString('errorMessage', true)
  const currentLeader = reader.struct('currentLeader', version, decodeShareAcknowledgeResponseLeaderIdAndEpoch)
  const unknownTaggedFields = reader.taggedFields()
  return { partitionIndex, errorCode, errorMessage, currentLeader, unknownTaggedFields }
}

export interface ShareAcknowledgeResponseShareAcknowledgeTopicResponse extends Tagged {
  readonly topicId: Uuid
  readonly partitions: readonly ShareAcknowledgeResponsePartitionData[]
}

function encodeShareAcknowledgeResponseShareAcknowledgeTopicResponse(
  writer: Writer,
  message: Draft<ShareAcknowledgeResponseShareAcknowledgeTopicResponse>,
  version: number,
): void {
  writer.uuid(message.topicId ?? zeroUuid)
  const partitions = message.partitions ?? []
  writer.arrayLength(partitions.length, true)
  for (const item of partitions) encodeShareAcknowledgeResponsePartitionData(writer, item, version)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeShareAcknowledgeResponseShareAcknowledgeTopicResponse(
  reader: Reader,
  version: number,
): ShareAcknowledgeResponseShareAcknowledgeTopicResponse {
  const topicId = reader.uuid('topicId')
  const partitions = reader.array('partitions', true, version, decodeShareAcknowledgeResponsePartitionData)
  const unknownTaggedFields = reader.taggedFields()
  return { topicId, partitions, unknownTaggedFields }
}

export interface ShareAcknowledgeResponseNodeEndpoint extends Tagged {
  readonly nodeId: number
  readonly host: string
  readonly port: number
  readonly rack: string | null
}

function encodeShareAcknowledgeResponseNodeEndpoint(
  writer: Writer,
  message: Draft<ShareAcknowledgeResponseNodeEndpoint>,
  _version: number,
): void {
  writer.int32(message.nodeId ?? 0)
  writer.string(message.host ?? '', true)
  writer.int32(message.port ?? 0)
  const rack = message.rack ?? null
  writer.nullableString(rack, true)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeShareAcknowledgeResponseNodeEndpoint(
  reader: Reader,
  _version: number,
): ShareAcknowledgeResponseNodeEndpoint {
  const nodeId = reader.int32('nodeId')
  const host = reader.string('host', true)
  const port = reader.int32('port')
  const rack = reader.nullableString('rack', true)
  const unknownTaggedFields = reader.taggedFields()
  return { nodeId, host, port, rack, unknownTaggedFields }
}

export interface ShareAcknowledgeResponse extends Tagged {
  readonly throttleTimeMs: number
  readonly errorCode: number
  readonly errorMessage: string | null
  readonly acquisitionLockTimeoutMs: number // v2+
  readonly responses: readonly ShareAcknowledgeResponseShareAcknowledgeTopicResponse[]
  readonly nodeEndpoints: readonly ShareAcknowledgeResponseNodeEndpoint[]
}

function encodeShareAcknowledgeResponse(
  writer: Writer,
  message: Draft<ShareAcknowledgeResponse>,
  version: number,
): void {
  writer.int32(message.throttleTimeMs ?? 0)
  writer.int16(message.errorCode ?? 0)
  const errorMessage = message.errorMessage ?? null
  writer.nullableString(errorMessage, true)
  if (version === 2) writer.int32(message.acquisitionLockTimeoutMs ?? 0)
  const responses = message.responses ?? []
  writer.arrayLength(responses.length, true)
  for (const item of responses) encodeShareAcknowledgeResponseShareAcknowledgeTopicResponse(writer, item, version)
  const nodeEndpoints = message.nodeEndpoints ?? []
  writer.arrayLength(nodeEndpoints.length, true)
  for (const item of nodeEndpoints) encodeShareAcknowledgeResponseNodeEndpoint(writer, item, version)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeShareAcknowledgeResponse(reader: Reader, version: number): ShareAcknowledgeResponse {
  const throttleTimeMs = reader.int32('throttleTimeMs')
  const errorCode = reader.int16('errorCode')
  const errorMessage = reader.nullableString('errorMessage', true)
  const acquisitionLockTimeoutMs = version === 2 ? reader.int32('acquisitionLockTimeoutMs') : 0
  const responses = reader.array(
    'responses',
    true,
    version,
    decodeShareAcknowledgeResponseShareAcknowledgeTopicResponse,
  )
  const nodeEndpoints = reader.array('nodeEndpoints', true, version, decodeShareAcknowledgeResponseNodeEndpoint)
  const unknownTaggedFields = reader.taggedFields()
  return {
    throttleTimeMs,
    errorCode,
    errorMessage,
    acquisitionLockTimeoutMs,
    responses,
    nodeEndpoints,
    unknownTaggedFields,
  }
}

export const shareAcknowledgeResponse: MessageCodec<ShareAcknowledgeResponse> = {
  name: 'ShareAcknowledgeResponse',
  apiKey: 79,
  minVersion: 1,
  maxVersion: 2,
  firstFlexibleVersion: 1,
  encode: encodeShareAcknowledgeResponse,
  decode: decodeShareAcknowledgeResponse,
}
