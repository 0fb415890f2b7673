// @generated from schemas/BeginQuorumEpochResponse.json by `npm run generate`. Do not edit.
import type { Draft, MessageCodec, Tagged } from '../message-codec.ts'
import type { Reader } from '../reader.ts'
import { noTaggedFields, type TaggedField } from '../tagged-field.ts'
import { encodeTaggedField, refuseField, type Writer } from '../writer.ts'

export interface BeginQuorumEpochResponsePartitionData extends Tagged {
  readonly partitionIndex: number
  readonly errorCode: number
  readonly leaderId: number
  readonly leaderEpoch: number
}

function encodeBeginQuorumEpochResponsePartitionData(
  writer: Writer,
  message: Draft<BeginQuorumEpochResponsePartitionData>,
  version: number,
): void {
  const flexible = version === 1
  writer.int32(message.partitionIndex ?? 0)
  writer.int16(message.errorCode ?? 0)
  writer.int32(message.leaderId ?? 0)
  writer.int32(message.leaderEpoch ?? 0)
  if (flexible) writer.taggedFields(message.unknownTaggedFields)
}

function decodeBeginQuorumEpochResponsePartitionData(
  reader: Reader,
  version: number,
): BeginQuorumEpochResponsePartitionData {
  const flexible = version === 1
  const partitionIndex = reader.int32('partitionIndex')
  const errorCode = reader.int16('errorCode')
  const leaderId = reader.int32('leaderId')
  const leaderEpoch = reader.int32('leaderEpoch')
  const unknownTaggedFields = flexible ? reader.taggedFields() : noTaggedFields
  return { partitionIndex, errorCode, leaderId, leaderEpoch, unknownTaggedFields }
}

export interface BeginQuorumEpochResponseTopicData extends Tagged {
  readonly topicName: string
  readonly partitions: readonly BeginQuorumEpochResponsePartitionData[]
}

function encodeBeginQuorumEpochResponseTopicData(
  writer: Writer,
  message: Draft<BeginQuorumEpochResponseTopicData>,
  version: number,
): void {
  const flexible = version === 1
  writer.string(message.topicName ?? '', flexible)
  const partitions = message.partitions ?? []
  writer.arrayLength(partitions.length, flexible)
  for (const item of partitions) encodeBeginQuorumEpochResponsePartitionData(writer, item, version)
  if (flexible) writer.taggedFields(message.unknownTaggedFields)
}

function decodeBeginQuorumEpochResponseTopicData(reader: Reader, version: number): BeginQuorumEpochResponseTopicData {
  const flexible = version === 1
  const topicName = reader.string('topicName', flexible)
  const partitions = reader.array('partitions', flexible, version, decodeBeginQuorumEpochResponsePartitionData)
  const unknownTaggedFields = flexible ? reader.taggedFields() : noTaggedFields
  return { topicName, partitions, unknownTaggedFields }
}

export interface BeginQuorumEpochResponseNodeEndpoint extends Tagged {
  readonly nodeId: number // v1+
  readonly host: string // v1+
  readonly port: number // v1+
}

function encodeBeginQuorumEpochResponseNodeEndpoint(
  writer: Writer,
  message: Draft<BeginQuorumEpochResponseNodeEndpoint>,
  _version: number,
): void {
  writer.int32(message.nodeId ?? 0)
  writer.string(message.host ?? '', true)
  writer.uint16(message.port ?? 0)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeBeginQuorumEpochResponseNodeEndpoint(
  reader: Reader,
  _version: number,
): BeginQuorumEpochResponseNodeEndpoint {
  const nodeId = reader.int32('nodeId')
  const host = reader.string('host', true)
  const port = reader.uint16('port')
  const unknownTaggedFields = reader.taggedFields()
  return { nodeId, host, port, unknownTaggedFields }
}

export interface BeginQuorumEpochResponse extends Tagged {
  readonly errorCode: number
  readonly topics: readonly BeginQuorumEpochResponseTopicData[]
  readonly nodeEndpoints: readonly BeginQuorumEpochResponseNodeEndpoint[] // v1+
}

function encodeBeginQuorumEpochResponse(
  writer: Writer,
  message: Draft<BeginQuorumEpochResponse>,
  version: number,
): void {
  const flexible = version === 1
  writer.int16(message.errorCode ?? 0)
  const topics = message.topics ?? []
  writer.arrayLength(topics.length, flexible)
  for (const item of topics) encodeBeginQuorumEpochResponseTopicData(writer, item, version)
  if (version < 1 && message.nodeEndpoints !== undefined && message.nodeEndpoints.length !== 0)
    refuseField('BeginQuorumEpochResponse', 'nodeEndpoints', version)
  if (flexible) {
    const tagged: TaggedField[] = []
    if (message.nodeEndpoints !== undefined && message.nodeEndpoints.length !== 0) {
      const value = message.nodeEndpoints
      tagged.push(
        encodeTaggedField(0, (writer) => {
          writer.arrayLength(value.length, true)
          for (const item of value) encodeBeginQuorumEpochResponseNodeEndpoint(writer, item, version)
        }),
      )
    }
    writer.taggedFields(message.unknownTaggedFields, tagged)
  }
}

function decodeBeginQuorumEpochResponse(reader: Reader, version: number): BeginQuorumEpochResponse {
  const flexible = version === 1
  const errorCode = reader.int16('errorCode')
  const topics = reader.array('topics', flexible, version, decodeBeginQuorumEpochResponseTopicData)
  let nodeEndpoints: readonly BeginQuorumEpochResponseNodeEndpoint[] = []
  const unknownTaggedFields = flexible
    ? reader.taggedFields((tag) => {
        switch (tag) {
          case 0:
            nodeEndpoints = reader.array('nodeEndpoints', true, version, decodeBeginQuorumEpochResponseNodeEndpoint)
            return true
          default:
            return false
        }
      })
    : noTaggedFields
  return { errorCode, topics, nodeEndpoints, unknownTaggedFields }
}

export const beginQuorumEpochResponse: MessageCodec<BeginQuorumEpochResponse> = {
  name: 'BeginQuorumEpochResponse',
  apiKey: 53,
  minVersion: 0,
  maxVersion: 1,
  firstFlexibleVersion: 1,
  encode: encodeBeginQuorumEpochResponse,
  decode: decodeBeginQuorumEpochResponse,
}
