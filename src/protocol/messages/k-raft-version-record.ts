// @generated from schemas/KRaftVersionRecord.json by `npm run generate`. Do not edit.
import type { Draft, MessageCodec, Tagged } from '../message-codec.ts'
import type { Reader } from '../reader.ts'
import type { Writer } from '../writer.ts'

export interface KRaftVersionRecord extends Tagged {
  readonly version: number
  readonly kRaftVersion: number
}

function encodeKRaftVersionRecord(writer: Writer, message: Draft<KRaftVersionRecord>, version: number): void {
  writer.int16(message.version ?? 0)
  writer.int16(message.kRaftVersion ?? 0)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeKRaftVersionRecord(reader: Reader, version: number): KRaftVersionRecord {
  const versionField = reader.int16('version')
  const kRaftVersion = reader.int16('kRaftVersion')
  const unknownTaggedFields = reader.taggedFields()
  return { version: versionField, kRaftVersion, unknownTaggedFields }
}

export const kRaftVersionRecord: MessageCodec<KRaftVersionRecord> = {
  name: 'KRaftVersionRecord',
  apiKey: -1,
  minVersion: 0,
  maxVersion: 0,
  firstFlexibleVersion: 0,
  encode: encodeKRaftVersionRecord,
  decode: decodeKRaftVersionRecord,
}
