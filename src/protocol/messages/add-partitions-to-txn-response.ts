// @generated from schemas/AddPartitionsToTxnResponse.json by `npm run generate`. Do not edit.
import type { Draft, MessageCodec, Tagged } from '../message-codec.ts'
import type { Reader } from '../reader.ts'
import { noTaggedFields } from '../tagged-field.ts'
import { refuseField, type Writer } from '../writer.ts'

export interface AddPartitionsToTxnResponseAddPartitionsToTxnPartitionResult extends Tagged {
  readonly partitionIndex: number
  readonly partitionErrorCode: number
}

function encodeAddPartitionsToTxnResponseAddPartitionsToTxnPartitionResult(
  writer: Writer,
  message: Draft<AddPartitionsToTxnResponseAddPartitionsToTxnPartitionResult>,
  version: number,
): void {
  const flexible = version >= 3
  writer.int32(message.partitionIndex ?? 0)
  writer.int16(message.partitionErrorCode ?? 0)
  if (flexible) writer.taggedFields(message.unknownTaggedFields)
}

function decodeAddPartitionsToTxnResponseAddPartitionsToTxnPartitionResult(
  reader: Reader,
  version: number,
): AddPartitionsToTxnResponseAddPartitionsToTxnPartitionResult {
  const flexible = version >= 3
  const partitionIndex = reader.int32('partitionIndex')
  const partitionErrorCode = reader.int16('partitionErrorCode')
  const unknownTaggedFields = flexible ? reader.taggedFields() : noTaggedFields
  return { partitionIndex, partitionErrorCode, unknownTaggedFields }
}

export interface AddPartitionsToTxnResponseAddPartitionsToTxnTopicResult extends Tagged {
  readonly name: string
  readonly resultsByPartition: readonly AddPartitionsToTxnResponseAddPartitionsToTxnPartitionResult[]
}

function encodeAddPartitionsToTxnResponseAddPartitionsToTxnTopicResult(
  writer: Writer,
  message: Draft<AddPartitionsToTxnResponseAddPartitionsToTxnTopicResult>,
  version: number,
): void {
  const flexible = version >= 3
  writer.string(message.name ?? '', flexible)
  const resultsByPartition = message.resultsByPartition ?? []
  writer.arrayLength(resultsByPartition.length, flexible)
  for (const item of resultsByPartition)
    encodeAddPartitionsToTxnResponseAddPartitionsToTxnPartitionResult(writer, item, version)
  if (flexible) writer.taggedFields(message.unknownTaggedFields)
}

function decodeAddPartitionsToTxnResponseAddPartitionsToTxnTopicResult(
  reader: Reader,
  version: number,
): AddPartitionsToTxnResponseAddPartitionsToTxnTopicResult {
  const flexible = version >= 3
  const name = reader.string('name', flexible)
  const resultsByPartition = reader.array(
    'resultsByPartition',
    flexible,
    version,
    decodeAddPartitionsToTxnResponseAddPartitionsToTxnPartitionResult,
  )
  const unknownTaggedFields = flexible ? reader.taggedFields() : noTaggedFields
  return { name, resultsByPartition, unknownTaggedFields }
}

export interface AddPartitionsToTxnResponseAddPartitionsToTxnResult extends Tagged {
  readonly transactionalId: string // v4+
  readonly topicResults: readonly AddPartitionsToTxnResponseAddPartitionsToTxnTopicResult[] // v4+
}

