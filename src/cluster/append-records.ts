/**
 * One partition of a Produce request, from its checks to its append: Kafka's `ReplicaManager.appendToLocalLog`,
 * `Partition.appendRecordsToLeader` and `DelayedProduce`.
 */
import { ErrorCodes } from '../errors/error-codes.ts'
import { StorageError } from '../errors/storage-error.ts'
import type { ProduceRequest } from '../protocol/messages/produce-request.ts'
import { batchHeaderBytes, batchLayout } from '../record/batch-layout.ts'
import { DefaultRecordBatch } from '../record/record-batch.ts'
import type { ClusterState } from './cluster-state.ts'
import type { RequestContext } from './handlers/handler.ts'
import { ProducerQuota } from './log/producer-quota.ts'
import { rememberedBatches } from './log/producer-states.ts'
import { type RecordRefusal, validateRecords } from './log/validate-records.ts'
import { leads } from './topics/leadership.ts'
import type { Partition } from './topics/partition.ts'
import type { Topic } from './topics/topic.ts'
import { whyNotInTransaction, whyNotPlain } from './transactions/check-batch.ts'

export interface AppendRequest {
  readonly topic: Topic | undefined
  /** For a topic that is not there. */
  readonly unknownCode: number
  readonly index: number
  readonly records: Buffer | null
  readonly acks: number
  readonly transactionalId: string | null
  readonly context: RequestContext
}

/** What became of one partition. With acks=all it may change once more, while replicas are awaited. */
export class PartitionAppend {
  readonly index: number
  readonly partition: Partition | undefined
  errorCode: number = ErrorCodes.NONE
  message: string | null = null
  recordErrors: readonly { readonly batchIndex: number; readonly message: string }[] = []
  baseOffset = -1n
  logAppendTimeMs = -1
  awaitsReplicas = false
  #requiredOffset = 0n
  #leaderEpoch = -1

  constructor(index: number, partition?: Partition) {
    this.index = index
    this.partition = partition
  }

  fail(errorCode: number, message: string | null, recordErrors: PartitionAppend['recordErrors'] = []): this {
    this.errorCode = errorCode
    this.message = message
    this.recordErrors = recordErrors
    this.awaitsReplicas = false
    return this
  }

  /** The batch is in the log up to `requiredOffset`; with acks=all its followers are awaited. */
  succeed(baseOffset: bigint, logAppendTimeMs: number, requiredOffset: bigint, awaitsReplicas: boolean): this {
    this.baseOffset = baseOffset
    this.logAppendTimeMs = logAppendTimeMs
    this.#requiredOffset = requiredOffset
    this.#leaderEpoch = this.partition!.leaderEpoch
    this.awaitsReplicas = awaitsReplicas
    if (awaitsReplicas) this.updateReplication()
    return this
  }

  /** Looks again whether the in-sync replicas have the batch, or never will. */
  updateReplication(): void {
    const { partition } = this
    if (partition === undefined || !this.awaitsReplicas) return
    if (partition.isDeleted || partition.leaderEpoch !== this.#leaderEpoch) {
      this.fail(ErrorCodes.NOT_LEADER_OR_FOLLOWER, null)
    } else if (partition.log.highWatermark >= this.#requiredOffset) {
      this.awaitsReplicas = false
      if (!partition.hasEnoughInSync) this.fail(ErrorCodes.NOT_ENOUGH_REPLICAS_AFTER_APPEND, null)
    }
  }
}

