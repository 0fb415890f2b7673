// @generated from schemas/ElectLeadersResponse.json by `npm run generate`. Do not edit.
import type { Draft, MessageCodec, Tagged } from '../message-codec.ts'
import type { Reader } from '../reader.ts'
import { noTaggedFields } from '../tagged-field.ts'
import { refuseField, type Writer } from '../writer.ts'

export interface ElectLeadersResponsePartitionResult extends Tagged {
  readonly partitionId: number
  readonly errorCode: number
  readonly errorMessage: string | null
}

function encodeElectLeadersResponsePartitionResult(
  writer: Writer,
  message: Draft<ElectLeadersResponsePartitionResult>,
  version: number,
): void {
  const flexible = version === 2
  writer.int32(message.partitionId ?? 0)
  writer.int16(message.errorCode ?? 0)
  const errorMessage = message.errorMessage === undefined ? '' : message.errorMessage
  writer.nullableString(errorMessage, flexible)
  if (flexible) writer.taggedFields(message.unknownTaggedFields)
}

function decodeElectLeadersResponsePartitionResult(
  reader: Reader,
  version: number,
): ElectLeadersResponsePartitionResult {
  const flexible = version === 2
  const partitionId = reader.int32('partitionId')
  const errorCode = reader.int16('errorCode')
  const errorMessage = reader.nullableString('errorMessage', flexible)
  const unknownTaggedFields = flexible ? reader.taggedFields() : noTaggedFields
  return { partitionId, errorCode, errorMessage, unknownTaggedFields }
}

export interface ElectLeadersResponseReplicaElectionResult extends Tagged {
  readonly topic: string
  readonly partitionResult: readonly ElectLeadersResponsePartitionResult[]
}

function encodeElectLeadersResponseReplicaElectionResult(
  writer: Writer,
  message: Draft<ElectLeadersResponseReplicaElectionResult>,
  version: number,
): void {
  const flexible = version === 2
  writer.string(message.topic ?? '', flexible)
  const partitionResult = message.partitionResult ?? []
  writer.arrayLength(partitionResult.length, flexible)
  for (const item of partitionResult) encodeElectLeadersResponsePartitionResult(writer, item, version)
  if (flexible) writer.taggedFields(message.unknownTaggedFields)
}

function decodeElectLeadersResponseReplicaElectionResult(
  reader: Reader,
  version: number,
): ElectLeadersResponseReplicaElectionResult {
  const flexible = version === 2
  const topic = reader.string('topic', flexible)
  const partitionResult = reader.array('partitionResult', flexible, version, decodeElectLeadersResponsePartitionResult)
  const unknownTaggedFields = flexible ? reader.taggedFields() : noTaggedFields
  return { topic, partitionResult, unknownTaggedFields }
}

export interface ElectLeadersResponse extends Tagged {
  readonly throttleTimeMs: number
  readonly errorCode: number // v1+
  readonly replicaElectionResults: readonly ElectLeadersResponseReplicaElectionResult[]
}

function encodeElectLeadersResponse(writer: Writer, message: Draft<ElectLeadersResponse>, version: number): void {
  const flexible = version === 2
  writer.int32(message.throttleTimeMs ?? 0)
  if (version >= 1) writer.int16(message.errorCode ?? 0)
  if (version < 1 && message.errorCode !== undefined && message.errorCode !== 0)
    refuseField('ElectLeadersResponse', 'errorCode', version)
  const replicaElectionResults = message.replicaElectionResults ?? []
  writer.arrayLength(replicaElectionResults.length, flexible)
  for (const item of replicaElectionResults) encodeElectLeadersResponseReplicaElectionResult(writer, item, version)
  if (flexible) writer.taggedFields(message.unknownTaggedFields)
}

function decodeElectLeadersResponse(reader: Reader, version: number): ElectLeadersResponse {
  const flexible = version === 2
  const throttleTimeMs = reader.int32('throttleTimeMs')
  const errorCode = version >= 1 ? reader.int16('errorCode') : 0
  const replicaElectionResults = reader.array(
    'replicaElectionResults',
    flexible,
    version,
    decodeElectLeadersResponseReplicaElectionResult,
  )
  const unknownTaggedFields = flexible ? reader.taggedFields() : noTaggedFields
  return { throttleTimeMs, errorCode, replicaElectionResults, unknownTaggedFields }
}

export const electLeadersResponse: MessageCodec<ElectLeadersResponse> = {
  name: 'ElectLeadersResponse',
  apiKey: 43,
  minVersion: 0,
  maxVersion: 2,
  firstFlexibleVersion: 2,
  encode: encodeElectLeadersResponse,
  decode: decodeElectLeadersResponse,
}
