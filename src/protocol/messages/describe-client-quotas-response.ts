// @generated from schemas/DescribeClientQuotasResponse.json by `npm run generate`. Do not edit.
import type { Draft, MessageCodec, Tagged } from '../message-codec.ts'
import type { Reader } from '../reader.ts'
import { noTaggedFields } from '../tagged-field.ts'
import type { Writer } from '../writer.ts'

export interface DescribeClientQuotasResponseEntityData extends Tagged {
  readonly entityType: string
  readonly entityName: string | null
}

function encodeDescribeClientQuotasResponseEntityData(
  writer: Writer,
  message: Draft<DescribeClientQuotasResponseEntityData>,
  version: number,
): void {
  const flexible = version === 1
  writer.string(message.entityType ?? '', flexible)
  const entityName = message.entityName === undefined ? '' : message.entityName
  writer.nullableString(entityName, flexible)
  if (flexible) writer.taggedFields(message.unknownTaggedFields)
}

function decodeDescribeClientQuotasResponseEntityData(
  reader: Reader,
  version: number,
): DescribeClientQuotasResponseEntityData {
  const flexible = version === 1
  const entityType = reader.string('entityType', flexible)
  const entityName = reader.nullableString('entityName', flexible)
  const unknownTaggedFields = flexible ? reader.taggedFields() : noTaggedFields
  return { entityType, entityName, unknownTaggedFields }
}

export interface DescribeClientQuotasResponseValueData extends Tagged {
  readonly key: string
  readonly value: number
}

function encodeDescribeClientQuotasResponseValueData(
  writer: Writer,
  message: Draft<DescribeClientQuotasResponseValueData>,
  version: number,
): void {
  const flexible = version === 1
  writer.string(message.key ?? '', flexible)
  writer.float64(message.value ?? 0)
  if (flexible) writer.taggedFields(message.unknownTaggedFields)
}

function decodeDescribeClientQuotasResponseValueData(
  reader: Reader,
  version: number,
): DescribeClientQuotasResponseValueData {
  const flexible = version === 1
  const key = reader.string('key', flexible)
  const value = reader.float64('value')
  const unknownTaggedFields = flexible ? reader.taggedFields() : noTaggedFields
  return { key, value, unknownTaggedFields }
}

export interface DescribeClientQuotasResponseEntryData extends Tagged {
  readonly entity: readonly DescribeClientQuotasResponseEntityData[]
  readonly values: readonly DescribeClientQuotasResponseValueData[]
}

function encodeDescribeClientQuotasResponseEntryData(
  writer: Writer,
  message: Draft<DescribeClientQuotasResponseEntryData>,
  version: number,
): void {
  const flexible = version === 1
  const entity = message.entity ?? []
  writer.arrayLength(entity.length, flexible)
  for (const item of entity) encodeDescribeClientQuotasResponseEntityData(writer, item, version)
  const values = message.values ?? []
  writer.arrayLength(values.length, flexible)
  for (const item of values) encodeDescribeClientQuotasResponseValueData(writer, item, version)
  if (flexible) writer.taggedFields(message.unknownTaggedFields)
}

function decodeDescribeClientQuotasResponseEntryData(
  reader: Reader,
  version: number,
): DescribeClientQuotasResponseEntryData {
  const flexible = version === 1
  const entity = reader.array('entity', flexible, version, decodeDescribeClientQuotasResponseEntityData)
  const values = reader.array('values', flexible, version, decodeDescribeClientQuotasResponseValueData)
  const unknownTaggedFields = flexible ? reader.taggedFields() : noTaggedFields
  return { entity, values, unknownTaggedFields }
}

export interface DescribeClientQuotasResponse extends Tagged {
  readonly throttleTimeMs: number
  readonly errorCode: number
  readonly errorMessage: string | null
  readonly entries: readonly DescribeClientQuotasResponseEntryData[] | null
}

function encodeDescribeClientQuotasResponse(
  writer: Writer,
  message: Draft<DescribeClientQuotasResponse>,
  version: number,
): void {
  const flexible = version === 1
  writer.int32(message.throttleTimeMs ?? 0)
  writer.int16(message.errorCode ?? 0)
  const errorMessage = message.errorMessage === undefined ? '' : message.errorMessage
  writer.nullableString(errorMessage, flexible)
  const entries = message.entries === undefined ? [] : message.entries
  if (entries === null) writer.nullArray(flexible)
  else {
    writer.arrayLength(entries.length, flexible)
    for (const item of entries) encodeDescribeClientQuotasResponseEntryData(writer, item, version)
  }
  if (flexible) writer.taggedFields(message.unknownTaggedFields)
}

function decodeDescribeClientQuotasResponse(reader: Reader, version: number): DescribeClientQuotasResponse {
  const flexible = version === 1
  const throttleTimeMs = reader.int32('throttleTimeMs')
  const errorCode = reader.int16('errorCode')
  const errorMessage = reader.nullableString('errorMessage', flexible)
  const entries = reader.nullableArray('entries', flexible, version, decodeDescribeClientQuotasResponseEntryData)
  const unknownTaggedFields = flexible ? reader.taggedFields() : noTaggedFields
  return { throttleTimeMs, errorCode, errorMessage, entries, unknownTaggedFields }
}

export const describeClientQuotasResponse: MessageCodec<DescribeClientQuotasResponse> = {
  name: 'DescribeClientQuotasResponse',
  apiKey: 48,
  minVersion: 0,
  maxVersion: 1,
  firstFlexibleVersion: 1,
  encode: encodeDescribeClientQuotasResponse,
  decode: decodeDescribeClientQuotasResponse,
}
