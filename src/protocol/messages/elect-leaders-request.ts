// @generated from schemas/ElectLeadersRequest.json by `npm run generate`. Do not edit.
import type { Draft, MessageCodec, Tagged } from '../message-codec.ts'
import { type Reader, readInt32 } from '../reader.ts'
import { noTaggedFields } from '../tagged-field.ts'
import { refuseField, type Writer } from '../writer.ts'

export interface ElectLeadersRequestTopicPartitions extends Tagged {
  readonly topic: string
  readonly partitions: readonly number[]
}

function encodeElectLeadersRequestTopicPartitions(
  writer: Writer,
  message: Draft<ElectLeadersRequestTopicPartitions>,
  version: number,
): void {
  const flexible = version === 2
  writer.string(message.topic ?? '', flexible)
  const partitions = message.partitions ?? []
  writer.arrayLength(partitions.length, flexible)
  for (const item of partitions) writer.int32(item)
  if (flexible) writer.taggedFields(message.unknownTaggedFields)
}

function decodeElectLeadersRequestTopicPartitions(reader: Reader, version: number): ElectLeadersRequestTopicPartitions {
  const flexible = version === 2
  const topic = reader.string('topic', flexible)
  const partitions = reader.array('partitions', flexible, version, readInt32)
  const unknownTaggedFields = flexible ? reader.taggedFields() : noTaggedFields
  return { topic, partitions, unknownTaggedFields }
}

export interface ElectLeadersRequest extends Tagged {
  readonly electionType: number // v1+
  readonly topicPartitions: readonly ElectLeadersRequestTopicPartitions[] | null
  readonly timeoutMs: number
}

function encodeElectLeadersRequest(writer: Writer, message: Draft<ElectLeadersRequest>, version: number): void {
  const flexible = version === 2
  if (version >= 1) writer.int8(message.electionType ?? 0)
  if (version < 1 && message.electionType !== undefined && message.electionType !== 0)
    refuseField('ElectLeadersRequest', 'electionType', version)
  const topicPartitions = message.topicPartitions === undefined ? [] : message.topicPartitions
  if (topicPartitions === null) writer.nullArray(flexible)
  else {
    writer.arrayLength(topicPartitions.length, flexible)
    for (const item of topicPartitions) encodeElectLeadersRequestTopicPartitions(writer, item, version)
  }
  writer.int32(message.timeoutMs ?? 60000)
  if (flexible) writer.taggedFields(message.unknownTaggedFields)
}

function decodeElectLeadersRequest(reader: Reader, version: number): ElectLeadersRequest {
  const flexible = version === 2
  const electionType = version >= 1 ? reader.int8('electionType') : 0
  const topicPartitions = reader.nullableArray(
    'topicPartitions',
    flexible,
    version,
    decodeElectLeadersRequestTopicPartitions,
  )
  const timeoutMs = reader.int32('timeoutMs')
  const unknownTaggedFields = flexible ? reader.taggedFields() : noTaggedFields
  return { electionType, topicPartitions, timeoutMs, unknownTaggedFields }
}

export const electLeadersRequest: MessageCodec<ElectLeadersRequest> = {
  name: 'ElectLeadersRequest',
  apiKey: 43,
  minVersion: 0,
  maxVersion: 2,
  firstFlexibleVersion: 2,
  encode: encodeElectLeadersRequest,
  decode: decodeElectLeadersRequest,
}
