// @generated from schemas/UpdateRaftVoterRequest.json by `npm run generate`. Do not edit.
import type { Draft, MessageCodec, Tagged } from '../message-codec.ts'
import type { Reader } from '../reader.ts'
import { noTaggedFields } from '../tagged-field.ts'
import { type Uuid, zeroUuid } from '../uuid.ts'
import type { Writer } from '../writer.ts'

export interface UpdateRaftVoterRequestListener extends Tagged {
  readonly name: string
  readonly host: string
  readonly port: number
}

function encodeUpdateRaftVoterRequestListener(
  writer: Writer,
  message: Draft<UpdateRaftVoterRequestListener>,
  _version: number,
): void {
  writer.string(message.name ?? '', true)
  writer.string(message.host ?? '', true)
  writer.uint16(message.port ?? 0)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeUpdateRaftVoterRequestListener(reader: Reader, _version: number): UpdateRaftVoterRequestListener {
  const name = reader.string('name', true)
  const host = reader.string('host', true)
  const port = reader.uint16('port')
  const unknownTaggedFields = reader.taggedFields()
  return { name, host, port, unknownTaggedFields }
}

export interface UpdateRaftVoterRequestKRaftVersionFeature extends Tagged {
  readonly minSupportedVersion: number
  readonly maxSupportedVersion: number
}

const defaultUpdateRaftVoterRequestKRaftVersionFeature: UpdateRaftVoterRequestKRaftVersionFeature = {
  minSupportedVersion: 0,
  maxSupportedVersion: 0,
  unknownTaggedFields: noTaggedFields,
}

function isDefaultUpdateRaftVoterRequestKRaftVersionFeature(
  message: Draft<UpdateRaftVoterRequestKRaftVersionFeature>,
): boolean {
  return (
    (message.minSupportedVersion === undefined || message.minSupportedVersion === 0) &&
    (message.maxSupportedVersion === undefined || message.maxSupportedVersion === 0) &&
    (message.unknownTaggedFields ?? noTaggedFields).length === 0
  )
}

function encodeUpdateRaftVoterRequestKRaftVersionFeature(
  writer: Writer,
  message: Draft<UpdateRaftVoterRequestKRaftVersionFeature>,
  _version: number,
): void {
  writer.int16(message.minSupportedVersion ?? 0)
  writer.int16(message.maxSupportedVersion ?? 0)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeUpdateRaftVoterRequestKRaftVersionFeature(
  reader: Reader,
  _version: number,
): UpdateRaftVoterRequestKRaftVersionFeature {
  const minSupportedVersion = reader.int16('minSupportedVersion')
  const maxSupportedVersion = reader.int16('maxSupportedVersion')
  const unknownTaggedFields = reader.taggedFields()
  return { minSupportedVersion, maxSupportedVersion, unknownTaggedFields }
}

export interface UpdateRaftVoterRequest extends Tagged {
  readonly clusterId: string | null
  readonly currentLeaderEpoch: number
  readonly voterId: number
  readonly voterDirectoryId: Uuid
  readonly listeners: readonly UpdateRaftVoterRequestListener[]
  readonly kRaftVersionFeature: UpdateRaftVoterRequestKRaftVersionFeature
}

function encodeUpdateRaftVoterRequest(writer: Writer, message: Draft<UpdateRaftVoterRequest>, version: number): void {
  const clusterId = message.clusterId === undefined ? '' : message.clusterId
  writer.nullableString(clusterId, true)
  writer.int32(message.currentLeaderEpoch ?? 0)
  writer.int32(message.voterId ?? 0)
  writer.uuid(message.voterDirectoryId ?? zeroUuid)
  const listeners = message.listeners ?? []
  writer.arrayLength(listeners.length, true)
  for (const item of listeners) encodeUpdateRaftVoterRequestListener(writer, item, version)
  encodeUpdateRaftVoterRequestKRaftVersionFeature(
    writer,
    message.kRaftVersionFeature ?? defaultUpdateRaftVoterRequestKRaftVersionFeature,
    version,
  )
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeUpdateRaftVoterRequest(reader: Reader, version: number): UpdateRaftVoterRequest {
  const clusterId = reader.nullableString('clusterId', true)
  const currentLeaderEpoch = reader.int32('currentLeaderEpoch')
  const voterId = reader.int32('voterId')
  const voterDirectoryId = reader.uuid('voterDirectoryId')
  const listeners = reader.array('listeners', true, version, decodeUpdateRaftVoterRequestListener)
  const kRaftVersionFeature = reader.struct(
    'kRaftVersionFeature',
    version,
    decodeUpdateRaftVoterRequestKRaftVersionFeature,
  )
  const unknownTaggedFields = reader.taggedFields()
  return {
    clusterId,
    currentLeaderEpoch,
    voterId,
    voterDirectoryId,
    listeners,
    kRaftVersionFeature,
    unknownTaggedFields,
  }
}

export const updateRaftVoterRequest: MessageCodec<UpdateRaftVoterRequest> = {
  name: 'UpdateRaftVoterRequest',
  apiKey: 82,
  minVersion: 0,
  maxVersion: 0,
  firstFlexibleVersion: 0,
  encode: encodeUpdateRaftVoterRequest,
  decode: decodeUpdateRaftVoterRequest,
}
