// @generated from schemas/DescribeTransactionsRequest.json by `npm run generate`. Do not edit.
import type { Draft, MessageCodec, Tagged } from '../message-codec.ts'
import { type Reader, readCompactString } from '../reader.ts'
import type { Writer } from '../writer.ts'

export interface DescribeTransactionsRequest extends Tagged {
  readonly transactionalIds: readonly string[]
}

function encodeDescribeTransactionsRequest(
  writer: Writer,
  message: Draft<DescribeTransactionsRequest>,
  _version: number,
): void {
  const transactionalIds = message.transactionalIds ?? []
  writer.arrayLength(transactionalIds.length, true)
  for (const item of transactionalIds) writer.string(item, true)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeDescribeTransactionsRequest(reader: Reader, version: number): DescribeTransactionsRequest {
  const transactionalIds = reader.array('transactionalIds', true, version, readCompactString)
  const unknownTaggedFields = reader.taggedFields()
  return { transactionalIds, unknownTaggedFields }
}

export const describeTransactionsRequest: MessageCodec<DescribeTransactionsRequest> = {
  name: 'DescribeTransactionsRequest',
  apiKey: 65,
  minVersion: 0,
  maxVersion: 0,
  firstFlexibleVersion: 0,
  encode: encodeDescribeTransactionsRequest,
  decode: decodeDescribeTransactionsRequest,
}
