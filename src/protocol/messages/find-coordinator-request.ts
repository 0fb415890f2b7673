// @generated from schemas/FindCoordinatorRequest.json by `npm run generate`. Do not edit.
import type { Draft, MessageCodec, Tagged } from '../message-codec.ts'
import { type Reader, readCompactString, readString } from '../reader.ts'
import { noTaggedFields } from '../tagged-field.ts'
import { refuseField, type Writer } from '../writer.ts'

export interface FindCoordinatorRequest extends Tagged {
  readonly key: string // v0-3
  readonly keyType: number // v1+
  readonly coordinatorKeys: readonly string[] // v4+
}

function encodeFindCoordinatorRequest(writer: Writer, message: Draft<FindCoordinatorRequest>, version: number): void {
  const flexible = version >= 3
  if (version <= 3) writer.string(message.key ?? '', flexible)
  if (version > 3 && message.key !== undefined && message.key !== '')
    refuseField('FindCoordinatorRequest', 'key', version)
  if (version >= 1) writer.int8(message.keyType ?? 0)
  if (version < 1 && message.keyType !== undefined && message.keyType !== 0)
    refuseField('FindCoordinatorRequest', 'keyType', version)
  if (version >= 4) {
    const coordinatorKeys = message.coordinatorKeys ?? []
    writer.arrayLength(coordinatorKeys.length, flexible)
    for (const item of coordinatorKeys) writer.string(item, flexible)
  }
  if (version < 4 && message.coordinatorKeys !== undefined && message.coordinatorKeys.length !== 0)
    refuseField('FindCoordinatorRequest', 'coordinatorKeys', version)
  if (flexible) writer.taggedFields(message.unknownTaggedFields)
}

function decodeFindCoordinatorRequest(reader: Reader, version: number): FindCoordinatorRequest {
  const flexible = version >= 3
  const key = version <= 3 ? reader.string('key', flexible) : ''
  const keyType = version >= 1 ? reader.int8('keyType') : 0
  const coordinatorKeys =
    version >= 4 ? reader.array('coordinatorKeys', flexible, version, flexible ? readCompactString : readString) : []
  const unknownTaggedFields = flexible ? reader.taggedFields() : noTaggedFields
  return { key, keyType, coordinatorKeys, unknownTaggedFields }
}

export const findCoordinatorRequest: MessageCodec<FindCoordinatorRequest> = {
  name: 'FindCoordinatorRequest',
  apiKey: 10,
  minVersion: 0,
  maxVersion: 6,
  firstFlexibleVersion: 3,
  encode: encodeFindCoordinatorRequest,
  decode: decodeFindCoordinatorRequest,
}
