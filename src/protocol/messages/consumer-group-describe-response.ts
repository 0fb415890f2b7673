// @generated from schemas/ConsumerGroupDescribeResponse.json by `npm run generate`. Do not edit.
import type { Draft, MessageCodec, Tagged } from '../message-codec.ts'
import { type Reader, readCompactString, readInt32 } from '../reader.ts'
import { noTaggedFields } from '../tagged-field.ts'
import { type Uuid, zeroUuid } from '../uuid.ts'
import type { Writer } from '../writer.ts'

export interface ConsumerGroupDescribeResponseTopicPartitions extends Tagged {
  readonly topicId: Uuid
  readonly topicName: string
  readonly partitions: readonly number[]
}

function encodeConsumerGroupDescribeResponseTopicPartitions(
  writer: Writer,
  message: Draft<ConsumerGroupDescribeResponseTopicPartitions>,
  _version: number,
): void {
  writer.uuid(message.topicId ?? zeroUuid)
  writer.string(message.topicName ?? '', true)
  const partitions = message.partitions ?? []
  writer.arrayLength(partitions.length, true)
  for (const item of partitions) writer.int32(item)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeConsumerGroupDescribeResponseTopicPartitions(
  reader: Reader,
  version: number,
): ConsumerGroupDescribeResponseTopicPartitions {
  const topicId = reader.uuid('topicId')
  const topicName = reader.string('topicName', true)
  const partitions = reader.array('partitions', true, version, readInt32)
  const unknownTaggedFields = reader.taggedFields()
  return { topicId, topicName, partitions, unknownTaggedFields }
}

export interface ConsumerGroupDescribeResponseAssignment extends Tagged {
  readonly topicPartitions: readonly ConsumerGroupDescribeResponseTopicPartitions[]
}

const defaultConsumerGroupDescribeResponseAssignment: ConsumerGroupDescribeResponseAssignment = {
  topicPartitions: [],
  unknownTaggedFields: noTaggedFields,
}

function isDefaultConsumerGroupDescribeResponseAssignment(
  message: Draft<ConsumerGroupDescribeResponseAssignment>,
): boolean {
  return (
    (message.topicPartitions === undefined || message.topicPartitions.length === 0) &&
    (message.unknownTaggedFields ?? noTaggedFields).length === 0
  )
}

function encodeConsumerGroupDescribeResponseAssignment(
  writer: Writer,
  message: Draft<ConsumerGroupDescribeResponseAssignment>,
  version: number,
): void {
  const topicPartitions = message.topicPartitions ?? []
  writer.arrayLength(topicPartitions.length, true)
  for (const item of topicPartitions) encodeConsumerGroupDescribeResponseTopicPartitions(writer, item, version)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeConsumerGroupDescribeResponseAssignment(
  reader: Reader,
  version: number,
): ConsumerGroupDescribeResponseAssignment {
  const topicPartitions = reader.array(
    'topicPartitions',
    true,
    version,
    decodeConsumerGroupDescribeResponseTopicPartitions,
  )
  const unknownTaggedFields = reader.taggedFields()
  return { topicPartitions, unknownTaggedFields }
}

export interface ConsumerGroupDescribeResponseMember extends Tagged {
  readonly memberId: string
  readonly instanceId: string | null
  readonly rackId: string | null
  readonly memberEpoch: number
  readonly clientId: string
  readonly clientHost: string
  readonly subscribedTopicNames: readonly string[]
  readonly subscribedTopicRegex: string | null
  readonly assignment: ConsumerGroupDescribeResponseAssignment
  readonly targetAssignment: ConsumerGroupDescribeResponseAssignment
  readonly memberType: number // v1+
}

function encodeConsumerGroupDescribeResponseMember(
  writer: Writer,
  message: Draft<ConsumerGroupDescribeResponseMember>,
  version: number,
): void {
  writer.string(message.memberId ?? '', true)
  const instanceId = message.instanceId ?? null
  writer.nullableString(instanceId, true)
  const rackId = message.rackId ?? null
  writer.nullableString(rackId, true)
  writer.int32(message.memberEpoch ?? 0)
  writer.string(message.clientId ?? '', true)
  writer.string(message.clientHost ?? '', true)
  const subscribedTopicNames = message.subscribedTopicNames ?? []
  writer.arrayLength(subscribedTopicNames.length, true)
  for (const item of subscribedTopicNames) writer.string(item, true)
  const subscribedTopicRegex = message.subscribedTopicRegex ?? null
  writer.nullableString(subscribedTopicRegex, true)
  encodeConsumerGroupDescribeResponseAssignment(
    writer,
    message.assignment ?? defaultConsumerGroupDescribeResponseAssignment,
    version,
  )
  encodeConsumerGroupDescribeResponseAssignment(
    writer,
    message.targetAssignment ?? defaultConsumerGroupDescribeResponseAssignment,
    version,
  )
  if (version === 1) writer.int8(message.memberType ?? -1)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeConsumerGroupDescribeResponseMember(
  reader: Reader,
  version: number,
): ConsumerGroupDescribeResponseMember {
  const memberId = reader.string('memberId', true)
  const instanceId = reader.nullableString('instanceId', true)
  const rackId = reader.nullableString('rackId', true)
  const memberEpoch = reader.int32('memberEpoch')
  const clientId = reader.string('clientId', true)
  const clientHost = reader.string('clientHost', true)
  const subscribedTopicNames = reader.array('subscribedTopicNames', true, version, readCompactString)
  const subscribedTopicRegex = reader.nullableString('subscribedTopicRegex', true)
  const assignment = reader.struct('assignment', version, decodeConsumerGroupDescribeResponseAssignment)
  const targetAssignment = reader.struct('targetAssignment', version, decodeConsumerGroupDescribeResponseAssignment)
  const memberType = version === 1 ? reader.int8('memberType') : -1
  const unknownTaggedFields = reader.taggedFields()
  return {
    memberId,
    instanceId,
    rackId,
    memberEpoch,
    clientId,
    clientHost,
    subscribedTopicNames,
    subscribedTopicRegex,
    assignment,
    targetAssignment,
    memberType,
    unknownTaggedFields,
  }
}

export interface ConsumerGroupDescribeResponseDescribedGroup extends Tagged {
  readonly errorCode: number
  readonly errorMessage: string | null
  readonly groupId: string
  readonly groupState: string
  readonly groupEpoch: number
  readonly assignmentEpoch: number
  readonly assignorName: string
  readonly members: readonly ConsumerGroupDescribeResponseMember[]
  readonly authorizedOperations: number
}

function encodeConsumerGroupDescribeResponseDescribedGroup(
  writer: Writer,
  message: Draft<ConsumerGroupDescribeResponseDescribedGroup>,
  version: number,
): void {
  writer.int16(message.errorCode ?? 0)
  const errorMessage = message.errorMessage ?? null
  writer.nullableString(errorMessage, true)
  writer.string(message.groupId ?? '', true)
  writer.string(message.groupState ?? '', true)
  writer.int32(message.groupEpoch ?? 0)
  writer.int32(message.assignmentEpoch ?? 0)
  writer.string(message.assignorName ?? '', true)
  const members = message.members ?? []
  writer.arrayLength(members.length, true)
  for (const item of members) encodeConsumerGroupDescribeResponseMember(writer, item, version)
  writer.int32(message.authorizedOperations ?? -2147483648)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeConsumerGroupDescribeResponseDescribedGroup(
  reader: Reader,
  version: number,
): ConsumerGroupDescribeResponseDescribedGroup {
  const errorCode = reader.int16('errorCode')
  const errorMessage = reader.nullableString('errorMessage', true)
  const groupId = reader.string('groupId', true)
  const groupState = reader.string('groupState', true)
  const groupEpoch = reader.int32('groupEpoch')
  const assignmentEpoch = reader.int32('assignmentEpoch')
  const assignorName = reader.string('assignorName', true)
  const members = reader.array('members', true, version, decodeConsumerGroupDescribeResponseMember)
  const authorizedOperations = reader.int32('authorizedOperations')
  const unknownTaggedFields = reader.taggedFields()
  return {
    errorCode,
    errorMessage,
    groupId,
    groupState,
    groupEpoch,
    assignmentEpoch,
    assignorName,
    members,
    authorizedOperations,
    unknownTaggedFields,
  }
}

export interface ConsumerGroupDescribeResponse extends Tagged {
  readonly throttleTimeMs: number
  readonly groups: readonly ConsumerGroupDescribeResponseDescribedGroup[]
}

function encodeConsumerGroupDescribeResponse(
  writer: Writer,
  message: Draft<ConsumerGroupDescribeResponse>,
  version: number,
): void {
  writer.int32(message.throttleTimeMs ?? 0)
  const groups = message.groups ?? []
  writer.arrayLength(groups.length, true)
  for (const item of groups) encodeConsumerGroupDescribeResponseDescribedGroup(writer, item, version)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeConsumerGroupDescribeResponse(reader: Reader, version: number): ConsumerGroupDescribeResponse {
  const throttleTimeMs = reader.int32('throttleTimeMs')
  const groups = reader.array('groups', true, version, decodeConsumerGroupDescribeResponseDescribedGroup)
  const unknownTaggedFields = reader.taggedFields()
  return { throttleTimeMs, groups, unknownTaggedFields }
}

export const consumerGroupDescribeResponse: MessageCodec<ConsumerGroupDescribeResponse> = {
  name: 'ConsumerGroupDescribeResponse',
  apiKey: 69,
  minVersion: 0,
  maxVersion: 1,
  firstFlexibleVersion: 0,
  encode: encodeConsumerGroupDescribeResponse,
  decode: decodeConsumerGroupDescribeResponse,
}
