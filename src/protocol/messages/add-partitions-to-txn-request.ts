// @generated from schemas/AddPartitionsToTxnRequest.json by `npm run generate`. Do not edit.
import type { Draft, MessageCodec, Tagged } from '../message-codec.ts'
import { type Reader, readInt32 } from '../reader.ts'
import { noTaggedFields } from '../tagged-field.ts'
import { refuseField, type Writer } from '../writer.ts'

export interface AddPartitionsToTxnRequestAddPartitionsToTxnTopic extends Tagged {
  readonly name: string
  readonly partitions: readonly number[]
}

function encodeAddPartitionsToTxnRequestAddPartitionsToTxnTopic(
  writer: Writer,
  message: Draft<AddPartitionsToTxnRequestAddPartitionsToTxnTopic>,
  version: number,
): void {
  const flexible = version >= 3
  writer.string(message.name ?? '', flexible)
  const partitions = message.partitions ?? []
  writer.arrayLength(partitions.length, flexible)
  for (const item of partitions) writer.int32(item)
  if (flexible) writer.taggedFields(message.unknownTaggedFields)
}

function decodeAddPartitionsToTxnRequestAddPartitionsToTxnTopic(
  reader: Reader,
  version: number,
): AddPartitionsToTxnRequestAddPartitionsToTxnTopic {
  const flexible = version >= 3
  const name = reader.string('name', flexible)
  const partitions = reader.array('partitions', flexible, version, readInt32)
  const unknownTaggedFields = flexible ? reader.taggedFields() : noTaggedFields
  return { name, partitions, unknownTaggedFields }
}

export interface AddPartitionsToTxnRequestAddPartitionsToTxnTransaction extends Tagged {
  readonly transactionalId: string // v4+
  readonly producerId: bigint // v4+
  readonly producerEpoch: number // v4+
  readonly verifyOnly: boolean // v4+
  readonly topics: readonly AddPartitionsToTxnRequestAddPartitionsToTxnTopic[] // v4+
}

function encodeAddPartitionsToTxnRequestAddPartitionsToTxnTransaction(
  writer: Writer,
  message: Draft<AddPartitionsToTxnRequestAddPartitionsToTxnTransaction>,
  version: number,
): void {
  writer.string(message.transactionalId ?? '', true)
  writer.int64(message.producerId ?? 0n)
  writer.int16(message.producerEpoch ?? 0)
  writer.bool(message.verifyOnly ?? false)
  const topics = message.topics ?? []
  writer.arrayLength(topics.length, true)
  for (const item of topics) encodeAddPartitionsToTxnRequestAddPartitionsToTxnTopic(writer, item, version)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeAddPartitionsToTxnRequestAddPartitionsToTxnTransaction(
  reader: Reader,
  version: number,
): AddPartitionsToTxnRequestAddPartitionsToTxnTransaction {
  const transactionalId = reader.string('transactionalId', true)
  const producerId = reader.int64('producerId')
  const producerEpoch = reader.int16('producerEpoch')
  const verifyOnly = reader.bool('verifyOnly')
  const topics = reader.array('topics', true, version, decodeAddPartitionsToTxnRequestAddPartitionsToTxnTopic)
  const unknownTaggedFields = reader.taggedFields()
  return { transactionalId, producerId, producerEpoch, verifyOnly, topics, unknownTaggedFields }
}

export interface AddPartitionsToTxnRequest extends Tagged {
  readonly transactions: readonly AddPartitionsToTxnRequestAddPartitionsToTxnTransaction[] // v4+
  readonly v3AndBelowTransactionalId: string // v0-3
  readonly v3AndBelowProducerId: bigint // v0-3
  readonly v3AndBelowProducerEpoch: number // v0-3
  readonly v3AndBelowTopics: readonly AddPartitionsToTxnRequestAddPartitionsToTxnTopic[] // v0-3
}

function encodeAddPartitionsToTxnRequest(
  writer: Writer,
  message: Draft<AddPartitionsToTxnRequest>,
  version: number,
): void {
  const flexible = version >= 3
  if (version >= 4) {
    const transactions = message.transactions ?? []
    writer.arrayLength(transactions.length, flexible)
    for (const item of transactions) encodeAddPartitionsToTxnRequestAddPartitionsToTxnTransaction(writer, item, version)
  }
  if (version < 4 && message.transactions !== undefined && message.transactions.length !== 0)
    refuseField('AddPartitionsToTxnRequest', 'transactions', version)
  if (version <= 3) writer.string(message.v3AndBelowTransactionalId ?? '', flexible)
  if (version > 3 && message.v3AndBelowTransactionalId !== undefined && message.v3AndBelowTransactionalId !== '')
    refuseField('AddPartitionsToTxnRequest', 'v3AndBelowTransactionalId', version)
  if (version <= 3) writer.int64(message.v3AndBelowProducerId ?? 0n)
  if (version > 3 && message.v3AndBelowProducerId !== undefined && message.v3AndBelowProducerId !== 0n)
    refuseField('AddPartitionsToTxnRequest', 'v3AndBelowProducerId', version)
  if (version <= 3) writer.int16(message.v3AndBelowProducerEpoch ?? 0)
  if (version > 3 && message.v3AndBelowProducerEpoch !== undefined && message.v3AndBelowProducerEpoch !== 0)
    refuseField('AddPartitionsToTxnRequest', 'v3AndBelowProducerEpoch', version)
  if (version <= 3) {
    const v3AndBelowTopics = message.v3AndBelowTopics ?? []
    writer.arrayLength(v3AndBelowTopics.length, flexible)
    for (const item of v3AndBelowTopics) encodeAddPartitionsToTxnRequestAddPartitionsToTxnTopic(writer, item, version)
  }
  if (version > 3 && message.v3AndBelowTopics !== undefined && message.v3AndBelowTopics.length !== 0)
    refuseField('AddPartitionsToTxnRequest', 'v3AndBelowTopics', version)
  if (flexible) writer.taggedFields(message.unknownTaggedFields)
}

function decodeAddPartitionsToTxnRequest(reader: Reader, version: number): AddPartitionsToTxnRequest {
  const flexible = version >= 3
  const transactions =
    version >= 4
      ? reader.array('transactions', flexible, version, decodeAddPartitionsToTxnRequestAddPartitionsToTxnTransaction)
      : []
  const v3AndBelowTransactionalId = version <= 3 ? reader.string('v3AndBelowTransactionalId', flexible) : ''
  const v3AndBelowProducerId = version <= 3 ? reader.int64('v3AndBelowProducerId') : 0n
  const v3AndBelowProducerEpoch = version <= 3 ? reader.int16('v3AndBelowProducerEpoch') : 0
  const v3AndBelowTopics =
    version <= 3
      ? reader.array('v3AndBelowTopics', flexible, version, decodeAddPartitionsToTxnRequestAddPartitionsToTxnTopic)
      : []
  const unknownTaggedFields = flexible ? reader.taggedFields() : noTaggedFields
  return {
    transactions,
    v3AndBelowTransactionalId,
    v3AndBelowProducerId,
    v3AndBelowProducerEpoch,
    v3AndBelowTopics,
    unknownTaggedFields,
  }
}

export const addPartitionsToTxnRequest: MessageCodec<AddPartitionsToTxnRequest> = {
  name: 'AddPartitionsToTxnRequest',
  apiKey: 24,
  minVersion: 0,
  maxVersion: 5,
  firstFlexibleVersion: 3,
  encode: encodeAddPartitionsToTxnRequest,
  decode: decodeAddPartitionsToTxnRequest,
}
