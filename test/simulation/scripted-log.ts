/**
 * One partition of the scripted cluster: its log, and what its leader remembers of producers.
 *
 * The rules are those of Kafka's `ProducerStateManager`: five batches are remembered per producer, a duplicate of one of
 * them is answered with its old offset, anything else must follow the last one, and a new epoch begins at 0.
 */
import { ErrorCodes } from '../../src/errors/error-codes.ts'
import type { LoggedRecord } from '../../src/simulation/cluster-under-test.ts'
import { readWireBatch, type WireBatch } from '../../src/simulation/wire-batch.ts'

interface RememberedBatch {
  readonly baseSequence: number
  readonly lastSequence: number
  readonly baseOffset: number
}

interface ProducerState {
  epoch: number
  readonly batches: RememberedBatch[]
}

interface LoggedBatch {
  readonly baseOffset: number
  readonly nextOffset: number
  readonly bytes: Buffer
}

export interface AppendResult {
  readonly errorCode: number
  readonly baseOffset: number
  readonly isDuplicate: boolean
}

const rememberedBatches = 5
const sequenceCount = 2 ** 31

export class ScriptedLog {
  leader: number
  leaderEpoch = 0
  readonly records: LoggedRecord[] = []
  readonly #batches: LoggedBatch[] = []
  readonly #producers = new Map<bigint, ProducerState>()

  constructor(leader: number) {
    this.leader = leader
  }

  get endOffset(): number {
    return this.records.length
  }

  append(bytes: Buffer): AppendResult {
    const batch = readWireBatch(bytes)
    if (batch.producerId < 0n) return this.#write(batch, bytes)
    const state = this.#producers.get(batch.producerId) ?? { epoch: -1, batches: [] }
    this.#producers.set(batch.producerId, state)
    const { producerEpoch, baseSequence } = batch
    const lastSequence = (baseSequence + batch.records.length - 1) % sequenceCount
    if (producerEpoch < state.epoch) return refused(ErrorCodes.INVALID_PRODUCER_EPOCH)
    if (producerEpoch > state.epoch) {
      // A producer that the partition has never seen may begin anywhere: its state may have been removed with its records.
      if (state.epoch >= 0 && baseSequence !== 0) return refused(ErrorCodes.OUT_OF_ORDER_SEQUENCE_NUMBER)
      state.epoch = producerEpoch
      state.batches.length = 0
    }
    const known = state.batches.find((old) => old.baseSequence === baseSequence && old.lastSequence === lastSequence)
    if (known !== undefined) return { errorCode: ErrorCodes.NONE, baseOffset: known.baseOffset, isDuplicate: true }
    const last = state.batches.at(-1)
    if (last !== undefined && baseSequence !== (last.lastSequence + 1) % sequenceCount) {
      return refused(ErrorCodes.OUT_OF_ORDER_SEQUENCE_NUMBER)
    }
    const result = this.#write(batch, bytes)
    state.batches.push({ baseSequence, lastSequence, baseOffset: result.baseOffset })
    if (state.batches.length > rememberedBatches) state.batches.shift()
    return result
  }

  /** Whole batches from the one that holds `offset` on, at least one, up to so many bytes. */
  read(offset: number, maxBytes: number): Buffer {
    const chunks: Buffer[] = []
    let sizeBytes = 0
    for (const { nextOffset, bytes } of this.#batches) {
      if (nextOffset <= offset) continue
      if (chunks.length > 0 && sizeBytes + bytes.length > maxBytes) break
      chunks.push(bytes)
      sizeBytes += bytes.length
    }
    return Buffer.concat(chunks)
  }

  #write(batch: WireBatch, bytes: Buffer): AppendResult {
    const baseOffset = this.endOffset
    const stored = Buffer.from(bytes)
    stored.writeBigInt64BE(BigInt(baseOffset), 0)
    stored.writeInt32BE(this.leaderEpoch, 12)
    for (const { key, value, timestamp } of batch.records) {
      this.records.push({ offset: this.records.length, key, value, timestamp })
    }
    this.#batches.push({ baseOffset, nextOffset: this.endOffset, bytes: stored })
    return { errorCode: ErrorCodes.NONE, baseOffset, isDuplicate: false }
  }
}

function refused(errorCode: number): AppendResult {
  return { errorCode, baseOffset: -1, isDuplicate: false }
}
