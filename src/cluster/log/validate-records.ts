/**
 * What a leader checks before it appends: Kafka's `ProduceRequest.validateRecords`, `UnifiedLog.analyzeAndValidateRecords`
 * and `LogValidator`, in their order.
 */
import type { CodecRegistry } from '../../compression/codec-registry.ts'
import { CodecError } from '../../errors/codec-error.ts'
import { ErrorCodes } from '../../errors/error-codes.ts'
import { readBatches } from '../../record/batch-decoder.ts'
import { setLogAppendTime } from '../../record/batch-header.ts'
import type { TopicPartition } from '../../record/record.ts'
import { DefaultRecordBatch, type RecordBatch } from '../../record/record-batch.ts'
import { openBatch } from './open-batch.ts'

const zstdId = 4
const firstZstdVersion = 7

/** The part of a topic's configuration that decides what may be appended. */
export interface ValidationConfig {
  readonly maxMessageBytes: number
  readonly segmentBytes: number
  readonly isCompacted: boolean
  readonly usesLogAppendTime: boolean
  readonly timestampBeforeMaxMs: number
  readonly timestampAfterMaxMs: number
}

export interface RecordRefusal {
  readonly errorCode: number
  readonly message: string | null
  /** Which records of the batch are at fault, where it is not all of it. */
  readonly recordErrors?: readonly { readonly batchIndex: number; readonly message: string }[]
}

export type Validation =
  | { readonly batch: DefaultRecordBatch; readonly refusal?: undefined }
  /** `batch` when its header could be read. */
  | { readonly batch?: DefaultRecordBatch | undefined; readonly refusal: RecordRefusal }

export interface ValidateOptions {
  readonly version: number
  readonly topicPartition: TopicPartition
  readonly config: ValidationConfig
  readonly codecs: CodecRegistry
  readonly wallNowMs: number
}

/** The one batch of a partition in a Produce request, ready to be appended, or why it is refused. */
export function validateRecords(records: Buffer | null, options: ValidateOptions): Validation {
  let batch: DefaultRecordBatch | undefined
  try {
    batch = onlyBatch(records, options.version)
    checkBatch(batch, options)
    checkRecords(batch, options)
    if (options.config.usesLogAppendTime) setLogAppendTime(batch.bytes, options.wallNowMs)
    return { batch }
  } catch (error) {
    if (error instanceof Refusal) return { batch, refusal: error.refusal }
    if (error instanceof CodecError) return { batch, refusal: corrupt(error.message) }
    throw error
  }
}

class Refusal extends Error {
  readonly refusal: RecordRefusal

  constructor(refusal: RecordRefusal) {
    super(refusal.message ?? `error ${refusal.errorCode}`)
    this.refusal = refusal
  }
}

function onlyBatch(records: Buffer | null, version: number): DefaultRecordBatch {
  const batches: RecordBatch[] = []
  const reader = readBatches(records ?? Buffer.alloc(0))
  for (const batch of reader) batches.push(batch)
  const request = `Produce requests with version ${version}`
  if (reader.remainingBytes > 0 && batches.length === 0) throw new Refusal(corrupt('The batch is not whole'))
  const [first] = batches
  if (first === undefined) throw invalid(`${request} must have at least one record batch per partition`)
  if (!(first instanceof DefaultRecordBatch)) {
    throw invalid(`${request} are only allowed to contain record batches with magic version 2`)
  }
  if (batches.length > 1 || reader.remainingBytes > 0) {
    throw invalid(`${request} are only allowed to contain exactly one record batch per partition`)
  }
  if (version < firstZstdVersion && first.compressionId === zstdId) {
    const message = `${request} are not allowed to use ZStandard compression`
    throw new Refusal({ errorCode: ErrorCodes.UNSUPPORTED_COMPRESSION_TYPE, message })
  }
  return first
}

