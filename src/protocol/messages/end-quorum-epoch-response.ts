// @generated from schemas/EndQuorumEpochResponse.json by `npm run generate`. Do not edit.
import type { Draft, MessageCodec, Tagged } from '../message-codec.ts'
import type { Reader } from '../reader.ts'
import { noTaggedFields, type TaggedField } from '../tagged-field.ts'
import { encodeTaggedField, refuseField, type Writer } from '../writer.ts'

export interface EndQuorumEpochResponsePartitionData extends Tagged {
  readonly partitionIndex: number
  readonly errorCode: number
  readonly leaderId: number
  readonly leaderEpoch: number
}

function encodeEndQuorumEpochResponsePartitionData(
  writer: Writer,
  message: Draft<EndQuorumEpochResponsePartitionData>,
  version: number,
): void {
  const flexible = version === 1
  writer.int32(message.partitionIndex ?? 0)
  writer.int16(message.errorCode ?? 0)
  writer.int32(message.leaderId ?? 0)
  writer.int32(message.leaderEpoch ?? 0)
  if (flexible) writer.taggedFields(message.unknownTaggedFields)
}

function decodeEndQuorumEpochResponsePartitionData(
  reader: Reader,
  version: number,
): EndQuorumEpochResponsePartitionData {
  const flexible = version === 1
  const partitionIndex = reader.int32('partitionIndex')
  const errorCode = reader.int16('errorCode')
  const leaderId = reader.int32('leaderId')
  const leaderEpoch = reader.int32('leaderEpoch')
  const unknownTaggedFields = flexible ? reader.taggedFields() : noTaggedFields
  return { partitionIndex, errorCode, leaderId, leaderEpoch, unknownTaggedFields }
}

export interface EndQuorumEpochResponseTopicData extends Tagged {
  readonly topicName: string
  readonly partitions: readonly EndQuorumEpochResponsePartitionData[]
}

function encodeEndQuorumEpochResponseTopicData(
  writer: Writer,
  message: Draft<EndQuorumEpochResponseTopicData>,
  version: number,
): void {
  const flexible = version === 1
  writer.string(message.topicName ?? '', flexible)
  const partitions = message.partitions ?? []
  writer.arrayLength(partitions.length, flexible)
  for (const item of partitions) encodeEndQuorumEpochResponsePartitionData(writer, item, version)
  if (flexible) writer.taggedFields(message.unknownTaggedFields)
}

function decodeEndQuorumEpochResponseTopicData(reader: Reader, version: number): EndQuorumEpochResponseTopicData {
  const flexible = version === 1
  const topicName = reader.string('topicName', flexible)
  const partitions = reader.array('partitions', flexible, version, decodeEndQuorumEpochResponsePartitionData)
  const unknownTaggedFields = flexible ? reader.taggedFields() : noTaggedFields
  return { topicName, partitions, unknownTaggedFields }
}

export interface EndQuorumEpochResponseNodeEndpoint extends Tagged {
  readonly nodeId: number // v1+
  readonly host: string // v1+
  readonly port: number // v1+
}

function encodeEndQuorumEpochResponseNodeEndpoint(
  writer: Writer,
  message: Draft<EndQuorumEpochResponseNodeEndpoint>,
  _version: number,
): void {
  writer.int32(message.nodeId ?? 0)
  writer.string(message.host ?? '', true)
  writer.uint16(message.port ?? 0)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeEndQuorumEpochResponseNodeEndpoint(
  reader: Reader,
  _version: number,
): EndQuorumEpochResponseNodeEndpoint {
  const nodeId = reader.int32('nodeId')
  const host = reader.string('host', true)
  const port = reader.uint16('port')
  const unknownTaggedFields = reader.taggedFields()
  return { nodeId, host, port, unknownTaggedFields }
}

export interface EndQuorumEpochResponse extends Tagged {
  readonly errorCode: number
  readonly topics: readonly EndQuorumEpochResponseTopicData[]
  readonly nodeEndpoints: readonly EndQuorumEpochResponseNodeEndpoint[] // v1+
}

function encodeEndQuorumEpochResponse(writer: Writer, message: Draft<EndQuorumEpochResponse>, version: number): void {
  const flexible = version === 1
  writer.int16(message.errorCode ?? 0)
  const topics = message.topics ?? []
  writer.arrayLength(topics.length, flexible)
  for (const item of topics) encodeEndQuorumEpochResponseTopicData(writer, item, version)
  if (version < 1 && message.nodeEndpoints !== undefined && message.nodeEndpoints.length !== 0)
    refuseField('EndQuorumEpochResponse', 'nodeEndpoints', version)
  if (flexible) {
    const tagged: TaggedField[] = []
    if (message.nodeEndpoints !== undefined && message.nodeEndpoints.length !== 0) {
      const value = message.nodeEndpoints
      tagged.push(
        encodeTaggedField(0, (writer) => {
          writer.arrayLength(value.length, true)
          for (const item of value) encodeEndQuorumEpochResponseNodeEndpoint(writer, item, version)
        }),
      )
    }
    writer.taggedFields(message.unknownTaggedFields, tagged)
  }
}

function decodeEndQuorumEpochResponse(reader: Reader, version: number): EndQuorumEpochResponse {
  const flexible = version === 1
  const errorCode = reader.int16('errorCode')
  const topics = reader.array('topics', flexible, version, decodeEndQuorumEpochResponseTopicData)
  let nodeEndpoints: readonly EndQuorumEpochResponseNodeEndpoint[] = []
  const unknownTaggedFields = flexible
    ? reader.taggedFields((tag) => {
        switch (tag) {
          case 0:
            nodeEndpoints = reader.array('nodeEndpoints', true, version, decodeEndQuorumEpochResponseNodeEndpoint)
            return true
          default:
            return false
        }
      })
    : noTaggedFields
  return { errorCode, topics, nodeEndpoints, unknownTaggedFields }
}

export const endQuorumEpochResponse: MessageCodec<EndQuorumEpochResponse> = {
  name: 'EndQuorumEpochResponse',
  apiKey: 54,
  minVersion: 0,
  maxVersion: 1,
  firstFlexibleVersion: 1,
  encode: encodeEndQuorumEpochResponse,
  decode: decodeEndQuorumEpochResponse,
}
