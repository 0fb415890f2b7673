// @generated from schemas/InitProducerIdResponse.json by `npm run generate`. Do not edit.
import type { Draft, MessageCodec, Tagged } from '../message-codec.ts'
import type { Reader } from '../reader.ts'
import { noTaggedFields } from '../tagged-field.ts'
import { refuseField, type Writer } from '../writer.ts'

export interface InitProducerIdResponse extends Tagged {
  readonly throttleTimeMs: number
  readonly errorCode: number
  readonly producerId: bigint
  readonly producerEpoch: number
  readonly ongoingTxnProducerId: bigint // v6+
  readonly ongoingTxnProducerEpoch: number // v6+
}

function encodeInitProducerIdResponse(writer: Writer, message: Draft<InitProducerIdResponse>, version: number): void {
  const flexible = version >= 2
  writer.int32(message.throttleTimeMs ?? 0)
  writer.int16(message.errorCode ?? 0)
  writer.int64(message.producerId ?? -1n)
  writer.int16(message.producerEpoch ?? 0)
  if (version === 6) writer.int64(message.ongoingTxnProducerId ?? -1n)
  if (version < 6 && message.ongoingTxnProducerId !== undefined && message.ongoingTxnProducerId !== -1n)
    refuseField('InitProducerIdResponse', 'ongoingTxnProducerId', version)
  if (version === 6) writer.int16(message.ongoingTxnProducerEpoch ?? -1)
  if (version < 6 && message.ongoingTxnProducerEpoch !== undefined && message.ongoingTxnProducerEpoch !== -1)
    refuseField('InitProducerIdResponse', 'ongoingTxnProducerEpoch', version)
  if (flexible) writer.taggedFields(message.unknownTaggedFields)
}

function decodeInitProducerIdResponse(reader: Reader, version: number): InitProducerIdResponse {
  const flexible = version >= 2
  const throttleTimeMs = reader.int32('throttleTimeMs')
  const errorCode = reader.int16('errorCode')
  const producerId = reader.int64('producerId')
  const producerEpoch = reader.int16('producerEpoch')
  const ongoingTxnProducerId = version === 6 ? reader.int64('ongoingTxnProducerId') : -1n
  const ongoingTxnProducerEpoch = version === 6 ? reader.int16('ongoingTxnProducerEpoch') : -1
  const unknownTaggedFields = flexible ? reader.taggedFields() : noTaggedFields
  return {
    throttleTimeMs,
    errorCode,
    producerId,
    producerEpoch,
    ongoingTxnProducerId,
    ongoingTxnProducerEpoch,
    unknownTaggedFields,
  }
}

export const initProducerIdResponse: MessageCodec<InitProducerIdResponse> = {
  name: 'InitProducerIdResponse',
  apiKey: 22,
  minVersion: 0,
  maxVersion: 6,
  firstFlexibleVersion: 2,
  encode: encodeInitProducerIdResponse,
  decode: decodeInitProducerIdResponse,
}
