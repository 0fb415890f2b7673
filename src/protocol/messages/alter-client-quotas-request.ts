// @generated from schemas/AlterClientQuotasRequest.json by `npm run generate`. Do not edit.
import type { Draft, MessageCodec, Tagged } from '../message-codec.ts'
import type { Reader } from '../reader.ts'
import { noTaggedFields } from '../tagged-field.ts'
import type { Writer } from '../writer.ts'

export interface AlterClientQuotasRequestEntityData extends Tagged {
  readonly entityType: string
  readonly entityName: string | null
}

function encodeAlterClientQuotasRequestEntityData(
  writer: Writer,
  message: Draft<AlterClientQuotasRequestEntityData>,
  version: number,
): void {
  const flexible = version === 1
  writer.string(message.entityType ?? '', flexible)
  const entityName = message.entityName === undefined ? '' : message.entityName
  writer.nullableString(entityName, flexible)
  if (flexible) writer.taggedFields(message.unknownTaggedFields)
}

function decodeAlterClientQuotasRequestEntityData(reader: Reader, version: number): AlterClientQuotasRequestEntityData {
  const flexible = version === 1
  const entityType = reader.string('entityType', flexible)
  const entityName = reader.nullableString('entityName', flexible)
  const unknownTaggedFields = flexible ? reader.taggedFields() : noTaggedFields
  return { entityType, entityName, unknownTaggedFields }
}

export interface AlterClientQuotasRequestOpData extends Tagged {
  readonly key: string
  readonly value: number
  readonly remove: boolean
}

function encodeAlterClientQuotasRequestOpData(
  writer: Writer,
  message: Draft<AlterClientQuotasRequestOpData>,
  version: number,
): void {
  const flexible = version === 1
  writer.string(message.key ?? '', flexible)
  writer.float64(message.value ?? 0)
  writer.bool(message.remove ?? false)
  if (flexible) writer.taggedFields(message.unknownTaggedFields)
}

function decodeAlterClientQuotasRequestOpData(reader: Reader, version: number): AlterClientQuotasRequestOpData {
  const flexible = version === 1
  const key = reader.string('key', flexible)
  const value = reader.float64('value')
  const remove = reader.bool('remove')
  const unknownTaggedFields = flexible ? reader.taggedFields() : noTaggedFields
  return { key, value, remove, unknownTaggedFields }
}

export interface AlterClientQuotasRequestEntryData extends Tagged {
  readonly entity: readonly AlterClientQuotasRequestEntityData[]
  readonly ops: readonly AlterClientQuotasRequestOpData[]
}

function encodeAlterClientQuotasRequestEntryData(
  writer: Writer,
  message: Draft<AlterClientQuotasRequestEntryData>,
  version: number,
): void {
  const flexible = version === 1
  const entity = message.entity ?? []
  writer.arrayLength(entity.length, flexible)
  for (const item of entity) encodeAlterClientQuotasRequestEntityData(writer, item, version)
  const ops = message.ops ?? []
  writer.arrayLength(ops.length, flexible)
  for (const item of ops) encodeAlterClientQuotasRequestOpData(writer, item, version)
  if (flexible) writer.taggedFields(message.unknownTaggedFields)
}

function decodeAlterClientQuotasRequestEntryData(reader: Reader, version: number): AlterClientQuotasRequestEntryData {
  const flexible = version === 1
  const entity = reader.array('entity', flexible, version, decodeAlterClientQuotasRequestEntityData)
  const ops = reader.array('ops', flexible, version, decodeAlterClientQuotasRequestOpData)
  const unknownTaggedFields = flexible ? reader.taggedFields() : noTaggedFields
  return { entity, ops, unknownTaggedFields }
}

export interface AlterClientQuotasRequest extends Tagged {
  readonly entries: readonly AlterClientQuotasRequestEntryData[]
  readonly validateOnly: boolean
}

function encodeAlterClientQuotasRequest(
  writer: Writer,
  message: Draft<AlterClientQuotasRequest>,
  version: number,
): void {
  const flexible = version === 1
  const entries = message.entries ?? []
  writer.arrayLength(entries.length, flexible)
  for (const item of entries) encodeAlterClientQuotasRequestEntryData(writer, item, version)
  writer.bool(message.validateOnly ?? false)
  if (flexible) writer.taggedFields(message.unknownTaggedFields)
}

function decodeAlterClientQuotasRequest(reader: Reader, version: number): AlterClientQuotasRequest {
  const flexible = version === 1
  const entries = reader.array('entries', flexible, version, decodeAlterClientQuotasRequestEntryData)
  const validateOnly = reader.bool('validateOnly')
  const unknownTaggedFields = flexible ? reader.taggedFields() : noTaggedFields
  return { entries, validateOnly, unknownTaggedFields }
}

export const alterClientQuotasRequest: MessageCodec<AlterClientQuotasRequest> = {
  name: 'AlterClientQuotasRequest',
  apiKey: 49,
  minVersion: 0,
  maxVersion: 1,
  firstFlexibleVersion: 1,
  encode: encodeAlterClientQuotasRequest,
  decode: decodeAlterClientQuotasRequest,
}
