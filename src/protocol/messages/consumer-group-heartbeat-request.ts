// @generated from schemas/ConsumerGroupHeartbeatRequest.json by `npm run generate`. Do not edit.
import type { Draft, MessageCodec, Tagged } from '../message-codec.ts'
import { type Reader, readCompactString, readInt32 } from '../reader.ts'
import { type Uuid, zeroUuid } from '../uuid.ts'
import { refuseField, type Writer } from '../writer.ts'

export interface ConsumerGroupHeartbeatRequestTopicPartitions extends Tagged {
  readonly topicId: Uuid
  readonly partitions: readonly number[]
}

function encodeConsumerGroupHeartbeatRequestTopicPartitions(
  writer: Writer,
  message: Draft<ConsumerGroupHeartbeatRequestTopicPartitions>,
  _version: number,
): void {
  writer.uuid(message.topicId ?? zeroUuid)
  const partitions = message.partitions ?? []
  writer.arrayLength(partitions.length, true)
  for (const item of partitions) writer.int32(item)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeConsumerGroupHeartbeatRequestTopicPartitions(
  reader: Reader,
  version: number,
): ConsumerGroupHeartbeatRequestTopicPartitions {
  const topicId = reader.uuid('topicId')
  const partitions = reader.array('partitions', true, version, readInt32)
  const unknownTaggedFields = reader.taggedFields()
  return { topicId, partitions, unknownTaggedFields }
}

export interface ConsumerGroupHeartbeatRequest extends Tagged {
  readonly groupId: string
  readonly memberId: string
  readonly memberEpoch: number
  readonly instanceId: string | null
  readonly rackId: string | null
  readonly rebalanceTimeoutMs: number
  readonly subscribedTopicNames: readonly string[] | null
  readonly subscribedTopicRegex: string | null // v1+
  readonly serverAssignor: string | null
  readonly topicPartitions: readonly ConsumerGroupHeartbeatRequestTopicPartitions[] | null
}

function encodeConsumerGroupHeartbeatRequest(
  writer: Writer,
  message: Draft<ConsumerGroupHeartbeatRequest>,
  version: number,
): void {
  writer.string(message.groupId ?? '', true)
  writer.string(message.memberId ?? '', true)
  writer.int32(message.memberEpoch ?? 0)
  const instanceId = message.instanceId ?? null
  writer.nullableString(instanceId, true)
  const rackId = message.rackId ?? null
  writer.nullableString(rackId, true)
  writer.int32(message.rebalanceTimeoutMs ?? -1)
  const subscribedTopicNames = message.subscribedTopicNames ?? null
  if (subscribedTopicNames === null) writer.nullArray(true)
  else {
    writer.arrayLength(subscribedTopicNames.length, true)
    for (const item of subscribedTopicNames) writer.string(item, true)
  }
  if (version === 1) {
    const subscribedTopicRegex = message.subscribedTopicRegex ?? null
    writer.nullableString(subscribedTopicRegex, true)
  }
  if (version < 1 && message.subscribedTopicRegex !== undefined && message.subscribedTopicRegex !== null)
    refuseField('ConsumerGroupHeartbeatRequest', 'subscribedTopicRegex', version)
  const serverAssignor = message.serverAssignor ?? null
  writer.nullableString(serverAssignor, true)
  const topicPartitions = message.topicPartitions ?? null
  if (topicPartitions === null) writer.nullArray(true)
  else {
    writer.arrayLength(topicPartitions.length, true)
    for (const item of topicPartitions) encodeConsumerGroupHeartbeatRequestTopicPartitions(writer, item, version)
  }
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeConsumerGroupHeartbeatRequest(reader: Reader, version: number): ConsumerGroupHeartbeatRequest {
  const groupId = reader.string('groupId', true)
  const memberId = reader.string('memberId', true)
  const memberEpoch = reader.int32('memberEpoch')
  const instanceId = reader.nullableString('instanceId', true)
  const rackId = reader.nullableString('rackId', true)
  const rebalanceTimeoutMs = reader.int32('rebalanceTimeoutMs')
  const subscribedTopicNames = reader.nullableArray('subscribedTopicNames', true, version, readCompactString)
  const subscribedTopicRegex = version === 1 ? reader.nullableString('subscribedTopicRegex', true) : null
  const serverAssignor = reader.nullableString('serverAssignor', true)
  const topicPartitions = reader.nullableArray(
    'topicPartitions',
    true,
    version,
    decodeConsumerGroupHeartbeatRequestTopicPartitions,
  )
  const unknownTaggedFields = reader.taggedFields()
  return {
    groupId,
    memberId,
    memberEpoch,
    instanceId,
    rackId,
    rebalanceTimeoutMs,
    subscribedTopicNames,
    subscribedTopicRegex,
    serverAssignor,
    topicPartitions,
    unknownTaggedFields,
  }
}

export const consumerGroupHeartbeatRequest: MessageCodec<ConsumerGroupHeartbeatRequest> = {
  name: 'ConsumerGroupHeartbeatRequest',
  apiKey: 68,
  minVersion: 0,
  maxVersion: 1,
  firstFlexibleVersion: 0,
  encode: encodeConsumerGroupHeartbeatRequest,
  decode: decodeConsumerGroupHeartbeatRequest,
}
