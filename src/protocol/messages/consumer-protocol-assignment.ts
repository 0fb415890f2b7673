// @generated from schemas/ConsumerProtocolAssignment.json by `npm run generate`. Do not edit.
import type { Draft, MessageCodec } from '../message-codec.ts'
import { type Reader, readInt32 } from '../reader.ts'
import type { Writer } from '../writer.ts'

export interface ConsumerProtocolAssignmentTopicPartition {
  readonly topic: string
  readonly partitions: readonly number[]
}

function encodeConsumerProtocolAssignmentTopicPartition(
  writer: Writer,
  message: Draft<ConsumerProtocolAssignmentTopicPartition>,
  _version: number,
): void {
  writer.string(message.topic ?? '', false)
  const partitions = message.partitions ?? []
  writer.arrayLength(partitions.length, false)
  for (const item of partitions) writer.int32(item)
}

function decodeConsumerProtocolAssignmentTopicPartition(
  reader: Reader,
  version: number,
): ConsumerProtocolAssignmentTopicPartition {
  const topic = reader.string('topic', false)
  const partitions = reader.array('partitions', false, version, readInt32)
  return { topic, partitions }
}

export interface ConsumerProtocolAssignment {
  readonly assignedPartitions: readonly ConsumerProtocolAssignmentTopicPartition[]
  readonly userData: Buffer | null
}

function encodeConsumerProtocolAssignment(
  writer: Writer,
  message: Draft<ConsumerProtocolAssignment>,
  version: number,
): void {
  const assignedPartitions = message.assignedPartitions ?? []
  writer.arrayLength(assignedPartitions.length, false)
  for (const item of assignedPartitions) encodeConsumerProtocolAssignmentTopicPartition(writer, item, version)
  const userData = message.userData ?? null
  writer.nullableBytes(userData, false)
}

function decodeConsumerProtocolAssignment(reader: Reader, version: number): ConsumerProtocolAssignment {
  const assignedPartitions = reader.array(
    'assignedPartitions',
    false,
    version,
    decodeConsumerProtocolAssignmentTopicPartition,
  )
  const userData = reader.nullableBytes('userData', false)
  return { assignedPartitions, userData }
}

export const consumerProtocolAssignment: MessageCodec<ConsumerProtocolAssignment> = {
  name: 'ConsumerProtocolAssignment',
  apiKey: -1,
  minVersion: 0,
  maxVersion: 3,
  firstFlexibleVersion: -1,
  encode: encodeConsumerProtocolAssignment,
  decode: decodeConsumerProtocolAssignment,
}
