// @generated from schemas/DescribeConfigsResponse.json by `npm run generate`. Do not edit.
import type { Draft, MessageCodec, Tagged } from '../message-codec.ts'
import type { Reader } from '../reader.ts'
import { noTaggedFields } from '../tagged-field.ts'
import type { Writer } from '../writer.ts'

export interface DescribeConfigsResponseDescribeConfigsSynonym extends Tagged {
  readonly name: string
  readonly value: string | null
  readonly source: number
}

function encodeDescribeConfigsResponseDescribeConfigsSynonym(
  writer: Writer,
  message: Draft<DescribeConfigsResponseDescribeConfigsSynonym>,
  version: number,
): void {
  const flexible = version === 4
  writer.string(message.name ?? '', flexible)
  const value = message.value === undefined ? '' : message.value
  writer.nullableString(value, flexible)
  writer.int8(message.source ?? 0)
  if (flexible) writer.taggedFields(message.unknownTaggedFields)
}

function decodeDescribeConfigsResponseDescribeConfigsSynonym(
  reader: Reader,
  version: number,
): DescribeConfigsResponseDescribeConfigsSynonym {
  const flexible = version === 4
  const name = reader.string('name', flexible)
  const value = reader.nullableString('value', flexible)
  const source = reader.int8('source')
  const unknownTaggedFields = flexible ? reader.taggedFields() : noTaggedFields
  return { name, value, source, unknownTaggedFields }
}

export interface DescribeConfigsResponseDescribeConfigsResourceResult extends Tagged {
  readonly name: string
  readonly value: string | null
  readonly readOnly: boolean
  readonly configSource: number
  readonly isSensitive: boolean
  readonly synonyms: readonly DescribeConfigsResponseDescribeConfigsSynonym[]
  readonly configType: number // v3+
  readonly documentation: string | null // v3+
}

function encodeDescribeConfigsResponseDescribeConfigsResourceResult(
  writer: Writer,
  message: Draft<DescribeConfigsResponseDescribeConfigsResourceResult>,
  version: number,
): void {
  const flexible = version === 4
  writer.string(message.name ?? '', flexible)
  const value = message.value === undefined ? '' : message.value
  writer.nullableString(value, flexible)
  writer.bool(message.readOnly ?? false)
  writer.int8(message.configSource ?? -1)
  writer.bool(message.isSensitive ?? false)
  const synonyms = message.synonyms ?? []
  writer.arrayLength(synonyms.length, flexible)
  for (const item of synonyms) encodeDescribeConfigsResponseDescribeConfigsSynonym(writer, item, version)
  if (version >= 3) writer.int8(message.configType ?? 0)
  if (version >= 3) {
    const documentation = message.documentation === undefined ? '' : message.documentation
    writer.nullableString(documentation, flexible)
  }
  if (flexible) writer.taggedFields(message.unknownTaggedFields)
}

function decodeDescribeConfigsResponseDescribeConfigsResourceResult(
  reader: Reader,
  version: number,
): DescribeConfigsResponseDescribeConfigsResourceResult {
  const flexible = version === 4
  const name = reader.string('name', flexible)
  const value = reader.nullableString('value', flexible)
  const readOnly = reader.bool('readOnly')
  const configSource = reader.int8('configSource')
  const isSensitive = reader.bool('isSensitive')
  const synonyms = reader.array('synonyms', flexible, version, decodeDescribeConfigsResponseDescribeConfigsSynonym)
  const configType = version >= 3 ? reader.int8('configType') : 0
  const documentation = version >= 3 ? reader.nullableString('documentation', flexible) : ''
  const unknownTaggedFields = flexible ? reader.taggedFields() : noTaggedFields
  return { name, value, readOnly, configSource, isSensitive, synonyms, configType, documentation, unknownTaggedFields }
}

export interface DescribeConfigsResponseDescribeConfigsResult extends Tagged {
  readonly errorCode: number
  readonly errorMessage: string | null
  readonly resourceType: number
  readonly resourceName: string
  readonly configs: readonly DescribeConfigsResponseDescribeConfigsResourceResult[]
}

function encodeDescribeConfigsResponseDescribeConfigsResult(
  writer: Writer,
  message: Draft<DescribeConfigsResponseDescribeConfigsResult>,
  version: number,
): void {
  const flexible = version === 4
  writer.int16(message.errorCode ?? 0)
  const errorMessage = message.errorMessage === undefined ? '' : message.errorMessage
  writer.nullableString(errorMessage, flexible)
  writer.int8(message.resourceType ?? 0)
  writer.string(message.resourceName ?? '', flexible)
  const configs = message.configs ?? []
  writer.arrayLength(configs.length, flexible)
  for (const item of configs) encodeDescribeConfigsResponseDescribeConfigsResourceResult(writer, item, version)
  if (flexible) writer.taggedFields(message.unknownTaggedFields)
}

function decodeDescribeConfigsResponseDescribeConfigsResult(
  reader: Reader,
  version: number,
): DescribeConfigsResponseDescribeConfigsResult {
  const flexible = version === 4
  const errorCode = reader.int16('errorCode')
  const errorMessage = reader.nullableString('errorMessage', flexible)
  const resourceType = reader.int8('resourceType')
  const resourceName = reader.string('resourceName', flexible)
  const configs = reader.array('configs', flexible, version, decodeDescribeConfigsResponseDescribeConfigsResourceResult)
  const unknownTaggedFields = flexible ? reader.taggedFields() : noTaggedFields
  return { errorCode, errorMessage, resourceType, resourceName, configs, unknownTaggedFields }
}

export interface DescribeConfigsResponse extends Tagged {
  readonly throttleTimeMs: number
  readonly results: readonly DescribeConfigsResponseDescribeConfigsResult[]
}

function encodeDescribeConfigsResponse(writer: Writer, message: Draft<DescribeConfigsResponse>, version: number): void {
  const flexible = version === 4
  writer.int32(message.throttleTimeMs ?? 0)
  const results = message.results ?? []
  writer.arrayLength(results.length, flexible)
  for (const item of results) encodeDescribeConfigsResponseDescribeConfigsResult(writer, item, version)
  if (flexible) writer.taggedFields(message.unknownTaggedFields)
}

function decodeDescribeConfigsResponse(reader: Reader, version: number): DescribeConfigsResponse {
  const flexible = version === 4
  const throttleTimeMs = reader.int32('throttleTimeMs')
  const results = reader.array('results', flexible, version, decodeDescribeConfigsResponseDescribeConfigsResult)
  const unknownTaggedFields = flexible ? reader.taggedFields() : noTaggedFields
  return { throttleTimeMs, results, unknownTaggedFields }
}

export const describeConfigsResponse: MessageCodec<DescribeConfigsResponse> = {
  name: 'DescribeConfigsResponse',
  apiKey: 32,
  minVersion: 1,
  maxVersion: 4,
  firstFlexibleVersion: 4,
  encode: encodeDescribeConfigsResponse,
  decode: decodeDescribeConfigsResponse,
}
