// @generated from schemas/FetchResponse.json by `npm run generate`. Do not edit.
import type { Draft, MessageCodec, Tagged } from '../message-codec.ts'
import type { Reader } from '../reader.ts'
import { noTaggedFields, type TaggedField } from '../tagged-field.ts'
import { type Uuid, zeroUuid } from '../uuid.ts'
import { encodeTaggedField, refuseField, type Writer } from '../writer.ts'

export interface FetchResponseEpochEndOffset extends Tagged {
  readonly epoch: number // v12+
  readonly endOffset: bigint // v12+
}

const defaultFetchResponseEpochEndOffset: FetchResponseEpochEndOffset = {
  epoch: -1,
  endOffset: -1n,
  unknownTaggedFields: noTaggedFields,
}

function isDefaultFetchResponseEpochEndOffset(message: Draft<FetchResponseEpochEndOffset>): boolean {
  return (
    (message.epoch === undefined || message.epoch === -1) &&
    (message.endOffset === undefined || message.endOffset === -1n) &&
    (message.unknownTaggedFields ?? noTaggedFields).length === 0
  )
}

function encodeFetchResponseEpochEndOffset(
  writer: Writer,
  message: Draft<FetchResponseEpochEndOffset>,
  _version: number,
): void {
  writer.int32(message.epoch ?? -1)
  writer.int64(message.endOffset ?? -1n)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeFetchResponseEpochEndOffset(reader: Reader, _version: number): FetchResponseEpochEndOffset {
  const epoch = reader.int32('epoch')
  const endOffset = reader.int64('endOffset')
  const unknownTaggedFields = reader.taggedFields()
  return { epoch, endOffset, unknownTaggedFields }
}

export interface FetchResponseLeaderIdAndEpoch extends Tagged {
  readonly leaderId: number // v12+
  readonly leaderEpoch: number // v12+
}

const defaultFetchResponseLeaderIdAndEpoch: FetchResponseLeaderIdAndEpoch = {
  leaderId: -1,
  leaderEpoch: -1,
  unknownTaggedFields: noTaggedFields,
}

function isDefaultFetchResponseLeaderIdAndEpoch(message: Draft<FetchResponseLeaderIdAndEpoch>): boolean {
  return (
    (message.leaderId === undefined || message.leaderId === -1) &&
    (message.leaderEpoch === undefined || message.leaderEpoch === -1) &&
    (message.unknownTaggedFields ?? noTaggedFields).length === 0
  )
}

function encodeFetchResponseLeaderIdAndEpoch(
  writer: Writer,
  message: Draft<FetchResponseLeaderIdAndEpoch>,
  _version: number,
): void {
  writer.int32(message.leaderId ?? -1)
  writer.int32(message.leaderEpoch ?? -1)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeFetchResponseLeaderIdAndEpoch(reader: Reader, _version: number): FetchResponseLeaderIdAndEpoch {
  const leaderId = reader.int32('leaderId')
  const leaderEpoch = reader.int32('leaderEpoch')
  const unknownTaggedFields = reader.taggedFields()
  return { leaderId, leaderEpoch, unknownTaggedFields }
}

export interface FetchResponseSnapshotId extends Tagged {
  readonly endOffset: bigint
  readonly epoch: number
}

const defaultFetchResponseSnapshotId: FetchResponseSnapshotId = {
  endOffset: -1n,
  epoch: -1,
  unknownTaggedFields: noTaggedFields,
}

function isDefaultFetchResponseSnapshotId(message: Draft<FetchResponseSnapshotId>): boolean {
  return (
    (message.endOffset === undefined || message.endOffset === -1n) &&
    (message.epoch === undefined || message.epoch === -1) &&
    (message.unknownTaggedFields ?? noTaggedFields).length === 0
  )
}

function encodeFetchResponseSnapshotId(
  writer: Writer,
  message: Draft<FetchResponseSnapshotId>,
  _version: number,
): void {
  writer.int64(message.endOffset ?? -1n)
  writer.int32(message.epoch ?? -1)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeFetchResponseSnapshotId(reader: Reader, _version: number): FetchResponseSnapshotId {
  const endOffset = reader.int64('endOffset')
  const epoch = reader.int32('epoch')
  const unknownTaggedFields = reader.taggedFields()
  return { endOffset, epoch, unknownTaggedFields }
}

export interface FetchResponseAbortedTransaction extends Tagged {
  readonly producerId: bigint
  readonly firstOffset: bigint
}

function encodeFetchResponseAbortedTransaction(
  writer: Writer,
  message: Draft<FetchResponseAbortedTransaction>,
  version: number,
): void {
  const flexible = version >= 12
  writer.int64(message.producerId ?? 0n)
  writer.int64(message.firstOffset ?? 0n)
  if (flexible) writer.taggedFields(message.unknownTaggedFields)
}

function decodeFetchResponseAbortedTransaction(reader: Reader, version: number): FetchResponseAbortedTransaction {
  const flexible = version >= 12
  const producerId = reader.int64('producerId')
  const firstOffset = reader.int64('firstOffset')
  const unknownTaggedFields = flexible ? reader.taggedFields() : noTaggedFields
  return { producerId, firstOffset, unknownTaggedFields }
}

export interface FetchResponsePartitionData extends Tagged {
  readonly partitionIndex: number
  readonly errorCode: number
  readonly highWatermark: bigint
  readonly lastStableOffset: bigint
  readonly logStartOffset: bigint // v5+
  readonly divergingEpoch: FetchResponseEpochEndOffset // v12+
  readonly currentLeader: FetchResponseLeaderIdAndEpoch // v12+
  readonly snapshotId: FetchResponseSnapshotId // v12+
  readonly abortedTransactions: readonly FetchResponseAbortedTransaction[] | null
  readonly preferredReadReplica: number // v11+
  readonly records: Buffer | null
}

function encodeFetchResponsePartitionData(
  writer: Writer,
  message: Draft<FetchResponsePartitionData>,
  version: number,
): void {
  const flexible = version >= 12
  writer.int32(message.partitionIndex ?? 0)
  writer.int16(message.errorCode ?? 0)
  writer.int64(message.highWatermark ?? 0n)
  writer.int64(message.lastStableOffset ?? -1n)
  if (version >= 5) writer.int64(message.logStartOffset ?? -1n)
  if (
    version < 12 &&
    message.divergingEpoch !== undefined &&
    !isDefaultFetchResponseEpochEndOffset(message.divergingEpoch)
  )
    refuseField('FetchResponse', 'divergingEpoch', version)
  if (
    version < 12 &&
    message.currentLeader !== undefined &&
    !isDefaultFetchResponseLeaderIdAndEpoch(message.currentLeader)
  )
    refuseField('FetchResponse', 'currentLeader', version)
  if (version < 12 && message.snapshotId !== undefined && !isDefaultFetchResponseSnapshotId(message.snapshotId))
    refuseField('FetchResponse', 'snapshotId', version)
  const abortedTransactions = message.abortedTransactions === undefined ? [] : message.abortedTransactions
  if (abortedTransactions === null) writer.nullArray(flexible)
  else {
    writer.arrayLength(abortedTransactions.length, flexible)
    for (const item of abortedTransactions) encodeFetchResponseAbortedTransaction(writer, item, version)
  }
  if (version >= 11) writer.int32(message.preferredReadReplica ?? -1)
  if (version < 11 && message.preferredReadReplica !== undefined && message.preferredReadReplica !== -1)
    refuseField('FetchResponse', 'preferredReadReplica', version)
  const records = message.records ?? null
  writer.nullableBytes(records, flexible)
  if (flexible) {
    const tagged: TaggedField[] = []
    if (message.divergingEpoch !== undefined && !isDefaultFetchResponseEpochEndOffset(message.divergingEpoch)) {
      const value = message.divergingEpoch
      tagged.push(
        encodeTaggedField(0, (writer) => {
          encodeFetchResponseEpochEndOffset(writer, value, version)
        }),
      )
    }
    if (message.currentLeader !== undefined && !isDefaultFetchResponseLeaderIdAndEpoch(message.currentLeader)) {
      const value = message.currentLeader
      tagged.push(
        encodeTaggedField(1, (writer) => {
          encodeFetchResponseLeaderIdAndEpoch(writer, value, version)
        }),
      )
    }
    if (message.snapshotId !== undefined && !isDefaultFetchResponseSnapshotId(message.snapshotId)) {
      const value = message.snapshotId
      tagged.push(
        encodeTaggedField(2, (writer) => {
          encodeFetchResponseSnapshotId(writer, value, version)
        }),
      )
    }
    writer.taggedFields(message.unknownTaggedFields, tagged)
  }
}

function decodeFetchResponsePartitionData(reader: Reader, version: number): FetchResponsePartitionData {
  const flexible = version >= 12
  const partitionIndex = reader.int32('partitionIndex')
  const errorCode = reader.int16('errorCode')
  const highWatermark = reader.int64('highWatermark')
  const lastStableOffset = reader.int64('lastStableOffset')
  const logStartOffset = version >= 5 ? reader.int64('logStartOffset') : -1n
  let divergingEpoch: FetchResponseEpochEndOffset = defaultFetchResponseEpochEndOffset
  let currentLeader: FetchResponseLeaderIdAndEpoch = defaultFetchResponseLeaderIdAndEpoch
  let snapshotId: FetchResponseSnapshotId = defaultFetchResponseSnapshotId
  const abortedTransactions = reader.nullableArray(
    'abortedTransactions',
    flexible,
    version,
    decodeFetchResponseAbortedTransaction,
  )
  const preferredReadReplica = version >= 11 ? reader.int32('preferredReadReplica') : -1
  const records = reader.nullableBytes('records', flexible)
  const unknownTaggedFields = flexible
    ? reader.taggedFields((tag) => {
        switch (tag) {
          case 0:
            divergingEpoch = reader.struct('divergingEpoch', version, decodeFetchResponseEpochEndOffset)
            return true
          case 1:
            currentLeader = reader.struct('currentLeader', version, decodeFetchResponseLeaderIdAndEpoch)
            return true
          case 2:
            snapshotId = reader.struct('snapshotId', version, decodeFetchResponseSnapshotId)
            return true
          default:
            return false
        }
      })
    : noTaggedFields
  return {
    partitionIndex,
    errorCode,
    highWatermark,
    lastStableOffset,
    logStartOffset,
    divergingEpoch,
    currentLeader,
    snapshotId,
    abortedTransactions,
    preferredReadReplica,
    records,
    unknownTaggedFields,
  }
}

export interface FetchResponseFetchableTopicResponse extends Tagged {
  readonly topic: string // v4-12
  readonly topicId: Uuid // v13+
  readonly partitions: readonly FetchResponsePartitionData[]
}

function encodeFetchResponseFetchableTopicResponse(
  writer: Writer,
  message: Draft<FetchResponseFetchableTopicResponse>,
  version: number,
): void {
  const flexible = version >= 12
  if (version <= 12) writer.string(message.topic ?? '', flexible)
  if (version >= 13) writer.uuid(message.topicId ?? zeroUuid)
  const partitions = message.partitions ?? []
  writer.arrayLength(partitions.length, flexible)
  for (const item of partitions) encodeFetchResponsePartitionData(writer, item, version)
  if (flexible) writer.taggedFields(message.unknownTaggedFields)
}

function decodeFetchResponseFetchableTopicResponse(
  reader: Reader,
  version: number,
): FetchResponseFetchableTopicResponse {
  const flexible = version >= 12
  const topic = version <= 12 ? reader.string('topic', flexible) : ''
  const topicId = version >= 13 ? reader.uuid('topicId') : zeroUuid
  const partitions = reader.array('partitions', flexible, version, decodeFetchResponsePartitionData)
  const unknownTaggedFields = flexible ? reader.taggedFields() : noTaggedFields
  return { topic, topicId, partitions, unknownTaggedFields }
}

export interface FetchResponseNodeEndpoint extends Tagged {
  readonly nodeId: number // v16+
  readonly host: string // v16+
  readonly port: number // v16+
  readonly rack: string | null // v16+
}

function encodeFetchResponseNodeEndpoint(
  writer: Writer,
  message: Draft<FetchResponseNodeEndpoint>,
  _version: number,
): void {
  writer.int32(message.nodeId ?? 0)
  writer.string(message.host ?? '', true)
  writer.int32(message.port ?? 0)
  const rack = message.rack ?? null
  writer.nullableString(rack, true)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeFetchResponseNodeEndpoint(reader: Reader, _version: number): FetchResponseNodeEndpoint {
  const nodeId = reader.int32('nodeId')
  const host = reader.string('host', true)
  const port = reader.int32('port')
  const rack = reader.nullableString('rack', true)
  const unknownTaggedFields = reader.taggedFields()
  return { nodeId, host, port, rack, unknownTaggedFields }
}

export interface FetchResponse extends Tagged {
  readonly throttleTimeMs: number
  readonly errorCode: number // v7+
  readonly sessionId: number // v7+
  readonly responses: readonly FetchResponseFetchableTopicResponse[]
  readonly nodeEndpoints: readonly FetchResponseNodeEndpoint[] // v16+
}

function encodeFetchResponse(writer: Writer, message: Draft<FetchResponse>, version: number): void {
  const flexible = version >= 12
  writer.int32(message.throttleTimeMs ?? 0)
  if (version >= 7) writer.int16(message.errorCode ?? 0)
  if (version >= 7) writer.int32(message.sessionId ?? 0)
  if (version < 7 && message.sessionId !== undefined && message.sessionId !== 0)
    refuseField('FetchResponse', 'sessionId', version)
  const responses = message.responses ?? []
  writer.arrayLength(responses.length, flexible)
  for (const item of responses) encodeFetchResponseFetchableTopicResponse(writer, item, version)
  if (version < 16 && message.nodeEndpoints !== undefined && message.nodeEndpoints.length !== 0)
    refuseField('FetchResponse', 'nodeEndpoints', version)
  if (flexible) {
    const tagged: TaggedField[] = []
    if (version >= 16 && message.nodeEndpoints !== undefined && message.nodeEndpoints.length !== 0) {
      const value = message.nodeEndpoints
      tagged.push(
        encodeTaggedField(0, (writer) => {
          writer.arrayLength(value.length, true)
          for (const item of value) encodeFetchResponseNodeEndpoint(writer, item, version)
        }),
      )
    }
    writer.taggedFields(message.unknownTaggedFields, tagged)
  }
}

function decodeFetchResponse(reader: Reader, version: number): FetchResponse {
  const flexible = version >= 12
  const throttleTimeMs = reader.int32('throttleTimeMs')
  const errorCode = version >= 7 ? reader.int16('errorCode') : 0
  const sessionId = version >= 7 ? reader.int32('sessionId') : 0
  const responses = reader.array('responses', flexible, version, decodeFetchResponseFetchableTopicResponse)
  let nodeEndpoints: readonly FetchResponseNodeEndpoint[] = []
  const unknownTaggedFields = flexible
    ? reader.taggedFields((tag) => {
        switch (tag) {
          case 0:
            if (version < 16) return false
            nodeEndpoints = reader.array('nodeEndpoints', true, version, decodeFetchResponseNodeEndpoint)
            return true
          default:
            return false
        }
      })
    : noTaggedFields
  return { throttleTimeMs, errorCode, sessionId, responses, nodeEndpoints, unknownTaggedFields }
}

export const fetchResponse: MessageCodec<FetchResponse> = {
  name: 'FetchResponse',
  apiKey: 1,
  minVersion: 4,
  maxVersion: 18,
  firstFlexibleVersion: 12,
  encode: encodeFetchResponse,
  decode: decodeFetchResponse,
}
