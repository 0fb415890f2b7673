// @generated from schemas/VoteRequest.json by `npm run generate`. Do not edit.
import type { Draft, MessageCodec, Tagged } from '../message-codec.ts'
import type { Reader } from '../reader.ts'
import { type Uuid, zeroUuid } from '../uuid.ts'
import { refuseField, type Writer } from '../writer.ts'

export interface VoteRequestPartitionData extends Tagged {
  readonly partitionIndex: number
  readonly replicaEpoch: number
  readonly replicaId: number
  readonly replicaDirectoryId: Uuid // v1+
  readonly voterDirectoryId: Uuid // v1+
  readonly lastOffsetEpoch: number
  readonly lastOffset: bigint
  readonly preVote: boolean // v2+
}

function encodeVoteRequestPartitionData(
  writer: Writer,
  message: Draft<VoteRequestPartitionData>,
  version: number,
): void {
  writer.int32(message.partitionIndex ?? 0)
  writer.int32(message.replicaEpoch ?? 0)
  writer.int32(message.replicaId ?? 0)
  if (version >= 1) writer.uuid(message.replicaDirectoryId ?? zeroUuid)
  if (version >= 1) writer.uuid(message.voterDirectoryId ?? zeroUuid)
  writer.int32(message.lastOffsetEpoch ?? 0)
  writer.int64(message.lastOffset ?? 0n)
  if (version === 2) writer.bool(message.preVote ?? false)
  if (version < 2 && message.preVote !== undefined && message.preVote !== false)
    refuseField('VoteRequest', 'preVote', version)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeVoteRequestPartitionData(reader: Reader, version: number): VoteRequestPartitionData {
  const partitionIndex = reader.int32('partitionIndex')
  const replicaEpoch = reader.int32('replicaEpoch')
  const replicaId = reader.int32('replicaId')
  const replicaDirectoryId = version >= 1 ? reader.uuid('replicaDirectoryId') : zeroUuid
  const voterDirectoryId = version >= 1 ? reader.uuid('voterDirectoryId') : zeroUuid
  const lastOffsetEpoch = reader.int32('lastOffsetEpoch')
  const lastOffset = reader.int64('lastOffset')
  const preVote = version === 2 ? reader.bool('preVote') : false
  const unknownTaggedFields = reader.taggedFields()
  return {
    partitionIndex,
    replicaEpoch,
    replicaId,
    replicaDirectoryId,
    voterDirectoryId,
    lastOffsetEpoch,
    lastOffset,
    preVote,
    unknownTaggedFields,
  }
}

export interface VoteRequestTopicData extends Tagged {
  readonly topicName: string
  readonly partitions: readonly VoteRequestPartitionData[]
}

function encodeVoteRequestTopicData(writer: Writer, message: Draft<VoteRequestTopicData>, version: number): void {
  writer.string(message.topicName ?? '', true)
  const partitions = message.partitions ?? []
  writer.arrayLength(partitions.length, true)
  for (const item of partitions) encodeVoteRequestPartitionData(writer, item, version)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeVoteRequestTopicData(reader: Reader, version: number): VoteRequestTopicData {
  const topicName = reader.string('topicName', true)
  const partitions = reader.array('partitions', true, version, decodeVoteRequestPartitionData)
  const unknownTaggedFields = reader.taggedFields()
  return { topicName, partitions, unknownTaggedFields }
}

export interface VoteRequest extends Tagged {
  readonly clusterId: string | null
  readonly voterId: number // v1+
  readonly topics: readonly VoteRequestTopicData[]
}

function encodeVoteRequest(writer: Writer, message: Draft<VoteRequest>, version: number): void {
  const clusterId = message.clusterId ?? null
  writer.nullableString(clusterId, true)
  if (version >= 1) writer.int32(message.voterId ?? -1)
  const topics = message.topics ?? []
  writer.arrayLength(topics.length, true)
  for (const item of topics) encodeVoteRequestTopicData(writer, item, version)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeVoteRequest(reader: Reader, version: number): VoteRequest {
  const clusterId = reader.nullableString('clusterId', true)
  const voterId = version >= 1 ? reader.int32('voterId') : -1
  const topics = reader.array('topics', true, version, decodeVoteRequestTopicData)
  const unknownTaggedFields = reader.taggedFields()
  return { clusterId, voterId, topics, unknownTaggedFields }
}

export const voteRequest: MessageCodec<VoteRequest> = {
  name: 'VoteRequest',
  apiKey: 52,
  minVersion: 0,
  maxVersion: 2,
  firstFlexibleVersion: 0,
  encode: encodeVoteRequest,
  decode: decodeVoteRequest,
}
