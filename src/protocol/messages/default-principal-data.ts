// @generated from schemas/DefaultPrincipalData.json by `npm run generate`. Do not edit.
import type { Draft, MessageCodec, Tagged } from '../message-codec.ts'
import type { Reader } from '../reader.ts'
import type { Writer } from '../writer.ts'

export interface DefaultPrincipalData extends Tagged {
  readonly type: string
  readonly name: string
  readonly tokenAuthenticated: boolean
}

function encodeDefaultPrincipalData(writer: Writer, message: Draft<DefaultPrincipalData>, _version: number): void {
  writer.string(message.type ?? '', true)
  writer.string(message.name ?? '', true)
  writer.bool(message.tokenAuthenticated ?? false)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeDefaultPrincipalData(reader: Reader, _version: number): DefaultPrincipalData {
  const type = reader.string('type', true)
  const name = reader.string('name', true)
  const tokenAuthenticated = reader.bool('tokenAuthenticated')
  const unknownTaggedFields = reader.taggedFields()
  return { type, name, tokenAuthenticated, unknownTaggedFields }
}

export const defaultPrincipalData: MessageCodec<DefaultPrincipalData> = {
  name: 'DefaultPrincipalData',
  apiKey: -1,
  minVersion: 0,
  maxVersion: 0,
  firstFlexibleVersion: 0,
  encode: encodeDefaultPrincipalData,
  decode: decodeDefaultPrincipalData,
}
