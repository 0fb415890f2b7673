// @generated from schemas/SnapshotFooterRecord.json by `npm run generate`. Do not edit.
import type { Draft, MessageCodec, Tagged } from '../message-codec.ts'
import type { Reader } from '../reader.ts'
import type { Writer } from '../writer.ts'

export interface SnapshotFooterRecord extends Tagged {
  readonly version: number
}

function encodeSnapshotFooterRecord(writer: Writer, message: Draft<SnapshotFooterRecord>, version: number): void {
  writer.int16(message.version ?? 0)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeSnapshotFooterRecord(reader: Reader, version: number): SnapshotFooterRecord {
  const versionField = reader.int16('version')
  const unknownTaggedFields = reader.taggedFields()
  return { version: versionField, unknownTaggedFields }
}

export const snapshotFooterRecord: MessageCodec<SnapshotFooterRecord> = {
  name: 'SnapshotFooterRecord',
  apiKey: -1,
  minVersion: 0,
  maxVersion: 0,
  firstFlexibleVersion: 0,
  encode: encodeSnapshotFooterRecord,
  decode: decodeSnapshotFooterRecord,
}
