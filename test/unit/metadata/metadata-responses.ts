import type { MetadataResponse } from '../../../src/protocol/messages/metadata-response.ts'
import { noTaggedFields } from '../../../src/protocol/tagged-field.ts'
import { type Uuid, zeroUuid } from '../../../src/protocol/uuid.ts'

const unknownTaggedFields = noTaggedFields

export const idA: Uuid = 'AAAAAAAAAAAAAAAAAAAAAQ'
export const idB: Uuid = 'AAAAAAAAAAAAAAAAAAAAAg'

export interface ToldPartition {
  readonly index?: number
  readonly leader?: number
  readonly epoch?: number
  readonly error?: number
  readonly isr?: readonly number[]
}

export interface ToldTopic {
  readonly name: string | null
  readonly id?: Uuid
  readonly error?: number
  readonly partitions?: readonly ToldPartition[]
}

export interface ToldCluster {
  readonly brokers?: readonly number[]
  readonly topics?: readonly ToldTopic[]
  readonly clusterId?: string | null
  readonly controllerId?: number
  readonly errorCode?: number
}

/** A metadata answer in short hand: brokers 1, 2 and 3, and partitions led by broker 1 in epoch 0 unless told otherwise. */
export function metadataResponse(told: ToldCluster = {}): MetadataResponse {
  return {
    throttleTimeMs: 0,
    brokers: (told.brokers ?? [1, 2, 3]).map((nodeId) => ({
      nodeId,
      host: `broker-${nodeId}`,
      port: 9092,
      rack: null,
      unknownTaggedFields,
    })),
    clusterId: told.clusterId === undefined ? 'cluster' : told.clusterId,
    controllerId: told.controllerId ?? 1,
    topics: (told.topics ?? []).map(({ name, id, error, partitions }) => ({
      errorCode: error ?? 0,
      name,
      topicId: id ?? zeroUuid,
      isInternal: false,
      partitions: (partitions ?? []).map((partition, place) => ({
        errorCode: partition.error ?? 0,
        partitionIndex: partition.index ?? place,
        leaderId: partition.leader ?? 1,
        leaderEpoch: partition.epoch ?? 0,
        replicaNodes: [1, 2, 3],
        isrNodes: partition.isr ?? [1, 2, 3],
        offlineReplicas: [],
        unknownTaggedFields,
      })),
      topicAuthorizedOperations: 0,
      unknownTaggedFields,
    })),
    clusterAuthorizedOperations: 0,
    errorCode: told.errorCode ?? 0,
    unknownTaggedFields,
  }
}
