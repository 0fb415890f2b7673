// @generated from schemas/FetchRequest.json by `npm run generate`. Do not edit.
import type { Draft, MessageCodec, Tagged } from '../message-codec.ts'
import { type Reader, readInt32 } from '../reader.ts'
import { noTaggedFields, type TaggedField } from '../tagged-field.ts'
import { type Uuid, zeroUuid } from '../uuid.ts'
import { encodeTaggedField, refuseField, type Writer } from '../writer.ts'

export interface FetchRequestReplicaState extends Tagged {
  readonly replicaId: number // v15+
  readonly replicaEpoch: bigint // v15+
}

const defaultFetchRequestReplicaState: FetchRequestReplicaState = {
  replicaId: -1,
  replicaEpoch: -1n,
  unknownTaggedFields: noTaggedFields,
}

function isDefaultFetchRequestReplicaState(message: Draft<FetchRequestReplicaState>): boolean {
  return (
    (message.replicaId === undefined || message.replicaId === -1) &&
    (message.replicaEpoch === undefined || message.replicaEpoch === -1n) &&
    (message.unknownTaggedFields ?? noTaggedFields).length === 0
  )
}

function encodeFetchRequestReplicaState(
  writer: Writer,
  message: Draft<FetchRequestReplicaState>,
  _version: number,
): void {
  writer.int32(message.replicaId ?? -1)
  writer.int64(message.replicaEpoch ?? -1n)
  writer.taggedFields(message.unknownTaggedFields)
}

function decodeFetchRequestReplicaState(reader: Reader, _version: number): FetchRequestReplicaState {
  const replicaId = reader.int32('replicaId')
  const replicaEpoch = reader.int64('replicaEpoch')
  const unknownTaggedFields = reader.taggedFields()
  return { replicaId, replicaEpoch, unknownTaggedFields }
}

export interface FetchRequestFetchPartition extends Tagged {
  readonly partition: number
  readonly currentLeaderEpoch: number // v9+
  readonly fetchOffset: bigint
  readonly lastFetchedEpoch: number // v12+
  readonly logStartOffset: bigint // v5+
  readonly partitionMaxBytes: number
  readonly replicaDirectoryId: Uuid // v17+
  readonly highWatermark: bigint // v18+
}

function encodeFetchRequestFetchPartition(
  writer: Writer,
  message: Draft<FetchRequestFetchPartition>,
  version: number,
): void {
  const flexible = version >= 12
  writer.int32(message.partition ?? 0)
  if (version >= 9) writer.int32(message.currentLeaderEpoch ?? -1)
  writer.int64(message.fetchOffset ?? 0n)
  if (version >= 12) writer.int32(message.lastFetchedEpoch ?? -1)
  if (version < 12 && message.lastFetchedEpoch !== undefined && message.lastFetchedEpoch !== -1)
    refuseField('FetchRequest', 'lastFetchedEpoch', version)
  if (version >= 5) writer.int64(message.logStartOffset ?? -1n)
  writer.int32(message.partitionMaxBytes ?? 0)
  if (flexible) {
    const tagged: TaggedField[] = []
    if (version >= 17 && message.replicaDirectoryId !== undefined && message.replicaDirectoryId !== zeroUuid) {
      const value = message.replicaDirectoryId
      tagged.push(
        encodeTaggedField(0, (writer) => {
          writer.uuid(value)
        }),
      )
    }
    if (version === 18 && message.highWatermark !== undefined && message.highWatermark !== 9223372036854775807n) {
      const value = message.highWatermark
      tagged.push(
        encodeTaggedField(1, (writer) => {
          writer.int64(value)
        }),
      )
    }
    writer.taggedFields(message.unknownTaggedFields, tagged)
  }
}

