/**
 * OffsetForLeaderEpoch (key 23), v2-4 (KIP-101, KIP-320).
 *
 * Where an epoch ended: the largest epoch up to the one asked for, and the offset at which the next began; the end of the
 * log for the present epoch; -1 and -1 for one that the leader has not heard of.
 */
import { ErrorCodes } from '../../errors/error-codes.ts'
import { offsetForLeaderEpochApi } from '../../protocol/apis/offset-for-leader-epoch.ts'
import { whyWrongBroker } from '../fetch/find-readable.ts'
import { undefinedEpoch, undefinedOffset } from '../log/leader-epochs.ts'
import { isAllowed } from '../security/authorize.ts'
import { type ApiHandler, defineHandler } from './handler.ts'

export const offsetForLeaderEpochHandler: ApiHandler = defineHandler(
  offsetForLeaderEpochApi,
  ({ topics }, context) => ({
    topics: topics.map(({ topic, partitions }) => ({
      topic,
      partitions: partitions.map(({ partition: index, currentLeaderEpoch, leaderEpoch }) => {
        const partition = context.cluster.partition(topic, index)
        const errorCode = !isAllowed(context, 'DESCRIBE', 'TOPIC', topic)
          ? ErrorCodes.TOPIC_AUTHORIZATION_FAILED
          : partition === undefined
            ? ErrorCodes.UNKNOWN_TOPIC_OR_PARTITION
            : whyWrongBroker(partition, currentLeaderEpoch, context, false)
        if (partition === undefined || errorCode !== undefined) {
          return { partition: index, errorCode: errorCode!, leaderEpoch: undefinedEpoch, endOffset: undefinedOffset }
        }
        const { epoch, endOffset } = partition.log.epochs.endOf(leaderEpoch, partition.log.endOffset)
        const echoes = context.cluster.profile.echoesLeaderEpoch === true
        return { partition: index, leaderEpoch: echoes ? leaderEpoch : epoch, endOffset }
      }),
    })),
  }),
  ({ topics }, errorCode) => ({
    topics: topics.map(({ topic, partitions }) => ({
      topic,
      partitions: partitions.map(({ partition }) => ({
        partition,
        errorCode,
        leaderEpoch: undefinedEpoch,
        endOffset: undefinedOffset,
      })),
    })),
  }),
)
