// @generated from schemas/SnapshotHeaderRecord.json by `npm run generate`. Do not edit.
import type { Draft, MessageCodec, Tagged } from '../message-codec.ts'
import type { Reader } from '../reader.ts'
import type { Writer } from '../writer.ts'

export interface SnapshotHeaderRecord extends Tagged {
  readonly version: number
  readonly lastContainedLogTimestamp: bigint
}

function encodeSnapshotHeaderRecord(writer: Writer, message: Draft<SnapshotHeaderRecord>, version: number): void {
  writer.int16(message.version ?? 0)
  writer.int64(message.lastContainedLogTimestamp ?? 0n)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeSnapshotHeaderRecord(reader: Reader, version: number): SnapshotHeaderRecord {
  const versionField = reader.int16('version')
  const lastContainedLogTimestamp = reader.int64('lastContainedLogTimestamp')
  const unknownTaggedFields = reader.taggedFields()
  return { version: versionField, lastContainedLogTimestamp, unknownTaggedFields }
}

export const snapshotHeaderRecord: MessageCodec<SnapshotHeaderRecord> = {
  name: 'SnapshotHeaderRecord',
  apiKey: -1,
  minVersion: 0,
  maxVersion: 0,
  firstFlexibleVersion: 0,
  encode: encodeSnapshotHeaderRecord,
  decode: decodeSnapshotHeaderRecord,
}
