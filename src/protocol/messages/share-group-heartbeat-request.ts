// @generated from schemas/ShareGroupHeartbeatRequest.json by `npm run generate`. Do not edit.
import type { Draft, MessageCodec, Tagged } from '../message-codec.ts'
import { type Reader, readCompactString } from '../reader.ts'
import type { Writer } from '../writer.ts'

export interface ShareGroupHeartbeatRequest extends Tagged {
  readonly groupId: string
  readonly memberId: string
  readonly memberEpoch: number
  readonly rackId: string | null
  readonly subscribedTopicNames: readonly string[] | null
}

function encodeShareGroupHeartbeatRequest(
  writer: Writer,
  message: Draft<ShareGroupHeartbeatRequest>,
  _version: number,
): void {
  writer.string(message.groupId ?? '', true)
  writer.string(message.memberId ?? '', true)
  writer.int32(message.memberEpoch ?? 0)
  const rackId = message.rackId ?? null
  writer.nullableString(rackId, true)
  const subscribedTopicNames = message.subscribedTopicNames ?? null
  if (subscribedTopicNames === null) writer.nullArray(true)
  else {
    writer.arrayLength(subscribedTopicNames.length, true)
    for (const item of subscribedTopicNames) writer.string(item, true)
  }
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeShareGroupHeartbeatRequest(reader: Reader, version: number): ShareGroupHeartbeatRequest {
  const groupId = reader.string('groupId', true)
  const memberId = reader.string('memberId', true)
  const memberEpoch = reader.int32('memberEpoch')
  const rackId = reader.nullableString('rackId', true)
  const subscribedTopicNames = reader.nullableArray('subscribedTopicNames', true, version, readCompactString)
  const unknownTaggedFields = reader.taggedFields()
  return { groupId, memberId, memberEpoch, rackId, subscribedTopicNames, unknownTaggedFields }
}

export const shareGroupHeartbeatRequest: MessageCodec<ShareGroupHeartbeatRequest> = {
  name: 'ShareGroupHeartbeatRequest',
  apiKey: 76,
  minVersion: 1,
  maxVersion: 1,
  firstFlexibleVersion: 1,
  encode: encodeShareGroupHeartbeatRequest,
  decode: decodeShareGroupHeartbeatRequest,
}
