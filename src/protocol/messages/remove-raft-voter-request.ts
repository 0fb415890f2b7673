// @generated from schemas/RemoveRaftVoterRequest.json by `npm run generate`. Do not edit.
import type { Draft, MessageCodec, Tagged } from '../message-codec.ts'
import type { Reader } from '../reader.ts'
import { type Uuid, zeroUuid } from '../uuid.ts'
import type { Writer } from '../writer.ts'

export interface RemoveRaftVoterRequest extends Tagged {
  readonly clusterId: string | null
  readonly voterId: number
  readonly voterDirectoryId: Uuid
}

function encodeRemoveRaftVoterRequest(writer: Writer, message: Draft<RemoveRaftVoterRequest>, _version: number): void {
  const clusterId = message.clusterId === undefined ? '' : message.clusterId
  writer.nullableString(clusterId, true)
  writer.int32(message.voterId ?? 0)
  writer.uuid(message.voterDirectoryId ?? zeroUuid)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeRemoveRaftVoterRequest(reader: Reader, _version: number): RemoveRaftVoterRequest {
  const clusterId = reader.nullableString('clusterId', true)
  const voterId = reader.int32('voterId')
  const voterDirectoryId = reader.uuid('voterDirectoryId')
  const unknownTaggedFields = reader.taggedFields()
  return { clusterId, voterId, voterDirectoryId, unknownTaggedFields }
}

export const removeRaftVoterRequest: MessageCodec<RemoveRaftVoterRequest> = {
  name: 'RemoveRaftVoterRequest',
  apiKey: 81,
  minVersion: 0,
  maxVersion: 0,
  firstFlexibleVersion: 0,
  encode: encodeRemoveRaftVoterRequest,
  decode: decodeRemoveRaftVoterRequest,
}
