// @generated from schemas/AddRaftVoterRequest.json by `npm run generate`. Do not edit.
import type { Draft, MessageCodec, Tagged } from '../message-codec.ts'
import type { Reader } from '../reader.ts'
import { type Uuid, zeroUuid } from '../uuid.ts'
import { refuseField, type Writer } from '../writer.ts'

export interface AddRaftVoterRequestListener extends Tagged {
  readonly name: string
  readonly host: string
  readonly port: number
}

function encodeAddRaftVoterRequestListener(
  writer: Writer,
  message: Draft<AddRaftVoterRequestListener>,
  _version: number,
): void {
  writer.string(message.name ?? '', true)
  writer.string(message.host ?? '', true)
  writer.uint16(message.port ?? 0)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeAddRaftVoterRequestListener(reader: Reader, _version: number): AddRaftVoterRequestListener {
  const name = reader.string('name', true)
  const host = reader.string('host', true)
  const port = reader.uint16('port')
  const unknownTaggedFields = reader.taggedFields()
  return { name, host, port, unknownTaggedFields }
}

export interface AddRaftVoterRequest extends Tagged {
  readonly clusterId: string | null
  readonly timeoutMs: number
  readonly voterId: number
  readonly voterDirectoryId: Uuid
  readonly listeners: readonly AddRaftVoterRequestListener[]
  readonly ackWhenCommitted: boolean // v1+
}

function encodeAddRaftVoterRequest(writer: Writer, message: Draft<AddRaftVoterRequest>, version: number): void {
  const clusterId = message.clusterId === undefined ? '' : message.clusterId
  writer.nullableString(clusterId, true)
  writer.int32(message.timeoutMs ?? 0)
  writer.int32(message.voterId ?? 0)
  writer.uuid(message.voterDirectoryId ?? zeroUuid)
  const listeners = message.listeners ?? []
  writer.arrayLength(listeners.length, true)
  for (const item of listeners) encodeAddRaftVoterRequestListener(writer, item, version)
  if (version === 1) writer.bool(message.ackWhenCommitted ?? true)
  if (version < 1 && message.ackWhenCommitted !== undefined && message.ackWhenCommitted !== true)
    refuseField('AddRaftVoterRequest', 'ackWhenCommitted', version)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeAddRaftVoterRequest(reader: Reader, version: number): AddRaftVoterRequest {
  const clusterId = reader.nullableString('clusterId', true)
  const timeoutMs = reader.int32('timeoutMs')
  const voterId = reader.int32('voterId')
  const voterDirectoryId = reader.uuid('voterDirectoryId')
  const listeners = reader.array('listeners', true, version, decodeAddRaftVoterRequestListener)
  const ackWhenCommitted = version === 1 ? reader.bool('ackWhenCommitted') : true
  const unknownTaggedFields = reader.taggedFields()
  return { clusterId, timeoutMs, voterId, voterDirectoryId, listeners, ackWhenCommitted, unknownTaggedFields }
}

export const addRaftVoterRequest: MessageCodec<AddRaftVoterRequest> = {
  name: 'AddRaftVoterRequest',
  apiKey: 80,
  minVersion: 0,
  maxVersion: 1,
  firstFlexibleVersion: 0,
  encode: encodeAddRaftVoterRequest,
  decode: decodeAddRaftVoterRequest,
}
