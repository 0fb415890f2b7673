// @generated from schemas/ProduceResponse.json by `npm run generate`. Do not edit.
import type { Draft, MessageCodec, Tagged } from '../message-codec.ts'
import type { Reader } from '../reader.ts'
import { noTaggedFields, type TaggedField } from '../tagged-field.ts'
import { type Uuid, zeroUuid } from '../uuid.ts'
import { encodeTaggedField, refuseField, type Writer } from '../writer.ts'

export interface ProduceResponseBatchIndexAndErrorMessage extends Tagged {
  readonly batchIndex: number // v8+
  readonly batchIndexErrorMessage: string | null // v8+
}

function encodeProduceResponseBatchIndexAndErrorMessage(
  writer: Writer,
  message: Draft<ProduceResponseBatchIndexAndErrorMessage>,
  version: number,
): void {
  const flexible = version >= 9
  writer.int32(message.batchIndex ?? 0)
  const batchIndexErrorMessage = message.batchIndexErrorMessage ?? null
  writer.nullableString(batchIndexErrorMessage, flexible)
  if (flexible) writer.taggedFields(message.unknownTaggedFields)
}

function decodeProduceResponseBatchIndexAndErrorMessage(
  reader: Reader,
  version: number,
): ProduceResponseBatchIndexAndErrorMessage {
  const flexible = version >= 9
  const batchIndex = reader.int32('batchIndex')
  const batchIndexErrorMessage = reader.nullableString('batchIndexErrorMessage', flexible)
  const unknownTaggedFields = flexible ? reader.taggedFields() : noTaggedFields
  return { batchIndex, batchIndexErrorMessage, unknownTaggedFields }
}

export interface ProduceResponseLeaderIdAndEpoch extends Tagged {
  readonly leaderId: number // v10+
  readonly leaderEpoch: number // v10+
}

const defaultProduceResponseLeaderIdAndEpoch: ProduceResponseLeaderIdAndEpoch = {
  leaderId: -1,
  leaderEpoch: -1,
  unknownTaggedFields: noTaggedFields,
}

function isDefaultProduceResponseLeaderIdAndEpoch(message: Draft<ProduceResponseLeaderIdAndEpoch>): boolean {
  return (
    (message.leaderId === undefined || message.leaderId === -1) &&
    (message.leaderEpoch === undefined || message.leaderEpoch === -1) &&
    (message.unknownTaggedFields ?? noTaggedFields).length === 0
  )
}

