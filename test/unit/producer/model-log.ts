/**
 * What Kafka's brokers do with idempotent batches, small enough to be believed: one log a partition, and the rules of
 * `ProducerStateManager` and `ProducerAppendInfo` over it. Written from the brokers' behaviour, not from the producer's.
 */
import { ErrorCodes } from '../../../src/errors/error-codes.ts'
import { batchLayout } from '../../../src/record/batch-layout.ts'

/** A batch as it arrived. */
export interface ModelBatch {
  readonly topic: string
  readonly partition: number
  readonly producerId: bigint
  readonly producerEpoch: number
  readonly baseSequence: number
  readonly values: readonly string[]
}

interface LogEntry extends ModelBatch {
  readonly baseOffset: number
}

export interface AppendResult {
  readonly errorCode: number
  readonly baseOffset: number
}

/** Brokers remember so many batches of a producer, to recognise what they have appended already. */
const rememberedBatches = 5

export class ModelLog {
  leader: number
  leaderEpoch = 0
  /** Entries before this offset were promised to somebody: no fail-over loses them. */
  committedOffset = 0
  readonly entries: LogEntry[] = []

  constructor(leader: number) {
    this.leader = leader
  }

  get endOffset(): number {
    const last = this.entries.at(-1)
    return last === undefined ? 0 : last.baseOffset + last.values.length
  }

  /** Every value in the log with its offsets. */
  offsetsOf(): Map<string, number[]> {
    const offsets = new Map<string, number[]>()
    for (const { values, baseOffset } of this.entries) {
      for (const [index, value] of values.entries()) {
        offsets.set(value, [...(offsets.get(value) ?? []), baseOffset + index])
      }
    }
    return offsets
  }

  append(nodeId: number, batch: ModelBatch): AppendResult {
    if (nodeId !== this.leader) return { errorCode: ErrorCodes.NOT_LEADER_OR_FOLLOWER, baseOffset: -1 }
    if (batch.producerId >= 0n) {
      const verdict = this.#checkSequence(batch)
      if (verdict !== undefined) return verdict
    }
    const baseOffset = this.endOffset
    this.entries.push({ ...batch, baseOffset })
    return { errorCode: ErrorCodes.NONE, baseOffset }
  }

  #checkSequence(batch: ModelBatch): AppendResult | undefined {
    const ofProducer = this.entries.filter((entry) => entry.producerId === batch.producerId)
    const last = ofProducer.at(-1)
    // A broker that remembers nothing of a producer takes whatever sequence comes first.
    if (last === undefined) return undefined
    const known = ofProducer
      .filter((entry) => entry.producerEpoch === last.producerEpoch)
      .slice(-rememberedBatches)
      .find(
        (entry) =>
          entry.producerEpoch === batch.producerEpoch &&
          entry.baseSequence === batch.baseSequence &&
          entry.values.length === batch.values.length,
      )
    if (known !== undefined) return { errorCode: ErrorCodes.NONE, baseOffset: known.baseOffset }
    if (batch.producerEpoch < last.producerEpoch) {
      return { errorCode: ErrorCodes.INVALID_PRODUCER_EPOCH, baseOffset: -1 }
    }
    const isNewEpoch = batch.producerEpoch > last.producerEpoch
    const expected = isNewEpoch ? 0 : (last.baseSequence + last.values.length) % 2 ** 31
    if (batch.baseSequence === expected) return undefined
    return { errorCode: ErrorCodes.OUT_OF_ORDER_SEQUENCE_NUMBER, baseOffset: -1 }
  }

  /** Another broker leads; what nobody was promised may be gone. */
  failOver(leader: number, losesUncommitted: boolean): void {
    this.leader = leader
    this.leaderEpoch += 1
    if (!losesUncommitted) return
    while (this.endOffset > this.committedOffset) this.entries.pop()
  }

  commit(offset: number): void {
    this.committedOffset = Math.max(this.committedOffset, offset)
  }
}

/** Reads a batch as a broker would, with the records uncompressed whatever codec the header names. */
export function readModelBatch(topic: string, partition: number, bytes: Buffer): ModelBatch {
  return {
    topic,
    partition,
    producerId: bytes.readBigInt64BE(batchLayout.producerId),
    producerEpoch: bytes.readInt16BE(batchLayout.producerEpoch),
    baseSequence: bytes.readInt32BE(batchLayout.baseSequence),
    values: readValues(bytes.subarray(batchLayout.records), bytes.readInt32BE(batchLayout.recordCount)),
  }
}

function readValues(section: Buffer, count: number): string[] {
  let at = 0
  const varint = (): number => {
    let result = 0
    for (let shift = 0; ; shift += 7) {
      const byte = section[at++]!
      result += (byte & 0x7f) * 2 ** shift
      if (byte < 0x80) return result % 2 === 0 ? result / 2 : -(result + 1) / 2
    }
  }
  return Array.from({ length: count }, () => {
    const length = varint()
    const end = at + length
    at += 1
    varint()
    varint()
    const keyLength = varint()
    at += Math.max(0, keyLength)
    const valueLength = varint()
    const value = section.toString('utf8', at, at + Math.max(0, valueLength))
    at = end
    return value
  })
}
