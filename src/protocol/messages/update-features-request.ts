// @generated from schemas/UpdateFeaturesRequest.json by `npm run generate`. Do not edit.
import type { Draft, MessageCodec, Tagged } from '../message-codec.ts'
import type { Reader } from '../reader.ts'
import { refuseField, type Writer } from '../writer.ts'

export interface UpdateFeaturesRequestFeatureUpdateKey extends Tagged {
  readonly feature: string
  readonly maxVersionLevel: number
  readonly allowDowngrade: boolean // v0
  readonly upgradeType: number // v1+
}

function encodeUpdateFeaturesRequestFeatureUpdateKey(
  writer: Writer,
  message: Draft<UpdateFeaturesRequestFeatureUpdateKey>,
  version: number,
): void {
  writer.string(message.feature ?? '', true)
  writer.int16(message.maxVersionLevel ?? 0)
  if (version === 0) writer.bool(message.allowDowngrade ?? false)
  if (version > 0 && message.allowDowngrade !== undefined && message.allowDowngrade !== false)
    refuseField('UpdateFeaturesRequest', 'allowDowngrade', version)
  if (version >= 1) writer.int8(message.upgradeType ?? 1)
  if (version < 1 && message.upgradeType !== undefined && message.upgradeType !== 1)
    refuseField('UpdateFeaturesRequest', 'upgradeType', version)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeUpdateFeaturesRequestFeatureUpdateKey(
  reader: Reader,
  version: number,
): UpdateFeaturesRequestFeatureUpdateKey {
  const feature = reader.string('feature', true)
  const maxVersionLevel = reader.int16('maxVersionLevel')
  const allowDowngrade = version === 0 ? reader.bool('allowDowngrade') : false
  const upgradeType = version >= 1 ? reader.int8('upgradeType') : 1
  const unknownTaggedFields = reader.taggedFields()
  return { feature, maxVersionLevel, allowDowngrade, upgradeType, unknownTaggedFields }
}

export interface UpdateFeaturesRequest extends Tagged {
  readonly timeoutMs: number
  readonly featureUpdates: readonly UpdateFeaturesRequestFeatureUpdateKey[]
  readonly validateOnly: boolean // v1+
}

function encodeUpdateFeaturesRequest(writer: Writer, message: Draft<UpdateFeaturesRequest>, version: number): void {
  writer.int32(message.timeoutMs ?? 60000)
  const featureUpdates = message.featureUpdates ?? []
  writer.arrayLength(featureUpdates.length, true)
  for (const item of featureUpdates) encodeUpdateFeaturesRequestFeatureUpdateKey(writer, item, version)
  if (version >= 1) writer.bool(message.validateOnly ?? false)
  if (version < 1 && message.validateOnly !== undefined && message.validateOnly !== false)
    refuseField('UpdateFeaturesRequest', 'validateOnly', version)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeUpdateFeaturesRequest(reader: Reader, version: number): UpdateFeaturesRequest {
  const timeoutMs = reader.int32('timeoutMs')
  const featureUpdates = reader.array('featureUpdates', true, version, decodeUpdateFeaturesRequestFeatureUpdateKey)
  const validateOnly = version >= 1 ? reader.bool('validateOnly') : false
  const unknownTaggedFields = reader.taggedFields()
  return { timeoutMs, featureUpdates, validateOnly, unknownTaggedFields }
}

export const updateFeaturesRequest: MessageCodec<UpdateFeaturesRequest> = {
  name: 'UpdateFeaturesRequest',
  apiKey: 57,
  minVersion: 0,
  maxVersion: 2,
  firstFlexibleVersion: 0,
  encode: encodeUpdateFeaturesRequest,
  decode: decodeUpdateFeaturesRequest,
}
