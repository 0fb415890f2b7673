// @generated from schemas/DescribeLogDirsResponse.json by `npm run generate`. Do not edit.
import type { Draft, MessageCodec, Tagged } from '../message-codec.ts'
import type { Reader } from '../reader.ts'
import { noTaggedFields } from '../tagged-field.ts'
import type { Writer } from '../writer.ts'

export interface DescribeLogDirsResponseDescribeLogDirsPartition extends Tagged {
  readonly partitionIndex: number
  readonly partitionSize: bigint
  readonly offsetLag: bigint
  readonly isFutureKey: boolean
}

function encodeDescribeLogDirsResponseDescribeLogDirsPartition(
  writer: Writer,
  message: Draft<DescribeLogDirsResponseDescribeLogDirsPartition>,
  version: number,
): void {
  const flexible = version >= 2
  writer.int32(message.partitionIndex ?? 0)
  writer.int64(message.partitionSize ?? 0n)
  writer.int64(message.offsetLag ?? 0n)
  writer.bool(message.isFutureKey ?? false)
  if (flexible) writer.taggedFields(message.unknownTaggedFields)
}

function decodeDescribeLogDirsResponseDescribeLogDirsPartition(
  reader: Reader,
  version: number,
): DescribeLogDirsResponseDescribeLogDirsPartition {
  const flexible = version >= 2
  const partitionIndex = reader.int32('partitionIndex')
  const partitionSize = reader.int64('partitionSize')
  const offsetLag = reader.int64('offsetLag')
  const isFutureKey = reader.bool('isFutureKey')
  const unknownTaggedFields = flexible ? reader.taggedFields() : noTaggedFields
  return { partitionIndex, partitionSize, offsetLag, isFutureKey, unknownTaggedFields }
}

export interface DescribeLogDirsResponseDescribeLogDirsTopic extends Tagged {
  readonly name: string
  readonly partitions: readonly DescribeLogDirsResponseDescribeLogDirsPartition[]
}

function encodeDescribeLogDirsResponseDescribeLogDirsTopic(
  writer: Writer,
  message: Draft<DescribeLogDirsResponseDescribeLogDirsTopic>,
  version: number,
): void {
  const flexible = version >= 2
  writer.string(message.name ?? '', flexible)
  const partitions = message.partitions ?? []
  writer.arrayLength(partitions.length, flexible)
  for (const item of partitions) encodeDescribeLogDirsResponseDescribeLogDirsPartition(writer, item, version)
  if (flexible) writer.taggedFields(message.unknownTaggedFields)
}

function decodeDescribeLogDirsResponseDescribeLogDirsTopic(
  reader: Reader,
  version: number,
): DescribeLogDirsResponseDescribeLogDirsTopic {
  const flexible = version >= 2
  const name = reader.string('name', flexible)
  const partitions = reader.array(
    'partitions',
    flexible,
    version,
    decodeDescribeLogDirsResponseDescribeLogDirsPartition,
  )
  const unknownTaggedFields = flexible ? reader.taggedFields() : noTaggedFields
  return { name, partitions, unknownTaggedFields }
}

export interface DescribeLogDirsResponseDescribeLogDirsResult extends Tagged {
  readonly errorCode: number
  readonly logDir: string
  readonly topics: readonly DescribeLogDirsResponseDescribeLogDirsTopic[]
  readonly totalBytes: bigint // v4+
  readonly usableBytes: bigint // v4+
  readonly isCordoned: boolean // v5+
}

function encodeDescribeLogDirsResponseDescribeLogDirsResult(
  writer: Writer,
  message: Draft<DescribeLogDirsResponseDescribeLogDirsResult>,
  version: number,
): void {
  const flexible = version >= 2
  writer.int16(message.errorCode ?? 0)
  writer.string(message.logDir ?? '', flexible)
  const topics = message.topics ?? []
  writer.arrayLength(topics.length, flexible)
  for (const item of topics) encodeDescribeLogDirsResponseDescribeLogDirsTopic(writer, item, version)
  if (version >= 4) writer.int64(message.totalBytes ?? -1n)
  if (version >= 4) writer.int64(message.usableBytes ?? -1n)
  if (version === 5) writer.bool(message.isCordoned ?? false)
  if (flexible) writer.taggedFields(message.unknownTaggedFields)
}

function decodeDescribeLogDirsResponseDescribeLogDirsResult(
  reader: Reader,
  version: number,
): DescribeLogDirsResponseDescribeLogDirsResult {
  const flexible = version >= 2
  const errorCode = reader.int16('errorCode')
  const logDir = reader.string('logDir', flexible)
  const topics = reader.array('topics', flexible, version, decodeDescribeLogDirsResponseDescribeLogDirsTopic)
  const totalBytes = version >= 4 ? reader.int64('totalBytes') : -1n
  const usableBytes = version >= 4 ? reader.int64('usableBytes') : -1n
  const isCordoned = version === 5 ? reader.bool('isCordoned') : false
  const unknownTaggedFields = flexible ? reader.taggedFields() : noTaggedFields
  return { errorCode, logDir, topics, totalBytes, usableBytes, isCordoned, unknownTaggedFields }
}

export interface DescribeLogDirsResponse extends Tagged {
  readonly throttleTimeMs: number
  readonly errorCode: number // v3+
  readonly results: readonly DescribeLogDirsResponseDescribeLogDirsResult[]
}

function encodeDescribeLogDirsResponse(writer: Writer, message: Draft<DescribeLogDirsResponse>, version: number): void {
  const flexible = version >= 2
  writer.int32(message.throttleTimeMs ?? 0)
  if (version >= 3) writer.int16(message.errorCode ?? 0)
  const results = message.results ?? []
  writer.arrayLength(results.length, flexible)
  for (const item of results) encodeDescribeLogDirsResponseDescribeLogDirsResult(writer, item, version)
  if (flexible) writer.taggedFields(message.unknownTaggedFields)
}

function decodeDescribeLogDirsResponse(reader: Reader, version: number): DescribeLogDirsResponse {
  const flexible = version >= 2
  const throttleTimeMs = reader.int32('throttleTimeMs')
  const errorCode = version >= 3 ? reader.int16('errorCode') : 0
  const results = reader.array('results', flexible, version, decodeDescribeLogDirsResponseDescribeLogDirsResult)
  const unknownTaggedFields = flexible ? reader.taggedFields() : noTaggedFields
  return { throttleTimeMs, errorCode, results, unknownTaggedFields }
}

export const describeLogDirsResponse: MessageCodec<DescribeLogDirsResponse> = {
  name: 'DescribeLogDirsResponse',
  apiKey: 35,
  minVersion: 1,
  maxVersion: 5,
  firstFlexibleVersion: 2,
  encode: encodeDescribeLogDirsResponse,
  decode: decodeDescribeLogDirsResponse,
}
