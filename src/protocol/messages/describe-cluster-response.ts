// @generated from schemas/DescribeClusterResponse.json by `npm run generate`. Do not edit.
import type { Draft, MessageCodec, Tagged } from '../message-codec.ts'
import type { Reader } from '../reader.ts'
import { refuseField, type Writer } from '../writer.ts'

export interface DescribeClusterResponseDescribeClusterBroker extends Tagged {
  readonly brokerId: number
  readonly host: string
  readonly port: number
  readonly rack: string | null
  readonly isFenced: boolean // v2+
}

function encodeDescribeClusterResponseDescribeClusterBroker(
  writer: Writer,
  message: Draft<DescribeClusterResponseDescribeClusterBroker>,
  version: number,
): void {
  writer.int32(message.brokerId ?? 0)
  writer.string(message.host ?? '', true)
  writer.int32(message.port ?? 0)
  const rack = message.rack ?? null
  writer.nullableString(rack, true)
  if (version === 2) writer.bool(message.isFenced ?? false)
  if (version < 2 && message.isFenced !== undefined && message.isFenced !== false)
    refuseField('DescribeClusterResponse', 'isFenced', version)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeDescribeClusterResponseDescribeClusterBroker(
  reader: Reader,
  version: number,
): DescribeClusterResponseDescribeClusterBroker {
  const brokerId = reader.int32('brokerId')
  const host = reader.string('host', true)
  const port = reader.int32('port')
  const rack = reader.nullableString('rack', true)
  const isFenced = version === 2 ? reader.bool('isFenced') : false
  const unknownTaggedFields = reader.taggedFields()
  return { brokerId, host, port, rack, isFenced, unknownTaggedFields }
}

export interface DescribeClusterResponse extends Tagged {
  readonly throttleTimeMs: number
  readonly errorCode: number
  readonly errorMessage: string | null
  readonly endpointType: number // v1+
  readonly clusterId: string
  readonly controllerId: number
  readonly brokers: readonly DescribeClusterResponseDescribeClusterBroker[]
  readonly clusterAuthorizedOperations: number
}

function encodeDescribeClusterResponse(writer: Writer, message: Draft<DescribeClusterResponse>, version: number): void {
  writer.int32(message.throttleTimeMs ?? 0)
  writer.int16(message.errorCode ?? 0)
  const errorMessage = message.errorMessage ?? null
  writer.nullableString(errorMessage, true)
  if (version >= 1) writer.int8(message.endpointType ?? 1)
  if (version < 1 && message.endpointType !== undefined && message.endpointType !== 1)
    refuseField('DescribeClusterResponse', 'endpointType', version)
  writer.string(message.clusterId ?? '', true)
  writer.int32(message.controllerId ?? -1)
  const brokers = message.brokers ?? []
  writer.arrayLength(brokers.length, true)
  for (const item of brokers) encodeDescribeClusterResponseDescribeClusterBroker(writer, item, version)
  writer.int32(message.clusterAuthorizedOperations ?? -2147483648)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeDescribeClusterResponse(reader: Reader, version: number): DescribeClusterResponse {
  const throttleTimeMs = reader.int32('throttleTimeMs')
  const errorCode = reader.int16('errorCode')
  const errorMessage = reader.nullableString('errorMessage', true)
  const endpointType = version >= 1 ? reader.int8('endpointType') : 1
  const clusterId = reader.string('clusterId', true)
  const controllerId = reader.int32('controllerId')
  const brokers = reader.array('brokers', true, version, decodeDescribeClusterResponseDescribeClusterBroker)
  const clusterAuthorizedOperations = reader.int32('clusterAuthorizedOperations')
  const unknownTaggedFields = reader.taggedFields()
  return {
    throttleTimeMs,
    errorCode,
    errorMessage,
    endpointType,
    clusterId,
    controllerId,
    brokers,
    clusterAuthorizedOperations,
    unknownTaggedFields,
  }
}

export const describeClusterResponse: MessageCodec<DescribeClusterResponse> = {
  name: 'DescribeClusterResponse',
  apiKey: 60,
  minVersion: 0,
  maxVersion: 2,
  firstFlexibleVersion: 0,
  encode: encodeDescribeClusterResponse,
  decode: decodeDescribeClusterResponse,
}