function checkBatch(batch: DefaultRecordBatch, { config, topicPartition, codecs }: ValidateOptions): void {
  const where = `${topicPartition.topic}-${topicPartition.partition}`
  if (batch.baseOffset !== 0n) {
    throw invalid(
      `The baseOffset of the record batch in the append to ${where} should be 0, but it is ${batch.baseOffset}`,
    )
  }
  if (batch.sizeBytes > config.maxMessageBytes) {
    const limit = `the maximum configured value of ${config.maxMessageBytes}`
    const message = `The record batch size in the append to ${where} is ${batch.sizeBytes} bytes which exceeds ${limit}.`
    throw new Refusal({ errorCode: ErrorCodes.MESSAGE_TOO_LARGE, message })
  }
  batch.verifyChecksum()
  if (batch.sizeBytes > config.segmentBytes) {
    const message = `Message batch size is ${batch.sizeBytes} bytes in append to partition ${where}, which exceeds the maximum configured segment size of ${config.segmentBytes}.`
    throw new Refusal({ errorCode: ErrorCodes.RECORD_LIST_TOO_LARGE, message })
  }
  if (batch.isControl) throw invalid('Clients are not allowed to write control records')
  if (batch.producerId >= 0n && batch.baseSequence < 0) {
    throw invalid(`Invalid sequence number ${batch.baseSequence} in record batch with producerId ${batch.producerId}`)
  }
  if (batch.recordCount <= 0) throw invalid(`Invalid reported count for record batch: ${batch.recordCount}`)
  if (batch.lastOffsetDelta + 1 !== batch.recordCount) {
    throw invalid(
      `Inconsistent batch offset range [0, ${batch.lastOffsetDelta}] and count of records ${batch.recordCount}`,
    )
  }
  if (!codecs.has(batch.compressionId)) throw invalid(`Unknown compression type id: ${batch.compressionId}`)
}

/** Goes through all records, without making an object of any. */
function checkRecords(batch: DefaultRecordBatch, { config, topicPartition, codecs, wallNowMs }: ValidateOptions): void {
  checkTimestamps(batch, config, wallNowMs)
  const cursor = openBatch(batch, codecs, topicPartition).cursor()
  const withoutKey: number[] = []
  for (let index = 0; cursor.advance(); index++) {
    if (cursor.offsetDelta !== index) {
      throw invalid(`Inner record at index ${index} inside the record batch has offset delta ${cursor.offsetDelta}`)
    }
    if (config.isCompacted && cursor.keyLength < 0) withoutKey.push(index)
  }
  if (withoutKey.length === 0) return
  const where = `${topicPartition.topic}-${topicPartition.partition}`
  const text = `Compacted topic cannot accept message without key in topic partition ${where}.`
  const recordErrors = withoutKey.map((batchIndex) => ({ batchIndex, message: text }))
  const message = 'One or more records have been rejected'
  throw new Refusal({ errorCode: ErrorCodes.INVALID_RECORD, message, recordErrors })
}

/** By the header: a client that states a wrong maximum deceives itself only. */
function checkTimestamps(batch: DefaultRecordBatch, config: ValidationConfig, wallNowMs: number): void {
  if (config.usesLogAppendTime) return
  const { baseTimestamp, maxTimestamp } = batch
  const isTooOld = baseTimestamp >= 0 && wallNowMs - baseTimestamp > config.timestampBeforeMaxMs
  const isTooNew = maxTimestamp - wallNowMs > config.timestampAfterMaxMs
  if (!isTooOld && !isTooNew) return
  const timestamp = isTooNew ? maxTimestamp : baseTimestamp
  const message = `Timestamp ${timestamp} of message is out of range. The timestamp should be within [${wallNowMs - config.timestampBeforeMaxMs}, ${wallNowMs + config.timestampAfterMaxMs}]`
  throw new Refusal({ errorCode: ErrorCodes.INVALID_TIMESTAMP, message })
}

function invalid(message: string): Refusal {
  return new Refusal({ errorCode: ErrorCodes.INVALID_RECORD, message })
}

function corrupt(message: string): RecordRefusal {
  return { errorCode: ErrorCodes.CORRUPT_MESSAGE, message }
}
