// @generated from schemas/AlterPartitionReassignmentsResponse.json by `npm run generate`. Do not edit.
import type { Draft, MessageCodec, Tagged } from '../message-codec.ts'
import type { Reader } from '../reader.ts'
import type { Writer } from '../writer.ts'

export interface AlterPartitionReassignmentsResponseReassignablePartitionResponse extends Tagged {
  readonly partitionIndex: number
  readonly errorCode: number
  readonly errorMessage: string | null
}

function encodeAlterPartitionReassignmentsResponseReassignablePartitionResponse(
  writer: Writer,
  message: Draft<AlterPartitionReassignmentsResponseReassignablePartitionResponse>,
  _version: number,
): void {
  writer.int32(message.partitionIndex ?? 0)
  writer.int16(message.errorCode ?? 0)
  const errorMessage = message.errorMessage === undefined ? '' : message.errorMessage
  writer.nullableString(errorMessage, true)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeAlterPartitionReassignmentsResponseReassignablePartitionResponse(
  reader: Reader,
  _version: number,
): AlterPartitionReassignmentsResponseReassignablePartitionResponse {
  const partitionIndex = reader.int32('partitionIndex')
  const errorCode = reader.int16('errorCode')
  const errorMessage = reader.nullableString('errorMessage', true)
  const unknownTaggedFields = reader.taggedFields()
  return { partitionIndex, errorCode, errorMessage, unknownTaggedFields }
}

export interface AlterPartitionReassignmentsResponseReassignableTopicResponse extends Tagged {
  readonly name: string
  readonly partitions: readonly AlterPartitionReassignmentsResponseReassignablePartitionResponse[]
}

function encodeAlterPartitionReassignmentsResponseReassignableTopicResponse(
  writer: Writer,
  message: Draft<AlterPartitionReassignmentsResponseReassignableTopicResponse>,
  version: number,
): void {
  writer.string(message.name ?? '', true)
  const partitions = message.partitions ?? []
  writer.arrayLength(partitions.length, true)
  for (const item of partitions)
    encodeAlterPartitionReassignmentsResponseReassignablePartitionResponse(writer, item, version)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeAlterPartitionReassignmentsResponseReassignableTopicResponse(
  reader: Reader,
  version: number,
): AlterPartitionReassignmentsResponseReassignableTopicResponse {
  const name = reader.string('name', true)
  const partitions = reader.array(
    'partitions',
    true,
    version,
    decodeAlterPartitionReassignmentsResponseReassignablePartitionResponse,
  )
  const unknownTaggedFields = reader.taggedFields()
  return { name, partitions, unknownTaggedFields }
}

export interface AlterPartitionReassignmentsResponse extends Tagged {
  readonly throttleTimeMs: number
  readonly allowReplicationFactorChange: boolean // v1+
  readonly errorCode: number
  readonly errorMessage: string | null
  readonly responses: readonly AlterPartitionReassignmentsResponseReassignableTopicResponse[]
}

function encodeAlterPartitionReassignmentsResponse(
  writer: Writer,
  message: Draft<AlterPartitionReassignmentsResponse>,
  version: number,
): void {
  writer.int32(message.throttleTimeMs ?? 0)
  if (version === 1) writer.bool(message.allowReplicationFactorChange ?? true)
  writer.int16(message.errorCode ?? 0)
  const errorMessage = message.errorMessage === undefined ? '' : message.errorMessage
  writer.nullableString(errorMessage, true)
  const responses = message.responses ?? []
  writer.arrayLength(responses.length, true)
  for (const item of responses)
    encodeAlterPartitionReassignmentsResponseReassignableTopicResponse(writer, item, version)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeAlterPartitionReassignmentsResponse(
  reader: Reader,
  version: number,
): AlterPartitionReassignmentsResponse {
  const throttleTimeMs = reader.int32('throttleTimeMs')
  const allowReplicationFactorChange = version === 1 ? reader.bool('allowReplicationFactorChange') : true
  const errorCode = reader.int16('errorCode')
  const errorMessage = reader.nullableString('errorMessage', true)
  const responses = reader.array(
    'responses',
    true,
    version,
    decodeAlterPartitionReassignmentsResponseReassignableTopicResponse,
  )
  const unknownTaggedFields = reader.taggedFields()
  return { throttleTimeMs, allowReplicationFactorChange, errorCode, errorMessage, responses, unknownTaggedFields }
}

export const alterPartitionReassignmentsResponse: MessageCodec<AlterPartitionReassignmentsResponse> = {
  name: 'AlterPartitionReassignmentsResponse',
  apiKey: 45,
  minVersion: 0,
  maxVersion: 1,
  firstFlexibleVersion: 0,
  encode: encodeAlterPartitionReassignmentsResponse,
  decode: decodeAlterPartitionReassignmentsResponse,
}
