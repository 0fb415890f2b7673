// @generated from schemas/ListTransactionsRequest.json by `npm run generate`. Do not edit.
import type { Draft, MessageCodec, Tagged } from '../message-codec.ts'
import { type Reader, readCompactString, readInt64 } from '../reader.ts'
import { refuseField, type Writer } from '../writer.ts'

export interface ListTransactionsRequest extends Tagged {
  readonly stateFilters: readonly string[]
  readonly producerIdFilters: readonly bigint[]
  readonly durationFilter: bigint // v1+
  readonly transactionalIdPattern: string | null // v2+
}

function encodeListTransactionsRequest(writer: Writer, message: Draft<ListTransactionsRequest>, version: number): void {
  const stateFilters = message.stateFilters ?? []
  writer.arrayLength(stateFilters.length, true)
  for (const item of stateFilters) writer.string(item, true)
  const producerIdFilters = message.producerIdFilters ?? []
  writer.arrayLength(producerIdFilters.length, true)
  for (const item of producerIdFilters) writer.int64(item)
  if (version >= 1) writer.int64(message.durationFilter ?? -1n)
  if (version < 1 && message.durationFilter !== undefined && message.durationFilter !== -1n)
    refuseField('ListTransactionsRequest', 'durationFilter', version)
  if (version === 2) {
    const transactionalIdPattern = message.transactionalIdPattern ?? null
    writer.nullableString(transactionalIdPattern, true)
  }
  if (version < 2 && message.transactionalIdPattern !== undefined && message.transactionalIdPattern !== null)
    refuseField('ListTransactionsRequest', 'transactionalIdPattern', version)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeListTransactionsRequest(reader: Reader, version: number): ListTransactionsRequest {
  const stateFilters = reader.array('stateFilters', true, version, readCompactString)
  const producerIdFilters = reader.array('producerIdFilters', true, version, readInt64)
  const durationFilter = version >= 1 ? reader.int64('durationFilter') : -1n
  const transactionalIdPattern = version === 2 ? reader.nullableString('transactionalIdPattern', true) : null
  const unknownTaggedFields = reader.taggedFields()
  return { stateFilters, producerIdFilters, durationFilter, transactionalIdPattern, unknownTaggedFields }
}

export const listTransactionsRequest: MessageCodec<ListTransactionsRequest> = {
  name: 'ListTransactionsRequest',
  apiKey: 66,
  minVersion: 0,
  maxVersion: 2,
  firstFlexibleVersion: 0,
  encode: encodeListTransactionsRequest,
  decode: decodeListTransactionsRequest,
}
