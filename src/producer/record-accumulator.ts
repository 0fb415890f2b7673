/**
 * Where records wait: by topic and partition, and by topic alone while the topic's partitions are not known.
 *
 * Owns the RecBufs and the sinks, and is the producer's ear for metadata: the refresher tells it where partitions live and
 * which could not be loaded, and it moves RecBufs between sinks accordingly. All but `onLoadError` is synchronous.
 */

import { BrokerError } from '../errors/broker-error.ts'
import { ConfigError } from '../errors/client-errors.ts'
import { ConnectionError, RequestTimeoutError } from '../errors/connection-errors.ts'
import { ErrorCodes } from '../errors/error-codes.ts'
import type { KafkaError } from '../errors/kafka-error.ts'
import { ProduceError } from '../errors/produce-error.ts'
import type { ClusterSnapshot, PartitionSnapshot, TopicSnapshot } from '../metadata/cluster-snapshot.ts'
import type { LoadFailure, PartitionListener, TopicChange } from '../metadata/partition-listener.ts'
import type { Partitioner, PartitionerTopic, TopicPartitioner } from './partitioner/partitioner.ts'
import { ProduceSink, type SinkOwner } from './produce-sink.ts'
import { estimateRecordSize, type ProducerRecord } from './producer-record.ts'
import { RecBuf } from './rec-buf.ts'
import type { RecBufOwner } from './rec-buf-owner.ts'
import { kept, type Sender, type SendSettler } from './send-settler.ts'

/** An accepted record that waits for its topic to be known. */
interface ParkedRecord {
  readonly record: ProducerRecord
  readonly timestamp: number
  readonly settler: SendSettler
  readonly slot: number
  /** What was reserved for it. */
  readonly estimatedBytes: number
  readonly acceptedAtMs: number
}

export interface AccumulatorOwner extends RecBufOwner, SinkOwner {
  readonly partitioner: Partitioner
  /** The topic is not known yet: load it, creating it where that is allowed. */
  loadTopic(topic: string): void
  /** A record left the producer without ever having been in a batch. */
  onRecordDropped(estimatedBytes: number): void
  /** A record is in its batch and takes so many bytes, not what was estimated. */
  onRecordEncoded(estimatedBytes: number, actualBytes: number): void
}

/** How often in a row the metadata may not know a topic before records that wait for it are failed. As franz-go. */
const unknownTopicLimit = 4

export class RecordAccumulator implements PartitionListener {
  readonly #owner: AccumulatorOwner
  readonly #topics = new Map<string, TopicBuffer>()
  readonly #sinks = new Map<number, ProduceSink>()

  constructor(owner: AccumulatorOwner) {
    this.#owner = owner
  }

  /**
   * Puts a record into its partition's batch, or parks it until the topic is known. Settles it when it cannot be sent.
   * Its room in the producer's memory, `estimatedBytes`, is taken already.
   */
  add(record: ProducerRecord, timestamp: number, sender: Sender, slot: number, estimatedBytes: number): void {
    const { topic } = record
    let buffer = this.#topics.get(topic)
    if (buffer === undefined) {
      buffer = new TopicBuffer(topic, this.#owner.partitioner.forTopic(topic))
      this.#topics.set(topic, buffer)
    }
    // Parked records go first: what comes later must not overtake them, not even while they leave the park.
    const mustWait = buffer.unparking !== undefined || buffer.partitionCount === 0 || buffer.parked.length > 0
    // Arguments one by one: an object is made only of a record that has to wait.
    if (!mustWait && this.#append(buffer, record, timestamp, sender, slot, estimatedBytes)) return
    const acceptedAtMs = this.#owner.now()
    const accepted = { record, timestamp, settler: kept(sender), slot, estimatedBytes, acceptedAtMs }
    if (buffer.unparking === undefined) this.#park(buffer, accepted)
    else buffer.unparking.push(accepted)
  }

  #park(buffer: TopicBuffer, accepted: ParkedRecord): void {
    buffer.parked.push(accepted)
    if (buffer.parked.length === 1) this.#owner.loadTopic(buffer.topic)
  }

  /**
   * False when the record's partition is not known. Clocks are read for batches, not for records: `acceptedAtMs` is that
   * of a record that was parked.
   */
  #append(
    buffer: TopicBuffer,
    record: ProducerRecord,
    timestamp: number,
    sender: Sender,
    slot: number,
    estimatedBytes: number,
    acceptedAtMs?: number,
  ): boolean {
    try {
      const recBuf = buffer.recBufs[record.partition ?? buffer.choosePartition(record)]
      if (recBuf === undefined) return false
      this.#owner.onRecordEncoded(estimatedBytes, recBuf.append(record, timestamp, sender, slot, acceptedAtMs))
    } catch (error) {
      this.#drop(sender, slot, estimatedBytes, error)
    }
    return true
  }

