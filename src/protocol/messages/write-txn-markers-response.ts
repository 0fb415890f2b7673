// @generated from schemas/WriteTxnMarkersResponse.json by `npm run generate`. Do not edit.
import type { Draft, MessageCodec, Tagged } from '../message-codec.ts'
import type { Reader } from '../reader.ts'
import type { Writer } from '../writer.ts'

export interface WriteTxnMarkersResponseWritableTxnMarkerPartitionResult extends Tagged {
  readonly partitionIndex: number
  readonly errorCode: number
}

function encodeWriteTxnMarkersResponseWritableTxnMarkerPartitionResult(
  writer: Writer,
  message: Draft<WriteTxnMarkersResponseWritableTxnMarkerPartitionResult>,
  _version: number,
): void {
  writer.int32(message.partitionIndex ?? 0)
  writer.int16(message.errorCode ?? 0)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeWriteTxnMarkersResponseWritableTxnMarkerPartitionResult(
  reader: Reader,
  _version: number,
): WriteTxnMarkersResponseWritableTxnMarkerPartitionResult {
  const partitionIndex = reader.int32('partitionIndex')
  const errorCode = reader.int16('errorCode')
  const unknownTaggedFields = reader.taggedFields()
  return { partitionIndex, errorCode, unknownTaggedFields }
}

export interface WriteTxnMarkersResponseWritableTxnMarkerTopicResult extends Tagged {
  readonly name: string
  readonly partitions: readonly WriteTxnMarkersResponseWritableTxnMarkerPartitionResult[]
}

function encodeWriteTxnMarkersResponseWritableTxnMarkerTopicResult(
  writer: Writer,
  message: Draft<WriteTxnMarkersResponseWritableTxnMarkerTopicResult>,
  version: number,
): void {
  writer.string(message.name ?? '', true)
  const partitions = message.partitions ?? []
  writer.arrayLength(partitions.length, true)
  for (const item of partitions) encodeWriteTxnMarkersResponseWritableTxnMarkerPartitionResult(writer, item, version)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeWriteTxnMarkersResponseWritableTxnMarkerTopicResult(
  reader: Reader,
  version: number,
): WriteTxnMarkersResponseWritableTxnMarkerTopicResult {
  const name = reader.string('name', true)
  const partitions = reader.array(
    'partitions',
    true,
    version,
    decodeWriteTxnMarkersResponseWritableTxnMarkerPartitionResult,
  )
  const unknownTaggedFields = reader.taggedFields()
  return { name, partitions, unknownTaggedFields }
}

export interface WriteTxnMarkersResponseWritableTxnMarkerResult extends Tagged {
  readonly producerId: bigint
  readonly topics: readonly WriteTxnMarkersResponseWritableTxnMarkerTopicResult[]
}

function encodeWriteTxnMarkersResponseWritableTxnMarkerResult(
  writer: Writer,
  message: Draft<WriteTxnMarkersResponseWritableTxnMarkerResult>,
  version: number,
): void {
  writer.int64(message.producerId ?? 0n)
  const topics = message.topics ?? []
  writer.arrayLength(topics.length, true)
  for (const item of topics) encodeWriteTxnMarkersResponseWritableTxnMarkerTopicResult(writer, item, version)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeWriteTxnMarkersResponseWritableTxnMarkerResult(
  reader: Reader,
  version: number,
): WriteTxnMarkersResponseWritableTxnMarkerResult {
  const producerId = reader.int64('producerId')
  const topics = reader.array('topics', true, version, decodeWriteTxnMarkersResponseWritableTxnMarkerTopicResult)
  const unknownTaggedFields = reader.taggedFields()
  return { producerId, topics, unknownTaggedFields }
}

export interface WriteTxnMarkersResponse extends Tagged {
  readonly markers: readonly WriteTxnMarkersResponseWritableTxnMarkerResult[]
}

function encodeWriteTxnMarkersResponse(writer: Writer, message: Draft<WriteTxnMarkersResponse>, version: number): void {
  const markers = message.markers ?? []
  writer.arrayLength(markers.length, true)
  for (const item of markers) encodeWriteTxnMarkersResponseWritableTxnMarkerResult(writer, item, version)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeWriteTxnMarkersResponse(reader: Reader, version: number): WriteTxnMarkersResponse {
  const markers = reader.array('markers', true, version, decodeWriteTxnMarkersResponseWritableTxnMarkerResult)
  const unknownTaggedFields = reader.taggedFields()
  return { markers, unknownTaggedFields }
}

export const writeTxnMarkersResponse: MessageCodec<WriteTxnMarkersResponse> = {
  name: 'WriteTxnMarkersResponse',
  apiKey: 27,
  minVersion: 1,
  maxVersion: 2,
  firstFlexibleVersion: 1,
  encode: encodeWriteTxnMarkersResponse,
  decode: decodeWriteTxnMarkersResponse,
}
