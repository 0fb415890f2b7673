// @generated from schemas/ShareGroupDescribeResponse.json by `npm run generate`. Do not edit.
import type { Draft, MessageCodec, Tagged } from '../message-codec.ts'
import { type Reader, readCompactString, readInt32 } from '../reader.ts'
import { noTaggedFields } from '../tagged-field.ts'
import { type Uuid, zeroUuid } from '../uuid.ts'
import type { Writer } from '../writer.ts'

export interface ShareGroupDescribeResponseTopicPartitions extends Tagged {
  readonly topicId: Uuid
  readonly topicName: string
  readonly partitions: readonly number[]
}

function encodeShareGroupDescribeResponseTopicPartitions(
  writer: Writer,
  message: Draft<ShareGroupDescribeResponseTopicPartitions>,
  _version: number,
): void {
  writer.uuid(message.topicId ?? zeroUuid)
  writer.string(message.topicName ?? '', true)
  const partitions = message.partitions ?? []
  writer.arrayLength(partitions.length, true)
  for (const item of partitions) writer.int32(item)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeShareGroupDescribeResponseTopicPartitions(
  reader: Reader,
  version: number,
): ShareGroupDescribeResponseTopicPartitions {
  const topicId = reader.uuid('topicId')
  const topicName = reader.string('topicName', true)
  const partitions = reader.array('partitions', true, version, readInt32)
  const unknownTaggedFields = reader.taggedFields()
  return { topicId, topicName, partitions, unknownTaggedFields }
}

export interface ShareGroupDescribeResponseAssignment extends Tagged {
  readonly topicPartitions: readonly ShareGroupDescribeResponseTopicPartitions[]
}

const defaultShareGroupDescribeResponseAssignment: ShareGroupDescribeResponseAssignment = {
  topicPartitions: [],
  unknownTaggedFields: noTaggedFields,
}

function isDefaultShareGroupDescribeResponseAssignment(message: Draft<ShareGroupDescribeResponseAssignment>): boolean {
  return (
    (message.topicPartitions === undefined || message.topicPartitions.length === 0) &&
    (message.unknownTaggedFields ?? noTaggedFields).length === 0
  )
}

function encodeShareGroupDescribeResponseAssignment(
  writer: Writer,
  message: Draft<ShareGroupDescribeResponseAssignment>,
  version: number,
): void {
  const topicPartitions = message.topicPartitions ?? []
  writer.arrayLength(topicPartitions.length, true)
  for (const item of topicPartitions) encodeShareGroupDescribeResponseTopicPartitions(writer, item, version)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeShareGroupDescribeResponseAssignment(
  reader: Reader,
  version: number,
): ShareGroupDescribeResponseAssignment {
  const topicPartitions = reader.array(
    'topicPartitions',
    true,
    version,
    decodeShareGroupDescribeResponseTopicPartitions,
  )
  const unknownTaggedFields = reader.taggedFields()
  return { topicPartitions, unknownTaggedFields }
}

export interface ShareGroupDescribeResponseMember extends Tagged {
  readonly memberId: string
  readonly rackId: string | null
  readonly memberEpoch: number
  readonly clientId: string
  readonly clientHost: string
  readonly subscribedTopicNames: readonly string[]
  readonly assignment: ShareGroupDescribeResponseAssignment
}

function encodeShareGroupDescribeResponseMember(
  writer: Writer,
  message: Draft<ShareGroupDescribeResponseMember>,
  version: number,
): void {
  writer.string(message.memberId ?? '', true)
  const rackId = message.rackId ?? null
  writer.nullableString(rackId, true)
  writer.int32(message.memberEpoch ?? 0)
  writer.string(message.clientId ?? '', true)
  writer.string(message.clientHost ?? '', true)
  const subscribedTopicNames = message.subscribedTopicNames ?? []
  writer.arrayLength(subscribedTopicNames.length, true)
  for (const item of subscribedTopicNames) writer.string(item, true)
  encodeShareGroupDescribeResponseAssignment(
    writer,
    message.assignment ?? defaultShareGroupDescribeResponseAssignment,
    version,
  )
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeShareGroupDescribeResponseMember(reader: Reader, version: number): ShareGroupDescribeResponseMember {
  const memberId = reader.string('memberId', true)
  const rackId = reader.nullableString('rackId', true)
  const memberEpoch = reader.int32('memberEpoch')
  const clientId = reader.string('clientId', true)
  const clientHost = reader.string('clientHost', true)
  const subscribedTopicNames = reader.array('subscribedTopicNames', true, version, readCompactString)
  const assignment = reader.struct('assignment', version, decodeShareGroupDescribeResponseAssignment)
  const unknownTaggedFields = reader.taggedFields()
  return { memberId, rackId, memberEpoch, clientId, clientHost, subscribedTopicNames, assignment, unknownTaggedFields }
}

export interface ShareGroupDescribeResponseDescribedGroup extends Tagged {
  readonly errorCode: number
  readonly errorMessage: string | null
  readonly groupId: string
  readonly groupState: string
  readonly groupEpoch: number
  readonly assignmentEpoch: number
  readonly assignorName: string
  readonly members: readonly ShareGroupDescribeResponseMember[]
  readonly authorizedOperations: number
}

function encodeShareGroupDescribeResponseDescribedGroup(
  writer: Writer,
  message: Draft<ShareGroupDescribeResponseDescribedGroup>,
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
  for (const item of members) encodeShareGroupDescribeResponseMember(writer, item, version)
  writer.int32(message.authorizedOperations ?? -2147483648)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeShareGroupDescribeResponseDescribedGroup(
  reader: Reader,
  version: number,
): ShareGroupDescribeResponseDescribedGroup {
  const errorCode = reader.int16('errorCode')
  const errorMessage = reader.nullableString('errorMessage', true)
  const groupId = reader.string('groupId', true)
  const groupState = reader.string('groupState', true)
  const groupEpoch = reader.int32('groupEpoch')
  const assignmentEpoch = reader.int32('assignmentEpoch')
  const assignorName = reader.string('assignorName', true)
  const members = reader.array('members', true, version, decodeShareGroupDescribeResponseMember)
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

export interface ShareGroupDescribeResponse extends Tagged {
  readonly throttleTimeMs: number
  readonly groups: readonly ShareGroupDescribeResponseDescribedGroup[]
}

function encodeShareGroupDescribeResponse(
  writer: Writer,
  message: Draft<ShareGroupDescribeResponse>,
  version: number,
): void {
  writer.int32(message.throttleTimeMs ?? 0)
  const groups = message.groups ?? []
  writer.arrayLength(groups.length, true)
  for (const item of groups) encodeShareGroupDescribeResponseDescribedGroup(writer, item, version)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeShareGroupDescribeResponse(reader: Reader, version: number): ShareGroupDescribeResponse {
  const throttleTimeMs = reader.int32('throttleTimeMs')
  const groups = reader.array('groups', true, version, decodeShareGroupDescribeResponseDescribedGroup)
  const unknownTaggedFields = reader.taggedFields()
  return { throttleTimeMs, groups, unknownTaggedFields }
}

export const shareGroupDescribeResponse: MessageCodec<ShareGroupDescribeResponse> = {
  name: 'ShareGroupDescribeResponse',
  apiKey: 77,
  minVersion: 1,
  maxVersion: 1,
  firstFlexibleVersion: 1,
  encode: encodeShareGroupDescribeResponse,
  decode: decodeShareGroupDescribeResponse,
}
