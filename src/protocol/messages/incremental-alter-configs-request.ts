// @generated from schemas/IncrementalAlterConfigsRequest.json by `npm run generate`. Do not edit.
import type { Draft, MessageCodec, Tagged } from '../message-codec.ts'
import type { Reader } from '../reader.ts'
import { noTaggedFields } from '../tagged-field.ts'
import type { Writer } from '../writer.ts'

export interface IncrementalAlterConfigsRequestAlterableConfig extends Tagged {
  readonly name: string
  readonly configOperation: number
  readonly value: string | null
}

function encodeIncrementalAlterConfigsRequestAlterableConfig(
  writer: Writer,
  message: Draft<IncrementalAlterConfigsRequestAlterableConfig>,
  version: number,
): void {
  const flexible = version === 1
  writer.string(message.name ?? '', flexible)
  writer.int8(message.configOperation ?? 0)
  const value = message.value === undefined ? '' : message.value
  writer.nullableString(value, flexible)
  if (flexible) writer.taggedFields(message.unknownTaggedFields)
}

function decodeIncrementalAlterConfigsRequestAlterableConfig(
  reader: Reader,
  version: number,
): IncrementalAlterConfigsRequestAlterableConfig {
  const flexible = version === 1
  const name = reader.string('name', flexible)
  const configOperation = reader.int8('configOperation')
  const value = reader.nullableString('value', flexible)
  const unknownTaggedFields = flexible ? reader.taggedFields() : noTaggedFields
  return { name, configOperation, value, unknownTaggedFields }
}

export interface IncrementalAlterConfigsRequestAlterConfigsResource extends Tagged {
  readonly resourceType: number
  readonly resourceName: string
  readonly configs: readonly IncrementalAlterConfigsRequestAlterableConfig[]
}

function encodeIncrementalAlterConfigsRequestAlterConfigsResource(
  writer: Writer,
  message: Draft<IncrementalAlterConfigsRequestAlterConfigsResource>,
  version: number,
): void {
  const flexible = version === 1
  writer.int8(message.resourceType ?? 0)
  writer.string(message.resourceName ?? '', flexible)
  const configs = message.configs ?? []
  writer.arrayLength(configs.length, flexible)
  for (const item of configs) encodeIncrementalAlterConfigsRequestAlterableConfig(writer, item, version)
  if (flexible) writer.taggedFields(message.unknownTaggedFields)
}

function decodeIncrementalAlterConfigsRequestAlterConfigsResource(
  reader: Reader,
  version: number,
): IncrementalAlterConfigsRequestAlterConfigsResource {
  const flexible = version === 1
  const resourceType = reader.int8('resourceType')
  const resourceName = reader.string('resourceName', flexible)
  const configs = reader.array('configs', flexible, version, decodeIncrementalAlterConfigsRequestAlterableConfig)
  const unknownTaggedFields = flexible ? reader.taggedFields() : noTaggedFields
  return { resourceType, resourceName, configs, unknownTaggedFields }
}

export interface IncrementalAlterConfigsRequest extends Tagged {
  readonly resources: readonly IncrementalAlterConfigsRequestAlterConfigsResource[]
  readonly validateOnly: boolean
}

function encodeIncrementalAlterConfigsRequest(
  writer: Writer,
  message: Draft<IncrementalAlterConfigsRequest>,
  version: number,
): void {
  const flexible = version === 1
  const resources = message.resources ?? []
  writer.arrayLength(resources.length, flexible)
  for (const item of resources) encodeIncrementalAlterConfigsRequestAlterConfigsResource(writer, item, version)
  writer.bool(message.validateOnly ?? false)
  if (flexible) writer.taggedFields(message.unknownTaggedFields)
}

function decodeIncrementalAlterConfigsRequest(reader: Reader, version: number): IncrementalAlterConfigsRequest {
  const flexible = version === 1
  const resources = reader.array(
    'resources',
    flexible,
    version,
    decodeIncrementalAlterConfigsRequestAlterConfigsResource,
  )
  const validateOnly = reader.bool('validateOnly')
  const unknownTaggedFields = flexible ? reader.taggedFields() : noTaggedFields
  return { resources, validateOnly, unknownTaggedFields }
}

export const incrementalAlterConfigsRequest: MessageCodec<IncrementalAlterConfigsRequest> = {
  name: 'IncrementalAlterConfigsRequest',
  apiKey: 44,
  minVersion: 0,
  maxVersion: 1,
  firstFlexibleVersion: 1,
  encode: encodeIncrementalAlterConfigsRequest,
  decode: decodeIncrementalAlterConfigsRequest,
}
