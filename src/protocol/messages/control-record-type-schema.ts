// @generated from schemas/ControlRecordTypeSchema.json by `npm run generate`. Do not edit.
import type { Draft, MessageCodec } from '../message-codec.ts'
import type { Reader } from '../reader.ts'
import type { Writer } from '../writer.ts'

export interface ControlRecordTypeSchema {
  readonly type: number
}

function encodeControlRecordTypeSchema(
  writer: Writer,
  message: Draft<ControlRecordTypeSchema>,
  _version: number,
): void {
  writer.int16(message.type ?? 0)
}

function decodeControlRecordTypeSchema(reader: Reader, _version: number): ControlRecordTypeSchema {
  const type = reader.int16('type')
  return { type }
}

export const controlRecordTypeSchema: MessageCodec<ControlRecordTypeSchema> = {
  name: 'ControlRecordTypeSchema',
  apiKey: -1,
  minVersion: 0,
  maxVersion: 0,
  firstFlexibleVersion: -1,
  encode: encodeControlRecordTypeSchema,
  decode: decodeControlRecordTypeSchema,
}