export function appendRecords(request: AppendRequest): PartitionAppend {
  const { topic, unknownCode, index, records, acks, transactionalId, context } = request
  const { cluster, node, version } = context
  const partition = topic?.partitions[index]
  const append = new PartitionAppend(index, partition)
  if (topic === undefined) return append.fail(unknownCode, null)
  if (partition === undefined) return append.fail(ErrorCodes.UNKNOWN_TOPIC_OR_PARTITION, null)
  if (acks < -1 || acks > 1) return append.fail(ErrorCodes.INVALID_REQUIRED_ACKS, null)
  const where = `${topic.name}-${index}`
  if (topic.isInternal)
    return append.fail(ErrorCodes.INVALID_TOPIC_EXCEPTION, `Cannot append to internal topic ${topic.name}`)
  const { batch, refusal } = validateRecords(records, {
    version,
    topicPartition: { topic: topic.name, partition: index },
    config: topic.config.settings,
    codecs: cluster.codecs,
    wallNowMs: cluster.clock.wallNow(),
  })
  // A broker looks at its leadership first; here the batch is read first, so that its number can be noted as refused.
  // A transaction is looked at next, and may get this partition although the batch is not taken then.
  const isLed = batch !== undefined && leads(node, partition, cluster)
  const whyNot =
    (isLed ? whyNotInTransaction(batch, partition, transactionalId, context) : undefined) ??
    whyNotWritable(partition, acks, context, where) ??
    refusal ??
    (batch && whyNotTaken(batch, cluster))
  if (whyNot !== undefined) {
    if (batch !== undefined) noteRefused(batch, partition, context)
    return append.fail(whyNot.errorCode, whyNot.message, whyNot.recordErrors)
  }
  return appendBatch(append, batch!, partition, acks === -1, context)
}

function whyNotWritable(
  partition: Partition,
  acks: number,
  { node, cluster }: RequestContext,
  where: string,
): RecordRefusal | undefined {
  if (!leads(node, partition, cluster)) {
    const message = `Leader not local for partition ${where} on broker ${node.nodeId}`
    return { errorCode: ErrorCodes.NOT_LEADER_OR_FOLLOWER, message }
  }
  if (node.isDiskFull) {
    return { errorCode: ErrorCodes.KAFKA_STORAGE_ERROR, message: `No space left on the log directory of ${where}` }
  }
  if (acks === -1 && !partition.hasEnoughInSync) {
    const { isr, settings } = partition
    const required = `required number of in-sync replicas is ${settings.minInsyncReplicas}`
    const message = `The size of the current ISR : ${isr.length} is insufficient to satisfy the ${required} for partition ${where}`
    return { errorCode: ErrorCodes.NOT_ENOUGH_REPLICAS, message }
  }
  return undefined
}

/** What a service refuses that Kafka takes. */
function whyNotTaken(batch: DefaultRecordBatch, cluster: ClusterState): RecordRefusal | undefined {
  const { compression, mostProducerIds } = cluster.profile.produce ?? {}
  const codec = cluster.codecs.byId(batch.compressionId).name
  if (compression !== undefined && !compression.allowed.includes(codec)) {
    return { errorCode: ErrorCodes[compression.error], message: `Compression with ${codec} is not supported` }
  }
  if (batch.producerId < 0n || cluster.part(ProducerQuota).admits(batch.producerId)) return undefined
  const message = `Too many producer ids: this cluster remembers no more than ${mostProducerIds}`
  return { errorCode: ErrorCodes.POLICY_VIOLATION, message }
}

function appendBatch(
  append: PartitionAppend,
  batch: DefaultRecordBatch,
  partition: Partition,
  isAcksAll: boolean,
  context: RequestContext,
): PartitionAppend {
  const { cluster } = context
  const { log } = partition
  if (batch.producerId >= 0n) {
    checkInFlight(batch, partition, context)
    const verdict = log.producers.check(batch)
    if (verdict.kind === 'refused') {
      assertNoGap(batch, partition, verdict, context)
      noteRefused(batch, partition, context)
      return append.fail(verdict.errorCode, verdict.message)
    }
    assertNotReused(batch, partition, context)
    if (verdict.kind === 'duplicate') {
      const { baseOffset, lastOffset, logAppendTimeMs } = verdict.batch
      return append.succeed(baseOffset, logAppendTimeMs, lastOffset + 1n, isAcksAll)
    }
    const whyNot = whyNotPlain(batch, partition)
    if (whyNot !== undefined) {
      noteRefused(batch, partition, context)
      return append.fail(whyNot.errorCode, whyNot.message)
    }
  }
  try {
    const { baseOffset, lastOffset, logAppendTimeMs } = partition.append(batch, cluster.clock.wallNow())
    return append.succeed(baseOffset, logAppendTimeMs, lastOffset + 1n, isAcksAll)
  } catch (error) {
    if (!(error instanceof StorageError)) throw error
    noteRefused(batch, partition, context)
    return append.fail(ErrorCodes.KAFKA_STORAGE_ERROR, error.message)
  }
}

