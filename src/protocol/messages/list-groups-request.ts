// @generated from schemas/ListGroupsRequest.json by `npm run generate`. Do not edit.
import type { Draft, MessageCodec, Tagged } from '../message-codec.ts'
import { type Reader, readCompactString, readString } from '../reader.ts'
import { noTaggedFields } from '../tagged-field.ts'
import { refuseField, type Writer } from '../writer.ts'

export interface ListGroupsRequest extends Tagged {
  readonly statesFilter: readonly string[] // v4+
  readonly typesFilter: readonly string[] // v5+
}

function encodeListGroupsRequest(writer: Writer, message: Draft<ListGroupsRequest>, version: number): void {
  const flexible = version >= 3
  if (version >= 4) {
    const statesFilter = message.statesFilter ?? []
    writer.arrayLength(statesFilter.length, flexible)
    for (const item of statesFilter) writer.string(item, flexible)
  }
  if (version < 4 && message.statesFilter !== undefined && message.statesFilter.length !== 0)
    refuseField('ListGroupsRequest', 'statesFilter', version)
  if (version === 5) {
    const typesFilter = message.typesFilter ?? []
    writer.arrayLength(typesFilter.length, flexible)
    for (const item of typesFilter) writer.string(item, flexible)
  }
  if (version < 5 && message.typesFilter !== undefined && message.typesFilter.length !== 0)
    refuseField('ListGroupsRequest', 'typesFilter', version)
  if (flexible) writer.taggedFields(message.unknownTaggedFields)
}

function decodeListGroupsRequest(reader: Reader, version: number): ListGroupsRequest {
  const flexible = version >= 3
  const statesFilter =
    version >= 4 ? reader.array('statesFilter', flexible, version, flexible ? readCompactString : readString) : []
  const typesFilter =
    version === 5 ? reader.array('typesFilter', flexible, version, flexible ? readCompactString : readString) : []
  const unknownTaggedFields = flexible ? reader.taggedFields() : noTaggedFields
  return { statesFilter, typesFilter, unknownTaggedFields }
}

export const listGroupsRequest: MessageCodec<ListGroupsRequest> = {
  name: 'ListGroupsRequest',
  apiKey: 16,
  minVersion: 0,
  maxVersion: 5,
  firstFlexibleVersion: 3,
  encode: encodeListGroupsRequest,
  decode: decodeListGroupsRequest,
}
