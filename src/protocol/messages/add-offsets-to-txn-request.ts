// @generated from schemas/AddOffsetsToTxnRequest.json by `npm run generate`. Do not edit.
import type { Draft, MessageCodec, Tagged } from '../message-codec.ts'
import type { Reader } from '../reader.ts'
import { noTaggedFields } from '../tagged-field.ts'
import type { Writer } from '../writer.ts'

export interface AddOffsetsToTxnRequest extends Tagged {
  readonly transactionalId: string
  readonly producerId: bigint
  readonly producerEpoch: number
  readonly groupId: string
}

function encodeAddOffsetsToTxnRequest(writer: Writer, message: Draft<AddOffsetsToTxnRequest>, version: number): void {
  const flexible = version >= 3
  writer.string(message.transactionalId ?? '', flexible)
  writer.int64(message.producerId ?? 0n)
  writer.int16(message.producerEpoch ?? 0)
  writer.string(message.groupId ?? '', flexible)
  if (flexible) writer.taggedFields(message.unknownTaggedFields)
}

function decodeAddOffsetsToTxnRequest(reader: Reader, version: number): AddOffsetsToTxnRequest {
  const flexible = version >= 3
  const transactionalId = reader.string('transactionalId', flexible)
  const producerId = reader.int64('producerId')
  const producerEpoch = reader.int16('producerEpoch')
  const groupId = reader.string('groupId', flexible)
  const unknownTaggedFields = flexible ? reader.taggedFields() : noTaggedFields
  return { transactionalId, producerId, producerEpoch, groupId, unknownTaggedFields }
}

export const addOffsetsToTxnRequest: MessageCodec<AddOffsetsToTxnRequest> = {
  name: 'AddOffsetsToTxnRequest',
  apiKey: 25,
  minVersion: 0,
  maxVersion: 4,
  firstFlexibleVersion: 3,
  encode: encodeAddOffsetsToTxnRequest,
  decode: decodeAddOffsetsToTxnRequest,
}
