// @generated from schemas/AlterPartitionRequest.json by `npm run generate`. Do not edit.
import type { Draft, MessageCodec, Tagged } from '../message-codec.ts'
import { type Reader, readInt32 } from '../reader.ts'
import { type Uuid, zeroUuid } from '../uuid.ts'
import { refuseField, type Writer } from '../writer.ts'

export interface AlterPartitionRequestBrokerState extends Tagged {
  readonly brokerId: number // v3+
  readonly brokerEpoch: bigint // v3+
}

function encodeAlterPartitionRequestBrokerState(
  writer: Writer,
  message: Draft<AlterPartitionRequestBrokerState>,
  _version: number,
): void {
  writer.int32(message.brokerId ?? 0)
  writer.int64(message.brokerEpoch ?? -1n)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeAlterPartitionRequestBrokerState(reader: Reader, _version: number): AlterPartitionRequestBrokerState {
  const brokerId = reader.int32('brokerId')
  const brokerEpoch = reader.int64('brokerEpoch')
  const unknownTaggedFields = reader.taggedFields()
  return { brokerId, brokerEpoch, unknownTaggedFields }
}

export interface AlterPartitionRequestPartitionData extends Tagged {
  readonly partitionIndex: number
  readonly leaderEpoch: number
  readonly newIsr: readonly number[] // v2
  readonly newIsrWithEpochs: readonly AlterPartitionRequestBrokerState[] // v3+
  readonly leaderRecoveryState: number
  readonly partitionEpoch: number
}

function encodeAlterPartitionRequestPartitionData(
  writer: Writer,
  message: Draft<AlterPartitionRequestPartitionData>,
  version: number,
): void {
  writer.int32(message.partitionIndex ?? 0)
  writer.int32(message.leaderEpoch ?? 0)
  if (version === 2) {
    const newIsr = message.newIsr ?? []
    writer.arrayLength(newIsr.length, true)
    for (const item of newIsr) writer.int32(item)
  }
  if (version > 2 && message.newIsr !== undefined && message.newIsr.length !== 0)
    refuseField('AlterPartitionRequest', 'newIsr', version)
  if (version === 3) {
    const newIsrWithEpochs = message.newIsrWithEpochs ?? []
    writer.arrayLength(newIsrWithEpochs.length, true)
    for (const item of newIsrWithEpochs) encodeAlterPartitionRequestBrokerState(writer, item, version)
  }
  if (version < 3 && message.newIsrWithEpochs !== undefined && message.newIsrWithEpochs.length !== 0)
    refuseField('AlterPartitionRequest', 'newIsrWithEpochs', version)
  writer.int8(message.leaderRecoveryState ?? 0)
  writer.int32(message.partitionEpoch ?? 0)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeAlterPartitionRequestPartitionData(reader: Reader, version: number): AlterPartitionRequestPartitionData {
  const partitionIndex = reader.int32('partitionIndex')
  const leaderEpoch = reader.int32('leaderEpoch')
  const newIsr = version === 2 ? reader.array('newIsr', true, version, readInt32) : []
  const newIsrWithEpochs =
    version === 3 ? reader.array('newIsrWithEpochs', true, version, decodeAlterPartitionRequestBrokerState) : []
  const leaderRecoveryState = reader.int8('leaderRecoveryState')
  const partitionEpoch = reader.int32('partitionEpoch')
  const unknownTaggedFields = reader.taggedFields()
  return {
    partitionIndex,
    leaderEpoch,
    newIsr,
    newIsrWithEpochs,
    leaderRecoveryState,
    partitionEpoch,
    unknownTaggedFields,
  }
}

export interface AlterPartitionRequestTopicData extends Tagged {
  readonly topicId: Uuid
  readonly partitions: readonly AlterPartitionRequestPartitionData[]
}

function encodeAlterPartitionRequestTopicData(
  writer: Writer,
  message: Draft<AlterPartitionRequestTopicData>,
  version: number,
): void {
  writer.uuid(message.topicId ?? zeroUuid)
  const partitions = message.partitions ?? []
  writer.arrayLength(partitions.length, true)
  for (const item of partitions) encodeAlterPartitionRequestPartitionData(writer, item, version)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeAlterPartitionRequestTopicData(reader: Reader, version: number): AlterPartitionRequestTopicData {
  const topicId = reader.uuid('topicId')
  const partitions = reader.array('partitions', true, version, decodeAlterPartitionRequestPartitionData)
  const unknownTaggedFields = reader.taggedFields()
  return { topicId, partitions, unknownTaggedFields }
}

export interface AlterPartitionRequest extends Tagged {
  readonly brokerId: number
  readonly brokerEpoch: bigint
  readonly topics: readonly AlterPartitionRequestTopicData[]
}

function encodeAlterPartitionRequest(writer: Writer, message: Draft<AlterPartitionRequest>, version: number): void {
  writer.int32(message.brokerId ?? 0)
  writer.int64(message.brokerEpoch ?? -1n)
  const topics = message.topics ?? []
  writer.arrayLength(topics.length, true)
  for (const item of topics) encodeAlterPartitionRequestTopicData(writer, item, version)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeAlterPartitionRequest(reader: Reader, version: number): AlterPartitionRequest {
  const brokerId = reader.int32('brokerId')
  const brokerEpoch = reader.int64('brokerEpoch')
  const topics = reader.array('topics', true, version, decodeAlterPartitionRequestTopicData)
  const unknownTaggedFields = reader.taggedFields()
  return { brokerId, brokerEpoch, topics, unknownTaggedFields }
}

export const alterPartitionRequest: MessageCodec<AlterPartitionRequest> = {
  name: 'AlterPartitionRequest',
  apiKey: 56,
  minVersion: 2,
  maxVersion: 3,
  firstFlexibleVersion: 2,
  encode: encodeAlterPartitionRequest,
  decode: decodeAlterPartitionRequest,
}
