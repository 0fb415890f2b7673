// @generated from schemas/FindCoordinatorResponse.json by `npm run generate`. Do not edit.
import type { Draft, MessageCodec, Tagged } from '../message-codec.ts'
import type { Reader } from '../reader.ts'
import { noTaggedFields } from '../tagged-field.ts'
import { refuseField, type Writer } from '../writer.ts'

export interface FindCoordinatorResponseCoordinator extends Tagged {
  readonly key: string // v4+
  readonly nodeId: number // v4+
  readonly host: string // v4+
  readonly port: number // v4+
  readonly errorCode: number // v4+
  readonly errorMessage: string | null // v4+
}

function encodeFindCoordinatorResponseCoordinator(
  writer: Writer,
  message: Draft<FindCoordinatorResponseCoordinator>,
  _version: number,
): void {
  writer.string(message.key ?? '', true)
  writer.int32(message.nodeId ?? 0)
  writer.string(message.host ?? '', true)
  writer.int32(message.port ?? 0)
  writer.int16(message.errorCode ?? 0)
  const errorMessage = message.errorMessage === undefined ? '' : message.errorMessage
  writer.nullableString(errorMessage, true)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeFindCoordinatorResponseCoordinator(
  reader: Reader,
  _version: number,
): FindCoordinatorResponseCoordinator {
  const key = reader.string('key', true)
  const nodeId = reader.int32('nodeId')
  const host = reader.string('host', true)
  const port = reader.int32('port')
  const errorCode = reader.int16('errorCode')
  const errorMessage = reader.nullableString('errorMessage', true)
  const unknownTaggedFields = reader.taggedFields()
  return { key, nodeId, host, port, errorCode, errorMessage, unknownTaggedFields }
}

export interface FindCoordinatorResponse extends Tagged {
  readonly throttleTimeMs: number // v1+
  readonly errorCode: number // v0-3
  readonly errorMessage: string | null // v1-3
  readonly nodeId: number // v0-3
  readonly host: string // v0-3
  readonly port: number // v0-3
  readonly coordinators: readonly FindCoordinatorResponseCoordinator[] // v4+
}

function encodeFindCoordinatorResponse(writer: Writer, message: Draft<FindCoordinatorResponse>, version: number): void {
  const flexible = version >= 3
  if (version >= 1) writer.int32(message.throttleTimeMs ?? 0)
  if (version <= 3) writer.int16(message.errorCode ?? 0)
  if (version > 3 && message.errorCode !== undefined && message.errorCode !== 0)
    refuseField('FindCoordinatorResponse', 'errorCode', version)
  if (version >= 1 && version <= 3) {
    const errorMessage = message.errorMessage === undefined ? '' : message.errorMessage
    writer.nullableString(errorMessage, flexible)
  }
  if (version <= 3) writer.int32(message.nodeId ?? 0)
  if (version > 3 && message.nodeId !== undefined && message.nodeId !== 0)
    refuseField('FindCoordinatorResponse', 'nodeId', version)
  if (version <= 3) writer.string(message.host ?? '', flexible)
  if (version > 3 && message.host !== undefined && message.host !== '')
    refuseField('FindCoordinatorResponse', 'host', version)
  if (version <= 3) writer.int32(message.port ?? 0)
  if (version > 3 && message.port !== undefined && message.port !== 0)
    refuseField('FindCoordinatorResponse', 'port', version)
  if (version >= 4) {
    const coordinators = message.coordinators ?? []
    writer.arrayLength(coordinators.length, flexible)
    for (const item of coordinators) encodeFindCoordinatorResponseCoordinator(writer, item, version)
  }
  if (version < 4 && message.coordinators !== undefined && message.coordinators.length !== 0)
    refuseField('FindCoordinatorResponse', 'coordinators', version)
  if (flexible) writer.taggedFields(message.unknownTaggedFields)
}

function decodeFindCoordinatorResponse(reader: Reader, version: number): FindCoordinatorResponse {
  const flexible = version >= 3
  const throttleTimeMs = version >= 1 ? reader.int32('throttleTimeMs') : 0
  const errorCode = version <= 3 ? reader.int16('errorCode') : 0
  const errorMessage = version >= 1 && version <= 3 ? reader.nullableString('errorMessage', flexible) : ''
  const nodeId = version <= 3 ? reader.int32('nodeId') : 0
  const host = version <= 3 ? reader.string('host', flexible) : ''
  const port = version <= 3 ? reader.int32('port') : 0
  const coordinators =
    version >= 4 ? reader.array('coordinators', flexible, version, decodeFindCoordinatorResponseCoordinator) : []
  const unknownTaggedFields = flexible ? reader.taggedFields() : noTaggedFields
  return { throttleTimeMs, errorCode, errorMessage, nodeId, host, port, coordinators, unknownTaggedFields }
}

export const findCoordinatorResponse: MessageCodec<FindCoordinatorResponse> = {
  name: 'FindCoordinatorResponse',
  apiKey: 10,
  minVersion: 0,
  maxVersion: 6,
  firstFlexibleVersion: 3,
  encode: encodeFindCoordinatorResponse,
  decode: decodeFindCoordinatorResponse,
}
