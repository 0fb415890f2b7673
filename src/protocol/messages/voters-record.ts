// @generated from schemas/VotersRecord.json by `npm run generate`. Do not edit.
import type { Draft, MessageCodec, Tagged } from '../message-codec.ts'
import type { Reader } from '../reader.ts'
import { noTaggedFields } from '../tagged-field.ts'
import { type Uuid, zeroUuid } from '../uuid.ts'
import type { Writer } from '../writer.ts'

export interface VotersRecordEndpoint extends Tagged {
  readonly name: string
  readonly host: string
  readonly port: number
}

function encodeVotersRecordEndpoint(writer: Writer, message: Draft<VotersRecordEndpoint>, _version: number): void {
  writer.string(message.name ?? '', true)
  writer.string(message.host ?? '', true)
  writer.uint16(message.port ?? 0)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeVotersRecordEndpoint(reader: Reader, _version: number): VotersRecordEndpoint {
  const name = reader.string('name', true)
  const host = reader.string('host', true)
  const port = reader.uint16('port')
  const unknownTaggedFields = reader.taggedFields()
  return { name, host, port, unknownTaggedFields }
}

export interface VotersRecordKRaftVersionFeature extends Tagged {
  readonly minSupportedVersion: number
  readonly maxSupportedVersion: number
}

const defaultVotersRecordKRaftVersionFeature: VotersRecordKRaftVersionFeature = {
  minSupportedVersion: 0,
  maxSupportedVersion: 0,
  unknownTaggedFields: noTaggedFields,
}

function isDefaultVotersRecordKRaftVersionFeature(message: Draft<VotersRecordKRaftVersionFeature>): boolean {
  return (
    (message.minSupportedVersion === undefined || message.minSupportedVersion === 0) &&
    (message.maxSupportedVersion === undefined || message.maxSupportedVersion === 0) &&
    (message.unknownTaggedFields ?? noTaggedFields).length === 0
  )
}

function encodeVotersRecordKRaftVersionFeature(
  writer: Writer,
  message: Draft<VotersRecordKRaftVersionFeature>,
  _version: number,
): void {
  writer.int16(message.minSupportedVersion ?? 0)
  writer.int16(message.maxSupportedVersion ?? 0)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeVotersRecordKRaftVersionFeature(reader: Reader, _version: number): VotersRecordKRaftVersionFeature {
  const minSupportedVersion = reader.int16('minSupportedVersion')
  const maxSupportedVersion = reader.int16('maxSupportedVersion')
  const unknownTaggedFields = reader.taggedFields()
  return { minSupportedVersion, maxSupportedVersion, unknownTaggedFields }
}

export interface VotersRecordVoter extends Tagged {
  readonly voterId: number
  readonly voterDirectoryId: Uuid
  readonly endpoints: readonly VotersRecordEndpoint[]
  readonly kRaftVersionFeature: VotersRecordKRaftVersionFeature
}

function encodeVotersRecordVoter(writer: Writer, message: Draft<VotersRecordVoter>, version: number): void {
  writer.int32(message.voterId ?? 0)
  writer.uuid(message.voterDirectoryId ?? zeroUuid)
  const endpoints = message.endpoints ?? []
  writer.arrayLength(endpoints.length, true)
  for (const item of endpoints) encodeVotersRecordEndpoint(writer, item, version)
  encodeVotersRecordKRaftVersionFeature(
    writer,
    message.kRaftVersionFeature ?? defaultVotersRecordKRaftVersionFeature,
    version,
  )
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeVotersRecordVoter(reader: Reader, version: number): VotersRecordVoter {
  const voterId = reader.int32('voterId')
  const voterDirectoryId = reader.uuid('voterDirectoryId')
  const endpoints = reader.array('endpoints', true, version, decodeVotersRecordEndpoint)
  const kRaftVersionFeature = reader.struct('kRaftVersionFeature', version, decodeVotersRecordKRaftVersionFeature)
  const unknownTaggedFields = reader.taggedFields()
  return { voterId, voterDirectoryId, endpoints, kRaftVersionFeature, unknownTaggedFields }
}

export interface VotersRecord extends Tagged {
  readonly version: number
  readonly voters: readonly VotersRecordVoter[]
}

function encodeVotersRecord(writer: Writer, message: Draft<VotersRecord>, version: number): void {
  writer.int16(message.version ?? 0)
  const voters = message.voters ?? []
  writer.arrayLength(voters.length, true)
  for (const item of voters) encodeVotersRecordVoter(writer, item, version)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeVotersRecord(reader: Reader, version: number): VotersRecord {
  const versionField = reader.int16('version')
  const voters = reader.array('voters', true, version, decodeVotersRecordVoter)
  const unknownTaggedFields = reader.taggedFields()
  return { version: versionField, voters, unknownTaggedFields }
}

export const votersRecord: MessageCodec<VotersRecord> = {
  name: 'VotersRecord',
  apiKey: -1,
  minVersion: 0,
  maxVersion: 0,
  firstFlexibleVersion: 0,
  encode: encodeVotersRecord,
  decode: decodeVotersRecord,
}
