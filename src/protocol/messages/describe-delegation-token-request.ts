// @generated from schemas/DescribeDelegationTokenRequest.json by `npm run generate`. Do not edit.
import type { Draft, MessageCodec, Tagged } from '../message-codec.ts'
import type { Reader } from '../reader.ts'
import { noTaggedFields } from '../tagged-field.ts'
import type { Writer } from '../writer.ts'

export interface DescribeDelegationTokenRequestDescribeDelegationTokenOwner extends Tagged {
  readonly principalType: string
  readonly principalName: string
}

function encodeDescribeDelegationTokenRequestDescribeDelegationTokenOwner(
  writer: Writer,
  message: Draft<DescribeDelegationTokenRequestDescribeDelegationTokenOwner>,
  version: number,
): void {
  const flexible = version >= 2
  writer.string(message.principalType ?? '', flexible)
  writer.string(message.principalName ?? '', flexible)
  if (flexible) writer.taggedFields(message.unknownTaggedFields)
}

function decodeDescribeDelegationTokenRequestDescribeDelegationTokenOwner(
  reader: Reader,
  version: number,
): DescribeDelegationTokenRequestDescribeDelegationTokenOwner {
  const flexible = version >= 2
  const principalType = reader.string('principalType', flexible)
  const principalName = reader.string('principalName', flexible)
  const unknownTaggedFields = flexible ? reader.taggedFields() : noTaggedFields
  return { principalType, principalName, unknownTaggedFields }
}

export interface DescribeDelegationTokenRequest extends Tagged {
  readonly owners: readonly DescribeDelegationTokenRequestDescribeDelegationTokenOwner[] | null
}

function encodeDescribeDelegationTokenRequest(
  writer: Writer,
  message: Draft<DescribeDelegationTokenRequest>,
  version: number,
): void {
  const flexible = version >= 2
  const owners = message.owners === undefined ? [] : message.owners
  if (owners === null) writer.nullArray(flexible)
  else {
    writer.arrayLength(owners.length, flexible)
    for (const item of owners) encodeDescribeDelegationTokenRequestDescribeDelegationTokenOwner(writer, item, version)
  }
  if (flexible) writer.taggedFields(message.unknownTaggedFields)
}

function decodeDescribeDelegationTokenRequest(reader: Reader, version: number): DescribeDelegationTokenRequest {
  const flexible = version >= 2
  const owners = reader.nullableArray(
    'owners',
    flexible,
    version,
    decodeDescribeDelegationTokenRequestDescribeDelegationTokenOwner,
  )
  const unknownTaggedFields = flexible ? reader.taggedFields() : noTaggedFields
  return { owners, unknownTaggedFields }
}

export const describeDelegationTokenRequest: MessageCodec<DescribeDelegationTokenRequest> = {
  name: 'DescribeDelegationTokenRequest',
  apiKey: 41,
  minVersion: 1,
  maxVersion: 3,
  firstFlexibleVersion: 2,
  encode: encodeDescribeDelegationTokenRequest,
  decode: decodeDescribeDelegationTokenRequest,
}
