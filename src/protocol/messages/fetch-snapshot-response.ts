// @generated from schemas/FetchSnapshotResponse.json by `npm run generate`. Do not edit.
import type { Draft, MessageCodec, Tagged } from '../message-codec.ts'
import type { Reader } from '../reader.ts'
import { noTaggedFields, type TaggedField } from '../tagged-field.ts'
import { encodeTaggedField, refuseField, type Writer } from '../writer.ts'

const emptyBytes = Buffer.alloc(0)

export interface FetchSnapshotResponseSnapshotId extends Tagged {
  readonly endOffset: bigint
  readonly epoch: number
}

const defaultFetchSnapshotResponseSnapshotId: FetchSnapshotResponseSnapshotId = {
  endOffset: 0n,
  epoch: 0,
  unknownTaggedFields: noTaggedFields,
}

function isDefaultFetchSnapshotResponseSnapshotId(message: Draft<FetchSnapshotResponseSnapshotId>): boolean {
  return (
    (message.endOffset === undefined || message.endOffset === 0n) &&
    (message.epoch === undefined || message.epoch === 0) &&
    (message.unknownTaggedFields ?? noTaggedFields).length === 0
  )
}

function encodeFetchSnapshotResponseSnapshotId(
  writer: Writer,
  message: Draft<FetchSnapshotResponseSnapshotId>,
  _version: number,
): void {
  writer.int64(message.endOffset ?? 0n)
  writer.int32(message.epoch ?? 0)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeFetchSnapshotResponseSnapshotId(reader: Reader, _version: number): FetchSnapshotResponseSnapshotId {
  const endOffset = reader.int64('endOffset')
  const epoch = reader.int32('epoch')
  const unknownTaggedFields = reader.taggedFields()
  return { endOffset, epoch, unknownTaggedFields }
}

export interface FetchSnapshotResponseLeaderIdAndEpoch extends Tagged {
  readonly leaderId: number
  readonly leaderEpoch: number
}

const defaultFetchSnapshotResponseLeaderIdAndEpoch: FetchSnapshotResponseLeaderIdAndEpoch = {
  leaderId: 0,
  leaderEpoch: 0,
  unknownTaggedFields: noTaggedFields,
}

function isDefaultFetchSnapshotResponseLeaderIdAndEpoch(
  message: Draft<FetchSnapshotResponseLeaderIdAndEpoch>,
): boolean {
  return (
    (message.leaderId === undefined || message.leaderId === 0) &&
    (message.leaderEpoch === undefined || message.leaderEpoch === 0) &&
    (message.unknownTaggedFields ?? noTaggedFields).length === 0
  )
}

function encodeFetchSnapshotResponseLeaderIdAndEpoch(
  writer: Writer,
  message: Draft<FetchSnapshotResponseLeaderIdAndEpoch>,
  _version: number,
): void {
  writer.int32(message.leaderId ?? 0)
  writer.int32(message.leaderEpoch ?? 0)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeFetchSnapshotResponseLeaderIdAndEpoch(
  reader: Reader,
  _version: number,
): FetchSnapshotResponseLeaderIdAndEpoch {
  const leaderId = reader.int32('leaderId')
  const leaderEpoch = reader.int32('leaderEpoch')
  const unknownTaggedFields = reader.taggedFields()
  return { leaderId, leaderEpoch, unknownTaggedFields }
}

export interface FetchSnapshotResponsePartitionSnapshot extends Tagged {
  readonly index: number
  readonly errorCode: number
  readonly snapshotId: FetchSnapshotResponseSnapshotId
  readonly currentLeader: FetchSnapshotResponseLeaderIdAndEpoch
  readonly size: bigint
  readonly position: bigint
  readonly unalignedRecords: Buffer
}

function encodeFetchSnapshotResponsePartitionSnapshot(
  writer: Writer,
  message: Draft<FetchSnapshotResponsePartitionSnapshot>,
  version: number,
): void {
  writer.int32(message.index ?? 0)
  writer.int16(message.errorCode ?? 0)
  encodeFetchSnapshotResponseSnapshotId(writer, message.snapshotId ?? defaultFetchSnapshotResponseSnapshotId, version)
  writer.int64(message.size ?? 0n)
  writer.int64(message.position ?? 0n)
  writer.bytes(message.unalignedRecords ?? emptyBytes, true)
  const tagged: TaggedField[] = []
  if (message.currentLeader !== undefined && !isDefaultFetchSnapshotResponseLeaderIdAndEpoch(message.currentLeader)) {
    const value = message.currentLeader
    tagged.push(
      encodeTaggedField(0, (writer) => {
        encodeFetchSnapshotResponseLeaderIdAndEpoch(writer, value, version)
      }),
    )
  }
  writer.taggedFields(message.unknownTaggedFields, tagged)
}

function decodeFetchSnapshotResponsePartitionSnapshot(
  reader: Reader,
  version: number,
): FetchSnapshotResponsePartitionSnapshot {
  const index = reader.int32('index')
  const errorCode = reader.int16('errorCode')
  const snapshotId = reader.struct('snapshotId', version, decodeFetchSnapshotResponseSnapshotId)
  let currentLeader: FetchSnapshotResponseLeaderIdAndEpoch = defaultFetchSnapshotResponseLeaderIdAndEpoch
  const size = reader.int64('size')
  const position = reader.int64('position')
  const unalignedRecords = reader.bytes('unalignedRecords', true)
  const unknownTaggedFields = reader.taggedFields((tag) => {
    switch (tag) {
      case 0:
        currentLeader = reader.struct('currentLeader', version, decodeFetchSnapshotResponseLeaderIdAndEpoch)
        return true
      default:
        return false
    }
  })
  return { index, errorCode, snapshotId, currentLeader, size, position, unalignedRecords, unknownTaggedFields }
}

export interface FetchSnapshotResponseTopicSnapshot extends Tagged {
  readonly name: string
  readonly partitions: readonly FetchSnapshotResponsePartitionSnapshot[]
}

function encodeFetchSnapshotResponseTopicSnapshot(
  writer: Writer,
  message: Draft<FetchSnapshotResponseTopicSnapshot>,
  version: number,
): void {
  writer.string(message.name ?? '', true)
  const partitions = message.partitions ?? []
  writer.arrayLength(partitions.length, true)
  for (const item of partitions) encodeFetchSnapshotResponsePartitionSnapshot(writer, item, version)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeFetchSnapshotResponseTopicSnapshot(reader: Reader, version: number): FetchSnapshotResponseTopicSnapshot {
  const name = reader.string('name', true)
  const partitions = reader.array('partitions', true, version, decodeFetchSnapshotResponsePartitionSnapshot)
  const unknownTaggedFields = reader.taggedFields()
  return { name, partitions, unknownTaggedFields }
}

export interface FetchSnapshotResponseNodeEndpoint extends Tagged {
  readonly nodeId: number // v1+
  readonly host: string // v1+
  readonly port: number // v1+
}

function encodeFetchSnapshotResponseNodeEndpoint(
  writer: Writer,
  message: Draft<FetchSnapshotResponseNodeEndpoint>,
  _version: number,
): void {
  writer.int32(message.nodeId ?? 0)
  writer.string(message.host ?? '', true)
  writer.uint16(message.port ?? 0)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeFetchSnapshotResponseNodeEndpoint(reader: Reader, _version: number): FetchSnapshotResponseNodeEndpoint {
  const nodeId = reader.int32('nodeId')
  const host = reader.string('host', true)
  const port = reader.uint16('port')
  const unknownTaggedFields = reader.taggedFields()
  return { nodeId, host, port, unknownTaggedFields }
}

export interface FetchSnapshotResponse extends Tagged {
  readonly throttleTimeMs: number
  readonly errorCode: number
  readonly topics: readonly FetchSnapshotResponseTopicSnapshot[]
  readonly nodeEndpoints: readonly FetchSnapshotResponseNodeEndpoint[] // v1+
}

function encodeFetchSnapshotResponse(writer: Writer, message: Draft<FetchSnapshotResponse>, version: number): void {
  writer.int32(message.throttleTimeMs ?? 0)
  writer.int16(message.errorCode ?? 0)
  const topics = message.topics ?? []
  writer.arrayLength(topics.length, true)
  for (const item of topics) encodeFetchSnapshotResponseTopicSnapshot(writer, item, version)
  if (version < 1 && message.nodeEndpoints !== undefined && message.nodeEndpoints.length !== 0)
    refuseField('FetchSnapshotResponse', 'nodeEndpoints', version)
  const tagged: TaggedField[] = []
  if (version === 1 && message.nodeEndpoints !== undefined && message.nodeEndpoints.length !== 0) {
    const value = message.nodeEndpoints
    tagged.push(
      encodeTaggedField(0, (writer) => {
        writer.arrayLength(value.length, true)
        for (const item of value) encodeFetchSnapshotResponseNodeEndpoint(writer, item, version)
      }),
    )
  }
  writer.taggedFields(message.unknownTaggedFields, tagged)
}

function decodeFetchSnapshotResponse(reader: Reader, version: number): FetchSnapshotResponse {
  const throttleTimeMs = reader.int32('throttleTimeMs')
  const errorCode = reader.int16('errorCode')
  const topics = reader.array('topics', true, version, decodeFetchSnapshotResponseTopicSnapshot)
  let nodeEndpoints: readonly FetchSnapshotResponseNodeEndpoint[] = []
  const unknownTaggedFields = reader.taggedFields((tag) => {
    switch (tag) {
      case 0:
        if (version < 1) return false
        nodeEndpoints = reader.array('nodeEndpoints', true, version, decodeFetchSnapshotResponseNodeEndpoint)
        return true
      default:
        return false
    }
  })
  return { throttleTimeMs, errorCode, topics, nodeEndpoints, unknownTaggedFields }
}

export const fetchSnapshotResponse: MessageCodec<FetchSnapshotResponse> = {
  name: 'FetchSnapshotResponse',
  apiKey: 59,
  minVersion: 0,
  maxVersion: 1,
  firstFlexibleVersion: 0,
  encode: encodeFetchSnapshotResponse,
  decode: decodeFetchSnapshotResponse,
}
