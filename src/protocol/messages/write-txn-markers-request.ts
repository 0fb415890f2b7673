// @generated from schemas/WriteTxnMarkersRequest.json by `npm run generate`. Do not edit.
import type { Draft, MessageCodec, Tagged } from '../message-codec.ts'
import { type Reader, readInt32 } from '../reader.ts'
import type { Writer } from '../writer.ts'

export interface WriteTxnMarkersRequestWritableTxnMarkerTopic extends Tagged {
  readonly name: string
  readonly partitionIndexes: readonly number[]
}

function encodeWriteTxnMarkersRequestWritableTxnMarkerTopic(
  writer: Writer,
  message: Draft<WriteTxnMarkersRequestWritableTxnMarkerTopic>,
  _version: number,
): void {
  writer.string(message.name ?? '', true)
  const partitionIndexes = message.partitionIndexes ?? []
  writer.arrayLength(partitionIndexes.length, true)
  for (const item of partitionIndexes) writer.int32(item)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeWriteTxnMarkersRequestWritableTxnMarkerTopic(
  reader: Reader,
  version: number,
): WriteTxnMarkersRequestWritableTxnMarkerTopic {
  const name = reader.string('name', true)
  const partitionIndexes = reader.array('partitionIndexes', true, version, readInt32)
  const unknownTaggedFields = reader.taggedFields()
  return { name, partitionIndexes, unknownTaggedFields }
}

export interface WriteTxnMarkersRequestWritableTxnMarker extends Tagged {
  readonly producerId: bigint
  readonly producerEpoch: number
  readonly transactionResult: boolean
  readonly topics: readonly WriteTxnMarkersRequestWritableTxnMarkerTopic[]
  readonly coordinatorEpoch: number
  readonly transactionVersion: number // v2+
}

function encodeWriteTxnMarkersRequestWritableTxnMarker(
  writer: Writer,
  message: Draft<WriteTxnMarkersRequestWritableTxnMarker>,
  version: number,
): void {
  writer.int64(message.producerId ?? 0n)
  writer.int16(message.producerEpoch ?? 0)
  writer.bool(message.transactionResult ?? false)
  const topics = message.topics ?? []
  writer.arrayLength(topics.length, true)
  for (const item of topics) encodeWriteTxnMarkersRequestWritableTxnMarkerTopic(writer, item, version)
  writer.int32(message.coordinatorEpoch ?? 0)
  if (version === 2) writer.int8(message.transactionVersion ?? 0)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeWriteTxnMarkersRequestWritableTxnMarker(
  reader: Reader,
  version: number,
): WriteTxnMarkersRequestWritableTxnMarker {
  const producerId = reader.int64('producerId')
  const producerEpoch = reader.int16('producerEpoch')
  const transactionResult = reader.bool('transactionResult')
  const topics = reader.array('topics', true, version, decodeWriteTxnMarkersRequestWritableTxnMarkerTopic)
  const coordinatorEpoch = reader.int32('coordinatorEpoch')
  const transactionVersion = version === 2 ? reader.int8('transactionVersion') : 0
  const unknownTaggedFields = reader.taggedFields()
  return {
    producerId,
    producerEpoch,
    transactionResult,
    topics,
    coordinatorEpoch,
    transactionVersion,
    unknownTaggedFields,
  }
}

export interface WriteTxnMarkersRequest extends Tagged {
  readonly markers: readonly WriteTxnMarkersRequestWritableTxnMarker[]
}

function encodeWriteTxnMarkersRequest(writer: Writer, message: Draft<WriteTxnMarkersRequest>, version: number): void {
  const markers = message.markers ?? []
  writer.arrayLength(markers.length, true)
  for (const item of markers) encodeWriteTxnMarkersRequestWritableTxnMarker(writer, item, version)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeWriteTxnMarkersRequest(reader: Reader, version: number): WriteTxnMarkersRequest {
  const markers = reader.array('markers', true, version, decodeWriteTxnMarkersRequestWritableTxnMarker)
  const unknownTaggedFields = reader.taggedFields()
  return { markers, unknownTaggedFields }
}

export const writeTxnMarkersRequest: MessageCodec<WriteTxnMarkersRequest> = {
  name: 'WriteTxnMarkersRequest',
  apiKey: 27,
  minVersion: 1,
  maxVersion: 2,
  firstFlexibleVersion: 1,
  encode: encodeWriteTxnMarkersRequest,
  decode: decodeWriteTxnMarkersRequest,
}
