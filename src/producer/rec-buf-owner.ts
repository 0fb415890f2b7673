import type { BufferSource } from '../record/buffer-source.ts'
import type { ProducerIdSource } from './producer-id.ts'
import type { RecBatch } from './rec-batch.ts'

/** What a RecBuf needs of its producer. */
export interface RecBufOwner {
  readonly bufferSource: BufferSource
  readonly producerIds: ProducerIdSource
  readonly isIdempotent: boolean
  readonly batchSizeBytes: number
  readonly lingerMs: number
  readonly retries: number
  readonly deliveryTimeoutMs: number
  /** True while a flush runs or a caller waits for room: lingering would only make them wait. */
  readonly isLingerOff: boolean
  now(): number
  onBatchEnded(batch: RecBatch): void
  requestMetadata(reason: string): void
}
