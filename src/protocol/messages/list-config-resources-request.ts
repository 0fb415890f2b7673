// @generated from schemas/ListConfigResourcesRequest.json by `npm run generate`. Do not edit.
import type { Draft, MessageCodec, Tagged } from '../message-codec.ts'
import { type Reader, readInt8 } from '../reader.ts'
import { refuseField, type Writer } from '../writer.ts'

export interface ListConfigResourcesRequest extends Tagged {
  readonly resourceTypes: readonly number[] // v1+
}

function encodeListConfigResourcesRequest(
  writer: Writer,
  message: Draft<ListConfigResourcesRequest>,
  version: number,
): void {
  if (version === 1) {
    const resourceTypes = message.resourceTypes ?? []
    writer.arrayLength(resourceTypes.length, true)
    for (const item of resourceTypes) writer.int8(item)
  }
  if (version < 1 && message.resourceTypes !== undefined && message.resourceTypes.length !== 0)
    refuseField('ListConfigResourcesRequest', 'resourceTypes', version)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeListConfigResourcesRequest(reader: Reader, version: number): ListConfigResourcesRequest {
  const resourceTypes = version === 1 ? reader.array('resourceTypes', true, version, readInt8) : []
  const unknownTaggedFields = reader.taggedFields()
  return { resourceTypes, unknownTaggedFields }
}

export const listConfigResourcesRequest: MessageCodec<ListConfigResourcesRequest> = {
  name: 'ListConfigResourcesRequest',
  apiKey: 74,
  minVersion: 0,
  maxVersion: 1,
  firstFlexibleVersion: 0,
  encode: encodeListConfigResourcesRequest,
  decode: decodeListConfigResourcesRequest,
}
