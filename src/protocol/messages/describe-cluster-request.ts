// @generated from schemas/DescribeClusterRequest.json by `npm run generate`. Do not edit.
import type { Draft, MessageCodec, Tagged } from '../message-codec.ts'
import type { Reader } from '../reader.ts'
import { refuseField, type Writer } from '../writer.ts'

export interface DescribeClusterRequest extends Tagged {
  readonly includeClusterAuthorizedOperations: boolean
  readonly endpointType: number // v1+
  readonly includeFencedBrokers: boolean // v2+
}

function encodeDescribeClusterRequest(writer: Writer, message: Draft<DescribeClusterRequest>, version: number): void {
  writer.bool(message.includeClusterAuthorizedOperations ?? false)
  if (version >= 1) writer.int8(message.endpointType ?? 1)
  if (version < 1 && message.endpointType !== undefined && message.endpointType !== 1)
    refuseField('DescribeClusterRequest', 'endpointType', version)
  if (version === 2) writer.bool(message.includeFencedBrokers ?? false)
  if (version < 2 && message.includeFencedBrokers !== undefined && message.includeFencedBrokers !== false)
    refuseField('DescribeClusterRequest', 'includeFencedBrokers', version)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeDescribeClusterRequest(reader: Reader, version: number): DescribeClusterRequest {
  const includeClusterAuthorizedOperations = reader.bool('includeClusterAuthorizedOperations')
  const endpointType = version >= 1 ? reader.int8('endpointType') : 1
  const includeFencedBrokers = version === 2 ? reader.bool('includeFencedBrokers') : false
  const unknownTaggedFields = reader.taggedFields()
  return { includeClusterAuthorizedOperations, endpointType, includeFencedBrokers, unknownTaggedFields }
}

export const describeClusterRequest: MessageCodec<DescribeClusterRequest> = {
  name: 'DescribeClusterRequest',
  apiKey: 60,
  minVersion: 0,
  maxVersion: 2,
  firstFlexibleVersion: 0,
  encode: encodeDescribeClusterRequest,
  decode: decodeDescribeClusterRequest,
}