function decodeFetchRequestFetchPartition(reader: Reader, version: number): FetchRequestFetchPartition {
  const flexible = version >= 12
  const partition = reader.int32('partition')
  const currentLeaderEpoch = version >= 9 ? reader.int32('currentLeaderEpoch') : -1
  const fetchOffset = reader.int64('fetchOffset')
  const lastFetchedEpoch = version >= 12 ? reader.int32('lastFetchedEpoch') : -1
  const logStartOffset = version >= 5 ? reader.int64('logStartOffset') : -1n
  const partitionMaxBytes = reader.int32('partitionMaxBytes')
  let replicaDirectoryId: Uuid = zeroUuid
  let highWatermark: bigint = 9223372036854775807n
  const unknownTaggedFields = flexible
    ? reader.taggedFields((tag) => {
        switch (tag) {
          case 0:
            if (version < 17) return false
            replicaDirectoryId = reader.uuid('replicaDirectoryId')
            return true
          case 1:
            if (version < 18) return false
            highWatermark = reader.int64('highWatermark')
            return true
          default:
            return false
        }
      })
    : noTaggedFields
  return {
    partition,
    currentLeaderEpoch,
    fetchOffset,
    lastFetchedEpoch,
    logStartOffset,
    partitionMaxBytes,
    replicaDirectoryId,
    highWatermark,
    unknownTaggedFields,
  }
}

export interface FetchRequestFetchTopic extends Tagged {
  readonly topic: string // v4-12
  readonly topicId: Uuid // v13+
  readonly partitions: readonly FetchRequestFetchPartition[]
}

function encodeFetchRequestFetchTopic(writer: Writer, message: Draft<FetchRequestFetchTopic>, version: number): void {
  const flexible = version >= 12
  if (version <= 12) writer.string(message.topic ?? '', flexible)
  if (version >= 13) writer.uuid(message.topicId ?? zeroUuid)
  const partitions = message.partitions ?? []
  writer.arrayLength(partitions.length, flexible)
  for (const item of partitions) encodeFetchRequestFetchPartition(writer, item, version)
  if (flexible) writer.taggedFields(message.unknownTaggedFields)
}

function decodeFetchRequestFetchTopic(reader: Reader, version: number): FetchRequestFetchTopic {
  const flexible = version >= 12
  const topic = version <= 12 ? reader.string('topic', flexible) : ''
  const topicId = version >= 13 ? reader.uuid('topicId') : zeroUuid
  const partitions = reader.array('partitions', flexible, version, decodeFetchRequestFetchPartition)
  const unknownTaggedFields = flexible ? reader.taggedFields() : noTaggedFields
  return { topic, topicId, partitions, unknownTaggedFields }
}

export interface FetchRequestForgottenTopic extends Tagged {
  readonly topic: string // v7-12
  readonly topicId: Uuid // v13+
  readonly partitions: readonly number[] // v7+
}

function encodeFetchRequestForgottenTopic(
  writer: Writer,
  message: Draft<FetchRequestForgottenTopic>,
  version: number,
): void {
  const flexible = version >= 12
  if (version <= 12) writer.string(message.topic ?? '', flexible)
  if (version >= 13) writer.uuid(message.topicId ?? zeroUuid)
  const partitions = message.partitions ?? []
  writer.arrayLength(partitions.length, flexible)
  for (const item of partitions) writer.int32(item)
  if (flexible) writer.taggedFields(message.unknownTaggedFields)
}

function decodeFetchRequestForgottenTopic(reader: Reader, version: number): FetchRequestForgottenTopic {
  const flexible = version >= 12
  const topic = version <= 12 ? reader.string('topic', flexible) : ''
  const topicId = version >= 13 ? reader.uuid('topicId') : zeroUuid
  const partitions = reader.array('partitions', flexible, version, readInt32)
  const unknownTaggedFields = flexible ? reader.taggedFields() : noTaggedFields
  return { topic, topicId, partitions, unknownTaggedFields }
}

export interface FetchRequest extends Tagged {
  readonly clusterId: string | null // v12+
  readonly replicaId: number // v4-14
  readonly replicaState: FetchRequestReplicaState // v15+
  readonly maxWaitMs: number
  readonly minBytes: number
  readonly maxBytes: number
  readonly isolationLevel: number
  readonly sessionId: number // v7+
  readonly sessionEpoch: number // v7+
  readonly topics: readonly FetchRequestFetchTopic[]
  readonly forgottenTopicsData: readonly FetchRequestForgottenTopic[] // v7+
  readonly rackId: string // v11+
}

