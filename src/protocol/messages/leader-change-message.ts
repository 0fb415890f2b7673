// @generated from schemas/LeaderChangeMessage.json by `npm run generate`. Do not edit.
import type { Draft, MessageCodec, Tagged } from '../message-codec.ts'
import type { Reader } from '../reader.ts'
import { type Uuid, zeroUuid } from '../uuid.ts'
import { refuseField, type Writer } from '../writer.ts'

export interface LeaderChangeMessageVoter extends Tagged {
  readonly voterId: number
  readonly voterDirectoryId: Uuid // v1+
}

function encodeLeaderChangeMessageVoter(
  writer: Writer,
  message: Draft<LeaderChangeMessageVoter>,
  version: number,
): void {
  writer.int32(message.voterId ?? 0)
  if (version === 1) writer.uuid(message.voterDirectoryId ?? zeroUuid)
  if (version < 1 && message.voterDirectoryId !== undefined && message.voterDirectoryId !== zeroUuid)
    refuseField('LeaderChangeMessage', 'voterDirectoryId', version)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeLeaderChangeMessageVoter(reader: Reader, version: number): LeaderChangeMessageVoter {
  const voterId = reader.int32('voterId')
  const voterDirectoryId = version === 1 ? reader.uuid('voterDirectoryId') : zeroUuid
  const unknownTaggedFields = reader.taggedFields()
  return { voterId, voterDirectoryId, unknownTaggedFields }
}

export interface LeaderChangeMessage extends Tagged {
  readonly version: number
  readonly leaderId: number
  readonly voters: readonly LeaderChangeMessageVoter[]
  readonly grantingVoters: readonly LeaderChangeMessageVoter[]
}

function encodeLeaderChangeMessage(writer: Writer, message: Draft<LeaderChangeMessage>, version: number): void {
  writer.int16(message.version ?? 0)
  writer.int32(message.leaderId ?? 0)
  const voters = message.voters ?? []
  writer.arrayLength(voters.length, true)
  for (const item of voters) encodeLeaderChangeMessageVoter(writer, item, version)
  const grantingVoters = message.grantingVoters ?? []
  writer.arrayLength(grantingVoters.length, true)
  for (const item of grantingVoters) encodeLeaderChangeMessageVoter(writer, item, version)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeLeaderChangeMessage(reader: Reader, version: number): LeaderChangeMessage {
  const versionField = reader.int16('version')
  const leaderId = reader.int32('leaderId')
  const voters = reader.array('voters', true, version, decodeLeaderChangeMessageVoter)
  const grantingVoters = reader.array('grantingVoters', true, version, decodeLeaderChangeMessageVoter)
  const unknownTaggedFields = reader.taggedFields()
  return { version: versionField, leaderId, voters, grantingVoters, unknownTaggedFields }
}

export const leaderChangeMessage: MessageCodec<LeaderChangeMessage> = {
  name: 'LeaderChangeMessage',
  apiKey: -1,
  minVersion: 0,
  maxVersion: 1,
  firstFlexibleVersion: 0,
  encode: encodeLeaderChangeMessage,
  decode: decodeLeaderChangeMessage,
}
