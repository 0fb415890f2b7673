// @generated from schemas/ProduceRequest.json by `npm run generate`. Do not edit.
import type { Draft, MessageCodec, Tagged } from '../message-codec.ts'
import type { Reader } from '../reader.ts'
import { noTaggedFields } from '../tagged-field.ts'
import { type Uuid, zeroUuid } from '../uuid.ts'
import type { Writer } from '../writer.ts'

export interface ProduceRequestPartitionProduceData extends Tagged {
  readonly index: number
  readonly records: Buffer | null
}

function encodeProduceRequestPartitionProduceData(
  writer: Writer,
  message: Draft<ProduceRequestPartitionProduceData>,
  version: number,
): void {
  const flexible = version >= 9
  writer.int32(message.index ?? 0)
  const records = message.records ?? null
  writer.nullableBytes(records, flexible)
  if (flexible) writer.taggedFields(message.unknownTaggedFields)
}

function decodeProduceRequestPartitionProduceData(reader: Reader, version: number): ProduceRequestPartitionProduceData {
  const flexible = version >= 9
  const index = reader.int32('index')
  const records = reader.nullableBytes('records', flexible)
  const unknownTaggedFields = flexible ? reader.taggedFields() : noTaggedFields
  return { index, records, unknownTaggedFields }
}

export interface ProduceRequestTopicProduceData extends Tagged {
  readonly name: string // v3-12
  readonly topicId: Uuid // v13+
  readonly partitionData: readonly ProduceRequestPartitionProduceData[]
}

function encodeProduceRequestTopicProduceData(
  writer: Writer,
  message: Draft<ProduceRequestTopicProduceData>,
  version: number,
): void {
  const flexible = version >= 9
  if (version <= 12) writer.string(message.name ?? '', flexible)
  if (version === 13) writer.uuid(message.topicId ?? zeroUuid)
  const partitionData = message.partitionData ?? []
  writer.arrayLength(partitionData.length, flexible)
  for (const item of partitionData) encodeProduceRequestPartitionProduceData(writer, item, version)
  if (flexible) writer.taggedFields(message.unknownTaggedFields)
}

function decodeProduceRequestTopicProduceData(reader: Reader, version: number): ProduceRequestTopicProduceData {
  const flexible = version >= 9
  const name = version <= 12 ? reader.string('name', flexible) : ''
  const topicId = version === 13 ? reader.uuid('topicId') : zeroUuid
  const partitionData = reader.array('partitionData', flexible, version, decodeProduceRequestPartitionProduceData)
  const unknownTaggedFields = flexible ? reader.taggedFields() : noTaggedFields
  return { name, topicId, partitionData, unknownTaggedFields }
}

export interface ProduceRequest extends Tagged {
  readonly transactionalId: string | null
  readonly acks: number
  readonly timeoutMs: number
  readonly topicData: readonly ProduceRequestTopicProduceData[]
}

function encodeProduceRequest(writer: Writer, message: Draft<ProduceRequest>, version: number): void {
  const flexible = version >= 9
  const transactionalId = message.transactionalId ?? null
  writer.nullableString(transactionalId, flexible)
  writer.int16(message.acks ?? 0)
  writer.int32(message.timeoutMs ?? 0)
  const topicData = message.topicData ?? []
  writer.arrayLength(topicData.length, flexible)
  for (const item of topicData) encodeProduceRequestTopicProduceData(writer, item, version)
  if (flexible) writer.taggedFields(message.unknownTaggedFields)
}

function decodeProduceRequest(reader: Reader, version: number): ProduceRequest {
  const flexible = version >= 9
  const transactionalId = reader.nullableString('transactionalId', flexible)
  const acks = reader.int16('acks')
  const timeoutMs = reader.int32('timeoutMs')
  const topicData = reader.array('topicData', flexible, version, decodeProduceRequestTopicProduceData)
  const unknownTaggedFields = flexible ? reader.taggedFields() : noTaggedFields
  return { transactionalId, acks, timeoutMs, topicData, unknownTaggedFields }
}

export const produceRequest: MessageCodec<ProduceRequest> = {
  name: 'ProduceRequest',
  apiKey: 0,
  minVersion: 3,
  maxVersion: 13,
  firstFlexibleVersion: 9,
  encode: encodeProduceRequest,
  decode: decodeProduceRequest,
}
