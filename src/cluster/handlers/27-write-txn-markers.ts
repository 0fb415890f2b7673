/**
 * WriteTxnMarkers (key 27), v1-2 (KIP-98, KIP-890, KIP-664).
 *
 * For coordinators, and for administrators that end a transaction which hangs: whatever its coordinator knows, each
 * partition gets its marker. v2 says which transactions' markers have a higher epoch than their records.
 */
import { ErrorCodes } from '../../errors/error-codes.ts'
import { writeTxnMarkersApi } from '../../protocol/apis/write-txn-markers.ts'
import type { Draft } from '../../protocol/message-codec.ts'
import type {
  WriteTxnMarkersRequest,
  WriteTxnMarkersRequestWritableTxnMarker,
} from '../../protocol/messages/write-txn-markers-request.ts'
import type { WriteTxnMarkersResponse } from '../../protocol/messages/write-txn-markers-response.ts'
import { GroupOffsets } from '../groups/group-offsets.ts'
import { isAllowedOnCluster } from '../security/authorize.ts'
import { leads } from '../topics/leadership.ts'
import { appendMarker, judgeMarker, type Marker } from '../transactions/append-marker.ts'
import { offsetsTopic } from '../transactions/offsets-partition.ts'
import { type ApiHandler, defineHandler, type RequestContext } from './handler.ts'

export const writeTxnMarkersHandler: ApiHandler = defineHandler(
  writeTxnMarkersApi,
  (request, context) => {
    const mayWrite = isAllowedOnCluster(context, 'ALTER') || isAllowedOnCluster(context, 'CLUSTER_ACTION')
    if (!mayWrite) return answer(request, () => ErrorCodes.CLUSTER_AUTHORIZATION_FAILED)
    return answer(request, (topic, partition, asked) => write(topic, partition, markerOf(asked), context))
  },
  (request, errorCode) => answer(request, () => errorCode),
)

function answer(
  { markers }: WriteTxnMarkersRequest,
  errorOf: (topic: string, partition: number, marker: WriteTxnMarkersRequestWritableTxnMarker) => number,
): Draft<WriteTxnMarkersResponse> {
  return {
    markers: markers.map((marker) => ({
      producerId: marker.producerId,
      topics: marker.topics.map(({ name, partitionIndexes }) => ({
        name,
        partitions: partitionIndexes.map((partitionIndex) => ({
          partitionIndex,
          errorCode: errorOf(name, partitionIndex, marker),
        })),
      })),
    })),
  }
}

function markerOf(asked: WriteTxnMarkersRequestWritableTxnMarker): Marker {
  const { producerId, producerEpoch, coordinatorEpoch, transactionResult, transactionVersion } = asked
  return {
    producerId,
    producerEpoch,
    coordinatorEpoch,
    isCommit: transactionResult,
    transactionVersion: transactionVersion >= 2 ? 2 : 0,
  }
}

function write(topic: string, index: number, marker: Marker, { cluster, node }: RequestContext): number {
  if (topic === offsetsTopic) {
    cluster.part(GroupOffsets).complete(marker.producerId, marker.isCommit)
    return ErrorCodes.NONE
  }
  const partition = cluster.partition(topic, index)
  if (partition?.replicas.includes(node.nodeId) !== true) return ErrorCodes.UNKNOWN_TOPIC_OR_PARTITION
  if (!leads(node, partition, cluster)) return ErrorCodes.NOT_LEADER_OR_FOLLOWER
  if (node.isDiskFull) return ErrorCodes.KAFKA_STORAGE_ERROR
  if (!partition.hasEnoughInSync) return ErrorCodes.NOT_ENOUGH_REPLICAS
  const errorCode = judgeMarker(partition, marker)
  if (errorCode === ErrorCodes.NONE) appendMarker(partition, marker, cluster.clock.wallNow())
  return errorCode
}
