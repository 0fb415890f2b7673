// @generated from schemas/VoteResponse.json by `npm run generate`. Do not edit.
import type { Draft, MessageCodec, Tagged } from '../message-codec.ts'
import type { Reader } from '../reader.ts'
import type { TaggedField } from '../tagged-field.ts'
import { encodeTaggedField, refuseField, type Writer } from '../writer.ts'

export interface VoteResponsePartitionData extends Tagged {
  readonly partitionIndex: number
  readonly errorCode: number
  readonly leaderId: number
  readonly leaderEpoch: number
  readonly voteGranted: boolean
}

function encodeVoteResponsePartitionData(
  writer: Writer,
  message: Draft<VoteResponsePartitionData>,
  _version: number,
): void {
  writer.int32(message.partitionIndex ?? 0)
  writer.int16(message.errorCode ?? 0)
  writer.int32(message.leaderId ?? 0)
  writer.int32(message.leaderEpoch ?? 0)
  writer.bool(message.voteGranted ?? false)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeVoteResponsePartitionData(reader: Reader, _version: number): VoteResponsePartitionData {
  const partitionIndex = reader.int32('partitionIndex')
  const errorCode = reader.int16('errorCode')
  const leaderId = reader.int32('leaderId')
  const leaderEpoch = reader.int32('leaderEpoch')
  const voteGranted = reader.bool('voteGranted')
  const unknownTaggedFields = reader.taggedFields()
  return { partitionIndex, errorCode, leaderId, leaderEpoch, voteGranted, unknownTaggedFields }
}

export interface VoteResponseTopicData extends Tagged {
  readonly topicName: string
  readonly partitions: readonly VoteResponsePartitionData[]
}

function encodeVoteResponseTopicData(writer: Writer, message: Draft<VoteResponseTopicData>, version: number): void {
  writer.string(message.topicName ?? '', true)
  const partitions = message.partitions ?? []
  writer.arrayLength(partitions.length, true)
  for (const item of partitions) encodeVoteResponsePartitionData(writer, item, version)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeVoteResponseTopicData(reader: Reader, version: number): VoteResponseTopicData {
  const topicName = reader.string('topicName', true)
  const partitions = reader.array('partitions', true, version, decodeVoteResponsePartitionData)
  const unknownTaggedFields = reader.taggedFields()
  return { topicName, partitions, unknownTaggedFields }
}

export interface VoteResponseNodeEndpoint extends Tagged {
  readonly nodeId: number // v1+
  readonly host: string // v1+
  readonly port: number // v1+
}

function encodeVoteResponseNodeEndpoint(
  writer: Writer,
  message: Draft<VoteResponseNodeEndpoint>,
  _version: number,
): void {
  writer.int32(message.nodeId ?? 0)
  writer.string(message.host ?? '', true)
  writer.uint16(message.port ?? 0)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeVoteResponseNodeEndpoint(reader: Reader, _version: number): VoteResponseNodeEndpoint {
  const nodeId = reader.int32('nodeId')
  const host = reader.string('host', true)
  const port = reader.uint16('port')
  const unknownTaggedFields = reader.taggedFields()
  return { nodeId, host, port, unknownTaggedFields }
}

export interface VoteResponse extends Tagged {
  readonly errorCode: number
  readonly topics: readonly VoteResponseTopicData[]
  readonly nodeEndpoints: readonly VoteResponseNodeEndpoint[] // v1+
}

function encodeVoteResponse(writer: Writer, message: Draft<VoteResponse>, version: number): void {
  writer.int16(message.errorCode ?? 0)
  const topics = message.topics ?? []
  writer.arrayLength(topics.length, true)
  for (const item of topics) encodeVoteResponseTopicData(writer, item, version)
  if (version < 1 && message.nodeEndpoints !== undefined && message.nodeEndpoints.length !== 0)
    refuseField('VoteResponse', 'nodeEndpoints', version)
  const tagged: TaggedField[] = []
  if (version >= 1 && message.nodeEndpoints !== undefined && message.nodeEndpoints.length !== 0) {
    const value = message.nodeEndpoints
    tagged.push(
      encodeTaggedField(0, (writer) => {
        writer.arrayLength(value.length, true)
        for (const item of value) encodeVoteResponseNodeEndpoint(writer, item, version)
      }),
    )
  }
  writer.taggedFields(message.unknownTaggedFields, tagged)
}

function decodeVoteResponse(reader: Reader, version: number): VoteResponse {
  const errorCode = reader.int16('errorCode')
  const topics = reader.array('topics', true, version, decodeVoteResponseTopicData)
  let nodeEndpoints: readonly VoteResponseNodeEndpoint[] = []
  const unknownTaggedFields = reader.taggedFields((tag) => {
    switch (tag) {
      case 0:
        if (version < 1) return false
        nodeEndpoints = reader.array('nodeEndpoints', true, version, decodeVoteResponseNodeEndpoint)
        return true
      default:
        return false
    }
  })
  return { errorCode, topics, nodeEndpoints, unknownTaggedFields }
}

export const voteResponse: MessageCodec<VoteResponse> = {
  name: 'VoteResponse',
  apiKey: 52,
  minVersion: 0,
  maxVersion: 2,
  firstFlexibleVersion: 0,
  encode: encodeVoteResponse,
  decode: decodeVoteResponse,
}
