// @generated from schemas/EndTxnRequest.json by `npm run generate`. Do not edit.
import type { Draft, MessageCodec, Tagged } from '../message-codec.ts'
import type { Reader } from '../reader.ts'
import { noTaggedFields } from '../tagged-field.ts'
import type { Writer } from '../writer.ts'

export interface EndTxnRequest extends Tagged {
  readonly transactionalId: string
  readonly producerId: bigint
  readonly producerEpoch: number
  readonly committed: boolean
}

function encodeEndTxnRequest(writer: Writer, message: Draft<EndTxnRequest>, version: number): void {
  const flexible = version >= 3
  writer.string(message.transactionalId ?? '', flexible)
  writer.int64(message.producerId ?? 0n)
  writer.int16(message.producerEpoch ?? 0)
  writer.bool(message.committed ?? false)
  if (flexible) writer.taggedFields(message.unknownTaggedFields)
}

function decodeEndTxnRequest(reader: Reader, version: number): EndTxnRequest {
  const flexible = version >= 3
  const transactionalId = reader.string('transactionalId', flexible)
  const producerId = reader.int64('producerId')
  const producerEpoch = reader.int16('producerEpoch')
  const committed = reader.bool('committed')
  const unknownTaggedFields = flexible ? reader.taggedFields() : noTaggedFields
  return { transactionalId, producerId, producerEpoch, committed, unknownTaggedFields }
}

export const endTxnRequest: MessageCodec<EndTxnRequest> = {
  name: 'EndTxnRequest',
  apiKey: 26,
  minVersion: 0,
  maxVersion: 5,
  firstFlexibleVersion: 3,
  encode: encodeEndTxnRequest,
  decode: decodeEndTxnRequest,
}
