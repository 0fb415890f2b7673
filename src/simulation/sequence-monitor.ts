/**
 * What idempotent producing promises, checked as each batch leaves:
 *
 * - P6 a producer id, epoch, partition and sequence never carries two different sets of records.
 * - P7 at most five requests of a partition are in flight, one before its leader has acknowledged anything, never on two
 *   brokers at once; and a partition's first outstanding batch is never refused as out of order.
 *
 * Scenarios have one topic, so partitions are known by their number alone.
 */
import { ErrorCodes } from '../errors/error-codes.ts'
import type { WireBatch } from './wire-batch.ts'
import type { World } from './world.ts'

/** Brokers remember so many batches of a producer. */
const rememberedBatches = 5

export interface SentBatch {
  readonly index: number
  readonly address: string
  readonly identity: string
  readonly producerId: bigint
  readonly producerEpoch: number
  readonly baseSequence: number
  readonly lastSequence: number
}

interface PartitionState {
  readonly inFlight: Set<SentBatch>
  /** The broker that has acknowledged something since the partition last moved. */
  provenAt: string | undefined
}

interface UsedRange {
  readonly baseSequence: number
  readonly lastSequence: number
  readonly crc: number
  isAcknowledged: boolean
  sentCount: number
}

export class SequenceMonitor {
  readonly #world: World
  readonly #partitions = new Map<number, PartitionState>()
  /** By producer id, epoch and partition. */
  readonly #used = new Map<string, UsedRange[]>()

  constructor(world: World) {
    this.#world = world
  }

  onSent(address: string, index: number, batch: WireBatch): SentBatch {
    const { producerId, producerEpoch, baseSequence, records, crc } = batch
    const identity = `${producerId}/${producerEpoch}/${index}`
    const lastSequence = baseSequence + records.length - 1
    const sent: SentBatch = { index, address, identity, producerId, producerEpoch, baseSequence, lastSequence }
    const values = records.map(({ value }) => value?.replaceAll('.', '')).join(' ')
    this.#world.emit('wire', `  partition ${index} epoch ${producerEpoch} sequence ${baseSequence}: ${values}`)
    if (producerId < 0n) return sent
    if (producerEpoch > 0) this.#world.reach('a new producer epoch was used')
    this.#checkRecords(sent, crc)
    this.#checkWindow(sent)
    return sent
  }

  onAnswered(sent: SentBatch, errorCode: number): void {
    const state = this.#partitions.get(sent.index)
    state?.inFlight.delete(sent)
    const range = this.#used.get(sent.identity)?.find(({ baseSequence }) => baseSequence === sent.baseSequence)
    if (range === undefined || state === undefined) return
    if (errorCode === ErrorCodes.NONE || errorCode === ErrorCodes.DUPLICATE_SEQUENCE_NUMBER) {
      if (range.sentCount > 1) this.#world.reach('a batch that was sent again was acknowledged')
      range.isAcknowledged = true
      state.provenAt = sent.address
      return
    }
    this.#world.emit('wire', `  partition ${sent.index} sequence ${sent.baseSequence} is refused: ${errorCode}`)
    if (errorCode === ErrorCodes.NOT_LEADER_OR_FOLLOWER) this.#world.reach('a batch came to who does not lead')
    if (errorCode === ErrorCodes.OUT_OF_ORDER_SEQUENCE_NUMBER) this.#checkOrder(sent)
  }

  onUnanswered(batches: readonly SentBatch[]): void {
    for (const batch of batches) {
      this.#world.reach('a produce request ended without an answer')
      this.#partitions.get(batch.index)?.inFlight.delete(batch)
    }
  }

  #checkRecords({ identity, index, baseSequence, lastSequence }: SentBatch, crc: number): void {
    const ranges = this.#used.get(identity) ?? []
    this.#used.set(identity, ranges)
    for (const range of ranges) {
      if (range.lastSequence < baseSequence || range.baseSequence > lastSequence) continue
      // The checksum covers the records, the sequence, the epoch and the producer id.
      if (range.baseSequence === baseSequence && range.crc === crc) {
        range.sentCount += 1
        this.#world.reach('a batch was sent again')
        return
      }
      const other = `${range.baseSequence} to ${range.lastSequence}`
      this.#world.problem(
        'P6',
        `partition ${index}: sequences ${baseSequence} to ${lastSequence} carry other records than ${other} did`,
      )
      return
    }
    ranges.push({ baseSequence, lastSequence, crc, isAcknowledged: false, sentCount: 1 })
  }

  #checkWindow(sent: SentBatch): void {
    const { index, address } = sent
    const state = this.#partitions.get(index) ?? { inFlight: new Set(), provenAt: undefined }
    this.#partitions.set(index, state)
    if (state.provenAt !== address) state.provenAt = undefined
    for (const other of state.inFlight) {
      if (other.address === address) continue
      this.#world.problem('P7', `partition ${index} is in flight to ${other.address} and ${address} at once`)
    }
    state.inFlight.add(sent)
    const count = state.inFlight.size
    if (count > 1 && state.provenAt === undefined) {
      this.#world.problem('P7', `partition ${index} has ${count} requests in flight before ${address} acknowledged one`)
    }
    if (count > rememberedBatches) this.#world.problem('P7', `partition ${index} has ${count} requests in flight`)
    if (count > 1) this.#world.reach('several requests of a partition were in flight')
  }

  /** What came before it and was never acknowledged explains a gap; without that the gap is of the client's making. */
  #checkOrder({ identity, producerId, producerEpoch, index, baseSequence }: SentBatch): void {
    // Given up before a byte of it had left, such as in the queue of a throttled connection: a known gap, healed by a new
    // epoch.
    if (this.#world.hasGivenUpBefore(producerId, producerEpoch, baseSequence)) return
    const ranges = this.#used.get(identity) ?? []
    if (ranges.some((range) => range.baseSequence < baseSequence && !range.isAcknowledged)) return
    this.#world.problem(
      'P7',
      `partition ${index}: the first outstanding batch, sequence ${baseSequence}, was refused as out of order`,
    )
  }
}
