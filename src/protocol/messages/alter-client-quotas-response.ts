// @generated from schemas/AlterClientQuotasResponse.json by `npm run generate`. Do not edit.
import type { Draft, MessageCodec, Tagged } from '../message-codec.ts'
import type { Reader } from '../reader.ts'
import { noTaggedFields } from '../tagged-field.ts'
import type { Writer } from '../writer.ts'

export interface AlterClientQuotasResponseEntityData extends Tagged {
  readonly entityType: string
  readonly entityName: string | null
}

function encodeAlterClientQuotasResponseEntityData(
  writer: Writer,
  message: Draft<AlterClientQuotasResponseEntityData>,
  version: number,
): void {
  const flexible = version === 1
  writer.string(message.entityType ?? '', flexible)
  const entityName = message.entityName === undefined ? '' : message.entityName
  writer.nullableString(entityName, flexible)
  if (flexible) writer.taggedFields(message.unknownTaggedFields)
}

function decodeAlterClientQuotasResponseEntityData(
  reader: Reader,
  version: number,
): AlterClientQuotasResponseEntityData {
  const flexible = version === 1
  const entityType = reader.string('entityType', flexible)
  const entityName = reader.nullableString('entityName', flexible)
  const unknownTaggedFields = flexible ? reader.taggedFields() : noTaggedFields
  return { entityType, entityName, unknownTaggedFields }
}

export interface AlterClientQuotasResponseEntryData extends Tagged {
  readonly errorCode: number
  readonly errorMessage: string | null
  readonly entity: readonly AlterClientQuotasResponseEntityData[]
}

function encodeAlterClientQuotasResponseEntryData(
  writer: Writer,
  message: Draft<AlterClientQuotasResponseEntryData>,
  version: number,
): void {
  const flexible = version === 1
  writer.int16(message.errorCode ?? 0)
  const errorMessage = message.errorMessage === undefined ? '' : message.errorMessage
  writer.nullableString(errorMessage, flexible)
  const entity = message.entity ?? []
  writer.arrayLength(entity.length, flexible)
  for (const item of entity) encodeAlterClientQuotasResponseEntityData(writer, item, version)
  if (flexible) writer.taggedFields(message.unknownTaggedFields)
}

function decodeAlterClientQuotasResponseEntryData(reader: Reader, version: number): AlterClientQuotasResponseEntryData {
  const flexible = version === 1
  const errorCode = reader.int16('errorCode')
  const errorMessage = reader.nullableString('errorMessage', flexible)
  const entity = reader.array('entity', flexible, version, decodeAlterClientQuotasResponseEntityData)
  const unknownTaggedFields = flexible ? reader.taggedFields() : noTaggedFields
  return { errorCode, errorMessage, entity, unknownTaggedFields }
}

export interface AlterClientQuotasResponse extends Tagged {
  readonly throttleTimeMs: number
  readonly entries: readonly AlterClientQuotasResponseEntryData[]
}

function encodeAlterClientQuotasResponse(
  writer: Writer,
  message: Draft<AlterClientQuotasResponse>,
  version: number,
): void {
  const flexible = version === 1
  writer.int32(message.throttleTimeMs ?? 0)
  const entries = message.entries ?? []
  writer.arrayLength(entries.length, flexible)
  for (const item of entries) encodeAlterClientQuotasResponseEntryData(writer, item, version)
  if (flexible) writer.taggedFields(message.unknownTaggedFields)
}

function decodeAlterClientQuotasResponse(reader: Reader, version: number): AlterClientQuotasResponse {
  const flexible = version === 1
  const throttleTimeMs = reader.int32('throttleTimeMs')
  const entries = reader.array('entries', flexible, version, decodeAlterClientQuotasResponseEntryData)
  const unknownTaggedFields = flexible ? reader.taggedFields() : noTaggedFields
  return { throttleTimeMs, entries, unknownTaggedFields }
}

export const alterClientQuotasResponse: MessageCodec<AlterClientQuotasResponse> = {
  name: 'AlterClientQuotasResponse',
  apiKey: 49,
  minVersion: 0,
  maxVersion: 1,
  firstFlexibleVersion: 1,
  encode: encodeAlterClientQuotasResponse,
  decode: decodeAlterClientQuotasResponse,
}
