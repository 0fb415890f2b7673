// @generated from schemas/SyncGroupRequest.json by `npm run generate`. Do not edit.
import type { Draft, MessageCodec, Tagged } from '../message-codec.ts'
import type { Reader } from '../reader.ts'
import { noTaggedFields } from '../tagged-field.ts'
import { refuseField, type Writer } from '../writer.ts'

const emptyBytes = Buffer.alloc(0)

export interface SyncGroupRequestAssignment extends Tagged {
  readonly memberId: string
  readonly assignment: Buffer
}

function encodeSyncGroupRequestAssignment(
  writer: Writer,
  message: Draft<SyncGroupRequestAssignment>,
  version: number,
): void {
  const flexible = version >= 4
  writer.string(message.memberId ?? '', flexible)
  writer.bytes(message.assignment ?? emptyBytes, flexible)
  if (flexible) writer.taggedFields(message.unknownTaggedFields)
}

function decodeSyncGroupRequestAssignment(reader: Reader, version: number): SyncGroupRequestAssignment {
  const flexible = version >= 4
  const memberId = reader.string('memberId', flexible)
  const assignment = reader.bytes('assignment', flexible)
  const unknownTaggedFields = flexible ? reader.taggedFields() : noTaggedFields
  return { memberId, assignment, unknownTaggedFields }
}

export interface SyncGroupRequest extends Tagged {
  readonly groupId: string
  readonly generationId: number
  readonly memberId: string
  readonly groupInstanceId: string | null // v3+
  readonly protocolType: string | null // v5+
  readonly protocolName: string | null // v5+
  readonly assignments: readonly SyncGroupRequestAssignment[]
}

function encodeSyncGroupRequest(writer: Writer, message: Draft<SyncGroupRequest>, version: number): void {
  const flexible = version >= 4
  writer.string(message.groupId ?? '', flexible)
  writer.int32(message.generationId ?? 0)
  writer.string(message.memberId ?? '', flexible)
  if (version >= 3) {
    const groupInstanceId = message.groupInstanceId ?? null
    writer.nullableString(groupInstanceId, flexible)
  }
  if (version < 3 && message.groupInstanceId !== undefined && message.groupInstanceId !== null)
    refuseField('SyncGroupRequest', 'groupInstanceId', version)
  if (version === 5) {
    const protocolType = message.protocolType ?? null
    writer.nullableString(protocolType, flexible)
  }
  if (version === 5) {
    const protocolName = message.protocolName ?? null
    writer.nullableString(protocolName, flexible)
  }
  const assignments = message.assignments ?? []
  writer.arrayLength(assignments.length, flexible)
  for (const item of assignments) encodeSyncGroupRequestAssignment(writer, item, version)
  if (flexible) writer.taggedFields(message.unknownTaggedFields)
}

function decodeSyncGroupRequest(reader: Reader, version: number): SyncGroupRequest {
  const flexible = version >= 4
  const groupId = reader.string('groupId', flexible)
  const generationId = reader.int32('generationId')
  const memberId = reader.string('memberId', flexible)
  const groupInstanceId = version >= 3 ? reader.nullableString('groupInstanceId', flexible) : null
  const protocolType = version === 5 ? reader.nullableString('protocolType', flexible) : null
  const protocolName = version === 5 ? reader.nullableString('protocolName', flexible) : null
  const assignments = reader.array('assignments', flexible, version, decodeSyncGroupRequestAssignment)
  const unknownTaggedFields = flexible ? reader.taggedFields() : noTaggedFields
  return {
    groupId,
    generationId,
    memberId,
    groupInstanceId,
    protocolType,
    protocolName,
    assignments,
    unknownTaggedFields,
  }
}

export const syncGroupRequest: MessageCodec<SyncGroupRequest> = {
  name: 'SyncGroupRequest',
  apiKey: 14,
  minVersion: 0,
  maxVersion: 5,
  firstFlexibleVersion: 4,
  encode: encodeSyncGroupRequest,
  decode: decodeSyncGroupRequest,
}