  #dropParked({ settler, slot, estimatedBytes }: ParkedRecord, error: unknown): void {
    this.#drop(settler, slot, estimatedBytes, error)
  }

  #drop(sender: Sender, slot: number, estimatedBytes: number, error: unknown): void {
    sender.fail(slot, error)
    this.#owner.onRecordDropped(estimatedBytes)
  }

  topicsOfInterest(): Iterable<string> {
    return this.#topics.keys()
  }

  onTopicChanged(topic: TopicSnapshot, _change: TopicChange, snapshot: ClusterSnapshot): void {
    this.#takeTopic(topic, snapshot.generation)
  }

  /** Nothing to do: its records fail through the load errors that follow, after a few, in case it is being recreated. */
  onTopicGone(): void {}

  /**
   * Looks again at all topics after a refresh, changed or not: a partition that waited for metadata may go on even when
   * its leader is the same as before.
   */
  onRefreshed(snapshot: ClusterSnapshot): void {
    for (const buffer of this.#topics.values()) {
      const topic = snapshot.topics.get(buffer.topic)
      if (topic === undefined || topic.partitions.length === 0) continue
      // Empty partitions too: the next record would find one waiting for news that have come and gone.
      if (buffer.needsNews) this.#takeTopic(topic, snapshot.generation)
      if (buffer.parked.length > 0) this.#failUnknownPartitions(buffer)
    }
  }

  #takeTopic(topic: TopicSnapshot, generation: number): void {
    const buffer = this.#topics.get(topic.name)
    if (buffer === undefined || topic.partitions.length === 0) return
    buffer.unknownFailures = 0
    for (const partition of topic.partitions) this.#takePartition(buffer, partition, generation)
    this.#unpark(buffer)
  }

  #takePartition(
    buffer: TopicBuffer,
    { partition, leader, leaderEpoch, errorCode }: PartitionSnapshot,
    generation: number,
  ): void {
    let recBuf = buffer.recBufs[partition]
    if (recBuf === undefined) {
      recBuf = new RecBuf(buffer.topic, partition, this.#owner)
      buffer.recBufs[partition] = recBuf
    }
    const hasLeader = leader >= 0 && errorCode !== ErrorCodes.LEADER_NOT_AVAILABLE
    recBuf.moveTo(hasLeader ? this.#sinkOf(leader) : undefined, leaderEpoch, generation)
  }

  #sinkOf(nodeId: number): ProduceSink {
    let sink = this.#sinks.get(nodeId)
    if (sink === undefined) {
      sink = new ProduceSink(nodeId, this.#owner)
      this.#sinks.set(nodeId, sink)
    }
    return sink
  }

  /**
   * In the order in which they came; those for a partition that is not there (yet) stay. Encoding one may free room and
   * let a waiting caller in at once: its record joins the end of the queue.
   */
  #unpark(buffer: TopicBuffer): void {
    const queue = buffer.takeParked()
    buffer.unparking = queue
    for (const accepted of queue) {
      const { record, timestamp, settler, slot, estimatedBytes, acceptedAtMs } = accepted
      const isKnown = this.#append(buffer, record, timestamp, settler, slot, estimatedBytes, acceptedAtMs)
      if (!isKnown) this.#park(buffer, accepted)
    }
    buffer.unparking = undefined
  }

  #failUnknownPartitions(buffer: TopicBuffer): void {
    for (const accepted of buffer.takeParked()) {
      const { topic, partition } = accepted.record
      const reason = `Cannot produce to ${topic}-${partition}: the topic has ${buffer.partitionCount} partitions`
      const context = { topic, ...(partition !== undefined && { partition }) }
      const cause = new BrokerError(reason, ErrorCodes.UNKNOWN_TOPIC_OR_PARTITION, context)
      this.#dropParked(accepted, new ProduceError(reason, 'no', { cause, context }))
    }
  }

  async onLoadError({ topic, partition, error, generation }: LoadFailure): Promise<void> {
    const buffer = this.#topics.get(topic)
    if (buffer === undefined) return
    if (buffer.partitionCount === 0) {
      this.#onTopicLoadError(buffer, error)
      return
    }
    const recBufs = partition === undefined ? buffer.recBufs : buffer.recBufs.slice(partition, partition + 1)
    // Side by side: one partition's batch may be waiting for its compressor, and the others need not wait with it.
    await Promise.all(recBufs.map((recBuf) => recBuf.bumpRepeatedLoadErr(error, generation)))
  }

  #onTopicLoadError(buffer: TopicBuffer, error: KafkaError): void {
    const isUnknown = error instanceof BrokerError && error.errorCode === ErrorCodes.UNKNOWN_TOPIC_OR_PARTITION
    if (isUnknown) buffer.unknownFailures += 1
    const isNetwork = error instanceof ConnectionError || error instanceof RequestTimeoutError
    const isFinal = isUnknown ? buffer.unknownFailures > unknownTopicLimit : !error.retriable && !isNetwork
    if (!isFinal || buffer.parked.length === 0) return
    // Forgotten first: room that these records give back lets waiting callers in, whose records start anew.
    this.#topics.delete(buffer.topic)
    this.#failParked(buffer, error)
  }

  #failParked(buffer: TopicBuffer, cause: KafkaError, parked = buffer.takeParked()): void {
    for (const accepted of parked) {
      const reason = `Cannot deliver to ${buffer.topic}: ${cause.message}`
      this.#dropParked(accepted, new ProduceError(reason, 'no', { cause, context: { topic: buffer.topic } }))
    }
  }

  /** Lets every sink look at its RecBufs again. */
  drainAll(): void {
    for (const buffer of this.#topics.values()) {
      for (const recBuf of buffer.recBufs) if (!recBuf.isEmpty) recBuf.sink?.activate(recBuf)
    }
  }

  /** Fails what has waited longer than `deliveryTimeoutMs`; `timeout` is the error for records without a partition. */
  async expire(nowMs: number, deliveryTimeoutMs: number, timeout: KafkaError): Promise<void> {
    const expiries: Promise<void>[] = []
    for (const buffer of this.#topics.values()) {
      const isExpired = ({ acceptedAtMs }: ParkedRecord): boolean => nowMs >= acceptedAtMs + deliveryTimeoutMs
      this.#failParked(buffer, timeout, buffer.takeParkedWhile(isExpired))
      for (const recBuf of buffer.recBufs) if (nowMs >= recBuf.expiresAtMs) expiries.push(recBuf.expireHead())
    }
    await Promise.all(expiries)
  }

  /** Whether some partition waits for metadata, or some topic is not known. */
  get isWaitingForMetadata(): boolean {
    for (const buffer of this.#topics.values()) if (buffer.isWaiting) return true
    return false
  }

  /** Drops what nobody waits for any more, where it has not left yet and is a batch's all. */
  dropAbandoned(error: KafkaError): void {
    for (const buffer of this.#topics.values()) {
      for (const recBuf of buffer.recBufs) recBuf.dropAbandoned(error)
      this.#failParked(buffer, error, buffer.takeAbandoned())
    }
  }

  /** Resolves when every record of those topics that is here now is settled, one way or the other. */
  async settled(isIncluded: (topic: string) => boolean = () => true): Promise<void> {
    const pending: Promise<void>[] = []
    for (const buffer of this.#topics.values()) {
      if (!isIncluded(buffer.topic)) continue
      pending.push(endOfBatches(buffer))
      // Parked records end in a batch or fail; either way they leave the list.
      if (buffer.parked.length > 0) pending.push(buffer.whenUnparked().then(() => endOfBatches(buffer)))
    }
    await Promise.all(pending)
  }

  /** Fails everything that is left, and ends the sinks. */
  close(error: KafkaError): void {
    for (const sink of this.#sinks.values()) sink.close()
    this.failAll(error)
  }

  failAll(error: KafkaError, isIncluded: (topic: string) => boolean = () => true): void {
    for (const buffer of this.#topics.values()) {
      if (!isIncluded(buffer.topic)) continue
      this.#failParked(buffer, error)
      for (const recBuf of buffer.recBufs) recBuf.failAll(error)
    }
  }
}

/** Resolves when the batches that the topic has now have ended. */
async function endOfBatches({ recBufs }: TopicBuffer): Promise<void> {
  const pending: Promise<void>[] = []
  for (const recBuf of recBufs) {
    for (const batch of recBuf.unsettledBatches) pending.push(new Promise((resolve) => batch.onEnd(resolve)))
  }
  await Promise.all(pending)
}

/** One topic: its partitions, its partitioner, and the records that came before its partitions were known. */
class TopicBuffer implements PartitionerTopic {
  readonly topic: string
  readonly recBufs: RecBuf[] = []
  readonly parked: ParkedRecord[] = []
  /** The queue that is leaving the park just now. */
  unparking: ParkedRecord[] | undefined
  readonly #unparkWaiters: (() => void)[] = []
  readonly #partitioner: TopicPartitioner
  unknownFailures = 0

  constructor(topic: string, partitioner: TopicPartitioner) {
    this.topic = topic
    this.#partitioner = partitioner
  }

  get partitionCount(): number {
    return this.recBufs.length
  }

  /** Some record waits for metadata. */
  get isWaiting(): boolean {
    return this.parked.length > 0 || this.recBufs.some((recBuf) => !recBuf.hasLeader && !recBuf.isEmpty)
  }

  /** Some record, or some partition that may get one, waits for metadata. */
  get needsNews(): boolean {
    return this.parked.length > 0 || this.recBufs.some((recBuf) => !recBuf.hasLeader)
  }

  takeParked(): ParkedRecord[] {
    return this.takeParkedWhile(() => true)
  }

  /** From the front, as long as the condition holds. Who waits for an empty list runs after the caller's section. */
  takeParkedWhile(condition: (accepted: ParkedRecord) => boolean): ParkedRecord[] {
    const firstKept = this.parked.findIndex((accepted) => !condition(accepted))
    const taken = this.parked.splice(0, firstKept < 0 ? this.parked.length : firstKept)
    this.#resumeWhenEmpty()
    return taken
  }

  /** From wherever they are. */
  takeAbandoned(): ParkedRecord[] {
    const abandoned = this.parked.filter(({ settler }) => settler.isAbandoned)
    if (abandoned.length === 0) return abandoned
    const kept = this.parked.filter(({ settler }) => !settler.isAbandoned)
    this.parked.splice(0, this.parked.length, ...kept)
    this.#resumeWhenEmpty()
    return abandoned
  }

  #resumeWhenEmpty(): void {
    if (this.parked.length === 0) for (const resume of this.#unparkWaiters.splice(0)) resume()
  }

  whenUnparked(): Promise<void> {
    return new Promise((resolve) => this.#unparkWaiters.push(resolve))
  }

  isAvailable(partition: number): boolean {
    return this.recBufs[partition]?.hasLeader ?? false
  }

  backlogBytes(partition: number): number {
    return this.recBufs[partition]?.bufferedBytes ?? 0
  }

  choosePartition(record: ProducerRecord): number {
    const partition = this.#partitioner.partition(record, this, estimateRecordSize(record))
    if (Number.isInteger(partition) && partition >= 0 && partition < this.partitionCount) return partition
    throw new ConfigError(
      `Cannot send to ${this.topic}: the partitioner chose ${partition} of ${this.partitionCount} partitions`,
    )
  }
}
