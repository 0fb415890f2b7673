/** Where the fields of a record batch (magic 2) are. KIP-98; org.apache.kafka.common.record.DefaultRecordBatch. */

/** Positions in bytes from the start of the batch. */
export const batchLayout = {
  baseOffset: 0,
  batchLength: 8,
  partitionLeaderEpoch: 12,
  magic: 16,
  crc: 17,
  attributes: 21,
  lastOffsetDelta: 23,
  baseTimestamp: 27,
  maxTimestamp: 35,
  producerId: 43,
  producerEpoch: 51,
  baseSequence: 53,
  recordCount: 57,
  records: 61,
} as const

/** The base offset and the length, which the length itself does not count. */
export const logOverheadBytes = 12

/** An encoded batch header. */
export const batchHeaderBytes: number = batchLayout.records

/** The bits of a batch's attributes. */
export const attributeBits = {
  compressionMask: 0x07,
  logAppendTime: 0x08,
  transactional: 0x10,
  control: 0x20,
  deleteHorizon: 0x40,
} as const

/** No batch is longer than its length field can say. */
export const largestBatchBytes = 0x7fffffff

/** Whose clock a record's timestamp is from. Message sets v0 have no timestamps at all. */
export type TimestampType = 'createTime' | 'logAppendTime' | 'noTimestamp'
