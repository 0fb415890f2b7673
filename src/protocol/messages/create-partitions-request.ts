// @generated from schemas/CreatePartitionsRequest.json by `npm run generate`. Do not edit.
import type { Draft, MessageCodec, Tagged } from '../message-codec.ts'
import { type Reader, readInt32 } from '../reader.ts'
import { noTaggedFields } from '../tagged-field.ts'
import type { Writer } from '../writer.ts'

export interface CreatePartitionsRequestCreatePartitionsAssignment extends Tagged {
  readonly brokerIds: readonly number[]
}

function encodeCreatePartitionsRequestCreatePartitionsAssignment(
  writer: Writer,
  message: Draft<CreatePartitionsRequestCreatePartitionsAssignment>,
  version: number,
): void {
  const flexible = version >= 2
  const brokerIds = message.brokerIds ?? []
  writer.arrayLength(brokerIds.length, flexible)
  for (const item of brokerIds) writer.int32(item)
  if (flexible) writer.taggedFields(message.unknownTaggedFields)
}

function decodeCreatePartitionsRequestCreatePartitionsAssignment(
  reader: Reader,
  version: number,
): CreatePartitionsRequestCreatePartitionsAssignment {
  const flexible = version >= 2
  const brokerIds = reader.array('brokerIds', flexible, version, readInt32)
  const unknownTaggedFields = flexible ? reader.taggedFields() : noTaggedFields
  return { brokerIds, unknownTaggedFields }
}

export interface CreatePartitionsRequestCreatePartitionsTopic extends Tagged {
  readonly name: string
  readonly count: number
  readonly assignments: readonly CreatePartitionsRequestCreatePartitionsAssignment[] | null
}

function encodeCreatePartitionsRequestCreatePartitionsTopic(
  writer: Writer,
  message: Draft<CreatePartitionsRequestCreatePartitionsTopic>,
  version: number,
): void {
  const flexible = version >= 2
  writer.string(message.name ?? '', flexible)
  writer.int32(message.count ?? 0)
  const assignments = message.assignments === undefined ? [] : message.assignments
  if (assignments === null) writer.nullArray(flexible)
  else {
    writer.arrayLength(assignments.length, flexible)
    for (const item of assignments) encodeCreatePartitionsRequestCreatePartitionsAssignment(writer, item, version)
  }
  if (flexible) writer.taggedFields(message.unknownTaggedFields)
}

function decodeCreatePartitionsRequestCreatePartitionsTopic(
  reader: Reader,
  version: number,
): CreatePartitionsRequestCreatePartitionsTopic {
  const flexible = version >= 2
  const name = reader.string('name', flexible)
  const count = reader.int32('count')
  const assignments = reader.nullableArray(
    'assignments',
    flexible,
    version,
    decodeCreatePartitionsRequestCreatePartitionsAssignment,
  )
  const unknownTaggedFields = flexible ? reader.taggedFields() : noTaggedFields
  return { name, count, assignments, unknownTaggedFields }
}

export interface CreatePartitionsRequest extends Tagged {
  readonly topics: readonly CreatePartitionsRequestCreatePartitionsTopic[]
  readonly timeoutMs: number
  readonly validateOnly: boolean
}

function encodeCreatePartitionsRequest(writer: Writer, message: Draft<CreatePartitionsRequest>, version: number): void {
  const flexible = version >= 2
  const topics = message.topics ?? []
  writer.arrayLength(topics.length, flexible)
  for (const item of topics) encodeCreatePartitionsRequestCreatePartitionsTopic(writer, item, version)
  writer.int32(message.timeoutMs ?? 0)
  writer.bool(message.validateOnly ?? false)
  if (flexible) writer.taggedFields(message.unknownTaggedFields)
}

function decodeCreatePartitionsRequest(reader: Reader, version: number): CreatePartitionsRequest {
  const flexible = version >= 2
  const topics = reader.array('topics', flexible, version, decodeCreatePartitionsRequestCreatePartitionsTopic)
  const timeoutMs = reader.int32('timeoutMs')
  const validateOnly = reader.bool('validateOnly')
  const unknownTaggedFields = flexible ? reader.taggedFields() : noTaggedFields
  return { topics, timeoutMs, validateOnly, unknownTaggedFields }
}

export const createPartitionsRequest: MessageCodec<CreatePartitionsRequest> = {
  name: 'CreatePartitionsRequest',
  apiKey: 37,
  minVersion: 0,
  maxVersion: 3,
  firstFlexibleVersion: 2,
  encode: encodeCreatePartitionsRequest,
  decode: decodeCreatePartitionsRequest,
}