function encodeAddPartitionsToTxnResponseAddPartitionsToTxnResult(
  writer: Writer,
  message: Draft<AddPartitionsToTxnResponseAddPartitionsToTxnResult>,
  version: number,
): void {
  writer.string(message.transactionalId ?? '', true)
  const topicResults = message.topicResults ?? []
  writer.arrayLength(topicResults.length, true)
  for (const item of topicResults) encodeAddPartitionsToTxnResponseAddPartitionsToTxnTopicResult(writer, item, version)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeAddPartitionsToTxnResponseAddPartitionsToTxnResult(
  reader: Reader,
  version: number,
): AddPartitionsToTxnResponseAddPartitionsToTxnResult {
  const transactionalId = reader.string('transactionalId', true)
  const topicResults = reader.array(
    'topicResults',
    true,
    version,
    decodeAddPartitionsToTxnResponseAddPartitionsToTxnTopicResult,
  )
  const unknownTaggedFields = reader.taggedFields()
  return { transactionalId, topicResults, unknownTaggedFields }
}

export interface AddPartitionsToTxnResponse extends Tagged {
  readonly throttleTimeMs: number
  readonly errorCode: number // v4+
  readonly resultsByTransaction: readonly AddPartitionsToTxnResponseAddPartitionsToTxnResult[] // v4+
  readonly resultsByTopicV3AndBelow: readonly AddPartitionsToTxnResponseAddPartitionsToTxnTopicResult[] // v0-3
}

function encodeAddPartitionsToTxnResponse(
  writer: Writer,
  message: Draft<AddPartitionsToTxnResponse>,
  version: number,
): void {
  const flexible = version >= 3
  writer.int32(message.throttleTimeMs ?? 0)
  if (version >= 4) writer.int16(message.errorCode ?? 0)
  if (version >= 4) {
    const resultsByTransaction = message.resultsByTransaction ?? []
    writer.arrayLength(resultsByTransaction.length, flexible)
    for (const item of resultsByTransaction)
      encodeAddPartitionsToTxnResponseAddPartitionsToTxnResult(writer, item, version)
  }
  if (version < 4 && message.resultsByTransaction !== undefined && message.resultsByTransaction.length !== 0)
    refuseField('AddPartitionsToTxnResponse', 'resultsByTransaction', version)
  if (version <= 3) {
    const resultsByTopicV3AndBelow = message.resultsByTopicV3AndBelow ?? []
    writer.arrayLength(resultsByTopicV3AndBelow.length, flexible)
    for (const item of resultsByTopicV3AndBelow)
      encodeAddPartitionsToTxnResponseAddPartitionsToTxnTopicResult(writer, item, version)
  }
  if (version > 3 && message.resultsByTopicV3AndBelow !== undefined && message.resultsByTopicV3AndBelow.length !== 0)
    refuseField('AddPartitionsToTxnResponse', 'resultsByTopicV3AndBelow', version)
  if (flexible) writer.taggedFields(message.unknownTaggedFields)
}

function decodeAddPartitionsToTxnResponse(reader: Reader, version: number): AddPartitionsToTxnResponse {
  const flexible = version >= 3
  const throttleTimeMs = reader.int32('throttleTimeMs')
  const errorCode = version >= 4 ? reader.int16('errorCode') : 0
  const resultsByTransaction =
    version >= 4
      ? reader.array(
          'resultsByTransaction',
          flexible,
          version,
          decodeAddPartitionsToTxnResponseAddPartitionsToTxnResult,
        )
      : []
  const resultsByTopicV3AndBelow =
    version <= 3
      ? reader.array(
          'resultsByTopicV3AndBelow',
          flexible,
          version,
          decodeAddPartitionsToTxnResponseAddPartitionsToTxnTopicResult,
        )
      : []
  const unknownTaggedFields = flexible ? reader.taggedFields() : noTaggedFields
  return { throttleTimeMs, errorCode, resultsByTransaction, resultsByTopicV3AndBelow, unknownTaggedFields }
}

export const addPartitionsToTxnResponse: MessageCodec<AddPartitionsToTxnResponse> = {
  name: 'AddPartitionsToTxnResponse',
  apiKey: 24,
  minVersion: 0,
  maxVersion: 5,
  firstFlexibleVersion: 3,
  encode: encodeAddPartitionsToTxnResponse,
  decode: decodeAddPartitionsToTxnResponse,
}
