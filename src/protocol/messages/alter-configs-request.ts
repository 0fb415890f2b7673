// @generated from schemas/AlterConfigsRequest.json by `npm run generate`. Do not edit.
import type { Draft, MessageCodec, Tagged } from '../message-codec.ts'
import type { Reader } from '../reader.ts'
import { noTaggedFields } from '../tagged-field.ts'
import type { Writer } from '../writer.ts'

export interface AlterConfigsRequestAlterableConfig extends Tagged {
  readonly name: string
  readonly value: string | null
}

function encodeAlterConfigsRequestAlterableConfig(
  writer: Writer,
  message: Draft<AlterConfigsRequestAlterableConfig>,
  version: number,
): void {
  const flexible = version === 2
  writer.string(message.name ?? '', flexible)
  const value = message.value === undefined ? '' : message.value
  writer.nullableString(value, flexible)
  if (flexible) writer.taggedFields(message.unknownTaggedFields)
}

function decodeAlterConfigsRequestAlterableConfig(reader: Reader, version: number): AlterConfigsRequestAlterableConfig {
  const flexible = version === 2
  const name = reader.string('name', flexible)
  const value = reader.nullableString('value', flexible)
  const unknownTaggedFields = flexible ? reader.taggedFields() : noTaggedFields
  return { name, value, unknownTaggedFields }
}

export interface AlterConfigsRequestAlterConfigsResource extends Tagged {
  readonly resourceType: number
  readonly resourceName: string
  readonly configs: readonly AlterConfigsRequestAlterableConfig[]
}

function encodeAlterConfigsRequestAlterConfigsResource(
  writer: Writer,
  message: Draft<AlterConfigsRequestAlterConfigsResource>,
  version: number,
): void {
  const flexible = version === 2
  writer.int8(message.resourceType ?? 0)
  writer.string(message.resourceName ?? '', flexible)
  const configs = message.configs ?? []
  writer.arrayLength(configs.length, flexible)
  for (const item of configs) encodeAlterConfigsRequestAlterableConfig(writer, item, version)
  if (flexible) writer.taggedFields(message.unknownTaggedFields)
}

function decodeAlterConfigsRequestAlterConfigsResource(
  reader: Reader,
  version: number,
): AlterConfigsRequestAlterConfigsResource {
  const flexible = version === 2
  const resourceType = reader.int8('resourceType')
  const resourceName = reader.string('resourceName', flexible)
  const configs = reader.array('configs', flexible, version, decodeAlterConfigsRequestAlterableConfig)
  const unknownTaggedFields = flexible ? reader.taggedFields() : noTaggedFields
  return { resourceType, resourceName, configs, unknownTaggedFields }
}

export interface AlterConfigsRequest extends Tagged {
  readonly resources: readonly AlterConfigsRequestAlterConfigsResource[]
  readonly validateOnly: boolean
}

function encodeAlterConfigsRequest(writer: Writer, message: Draft<AlterConfigsRequest>, version: number): void {
  const flexible = version === 2
  const resources = message.resources ?? []
  writer.arrayLength(resources.length, flexible)
  for (const item of resources) encodeAlterConfigsRequestAlterConfigsResource(writer, item, version)
  writer.bool(message.validateOnly ?? false)
  if (flexible) writer.taggedFields(message.unknownTaggedFields)
}

function decodeAlterConfigsRequest(reader: Reader, version: number): AlterConfigsRequest {
  const flexible = version === 2
  const resources = reader.array('resources', flexible, version, decodeAlterConfigsRequestAlterConfigsResource)
  const validateOnly = reader.bool('validateOnly')
  const unknownTaggedFields = flexible ? reader.taggedFields() : noTaggedFields
  return { resources, validateOnly, unknownTaggedFields }
}

export const alterConfigsRequest: MessageCodec<AlterConfigsRequest> = {
  name: 'AlterConfigsRequest',
  apiKey: 33,
  minVersion: 0,
  maxVersion: 2,
  firstFlexibleVersion: 2,
  encode: encodeAlterConfigsRequest,
  decode: decodeAlterConfigsRequest,
}
