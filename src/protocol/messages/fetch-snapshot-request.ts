// @generated from schemas/FetchSnapshotRequest.json by `npm run generate`. Do not edit.
import type { Draft, MessageCodec, Tagged } from '../message-codec.ts'
import type { Reader } from '../reader.ts'
import { noTaggedFields, type TaggedField } from '../tagged-field.ts'
import { type Uuid, zeroUuid } from '../uuid.ts'
import { encodeTaggedField, type Writer } from '../writer.ts'

export interface FetchSnapshotRequestSnapshotId extends Tagged {
  readonly endOffset: bigint
  readonly epoch: number
}

const defaultFetchSnapshotRequestSnapshotId: FetchSnapshotRequestSnapshotId = {
  endOffset: 0n,
  epoch: 0,
  unknownTaggedFields: noTaggedFields,
}

function isDefaultFetchSnapshotRequestSnapshotId(message: Draft<FetchSnapshotRequestSnapshotId>): boolean {
  return (
    (message.endOffset === undefined || message.endOffset === 0n) &&
    (message.epoch === undefined || message.epoch === 0) &&
    (message.unknownTaggedFields ?? noTaggedFields).length === 0
  )
}

function encodeFetchSnapshotRequestSnapshotId(
  writer: Writer,
  message: Draft<FetchSnapshotRequestSnapshotId>,
  _version: number,
): void {
  writer.int64(message.endOffset ?? 0n)
  writer.int32(message.epoch ?? 0)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeFetchSnapshotRequestSnapshotId(reader: Reader, _version: number): FetchSnapshotRequestSnapshotId {
  const endOffset = reader.int64('endOffset')
  const epoch = reader.int32('epoch')
  const unknownTaggedFields = reader.taggedFields()
  return { endOffset, epoch, unknownTaggedFields }
}

export interface FetchSnapshotRequestPartitionSnapshot extends Tagged {
  readonly partition: number
  readonly currentLeaderEpoch: number
  readonly snapshotId: FetchSnapshotRequestSnapshotId
  readonly position: bigint
  readonly replicaDirectoryId: Uuid // v1+
}

function encodeFetchSnapshotRequestPartitionSnapshot(
  writer: Writer,
  message: Draft<FetchSnapshotRequestPartitionSnapshot>,
  version: number,
): void {
  writer.int32(message.partition ?? 0)
  writer.int32(message.currentLeaderEpoch ?? 0)
  encodeFetchSnapshotRequestSnapshotId(writer, message.snapshotId ?? defaultFetchSnapshotRequestSnapshotId, version)
  writer.int64(message.position ?? 0n)
  const tagged: TaggedField[] = []
  if (version === 1 && message.replicaDirectoryId !== undefined && message.replicaDirectoryId !== zeroUuid) {
    const value = message.replicaDirectoryId
    tagged.push(
      encodeTaggedField(0, (writer) => {
        writer.uuid(value)
      }),
    )
  }
  writer.taggedFields(message.unknownTaggedFields, tagged)
}

function decodeFetchSnapshotRequestPartitionSnapshot(
  reader: Reader,
  version: number,
): FetchSnapshotRequestPartitionSnapshot {
  const partition = reader.int32('partition')
  const currentLeaderEpoch = reader.int32('currentLeaderEpoch')
  const snapshotId = reader.struct('snapshotId', version, decodeFetchSnapshotRequestSnapshotId)
  const position = reader.int64('position')
  let replicaDirectoryId: Uuid = zeroUuid
  const unknownTaggedFields = reader.taggedFields((tag) => {
    switch (tag) {
      case 0:
        if (version < 1) return false
        replicaDirectoryId = reader.uuid('replicaDirectoryId')
        return true
      default:
        return false
    }
  })
  return { partition, currentLeaderEpoch, snapshotId, position, replicaDirectoryId, unknownTaggedFields }
}

export interface FetchSnapshotRequestTopicSnapshot extends Tagged {
  readonly name: string
  readonly partitions: readonly FetchSnapshotRequestPartitionSnapshot[]
}

function encodeFetchSnapshotRequestTopicSnapshot(
  writer: Writer,
  message: Draft<FetchSnapshotRequestTopicSnapshot>,
  version: number,
): void {
  writer.string(message.name ?? '', true)
  const partitions = message.partitions ?? []
  writer.arrayLength(partitions.length, true)
  for (const item of partitions) encodeFetchSnapshotRequestPartitionSnapshot(writer, item, version)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeFetchSnapshotRequestTopicSnapshot(reader: Reader, version: number): FetchSnapshotRequestTopicSnapshot {
  const name = reader.string('name', true)
  const partitions = reader.array('partitions', true, version, decodeFetchSnapshotRequestPartitionSnapshot)
  const unknownTaggedFields = reader.taggedFields()
  return { name, partitions, unknownTaggedFields }
}

export interface FetchSnapshotRequest extends Tagged {
  readonly clusterId: string | null
  readonly replicaId: number
  readonly maxBytes: number
  readonly topics: readonly FetchSnapshotRequestTopicSnapshot[]
}

function encodeFetchSnapshotRequest(writer: Writer, message: Draft<FetchSnapshotRequest>, version: number): void {
  writer.int32(message.replicaId ?? -1)
  writer.int32(message.maxBytes ?? 2147483647)
  const topics = message.topics ?? []
  writer.arrayLength(topics.length, true)
  for (const item of topics) encodeFetchSnapshotRequestTopicSnapshot(writer, item, version)
  const tagged: TaggedField[] = []
  if (message.clusterId !== undefined && message.clusterId !== null) {
    const value = message.clusterId
    tagged.push(
      encodeTaggedField(0, (writer) => {
        writer.string(value, true)
      }),
    )
  }
  writer.taggedFields(message.unknownTaggedFields, tagged)
}

function decodeFetchSnapshotRequest(reader: Reader, version: number): FetchSnapshotRequest {
  let clusterId: string | null = null
  const replicaId = reader.int32('replicaId')
  const maxBytes = reader.int32('maxBytes')
  const topics = reader.array('topics', true, version, decodeFetchSnapshotRequestTopicSnapshot)
  const unknownTaggedFields = reader.taggedFields((tag) => {
    switch (tag) {
      case 0:
        clusterId = reader.nullableString('clusterId', true)
        return true
      default:
        return false
    }
  })
  return { clusterId, replicaId, maxBytes, topics, unknownTaggedFields }
}

export const fetchSnapshotRequest: MessageCodec<FetchSnapshotRequest> = {
  name: 'FetchSnapshotRequest',
  apiKey: 59,
  minVersion: 0,
  maxVersion: 1,
  firstFlexibleVersion: 0,
  encode: encodeFetchSnapshotRequest,
  decode: decodeFetchSnapshotRequest,
}
