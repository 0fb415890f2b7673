// @generated from schemas/ListTransactionsResponse.json by `npm run generate`. Do not edit.
import type { Draft, MessageCodec, Tagged } from '../message-codec.ts'
import { type Reader, readCompactString } from '../reader.ts'
import type { Writer } from '../writer.ts'

export interface ListTransactionsResponseTransactionState extends Tagged {
  readonly transactionalId: string
  readonly producerId: bigint
  readonly transactionState: string
}

function encodeListTransactionsResponseTransactionState(
  writer: Writer,
  message: Draft<ListTransactionsResponseTransactionState>,
  _version: number,
): void {
  writer.string(message.transactionalId ?? '', true)
  writer.int64(message.producerId ?? 0n)
  writer.string(message.transactionState ?? '', true)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeListTransactionsResponseTransactionState(
  reader: Reader,
  _version: number,
): ListTransactionsResponseTransactionState {
  const transactionalId = reader.string('transactionalId', true)
  const producerId = reader.int64('producerId')
  const transactionState = reader.string('transactionState', true)
  const unknownTaggedFields = reader.taggedFields()
  return { transactionalId, producerId, transactionState, unknownTaggedFields }
}

export interface ListTransactionsResponse extends Tagged {
  readonly throttleTimeMs: number
  readonly errorCode: number
  readonly unknownStateFilters: readonly string[]
  readonly transactionStates: readonly ListTransactionsResponseTransactionState[]
}

function encodeListTransactionsResponse(
  writer: Writer,
  message: Draft<ListTransactionsResponse>,
  version: number,
): void {
  writer.int32(message.throttleTimeMs ?? 0)
  writer.int16(message.errorCode ?? 0)
  const unknownStateFilters = message.unknownStateFilters ?? []
  writer.arrayLength(unknownStateFilters.length, true)
  for (const item of unknownStateFilters) writer.string(item, true)
  const transactionStates = message.transactionStates ?? []
  writer.arrayLength(transactionStates.length, true)
  for (const item of transactionStates) encodeListTransactionsResponseTransactionState(writer, item, version)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeListTransactionsResponse(reader: Reader, version: number): ListTransactionsResponse {
  const throttleTimeMs = reader.int32('throttleTimeMs')
  const errorCode = reader.int16('errorCode')
  const unknownStateFilters = reader.array('unknownStateFilters', true, version, readCompactString)
  const transactionStates = reader.array(
    'transactionStates',
    true,
    version,
    decodeListTransactionsResponseTransactionState,
  )
  const unknownTaggedFields = reader.taggedFields()
  return { throttleTimeMs, errorCode, unknownStateFilters, transactionStates, unknownTaggedFields }
}

export const listTransactionsResponse: MessageCodec<ListTransactionsResponse> = {
  name: 'ListTransactionsResponse',
  apiKey: 66,
  minVersion: 0,
  maxVersion: 2,
  firstFlexibleVersion: 0,
  encode: encodeListTransactionsResponse,
  decode: decodeListTransactionsResponse,
}
