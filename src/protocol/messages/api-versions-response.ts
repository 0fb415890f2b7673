// @generated from schemas/ApiVersionsResponse.json by `npm run generate`. Do not edit.
import type { Draft, MessageCodec, Tagged } from '../message-codec.ts'
import type { Reader } from '../reader.ts'
import { noTaggedFields, type TaggedField } from '../tagged-field.ts'
import { encodeTaggedField, type Writer } from '../writer.ts'

export interface ApiVersionsResponseApiVersion extends Tagged {
  readonly apiKey: number
  readonly minVersion: number
  readonly maxVersion: number
}

function encodeApiVersionsResponseApiVersion(
  writer: Writer,
  message: Draft<ApiVersionsResponseApiVersion>,
  version: number,
): void {
  const flexible = version >= 3
  writer.int16(message.apiKey ?? 0)
  writer.int16(message.minVersion ?? 0)
  writer.int16(message.maxVersion ?? 0)
  if (flexible) writer.taggedFields(message.unknownTaggedFields)
}

function decodeApiVersionsResponseApiVersion(reader: Reader, version: number): ApiVersionsResponseApiVersion {
  const flexible = version >= 3
  const apiKey = reader.int16('apiKey')
  const minVersion = reader.int16('minVersion')
  const maxVersion = reader.int16('maxVersion')
  const unknownTaggedFields = flexible ? reader.taggedFields() : noTaggedFields
  return { apiKey, minVersion, maxVersion, unknownTaggedFields }
}

export interface ApiVersionsResponseSupportedFeatureKey extends Tagged {
  readonly name: string // v3+
  readonly minVersion: number // v3+
  readonly maxVersion: number // v3+
}

