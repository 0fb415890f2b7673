// @generated from schemas/ShareFetchResponse.json by `npm run generate`. Do not edit.
import type { Draft, MessageCodec, Tagged } from '../message-codec.ts'
import type { Reader } from '../reader.ts'
import { noTaggedFields } from '../tagged-field.ts'
import { type Uuid, zeroUuid } from '../uuid.ts'
import type { Writer } from '../writer.ts'

const emptyBytes = Buffer.alloc(0)

export interface ShareFetchResponseLeaderIdAndEpoch extends Tagged {
  readonly leaderId: number
  readonly leaderEpoch: number
}

const defaultShareFetchResponseLeaderIdAndEpoch: ShareFetchResponseLeaderIdAndEpoch = {
  leaderId: 0,
  leaderEpoch: 0,
  unknownTaggedFields: noTaggedFields,
}

function isDefaultShareFetchResponseLeaderIdAndEpoch(message: Draft<ShareFetchResponseLeaderIdAndEpoch>): boolean {
  return (
    (message.leaderId === undefined || message.leaderId === 0) &&
    (message.leaderEpoch === undefined || message.leaderEpoch === 0) &&
    (message.unknownTaggedFields ?? noTaggedFields).length === 0
  )
}

function encodeShareFetchResponseLeaderIdAndEpoch(
  writer: Writer,
  message: Draft<ShareFetchResponseLeaderIdAndEpoch>,
  _version: number,
): void {
  writer.int32(message.leaderId ?? 0)
  writer.int32(message.leaderEpoch ?? 0)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeShareFetchResponseLeaderIdAndEpoch(
  reader: Reader,
  _version: number,
): ShareFetchResponseLeaderIdAndEpoch {
  const leaderId = reader.int32('leaderId')
  const leaderEpoch = reader.int32('leaderEpoch')
  const unknownTaggedFields = reader.taggedFields()
  return { leaderId, leaderEpoch, unknownTaggedFields }
}

export interface ShareFetchResponseAcquiredRecords extends Tagged {
  readonly firstOffset: bigint
  readonly lastOffset: bigint
  readonly deliveryCount: number
}

function encodeShareFetchResponseAcquiredRecords(
  writer: Writer,
  message: Draft<ShareFetchResponseAcquiredRecords>,
  _version: number,
): void {
  writer.int64(message.firstOffset ?? 0n)
  writer.int64(message.lastOffset ?? 0n)
  writer.int16(message.deliveryCount ?? 0)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeShareFetchResponseAcquiredRecords(reader: Reader, _version: number): ShareFetchResponseAcquiredRecords {
  const firstOffset = reader.int64('firstOffset')
  const lastOffset = reader.int64('lastOffset')
  const deliveryCount = reader.int16('deliveryCount')
  const unknownTaggedFields = reader.taggedFields()
  return { firstOffset, lastOffset, deliveryCount, unknownTaggedFields }
}

export interface ShareFetchResponsePartitionData extends Tagged {
  readonly partitionIndex: number
  readonly errorCode: number
  readonly errorMessage: string | null
  readonly acknowledgeErrorCode: number
  readonly acknowledgeErrorMessage: string | null
  readonly currentLeader: ShareFetchResponseLeaderIdAndEpoch
  readonly records: Buffer
  readonly acquiredRecords: readonly ShareFetchResponseAcquiredRecords[]
}

function encodeShareFetchResponsePartitionData(
  writer: Writer,
  message: Draft<ShareFetchResponsePartitionData>,
  version: number,
): void {
  writer.int32(message.partitionIndex ?? 0)
  writer.int16(message.errorCode ?? 0)
  const errorMessage = message.errorMessage ?? null
  writer.nullableString(errorMessage, true)
  writer.int16(message.acknowledgeErrorCode ?? 0)
  const acknowledgeErrorMessage = message.acknowledgeErrorMessage ?? null
  writer.nullableString(acknowledgeErrorMessage, true)
  encodeShareFetchResponseLeaderIdAndEpoch(
    writer,
    message.currentLeader ?? defaultShareFetchResponseLeaderIdAndEpoch,
    version,
  )
  writer.bytes(message.records ?? emptyBytes, true)
  const acquiredRecords = message.acquiredRecords ?? []
  writer.arrayLength(acquiredRecords.length, true)
  for (const item of acquiredRecords) encodeShareFetchResponseAcquiredRecords(writer, item, version)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeShareFetchResponsePartitionData(reader: Reader, version: number): ShareFetchResponsePartitionData {
  const partitionIndex = reader.int32('partitionIndex')
  const errorCode = reader.int16('errorCode')
  const errorMessage = reader.nullableString('errorMessage', true)
  const acknowledgeErrorCode = reader.int16('acknowledgeErrorCode')
  const acknowledgeErrorMessage = reader.nullableString('acknowledgeErrorMessage', true)
  const currentLeader = reader.struct('currentLeader', version, decodeShareFetchResponseLeaderIdAndEpoch)
  const records = reader.bytes('records', true)
  const acquiredRecords = reader.array('acquiredRecords', true, version, decodeShareFetchResponseAcquiredRecords)
  const unknownTaggedFields = reader.taggedFields()
  return {
    partitionIndex,
    errorCode,
    errorMessage,
    acknowledgeErrorCode,
    acknowledgeErrorMessage,
    currentLeader,
    records,
    acquiredRecords,
    unknownTaggedFields,
  }
}

export interface ShareFetchResponseShareFetchableTopicResponse extends Tagged {
  readonly topicId: Uuid
  readonly partitions: readonly ShareFetchResponsePartitionData[]
}

function encodeShareFetchResponseShareFetchableTopicResponse(
  writer: Writer,
  message: Draft<ShareFetchResponseShareFetchableTopicResponse>,
  version: number,
): void {
  writer.uuid(message.topicId ?? zeroUuid)
  const partitions = message.partitions ?? []
  writer.arrayLength(partitions.length, true)
  for (const item of partitions) encodeShareFetchResponsePartitionData(writer, item, version)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeShareFetchResponseShareFetchableTopicResponse(
  reader: Reader,
  version: number,
): ShareFetchResponseShareFetchableTopicResponse {
  const topicId = reader.uuid('topicId')
  const partitions = reader.array('partitions', true, version, decodeShareFetchResponsePartitionData)
  const unknownTaggedFields = reader.taggedFields()
  return { topicId, partitions, unknownTaggedFields }
}

export interface ShareFetchResponseNodeEndpoint extends Tagged {
  readonly nodeId: number
  readonly host: string
  readonly port: number
  readonly rack: string | null
}

function encodeShareFetchResponseNodeEndpoint(
  writer: Writer,
  message: Draft<ShareFetchResponseNodeEndpoint>,
  _version: number,
): void {
  writer.int32(message.nodeId ?? 0)
  writer.string(message.host ?? '', true)
  writer.int32(message.port ?? 0)
  const rack = message.rack ?? null
  writer.nullableString(rack, true)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeShareFetchResponseNodeEndpoint(reader: Reader, _version: number): ShareFetchResponseNodeEndpoint {
  const nodeId = reader.int32('nodeId')
  const host = reader.string('host', true)
  const port = reader.int32('port')
  const rack = reader.nullableString('rack', true)
  const unknownTaggedFields = reader.taggedFields()
  return { nodeId, host, port, rack, unknownTaggedFields }
}

export interface ShareFetchResponse extends Tagged {
  readonly throttleTimeMs: number
  readonly errorCode: number
  readonly errorMessage: string | null
  readonly acquisitionLockTimeoutMs: number
  readonly responses: readonly ShareFetchResponseShareFetchableTopicResponse[]
  readonly nodeEndpoints: readonly ShareFetchResponseNodeEndpoint[]
}

function encodeShareFetchResponse(writer: Writer, message: Draft<ShareFetchResponse>, version: number): void {
  writer.int32(message.throttleTimeMs ?? 0)
  writer.int16(message.errorCode ?? 0)
  const errorMessage = message.errorMessage ?? null
  writer.nullableString(errorMessage, true)
  writer.int32(message.acquisitionLockTimeoutMs ?? 0)
  const responses = message.responses ?? []
  writer.arrayLength(responses.length, true)
  for (const item of responses) encodeShareFetchResponseShareFetchableTopicResponse(writer, item, version)
  const nodeEndpoints = message.nodeEndpoints ?? []
  writer.arrayLength(nodeEndpoints.length, true)
  for (const item of nodeEndpoints) encodeShareFetchResponseNodeEndpoint(writer, item, version)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeShareFetchResponse(reader: Reader, version: number): ShareFetchResponse {
  const throttleTimeMs = reader.int32('throttleTimeMs')
  const errorCode = reader.int16('errorCode')
  const errorMessage = reader.nullableString('errorMessage', true)
  const acquisitionLockTimeoutMs = reader.int32('acquisitionLockTimeoutMs')
  const responses = reader.array('responses', true, version, decodeShareFetchResponseShareFetchableTopicResponse)
  const nodeEndpoints = reader.array('nodeEndpoints', true, version, decodeShareFetchResponseNodeEndpoint)
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

export const shareFetchResponse: MessageCodec<ShareFetchResponse> = {
  name: 'ShareFetchResponse',
  apiKey: 78,
  minVersion: 1,
  maxVersion: 2,
  firstFlexibleVersion: 1,
  encode: encodeShareFetchResponse,
  decode: decodeShareFetchResponse,
}
