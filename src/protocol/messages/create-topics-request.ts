// @generated from schemas/CreateTopicsRequest.json by `npm run generate`. Do not edit.
import type { Draft, MessageCodec, Tagged } from '../message-codec.ts'
import { type Reader, readInt32 } from '../reader.ts'
import { noTaggedFields } from '../tagged-field.ts'
import type { Writer } from '../writer.ts'

export interface CreateTopicsRequestCreatableReplicaAssignment extends Tagged {
  readonly partitionIndex: number
  readonly brokerIds: readonly number[]
}

function encodeCreateTopicsRequestCreatableReplicaAssignment(
  writer: Writer,
  message: Draft<CreateTopicsRequestCreatableReplicaAssignment>,
  version: number,
): void {
  const flexible = version >= 5
  writer.int32(message.partitionIndex ?? 0)
  const brokerIds = message.brokerIds ?? []
  writer.arrayLength(brokerIds.length, flexible)
  for (const item of brokerIds) writer.int32(item)
  if (flexible) writer.taggedFields(message.unknownTaggedFields)
}

function decodeCreateTopicsRequestCreatableReplicaAssignment(
  reader: Reader,
  version: number,
): CreateTopicsRequestCreatableReplicaAssignment {
  const flexible = version >= 5
  const partitionIndex = reader.int32('partitionIndex')
  const brokerIds = reader.array('brokerIds', flexible, version, readInt32)
  const unknownTaggedFields = flexible ? reader.taggedFields() : noTaggedFields
  return { partitionIndex, brokerIds, unknownTaggedFields }
}

export interface CreateTopicsRequestCreatableTopicConfig extends Tagged {
  readonly name: string
  readonly value: string | null
}

function encodeCreateTopicsRequestCreatableTopicConfig(
  writer: Writer,
  message: Draft<CreateTopicsRequestCreatableTopicConfig>,
  version: number,
): void {
  const flexible = version >= 5
  writer.string(message.name ?? '', flexible)
  const value = message.value === undefined ? '' : message.value
  writer.nullableString(value, flexible)
  if (flexible) writer.taggedFields(message.unknownTaggedFields)
}

function decodeCreateTopicsRequestCreatableTopicConfig(
  reader: Reader,
  version: number,
): CreateTopicsRequestCreatableTopicConfig {
  const flexible = version >= 5
  const name = reader.string('name', flexible)
  const value = reader.nullableString('value', flexible)
  const unknownTaggedFields = flexible ? reader.taggedFields() : noTaggedFields
  return { name, value, unknownTaggedFields }
}

export interface CreateTopicsRequestCreatableTopic extends Tagged {
  readonly name: string
  readonly numPartitions: number
  readonly replicationFactor: number
  readonly assignments: readonly CreateTopicsRequestCreatableReplicaAssignment[]
  readonly configs: readonly CreateTopicsRequestCreatableTopicConfig[]
}

function encodeCreateTopicsRequestCreatableTopic(
  writer: Writer,
  message: Draft<CreateTopicsRequestCreatableTopic>,
  version: number,
): void {
  const flexible = version >= 5
  writer.string(message.name ?? '', flexible)
  writer.int32(message.numPartitions ?? 0)
  writer.int16(message.replicationFactor ?? 0)
  const assignments = message.assignments ?? []
  writer.arrayLength(assignments.length, flexible)
  for (const item of assignments) encodeCreateTopicsRequestCreatableReplicaAssignment(writer, item, version)
  const configs = message.configs ?? []
  writer.arrayLength(configs.length, flexible)
  for (const item of configs) encodeCreateTopicsRequestCreatableTopicConfig(writer, item, version)
  if (flexible) writer.taggedFields(message.unknownTaggedFields)
}

function decodeCreateTopicsRequestCreatableTopic(reader: Reader, version: number): CreateTopicsRequestCreatableTopic {
  const flexible = version >= 5
  const name = reader.string('name', flexible)
  const numPartitions = reader.int32('numPartitions')
  const replicationFactor = reader.int16('replicationFactor')
  const assignments = reader.array(
    'assignments',
    flexible,
    version,
    decodeCreateTopicsRequestCreatableReplicaAssignment,
  )
  const configs = reader.array('configs', flexible, version, decodeCreateTopicsRequestCreatableTopicConfig)
  const unknownTaggedFields = flexible ? reader.taggedFields() : noTaggedFields
  return { name, numPartitions, replicationFactor, assignments, configs, unknownTaggedFields }
}

export interface CreateTopicsRequest extends Tagged {
  readonly topics: readonly CreateTopicsRequestCreatableTopic[]
  readonly timeoutMs: number
  readonly validateOnly: boolean
}

function encodeCreateTopicsRequest(writer: Writer, message: Draft<CreateTopicsRequest>, version: number): void {
  const flexible = version >= 5
  const topics = message.topics ?? []
  writer.arrayLength(topics.length, flexible)
  for (const item of topics) encodeCreateTopicsRequestCreatableTopic(writer, item, version)
  writer.int32(message.timeoutMs ?? 60000)
  writer.bool(message.validateOnly ?? false)
  if (flexible) writer.taggedFields(message.unknownTaggedFields)
}

function decodeCreateTopicsRequest(reader: Reader, version: number): CreateTopicsRequest {
  const flexible = version >= 5
  const topics = reader.array('topics', flexible, version, decodeCreateTopicsRequestCreatableTopic)
  const timeoutMs = reader.int32('timeoutMs')
  const validateOnly = reader.bool('validateOnly')
  const unknownTaggedFields = flexible ? reader.taggedFields() : noTaggedFields
  return { topics, timeoutMs, validateOnly, unknownTaggedFields }
}

export const createTopicsRequest: MessageCodec<CreateTopicsRequest> = {
  name: 'CreateTopicsRequest',
  apiKey: 19,
  minVersion: 2,
  maxVersion: 7,
  firstFlexibleVersion: 5,
  encode: encodeCreateTopicsRequest,
  decode: decodeCreateTopicsRequest,
}
