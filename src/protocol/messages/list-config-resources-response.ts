// @generated from schemas/ListConfigResourcesResponse.json by `npm run generate`. Do not edit.
import type { Draft, MessageCodec, Tagged } from '../message-codec.ts'
import type { Reader } from '../reader.ts'
import type { Writer } from '../writer.ts'

export interface ListConfigResourcesResponseConfigResource extends Tagged {
  readonly resourceName: string
  readonly resourceType: number // v1+
}

function encodeListConfigResourcesResponseConfigResource(
  writer: Writer,
  message: Draft<ListConfigResourcesResponseConfigResource>,
  version: number,
): void {
  writer.string(message.resourceName ?? '', true)
  if (version === 1) writer.int8(message.resourceType ?? 16)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeListConfigResourcesResponseConfigResource(
  reader: Reader,
  version: number,
): ListConfigResourcesResponseConfigResource {
  const resourceName = reader.string('resourceName', true)
  const resourceType = version === 1 ? reader.int8('resourceType') : 16
  const unknownTaggedFields = reader.taggedFields()
  return { resourceName, resourceType, unknownTaggedFields }
}

export interface ListConfigResourcesResponse extends Tagged {
  readonly throttleTimeMs: number
  readonly errorCode: number
  readonly configResources: readonly ListConfigResourcesResponseConfigResource[]
}

function encodeListConfigResourcesResponse(
  writer: Writer,
  message: Draft<ListConfigResourcesResponse>,
  version: number,
): void {
  writer.int32(message.throttleTimeMs ?? 0)
  writer.int16(message.errorCode ?? 0)
  const configResources = message.configResources ?? []
  writer.arrayLength(configResources.length, true)
  for (const item of configResources) encodeListConfigResourcesResponseConfigResource(writer, item, version)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeListConfigResourcesResponse(reader: Reader, version: number): ListConfigResourcesResponse {
  const throttleTimeMs = reader.int32('throttleTimeMs')
  const errorCode = reader.int16('errorCode')
  const configResources = reader.array(
    'configResources',
    true,
    version,
    decodeListConfigResourcesResponseConfigResource,
  )
  const unknownTaggedFields = reader.taggedFields()
  return { throttleTimeMs, errorCode, configResources, unknownTaggedFields }
}

export const listConfigResourcesResponse: MessageCodec<ListConfigResourcesResponse> = {
  name: 'ListConfigResourcesResponse',
  apiKey: 74,
  minVersion: 0,
  maxVersion: 1,
  firstFlexibleVersion: 0,
  encode: encodeListConfigResourcesResponse,
  decode: decodeListConfigResourcesResponse,
}