function encodeFetchRequest(writer: Writer, message: Draft<FetchRequest>, version: number): void {
  const flexible = version >= 12
  if (version <= 14) writer.int32(message.replicaId ?? -1)
  if (version > 14 && message.replicaId !== undefined && message.replicaId !== -1)
    refuseField('FetchRequest', 'replicaId', version)
  if (version < 15 && message.replicaState !== undefined && !isDefaultFetchRequestReplicaState(message.replicaState))
    refuseField('FetchRequest', 'replicaState', version)
  writer.int32(message.maxWaitMs ?? 0)
  writer.int32(message.minBytes ?? 0)
  writer.int32(message.maxBytes ?? 2147483647)
  writer.int8(message.isolationLevel ?? 0)
  if (version >= 7) writer.int32(message.sessionId ?? 0)
  if (version >= 7) writer.int32(message.sessionEpoch ?? -1)
  const topics = message.topics ?? []
  writer.arrayLength(topics.length, flexible)
  for (const item of topics) encodeFetchRequestFetchTopic(writer, item, version)
  if (version >= 7) {
    const forgottenTopicsData = message.forgottenTopicsData ?? []
    writer.arrayLength(forgottenTopicsData.length, flexible)
    for (const item of forgottenTopicsData) encodeFetchRequestForgottenTopic(writer, item, version)
  }
  if (version < 7 && message.forgottenTopicsData !== undefined && message.forgottenTopicsData.length !== 0)
    refuseField('FetchRequest', 'forgottenTopicsData', version)
  if (version >= 11) writer.string(message.rackId ?? '', flexible)
  if (flexible) {
    const tagged: TaggedField[] = []
    if (message.clusterId !== undefined && message.clusterId !== null) {
      const value = message.clusterId
      tagged.push(
        encodeTaggedField(0, (writer) => {
          writer.string(value, true)
        }),
      )
    }
    if (
      version >= 15 &&
      message.replicaState !== undefined &&
      !isDefaultFetchRequestReplicaState(message.replicaState)
    ) {
      const value = message.replicaState
      tagged.push(
        encodeTaggedField(1, (writer) => {
          encodeFetchRequestReplicaState(writer, value, version)
        }),
      )
    }
    writer.taggedFields(message.unknownTaggedFields, tagged)
  }
}

function decodeFetchRequest(reader: Reader, version: number): FetchRequest {
  const flexible = version >= 12
  let clusterId: string | null = null
  const replicaId = version <= 14 ? reader.int32('replicaId') : -1
  let replicaState: FetchRequestReplicaState = defaultFetchRequestReplicaState
  const maxWaitMs = reader.int32('maxWaitMs')
  const minBytes = reader.int32('minBytes')
  const maxBytes = reader.int32('maxBytes')
  const isolationLevel = reader.int8('isolationLevel')
  const sessionId = version >= 7 ? reader.int32('sessionId') : 0
  const sessionEpoch = version >= 7 ? reader.int32('sessionEpoch') : -1
  const topics = reader.array('topics', flexible, version, decodeFetchRequestFetchTopic)
  const forgottenTopicsData =
    version >= 7 ? reader.array('forgottenTopicsData', flexible, version, decodeFetchRequestForgottenTopic) : []
  const rackId = version >= 11 ? reader.string('rackId', flexible) : ''
  const unknownTaggedFields = flexible
    ? reader.taggedFields((tag) => {
        switch (tag) {
          case 0:
            clusterId = reader.nullableString('clusterId', true)
            return true
          case 1:
            if (version < 15) return false
            replicaState = reader.struct('replicaState', version, decodeFetchRequestReplicaState)
            return true
          default:
            return false
        }
      })
    : noTaggedFields
  return {
    clusterId,
    replicaId,
    replicaState,
    maxWaitMs,
    minBytes,
    maxBytes,
    isolationLevel,
    sessionId,
    sessionEpoch,
    topics,
    forgottenTopicsData,
    rackId,
    unknownTaggedFields,
  }
}

export const fetchRequest: MessageCodec<FetchRequest> = {
  name: 'FetchRequest',
  apiKey: 1,
  minVersion: 4,
  maxVersion: 18,
  firstFlexibleVersion: 12,
  encode: encodeFetchRequest,
  decode: decodeFetchRequest,
}