/** The numbers of a request that a test kept from taking effect: what follows them will be out of order. */
export function noteNotAppended({ topicData }: ProduceRequest, cluster: ClusterState): void {
  for (const { name, topicId, partitionData } of topicData) {
    const topic = cluster.topic(name) ?? cluster.topicById(topicId)
    for (const { index, records } of partitionData) {
      const partition = topic?.partitions[index]
      if (partition === undefined || records === null) continue
      const batch = headerOf(records)
      if (batch !== undefined) cluster.sequenceHistory(partition).onRefused(batch)
    }
  }
}

function headerOf(records: Buffer): DefaultRecordBatch | undefined {
  if (records.length < batchHeaderBytes || records.readInt8(batchLayout.magic) !== 2) return undefined
  const batch = new DefaultRecordBatch(records)
  return batch.producerId < 0n ? undefined : batch
}

function noteRefused(batch: DefaultRecordBatch, partition: Partition, { cluster }: RequestContext): void {
  if (batch.producerId >= 0n) cluster.sequenceHistory(partition).onRefused(batch)
}

/** P6: a number belongs to one set of records for ever. */
function assertNotReused(batch: DefaultRecordBatch, partition: Partition, { cluster }: RequestContext): void {
  if (!cluster.sequenceHistory(partition).isReused(batch)) return
  cluster.violations.report('SEQUENCE_REUSED', `${numberOf(batch, partition)} carried other records before`)
}

/** P7: a batch can only be out of order behind one that was refused, unless records were lost on purpose. */
function assertNoGap(
  batch: DefaultRecordBatch,
  partition: Partition,
  { errorCode, expectedSequence }: { readonly errorCode: number; readonly expectedSequence: number },
  { cluster }: RequestContext,
): void {
  if (errorCode !== ErrorCodes.OUT_OF_ORDER_SEQUENCE_NUMBER || partition.lossCount > 0) return
  const history = cluster.sequenceHistory(partition)
  if (history.wasRefused(batch.producerId, batch.producerEpoch, expectedSequence)) return
  const message = `${numberOf(batch, partition)} came where ${expectedSequence} was expected, which was never refused`
  cluster.violations.report('SEQUENCE_GAP', message)
}

/** P7: at most five requests of one idempotent producer to a partition are in flight on a connection, which several may share. */
function checkInFlight(batch: DefaultRecordBatch, partition: Partition, { cluster, connection }: RequestContext): void {
  if (connection.waitingRequests.length < rememberedBatches) return
  const inFlight = connection.waitingRequests.filter(
    ({ apiKey, body }) =>
      apiKey === 0 && isOf(batch.producerId, body as ProduceRequest, partition, cluster.topic(partition.topicName)),
  )
  if (inFlight.length < rememberedBatches) return
  const message = `${numberOf(batch, partition)} has ${inFlight.length} more requests behind it on its connection`
  cluster.violations.report('TOO_MANY_IN_FLIGHT', message)
}

function isOf(
  producerId: bigint,
  { topicData }: ProduceRequest,
  partition: Partition,
  topic: Topic | undefined,
): boolean {
  return topicData.some(
    ({ name, topicId, partitionData }) =>
      (name === partition.topicName || topicId === topic?.topicId) &&
      partitionData.some(({ index, records }) => index === partition.index && producerOf(records) === producerId),
  )
}

function producerOf(records: Buffer | null): bigint | undefined {
  return records !== null && records.length >= batchHeaderBytes
    ? records.readBigInt64BE(batchLayout.producerId)
    : undefined
}

function numberOf({ producerId, producerEpoch, baseSequence }: DefaultRecordBatch, partition: Partition): string {
  const where = `${partition.topicName}-${partition.index}`
  return `Sequence ${baseSequence} of producer ${producerId}, epoch ${producerEpoch}, on ${where}`
}