function encodeProduceResponseLeaderIdAndEpoch(
  writer: Writer,
  message: Draft<ProduceResponseLeaderIdAndEpoch>,
  _version: number,
): void {
  writer.int32(message.leaderId ?? -1)
  writer.int32(message.leaderEpoch ?? -1)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeProduceResponseLeaderIdAndEpoch(reader: Reader, _version: number): ProduceResponseLeaderIdAndEpoch {
  const leaderId = reader.int32('leaderId')
  const leaderEpoch = reader.int32('leaderEpoch')
  const unknownTaggedFields = reader.taggedFields()
  return { leaderId, leaderEpoch, unknownTaggedFields }
}

export interface ProduceResponsePartitionProduceResponse extends Tagged {
  readonly index: number
  readonly errorCode: number
  readonly baseOffset: bigint
  readonly logAppendTimeMs: bigint
  readonly logStartOffset: bigint // v5+
  readonly recordErrors: readonly ProduceResponseBatchIndexAndErrorMessage[] // v8+
  readonly errorMessage: string | null // v8+
  readonly currentLeader: ProduceResponseLeaderIdAndEpoch // v10+
}

function encodeProduceResponsePartitionProduceResponse(
  writer: Writer,
  message: Draft<ProduceResponsePartitionProduceResponse>,
  version: number,
): void {
  const flexible = version >= 9
  writer.int32(message.index ?? 0)
  writer.int16(message.errorCode ?? 0)
  writer.int64(message.baseOffset ?? 0n)
  writer.int64(message.logAppendTimeMs ?? -1n)
  if (version >= 5) writer.int64(message.logStartOffset ?? -1n)
  if (version >= 8) {
    const recordErrors = message.recordErrors ?? []
    writer.arrayLength(recordErrors.length, flexible)
    for (const item of recordErrors) encodeProduceResponseBatchIndexAndErrorMessage(writer, item, version)
  }
  if (version >= 8) {
    const errorMessage = message.errorMessage ?? null
    writer.nullableString(errorMessage, flexible)
  }
  if (
    version < 10 &&
    message.currentLeader !== undefined &&
    !isDefaultProduceResponseLeaderIdAndEpoch(message.currentLeader)
  )
    refuseField('ProduceResponse', 'currentLeader', version)
  if (flexible) {
    const tagged: TaggedField[] = []
    if (
      version >= 10 &&
      message.currentLeader !== undefined &&
      !isDefaultProduceResponseLeaderIdAndEpoch(message.currentLeader)
    ) {
      const value = message.currentLeader
      tagged.push(
        encodeTaggedField(0, (writer) => {
          encodeProduceResponseLeaderIdAndEpoch(writer, value, version)
        }),
      )
    }
    writer.taggedFields(message.unknownTaggedFields, tagged)
  }
}

function decodeProduceResponsePartitionProduceResponse(
  reader: Reader,
  version: number,
): ProduceResponsePartitionProduceResponse {
  const flexible = version >= 9
  const index = reader.int32('index')
  const errorCode = reader.int16('errorCode')
  const baseOffset = reader.int64('baseOffset')
  const logAppendTimeMs = reader.int64('logAppendTimeMs')
  const logStartOffset = version >= 5 ? reader.int64('logStartOffset') : -1n
  const recordErrors =
    version >= 8 ? reader.array('recordErrors', flexible, version, decodeProduceResponseBatchIndexAndErrorMessage) : []
  const errorMessage = version >= 8 ? reader.nullableString('errorMessage', flexible) : null
  let currentLeader: ProduceResponseLeaderIdAndEpoch = defaultProduceResponseLeaderIdAndEpoch
  const unknownTaggedFields = flexible
    ? reader.taggedFields((tag) => {
        switch (tag) {
          case 0:
            if (version < 10) return false
            currentLeader = reader.struct('currentLeader', version, decodeProduceResponseLeaderIdAndEpoch)
            return true
          default:
            return false
        }
      })
    : noTaggedFields
  return {
    index,
    errorCode,
    baseOffset,
    logAppendTimeMs,
    logStartOffset,
    recordErrors,
    errorMessage,
    currentLeader,
    unknownTaggedFields,
  }
}

export interface ProduceResponseTopicProduceResponse extends Tagged {
  readonly name: string // v3-12
  readonly topicId: Uuid // v13+
  readonly partitionResponses: readonly ProduceResponsePartitionProduceResponse[]
}

function encodeProduceResponseTopicProduceResponse(
  writer: Writer,
  message: Draft<ProduceResponseTopicProduceResponse>,
  version: number,
): void {
  const flexible = version >= 9
  if (version <= 12) writer.string(message.name ?? '', flexible)
  if (version === 13) writer.uuid(message.topicId ?? zeroUuid)
  const partitionResponses = message.partitionResponses ?? []
  writer.arrayLength(partitionResponses.length, flexible)
  for (const item of partitionResponses) encodeProduceResponsePartitionProduceResponse(writer, item, version)
  if (flexible) writer.taggedFields(message.unknownTaggedFields)
}

function decodeProduceResponseTopicProduceResponse(
  reader: Reader,
  version: number,
): ProduceResponseTopicProduceResponse {
  const flexible = version >= 9
  const name = version <= 12 ? reader.string('name', flexible) : ''
  const topicId = version === 13 ? reader.uuid('topicId') : zeroUuid
  const partitionResponses = reader.array(
    'partitionResponses',
    flexible,
    version,
    decodeProduceResponsePartitionProduceResponse,
  )
  const unknownTaggedFields = flexible ? reader.taggedFields() : noTaggedFields
  return { name, topicId, partitionResponses, unknownTaggedFields }
}

export interface ProduceResponseNodeEndpoint extends Tagged {
  readonly nodeId: number // v10+
  readonly host: string // v10+
  readonly port: number // v10+
  readonly rack: string | null // v10+
}

function encodeProduceResponseNodeEndpoint(
  writer: Writer,
  message: Draft<ProduceResponseNodeEndpoint>,
  _version: number,
): void {
  writer.int32(message.nodeId ?? 0)
  writer.string(message.host ?? '', true)
  writer.int32(message.port ?? 0)
  const rack = message.rack ?? null
  writer.nullableString(rack, true)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeProduceResponseNodeEndpoint(reader: Reader, _version: number): ProduceResponseNodeEndpoint {
  const nodeId = reader.int32('nodeId')
  const host = reader.string('host', true)
  const port = reader.int32('port')
  const rack = reader.nullableString('rack', true)
  const unknownTaggedFields = reader.taggedFields()
  return { nodeId, host, port, rack, unknownTaggedFields }
}

export interface ProduceResponse extends Tagged {
  readonly responses: readonly ProduceResponseTopicProduceResponse[]
  readonly throttleTimeMs: number
  readonly nodeEndpoints: readonly ProduceResponseNodeEndpoint[] // v10+
}

function encodeProduceResponse(writer: Writer, message: Draft<ProduceResponse>, version: number): void {
  const flexible = version >= 9
  const responses = message.responses ?? []
  writer.arrayLength(responses.length, flexible)
  for (const item of responses) encodeProduceResponseTopicProduceResponse(writer, item, version)
  writer.int32(message.throttleTimeMs ?? 0)
  if (version < 10 && message.nodeEndpoints !== undefined && message.nodeEndpoints.length !== 0)
    refuseField('ProduceResponse', 'nodeEndpoints', version)
  if (flexible) {
    const tagged: TaggedField[] = []
    if (version >= 10 && message.nodeEndpoints !== undefined && message.nodeEndpoints.length !== 0) {
      const value = message.nodeEndpoints
      tagged.push(
        encodeTaggedField(0, (writer) => {
          writer.arrayLength(value.length, true)
          for (const item of value) encodeProduceResponseNodeEndpoint(writer, item, version)
        }),
      )
    }
    writer.taggedFields(message.unknownTaggedFields, tagged)
  }
}

function decodeProduceResponse(reader: Reader, version: number): ProduceResponse {
  const flexible = version >= 9
  const responses = reader.array('responses', flexible, version, decodeProduceResponseTopicProduceResponse)
  const throttleTimeMs = reader.int32('throttleTimeMs')
  let nodeEndpoints: readonly ProduceResponseNodeEndpoint[] = []
  const unknownTaggedFields = flexible
    ? reader.taggedFields((tag) => {
        switch (tag) {
          case 0:
            if (version < 10) return false
            nodeEndpoints = reader.array('nodeEndpoints', true, version, decodeProduceResponseNodeEndpoint)
            return true
          default:
            return false
        }
      })
    : noTaggedFields
  return { responses, throttleTimeMs, nodeEndpoints, unknownTaggedFields }
}

export const produceResponse: MessageCodec<ProduceResponse> = {
  name: 'ProduceResponse',
  apiKey: 0,
  minVersion: 3,
  maxVersion: 13,
  firstFlexibleVersion: 9,
  encode: encodeProduceResponse,
  decode: decodeProduceResponse,
}
