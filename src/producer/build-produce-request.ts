import type { Draft } from '../protocol/message-codec.ts'
import type { ProduceRequest } from '../protocol/messages/produce-request.ts'
import { type Uuid, zeroUuid } from '../protocol/uuid.ts'

/** The first version that names topics by id only. */
export const firstTopicIdVersion = 13

export interface ProduceBatchBytes {
  readonly topic: string
  readonly partition: number
  readonly bytes: Buffer
}

export interface ProduceRequestOptions {
  readonly acks: number
  readonly timeoutMs: number
  readonly transactionalId: string | null
  topicId(topic: string): Uuid
}

/**
 * One produce request: at most one batch a partition, as brokers require. Pure; the batches go in as they are.
 */
export function buildProduceRequest(
  batches: readonly ProduceBatchBytes[],
  version: number,
  options: ProduceRequestOptions,
): Draft<ProduceRequest> {
  const byTopic = new Map<string, { index: number; records: Buffer }[]>()
  for (const { topic, partition, bytes } of batches) {
    const partitionData = byTopic.get(topic)
    if (partitionData === undefined) byTopic.set(topic, [{ index: partition, records: bytes }])
    else partitionData.push({ index: partition, records: bytes })
  }
  const topicData = Array.from(byTopic, ([topic, partitionData]) =>
    version >= firstTopicIdVersion
      ? { topicId: options.topicId(topic), partitionData }
      : { name: topic, partitionData },
  )
  return { transactionalId: options.transactionalId, acks: options.acks, timeoutMs: options.timeoutMs, topicData }
}

/** Whether every topic can be named by its id; where one has none, an older version must be used. */
export function allHaveTopicIds(topics: Iterable<string>, topicId: (topic: string) => Uuid): boolean {
  for (const topic of topics) if (topicId(topic) === zeroUuid) return false
  return true
}
