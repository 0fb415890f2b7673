// @generated from schemas/DescribeConfigsRequest.json by `npm run generate`. Do not edit.
import type { Draft, MessageCodec, Tagged } from '../message-codec.ts'
import { type Reader, readCompactString, readString } from '../reader.ts'
import { noTaggedFields } from '../tagged-field.ts'
import { refuseField, type Writer } from '../writer.ts'

export interface DescribeConfigsRequestDescribeConfigsResource extends Tagged {
  readonly resourceType: number
  readonly resourceName: string
  readonly configurationKeys: readonly string[] | null
}

function encodeDescribeConfigsRequestDescribeConfigsResource(
  writer: Writer,
  message: Draft<DescribeConfigsRequestDescribeConfigsResource>,
  version: number,
): void {
  const flexible = version === 4
  writer.int8(message.resourceType ?? 0)
  writer.string(message.resourceName ?? '', flexible)
  const configurationKeys = message.configurationKeys === undefined ? [] : message.configurationKeys
  if (configurationKeys === null) writer.nullArray(flexible)
  else {
    writer.arrayLength(configurationKeys.length, flexible)
    for (const item of configurationKeys) writer.string(item, flexible)
  }
  if (flexible) writer.taggedFields(message.unknownTaggedFields)
}

function decodeDescribeConfigsRequestDescribeConfigsResource(
  reader: Reader,
  version: number,
): DescribeConfigsRequestDescribeConfigsResource {
  const flexible = version === 4
  const resourceType = reader.int8('resourceType')
  const resourceName = reader.string('resourceName', flexible)
  const configurationKeys = reader.nullableArray(
    'configurationKeys',
    flexible,
    version,
    flexible ? readCompactString : readString,
  )
  const unknownTaggedFields = flexible ? reader.taggedFields() : noTaggedFields
  return { resourceType, resourceName, configurationKeys, unknownTaggedFields }
}

export interface DescribeConfigsRequest extends Tagged {
  readonly resources: readonly DescribeConfigsRequestDescribeConfigsResource[]
  readonly includeSynonyms: boolean
  readonly includeDocumentation: boolean // v3+
}

function encodeDescribeConfigsRequest(writer: Writer, message: Draft<DescribeConfigsRequest>, version: number): void {
  const flexible = version === 4
  const resources = message.resources ?? []
  writer.arrayLength(resources.length, flexible)
  for (const item of resources) encodeDescribeConfigsRequestDescribeConfigsResource(writer, item, version)
  writer.bool(message.includeSynonyms ?? false)
  if (version >= 3) writer.bool(message.includeDocumentation ?? false)
  if (version < 3 && message.includeDocumentation !== undefined && message.includeDocumentation !== false)
    refuseField('DescribeConfigsRequest', 'includeDocumentation', version)
  if (flexible) writer.taggedFields(message.unknownTaggedFields)
}

function decodeDescribeConfigsRequest(reader: Reader, version: number): DescribeConfigsRequest {
  const flexible = version === 4
  const resources = reader.array('resources', flexible, version, decodeDescribeConfigsRequestDescribeConfigsResource)
  const includeSynonyms = reader.bool('includeSynonyms')
  const includeDocumentation = version >= 3 ? reader.bool('includeDocumentation') : false
  const unknownTaggedFields = flexible ? reader.taggedFields() : noTaggedFields
  return { resources, includeSynonyms, includeDocumentation, unknownTaggedFields }
}

export const describeConfigsRequest: MessageCodec<DescribeConfigsRequest> = {
  name: 'DescribeConfigsRequest',
  apiKey: 32,
  minVersion: 1,
  maxVersion: 4,
  firstFlexibleVersion: 4,
  encode: encodeDescribeConfigsRequest,
  decode: decodeDescribeConfigsRequest,
}
