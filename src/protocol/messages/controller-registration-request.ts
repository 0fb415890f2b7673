// @generated from schemas/ControllerRegistrationRequest.json by `npm run generate`. Do not edit.
import type { Draft, MessageCodec, Tagged } from '../message-codec.ts'
import type { Reader } from '../reader.ts'
import { type Uuid, zeroUuid } from '../uuid.ts'
import type { Writer } from '../writer.ts'

export interface ControllerRegistrationRequestListener extends Tagged {
  readonly name: string
  readonly host: string
  readonly port: number
  readonly securityProtocol: number
}

function encodeControllerRegistrationRequestListener(
  writer: Writer,
  message: Draft<ControllerRegistrationRequestListener>,
  _version: number,
): void {
  writer.string(message.name ?? '', true)
  writer.string(message.host ?? '', true)
  writer.uint16(message.port ?? 0)
  writer.int16(message.securityProtocol ?? 0)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeControllerRegistrationRequestListener(
  reader: Reader,
  _version: number,
): ControllerRegistrationRequestListener {
  const name = reader.string('name', true)
  const host = reader.string('host', true)
  const port = reader.uint16('port')
  const securityProtocol = reader.int16('securityProtocol')
  const unknownTaggedFields = reader.taggedFields()
  return { name, host, port, securityProtocol, unknownTaggedFields }
}

export interface ControllerRegistrationRequestFeature extends Tagged {
  readonly name: string
  readonly minSupportedVersion: number
  readonly maxSupportedVersion: number
}

function encodeControllerRegistrationRequestFeature(
  writer: Writer,
  message: Draft<ControllerRegistrationRequestFeature>,
  _version: number,
): void {
  writer.string(message.name ?? '', true)
  writer.int16(message.minSupportedVersion ?? 0)
  writer.int16(message.maxSupportedVersion ?? 0)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeControllerRegistrationRequestFeature(
  reader: Reader,
  _version: number,
): ControllerRegistrationRequestFeature {
  const name = reader.string('name', true)
  const minSupportedVersion = reader.int16('minSupportedVersion')
  const maxSupportedVersion = reader.int16('maxSupportedVersion')
  const unknownTaggedFields = reader.taggedFields()
  return { name, minSupportedVersion, maxSupportedVersion, unknownTaggedFields }
}

export interface ControllerRegistrationRequest extends Tagged {
  readonly controllerId: number
  readonly incarnationId: Uuid
  readonly zkMigrationReady: boolean
  readonly listeners: readonly ControllerRegistrationRequestListener[]
  readonly features: readonly ControllerRegistrationRequestFeature[]
}

function encodeControllerRegistrationRequest(
  writer: Writer,
  message: Draft<ControllerRegistrationRequest>,
  version: number,
): void {
  writer.int32(message.controllerId ?? 0)
  writer.uuid(message.incarnationId ?? zeroUuid)
  writer.bool(message.zkMigrationReady ?? false)
  const listeners = message.listeners ?? []
  writer.arrayLength(listeners.length, true)
  for (const item of listeners) encodeControllerRegistrationRequestListener(writer, item, version)
  const features = message.features ?? []
  writer.arrayLength(features.length, true)
  for (const item of features) encodeControllerRegistrationRequestFeature(writer, item, version)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeControllerRegistrationRequest(reader: Reader, version: number): ControllerRegistrationRequest {
  const controllerId = reader.int32('controllerId')
  const incarnationId = reader.uuid('incarnationId')
  const zkMigrationReady = reader.bool('zkMigrationReady')
  const listeners = reader.array('listeners', true, version, decodeControllerRegistrationRequestListener)
  const features = reader.array('features', true, version, decodeControllerRegistrationRequestFeature)
  const unknownTaggedFields = reader.taggedFields()
  return { controllerId, incarnationId, zkMigrationReady, listeners, features, unknownTaggedFields }
}

export const controllerRegistrationRequest: MessageCodec<ControllerRegistrationRequest> = {
  name: 'ControllerRegistrationRequest',
  apiKey: 70,
  minVersion: 0,
  maxVersion: 0,
  firstFlexibleVersion: 0,
  encode: encodeControllerRegistrationRequest,
  decode: decodeControllerRegistrationRequest,
}
