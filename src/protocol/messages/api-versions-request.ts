// @generated from schemas/ApiVersionsRequest.json by `npm run generate`. Do not edit.
import type { Draft, MessageCodec, Tagged } from '../message-codec.ts'
import type { Reader } from '../reader.ts'
import { noTaggedFields } from '../tagged-field.ts'
import type { Writer } from '../writer.ts'

export interface ApiVersionsRequest extends Tagged {
  readonly clientSoftwareName: string // v3+
  readonly clientSoftwareVersion: string // v3+
  readonly clusterId: string | null // v5+
  readonly nodeId: number // v5+
}

function encodeApiVersionsRequest(writer: Writer, message: Draft<ApiVersionsRequest>, version: number): void {
  const flexible = version >= 3
  if (version >= 3) writer.string(message.clientSoftwareName ?? '', flexible)
  if (version >= 3) writer.string(message.clientSoftwareVersion ?? '', flexible)
  if (version === 5) {
    const clusterId = message.clusterId ?? null
    writer.nullableString(clusterId, flexible)
  }
  if (version === 5) writer.int32(message.nodeId ?? -1)
  if (flexible) writer.taggedFields(message.unknownTaggedFields)
}

function decodeApiVersionsRequest(reader: Reader, version: number): ApiVersionsRequest {
  const flexible = version >= 3
  const clientSoftwareName = version >= 3 ? reader.string('clientSoftwareName', flexible) : ''
  const clientSoftwareVersion = version >= 3 ? reader.string('clientSoftwareVersion', flexible) : ''
  const clusterId = version === 5 ? reader.nullableString('clusterId', flexible) : null
  const nodeId = version === 5 ? reader.int32('nodeId') : -1
  const unknownTaggedFields = flexible ? reader.taggedFields() : noTaggedFields
  return { clientSoftwareName, clientSoftwareVersion, clusterId, nodeId, unknownTaggedFields }
}

export const apiVersionsRequest: MessageCodec<ApiVersionsRequest> = {
  name: 'ApiVersionsRequest',
  apiKey: 18,
  minVersion: 0,
  maxVersion: 5,
  firstFlexibleVersion: 3,
  encode: encodeApiVersionsRequest,
  decode: decodeApiVersionsRequest,
}