function encodeApiVersionsResponseSupportedFeatureKey(
  writer: Writer,
  message: Draft<ApiVersionsResponseSupportedFeatureKey>,
  _version: number,
): void {
  writer.string(message.name ?? '', true)
  writer.int16(message.minVersion ?? 0)
  writer.int16(message.maxVersion ?? 0)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeApiVersionsResponseSupportedFeatureKey(
  reader: Reader,
  _version: number,
): ApiVersionsResponseSupportedFeatureKey {
  const name = reader.string('name', true)
  const minVersion = reader.int16('minVersion')
  const maxVersion = reader.int16('maxVersion')
  const unknownTaggedFields = reader.taggedFields()
  return { name, minVersion, maxVersion, unknownTaggedFields }
}

export interface ApiVersionsResponseFinalizedFeatureKey extends Tagged {
  readonly name: string // v3+
  readonly maxVersionLevel: number // v3+
  readonly minVersionLevel: number // v3+
}

function encodeApiVersionsResponseFinalizedFeatureKey(
  writer: Writer,
  message: Draft<ApiVersionsResponseFinalizedFeatureKey>,
  _version: number,
): void {
  writer.string(message.name ?? '', true)
  writer.int16(message.maxVersionLevel ?? 0)
  writer.int16(message.minVersionLevel ?? 0)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeApiVersionsResponseFinalizedFeatureKey(
  reader: Reader,
  _version: number,
): ApiVersionsResponseFinalizedFeatureKey {
  const name = reader.string('name', true)
  const maxVersionLevel = reader.int16('maxVersionLevel')
  const minVersionLevel = reader.int16('minVersionLevel')
  const unknownTaggedFields = reader.taggedFields()
  return { name, maxVersionLevel, minVersionLevel, unknownTaggedFields }
}

export interface ApiVersionsResponse extends Tagged {
  readonly errorCode: number
  readonly apiKeys: readonly ApiVersionsResponseApiVersion[]
  readonly throttleTimeMs: number // v1+
  readonly supportedFeatures: readonly ApiVersionsResponseSupportedFeatureKey[] // v3+
  readonly finalizedFeaturesEpoch: bigint // v3+
  readonly finalizedFeatures: readonly ApiVersionsResponseFinalizedFeatureKey[] // v3+
  readonly zkMigrationReady: boolean // v3+
}

function encodeApiVersionsResponse(writer: Writer, message: Draft<ApiVersionsResponse>, version: number): void {
  const flexible = version >= 3
  writer.int16(message.errorCode ?? 0)
  const apiKeys = message.apiKeys ?? []
  writer.arrayLength(apiKeys.length, flexible)
  for (const item of apiKeys) encodeApiVersionsResponseApiVersion(writer, item, version)
  if (version >= 1) writer.int32(message.throttleTimeMs ?? 0)
  if (flexible) {
    const tagged: TaggedField[] = []
    if (message.supportedFeatures !== undefined && message.supportedFeatures.length !== 0) {
      const value = message.supportedFeatures
      tagged.push(
        encodeTaggedField(0, (writer) => {
          writer.arrayLength(value.length, true)
          for (const item of value) encodeApiVersionsResponseSupportedFeatureKey(writer, item, version)
        }),
      )
    }
    if (message.finalizedFeaturesEpoch !== undefined && message.finalizedFeaturesEpoch !== -1n) {
      const value = message.finalizedFeaturesEpoch
      tagged.push(
        encodeTaggedField(1, (writer) => {
          writer.int64(value)
        }),
      )
    }
    if (message.finalizedFeatures !== undefined && message.finalizedFeatures.length !== 0) {
      const value = message.finalizedFeatures
      tagged.push(
        encodeTaggedField(2, (writer) => {
          writer.arrayLength(value.length, true)
          for (const item of value) encodeApiVersionsResponseFinalizedFeatureKey(writer, item, version)
        }),
      )
    }
    if (message.zkMigrationReady !== undefined && message.zkMigrationReady !== false) {
      const value = message.zkMigrationReady
      tagged.push(
        encodeTaggedField(3, (writer) => {
          writer.bool(value)
        }),
      )
    }
    writer.taggedFields(message.unknownTaggedFields, tagged)
  }
}

function decodeApiVersionsResponse(reader: Reader, version: number): ApiVersionsResponse {
  const flexible = version >= 3
  const errorCode = reader.int16('errorCode')
  const apiKeys = reader.array('apiKeys', flexible, version, decodeApiVersionsResponseApiVersion)
  const throttleTimeMs = version >= 1 ? reader.int32('throttleTimeMs') : 0
  let supportedFeatures: readonly ApiVersionsResponseSupportedFeatureKey[] = []
  let finalizedFeaturesEpoch: bigint = -1n
  let finalizedFeatures: readonly ApiVersionsResponseFinalizedFeatureKey[] = []
  let zkMigrationReady: boolean = false
  const unknownTaggedFields = flexible
    ? reader.taggedFields((tag) => {
        switch (tag) {
          case 0:
            supportedFeatures = reader.array(
              'supportedFeatures',
              true,
              version,
              decodeApiVersionsResponseSupportedFeatureKey,
            )
            return true
          case 1:
            finalizedFeaturesEpoch = reader.int64('finalizedFeaturesEpoch')
            return true
          case 2:
            finalizedFeatures = reader.array(
              'finalizedFeatures',
              true,
              version,
              decodeApiVersionsResponseFinalizedFeatureKey,
            )
            return true
          case 3:
            zkMigrationReady = reader.bool('zkMigrationReady')
            return true
          default:
            return false
        }
      })
    : noTaggedFields
  return {
    errorCode,
    apiKeys,
    throttleTimeMs,
    supportedFeatures,
    finalizedFeaturesEpoch,
    finalizedFeatures,
    zkMigrationReady,
    unknownTaggedFields,
  }
}

export const apiVersionsResponse: MessageCodec<ApiVersionsResponse> = {
  name: 'ApiVersionsResponse',
  apiKey: 18,
  minVersion: 0,
  maxVersion: 5,
  firstFlexibleVersion: 3,
  encode: encodeApiVersionsResponse,
  decode: decodeApiVersionsResponse,
}
