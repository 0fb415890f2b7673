// @generated from schemas/InitProducerIdRequest.json by `npm run generate`. Do not edit.
import type { Draft, MessageCodec, Tagged } from '../message-codec.ts'
import type { Reader } from '../reader.ts'
import { noTaggedFields } from '../tagged-field.ts'
import { refuseField, type Writer } from '../writer.ts'

export interface InitProducerIdRequest extends Tagged {
  readonly transactionalId: string | null
  readonly transactionTimeoutMs: number
  readonly producerId: bigint // v3+
  readonly producerEpoch: number // v3+
  readonly enable2Pc: boolean // v6+
  readonly keepPreparedTxn: boolean // v6+
}

function encodeInitProducerIdRequest(writer: Writer, message: Draft<InitProducerIdRequest>, version: number): void {
  const flexible = version >= 2
  const transactionalId = message.transactionalId === undefined ? '' : message.transactionalId
  writer.nullableString(transactionalId, flexible)
  writer.int32(message.transactionTimeoutMs ?? 0)
  if (version >= 3) writer.int64(message.producerId ?? -1n)
  if (version < 3 && message.producerId !== undefined && message.producerId !== -1n)
    refuseField('InitProducerIdRequest', 'producerId', version)
  if (version >= 3) writer.int16(message.producerEpoch ?? -1)
  if (version < 3 && message.producerEpoch !== undefined && message.producerEpoch !== -1)
    refuseField('InitProducerIdRequest', 'producerEpoch', version)
  if (version === 6) writer.bool(message.enable2Pc ?? false)
  if (version < 6 && message.enable2Pc !== undefined && message.enable2Pc !== false)
    refuseField('InitProducerIdRequest', 'enable2Pc', version)
  if (version === 6) writer.bool(message.keepPreparedTxn ?? false)
  if (version < 6 && message.keepPreparedTxn !== undefined && message.keepPreparedTxn !== false)
    refuseField('InitProducerIdRequest', 'keepPreparedTxn', version)
  if (flexible) writer.taggedFields(message.unknownTaggedFields)
}

function decodeInitProducerIdRequest(reader: Reader, version: number): InitProducerIdRequest {
  const flexible = version >= 2
  const transactionalId = reader.nullableString('transactionalId', flexible)
  const transactionTimeoutMs = reader.int32('transactionTimeoutMs')
  const producerId = version >= 3 ? reader.int64('producerId') : -1n
  const producerEpoch = version >= 3 ? reader.int16('producerEpoch') : -1
  const enable2Pc = version === 6 ? reader.bool('enable2Pc') : false
  const keepPreparedTxn = version === 6 ? reader.bool('keepPreparedTxn') : false
  const unknownTaggedFields = flexible ? reader.taggedFields() : noTaggedFields
  return {
    transactionalId,
    transactionTimeoutMs,
    producerId,
    producerEpoch,
    enable2Pc,
    keepPreparedTxn,
    unknownTaggedFields,
  }
}

export const initProducerIdRequest: MessageCodec<InitProducerIdRequest> = {
  name: 'InitProducerIdRequest',
  apiKey: 22,
  minVersion: 0,
  maxVersion: 6,
  firstFlexibleVersion: 2,
  encode: encodeInitProducerIdRequest,
  decode: decodeInitProducerIdRequest,
}
