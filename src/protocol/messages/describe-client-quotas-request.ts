// @generated from schemas/DescribeClientQuotasRequest.json by `npm run generate`. Do not edit.
import type { Draft, MessageCodec, Tagged } from '../message-codec.ts'
import type { Reader } from '../reader.ts'
import { noTaggedFields } from '../tagged-field.ts'
import type { Writer } from '../writer.ts'

export interface DescribeClientQuotasRequestComponentData extends Tagged {
  readonly entityType: string
  readonly matchType: number
  readonly match: string | null
}

function encodeDescribeClientQuotasRequestComponentData(
  writer: Writer,
  message: Draft<DescribeClientQuotasRequestComponentData>,
  version: number,
): void {
  const flexible = version === 1
  writer.string(message.entityType ?? '', flexible)
  writer.int8(message.matchType ?? 0)
  const match = message.match === undefined ? '' : message.match
  writer.nullableString(match, flexible)
  if (flexible) writer.taggedFields(message.unknownTaggedFields)
}

function decodeDescribeClientQuotasRequestComponentData(
  reader: Reader,
  version: number,
): DescribeClientQuotasRequestComponentData {
  const flexible = version === 1
  const entityType = reader.string('entityType', flexible)
  const matchType = reader.int8('matchType')
  const match = reader.nullableString('match', flexible)
  const unknownTaggedFields = flexible ? reader.taggedFields() : noTaggedFields
  return { entityType, matchType, match, unknownTaggedFields }
}

export interface DescribeClientQuotasRequest extends Tagged {
  readonly components: readonly DescribeClientQuotasRequestComponentData[]
  readonly strict: boolean
}

function encodeDescribeClientQuotasRequest(
  writer: Writer,
  message: Draft<DescribeClientQuotasRequest>,
  version: number,
): void {
  const flexible = version === 1
  const components = message.components ?? []
  writer.arrayLength(components.length, flexible)
  for (const item of components) encodeDescribeClientQuotasRequestComponentData(writer, item, version)
  writer.bool(message.strict ?? false)
  if (flexible) writer.taggedFields(message.unknownTaggedFields)
}

function decodeDescribeClientQuotasRequest(reader: Reader, version: number): DescribeClientQuotasRequest {
  const flexible = version === 1
  const components = reader.array('components', flexible, version, decodeDescribeClientQuotasRequestComponentData)
  const strict = reader.bool('strict')
  const unknownTaggedFields = flexible ? reader.taggedFields() : noTaggedFields
  return { components, strict, unknownTaggedFields }
}

export const describeClientQuotasRequest: MessageCodec<DescribeClientQuotasRequest> = {
  name: 'DescribeClientQuotasRequest',
  apiKey: 48,
  minVersion: 0,
  maxVersion: 1,
  firstFlexibleVersion: 1,
  encode: encodeDescribeClientQuotasRequest,
  decode: decodeDescribeClientQuotasRequest,
}
