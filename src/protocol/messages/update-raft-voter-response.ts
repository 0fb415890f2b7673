// @generated from schemas/UpdateRaftVoterResponse.json by `npm run generate`. Do not edit.
import type { Draft, MessageCodec, Tagged } from '../message-codec.ts'
import type { Reader } from '../reader.ts'
import { noTaggedFields, type TaggedField } from '../tagged-field.ts'
import { encodeTaggedField, type Writer } from '../writer.ts'

export interface UpdateRaftVoterResponseCurrentLeader extends Tagged {
  readonly leaderId: number
  readonly leaderEpoch: number
  readonly host: string
  readonly port: number
}

const defaultUpdateRaftVoterResponseCurrentLeader: UpdateRaftVoterResponseCurrentLeader = {
  leaderId: -1,
  leaderEpoch: -1,
  host: '',
  port: 0,
  unknownTaggedFields: noTaggedFields,
}

function isDefaultUpdateRaftVoterResponseCurrentLeader(message: Draft<UpdateRaftVoterResponseCurrentLeader>): boolean {
  return (
    (message.leaderId === undefined || message.leaderId === -1) &&
    (message.leaderEpoch === undefined || message.leaderEpoch === -1) &&
    (message.host === undefined || message.host === '') &&
    (message.port === undefined || message.port === 0) &&
    (message.unknownTaggedFields ?? noTaggedFields).length === 0
  )
}

function encodeUpdateRaftVoterResponseCurrentLeader(
  writer: Writer,
  message: Draft<UpdateRaftVoterResponseCurrentLeader>,
  _version: number,
): void {
  writer.int32(message.leaderId ?? -1)
  writer.int32(message.leaderEpoch ?? -1)
  writer.string(message.host ?? '', true)
  writer.int32(message.port ?? 0)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeUpdateRaftVoterResponseCurrentLeader(
  reader: Reader,
  _version: number,
): UpdateRaftVoterResponseCurrentLeader {
  const leaderId = reader.int32('leaderId')
  const leaderEpoch = reader.int32('leaderEpoch')
  const host = reader.string('host', true)
  const port = reader.int32('port')
  const unknownTaggedFields = reader.taggedFields()
  return { leaderId, leaderEpoch, host, port, unknownTaggedFields }
}

export interface UpdateRaftVoterResponse extends Tagged {
  readonly throttleTimeMs: number
  readonly errorCode: number
  readonly currentLeader: UpdateRaftVoterResponseCurrentLeader
}

function encodeUpdateRaftVoterResponse(writer: Writer, message: Draft<UpdateRaftVoterResponse>, version: number): void {
  writer.int32(message.throttleTimeMs ?? 0)
  writer.int16(message.errorCode ?? 0)
  const tagged: TaggedField[] = []
  if (message.currentLeader !== undefined && !isDefaultUpdateRaftVoterResponseCurrentLeader(message.currentLeader)) {
    const value = message.currentLeader
    tagged.push(
      encodeTaggedField(0, (writer) => {
        encodeUpdateRaftVoterResponseCurrentLeader(writer, value, version)
      }),
    )
  }
  writer.taggedFields(message.unknownTaggedFields, tagged)
}

function decodeUpdateRaftVoterResponse(reader: Reader, version: number): UpdateRaftVoterResponse {
  const throttleTimeMs = reader.int32('throttleTimeMs')
  const errorCode = reader.int16('errorCode')
  let currentLeader: UpdateRaftVoterResponseCurrentLeader = defaultUpdateRaftVoterResponseCurrentLeader
  const unknownTaggedFields = reader.taggedFields((tag) => {
    switch (tag) {
      case 0:
        currentLeader = reader.struct('currentLeader', version, decodeUpdateRaftVoterResponseCurrentLeader)
        return true
      default:
        return false
    }
  })
  return { throttleTimeMs, errorCode, currentLeader, unknownTaggedFields }
}

export const updateRaftVoterResponse: MessageCodec<UpdateRaftVoterResponse> = {
  name: 'UpdateRaftVoterResponse',
  apiKey: 82,
  minVersion: 0,
  maxVersion: 0,
  firstFlexibleVersion: 0,
  encode: encodeUpdateRaftVoterResponse,
  decode: decodeUpdateRaftVoterResponse,
}
