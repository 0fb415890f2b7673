import { BrokerError } from '../errors/broker-error.ts'
import { ErrorCodes } from '../errors/error-codes.ts'
import type { KafkaError } from '../errors/kafka-error.ts'
import { IncompleteMetadataError } from '../errors/metadata-error.ts'
import type { MetadataResponsePartition } from '../protocol/messages/metadata-response.ts'
import type { PartitionSnapshot } from './cluster-snapshot.ts'
import { epochWentBack, type SuspicionLedger } from './suspicions.ts'

export const noLeader = -1
export const noEpoch = -1

/**
 * What we know of a partition after a broker told us `told`.
 *
 * The leader epoch is what orders the answers of brokers that learn of an election at different times (KIP-320). An
 * answer whose epoch is behind ours is old news and ignored, with these exceptions: no epoch (-1) cannot be compared and
 * is taken (Event Hubs, WarpStream); "no leader" is taken, since waiting for a leader does no harm; and an answer that
 * keeps coming is taken in the end (Redpanda up to 25.2 guesses a leader with epoch 0; a topic without id may have been
 * created anew).
 */
export function mergePartition(
  topic: string,
  known: PartitionSnapshot | undefined,
  told: MetadataResponsePartition,
  ledger: SuspicionLedger,
): PartitionSnapshot {
  const news = epochWentBack(topic, told.partitionIndex)
  const fresh = toPartitionSnapshot(topic, told)
  if (known === undefined || !isOlderEpoch(known, fresh)) {
    ledger.dismiss(news)
    return known !== undefined && isSamePartition(known, fresh) ? known : fresh
  }
  if (fresh.leader === noLeader) return withoutLeader(known, fresh)
  return ledger.believesAfterRepeat(news) ? fresh : known
}

/** The epoch stays where it was, so that a stale answer after this one is still recognised. */
function withoutLeader(known: PartitionSnapshot, fresh: PartitionSnapshot): PartitionSnapshot {
  const partition = { ...fresh, leaderEpoch: known.leaderEpoch }
  return isSamePartition(known, partition) ? known : partition
}

function isOlderEpoch(known: PartitionSnapshot, fresh: PartitionSnapshot): boolean {
  const isComparable = fresh.leaderEpoch !== noEpoch || fresh.leader === noLeader
  return isComparable && fresh.leaderEpoch < known.leaderEpoch
}

function toPartitionSnapshot(topic: string, told: MetadataResponsePartition): PartitionSnapshot {
  return {
    topic,
    partition: told.partitionIndex,
    leader: told.leaderId < 0 ? noLeader : told.leaderId,
    leaderEpoch: told.leaderEpoch < 0 ? noEpoch : told.leaderEpoch,
    replicas: told.replicaNodes,
    isr: told.isrNodes,
    offlineReplicas: told.offlineReplicas,
    errorCode: told.errorCode,
  }
}

/** A partition that the answer skipped although it has later ones: its place is held, so that numbers stay indices. */
export function placeholderPartition(topic: string, partition: number): PartitionSnapshot {
  return {
    topic,
    partition,
    leader: noLeader,
    leaderEpoch: noEpoch,
    replicas: [],
    isr: [],
    offlineReplicas: [],
    errorCode: ErrorCodes.NONE,
  }
}

/** Whether listeners need not hear of the difference: replica sets change all the time and concern nobody above. */
export function isSameLeadership(a: PartitionSnapshot, b: PartitionSnapshot): boolean {
  return a.leader === b.leader && a.leaderEpoch === b.leaderEpoch && a.errorCode === b.errorCode
}

function isSamePartition(a: PartitionSnapshot, b: PartitionSnapshot): boolean {
  return (
    isSameLeadership(a, b) &&
    isSameList(a.replicas, b.replicas) &&
    isSameList(a.isr, b.isr) &&
    isSameList(a.offlineReplicas, b.offlineReplicas)
  )
}

function isSameList(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((value, index) => value === b[index])
}

/** Why the partition cannot be used at the moment, if it cannot. */
export function partitionError(partition: PartitionSnapshot, isBroker: (nodeId: number) => boolean): KafkaError | null {
  const where = `${partition.topic}-${partition.partition}`
  const context = { api: 'Metadata', topic: partition.topic, partition: partition.partition }
  // A follower that is down does not keep anybody from the leader.
  const isAboutFollowers = partition.errorCode === ErrorCodes.REPLICA_NOT_AVAILABLE && partition.leader !== noLeader
  if (partition.errorCode !== ErrorCodes.NONE && !isAboutFollowers) {
    return new BrokerError(`Cannot load metadata of ${where}`, partition.errorCode, context)
  }
  if (partition.leader === noLeader) {
    return new IncompleteMetadataError(`Cannot use ${where}: it has no leader at the moment`, { context })
  }
  if (!isBroker(partition.leader)) {
    const reason = `its leader, broker ${partition.leader}, is not among the brokers that the cluster names`
    return new IncompleteMetadataError(`Cannot use ${where}: ${reason}`, { context })
  }
  return null
}
