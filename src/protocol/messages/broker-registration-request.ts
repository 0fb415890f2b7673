// @generated from schemas/BrokerRegistrationRequest.json by `npm run generate`. Do not edit.
import type { Draft, MessageCodec, Tagged } from '../message-codec.ts'
import { type Reader, readUuidItem } from '../reader.ts'
import { type Uuid, zeroUuid } from '../uuid.ts'
import { refuseField, type Writer } from '../writer.ts'

export interface BrokerRegistrationRequestListener extends Tagged {
  readonly name: string
  readonly host: string
  readonly port: number
  readonly securityProtocol: number
}

function encodeBrokerRegistrationRequestListener(
  writer: Writer,
  message: Draft<BrokerRegistrationRequestListener>,
  _version: number,
): void {
  writer.string(message.name ?? '', true)
  writer.string(message.host ?? '', true)
  writer.uint16(message.port ?? 0)
  writer.int16(message.securityProtocol ?? 0)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeBrokerRegistrationRequestListener(reader: Reader, _version: number): BrokerRegistrationRequestListener {
  const name = reader.string('name', true)
  const host = reader.string('host', true)
  const port = reader.uint16('port')
  const securityProtocol = reader.int16('securityProtocol')
  const unknownTaggedFields = reader.taggedFields()
  return { name, host, port, securityProtocol, unknownTaggedFields }
}

export interface BrokerRegistrationRequestFeature extends Tagged {
  readonly name: string
  readonly minSupportedVersion: number
  readonly maxSupportedVersion: number
}

function encodeBrokerRegistrationRequestFeature(
  writer: Writer,
  message: Draft<BrokerRegistrationRequestFeature>,
  _version: number,
): void {
  writer.string(message.name ?? '', true)
  writer.int16(message.minSupportedVersion ?? 0)
  writer.int16(message.maxSupportedVersion ?? 0)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeBrokerRegistrationRequestFeature(reader: Reader, _version: number): BrokerRegistrationRequestFeature {
  const name = reader.string('name', true)
  const minSupportedVersion = reader.int16('minSupportedVersion')
  const maxSupportedVersion = reader.int16('maxSupportedVersion')
  const unknownTaggedFields = reader.taggedFields()
  return { name, minSupportedVersion, maxSupportedVersion, unknownTaggedFields }
}

export interface BrokerRegistrationRequest extends Tagged {
  readonly brokerId: number
  readonly clusterId: string
  readonly incarnationId: Uuid
  readonly listeners: readonly BrokerRegistrationRequestListener[]
  readonly features: readonly BrokerRegistrationRequestFeature[]
  readonly rack: string | null
  readonly isMigratingZkBroker: boolean // v1+
  readonly logDirs: readonly Uuid[] // v2+
  readonly previousBrokerEpoch: bigint // v3+
}

function encodeBrokerRegistrationRequest(
  writer: Writer,
  message: Draft<BrokerRegistrationRequest>,
  version: number,
): void {
  writer.int32(message.brokerId ?? 0)
  writer.string(message.clusterId ?? '', true)
  writer.uuid(message.incarnationId ?? zeroUuid)
  const listeners = message.listeners ?? []
  writer.arrayLength(listeners.length, true)
  for (const item of listeners) encodeBrokerRegistrationRequestListener(writer, item, version)
  const features = message.features ?? []
  writer.arrayLength(features.length, true)
  for (const item of features) encodeBrokerRegistrationRequestFeature(writer, item, version)
  const rack = message.rack === undefined ? '' : message.rack
  writer.nullableString(rack, true)
  if (version >= 1) writer.bool(message.isMigratingZkBroker ?? false)
  if (version < 1 && message.isMigratingZkBroker !== undefined && message.isMigratingZkBroker !== false)
    refuseField('BrokerRegistrationRequest', 'isMigratingZkBroker', version)
  if (version >= 2) {
    const logDirs = message.logDirs ?? []
    writer.arrayLength(logDirs.length, true)
    for (const item of logDirs) writer.uuid(item)
  }
  if (version >= 3) writer.int64(message.previousBrokerEpoch ?? -1n)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeBrokerRegistrationRequest(reader: Reader, version: number): BrokerRegistrationRequest {
  const brokerId = reader.int32('brokerId')
  const clusterId = reader.string('clusterId', true)
  const incarnationId = reader.uuid('incarnationId')
  const listeners = reader.array('listeners', true, version, decodeBrokerRegistrationRequestListener)
  const features = reader.array('features', true, version, decodeBrokerRegistrationRequestFeature)
  const rack = reader.nullableString('rack', true)
  const isMigratingZkBroker = version >= 1 ? reader.bool('isMigratingZkBroker') : false
  const logDirs = version >= 2 ? reader.array('logDirs', true, version, readUuidItem) : []
  const previousBrokerEpoch = version >= 3 ? reader.int64('previousBrokerEpoch') : -1n
  const unknownTaggedFields = reader.taggedFields()
  return {
    brokerId,
    clusterId,
    incarnationId,
    listeners,
    features,
    rack,
    isMigratingZkBroker,
    logDirs,
    previousBrokerEpoch,
    unknownTaggedFields,
  }
}

export const brokerRegistrationRequest: MessageCodec<BrokerRegistrationRequest> = {
  name: 'BrokerRegistrationRequest',
  apiKey: 62,
  minVersion: 0,
  maxVersion: 4,
  firstFlexibleVersion: 0,
  encode: encodeBrokerRegistrationRequest,
  decode: decodeBrokerRegistrationRequest,
}
