/**
 * Remembers which records each sequence number of a producer carried, to notice when one carries others (P6, P7).
 *
 * Owned by one partition's checks, and kept through everything that makes a broker forget its producers: a number belongs
 * to its records for ever. Bounded: the last numbers of each producer.
 */
import { batchHeaderBytes, batchLayout } from '../../record/batch-layout.ts'
import { crc32c, crc32cOfTail } from '../../record/crc32c.ts'
import type { DefaultRecordBatch } from '../../record/record-batch.ts'

/** Far more than can be in flight, far less than a long run. */
const rememberedNumbers = 256

/** From here on it is cheaper to derive the records' checksum than to read them again. */
const derivedFromBytes = 8 * 1024

interface ProducerHistory {
  readonly checksums: Map<number, number>
  /** First sequences that were sent here and not appended: what follows them may be out of order. */
  readonly refused: Set<number>
}

export class SequenceHistory {
  readonly #byProducer = new Map<bigint, ProducerHistory>()

  /** True when the batch's number has carried other records. Call it for batches that are appended or were before. */
  isReused(batch: DefaultRecordBatch): boolean {
    const { checksums, refused } = this.#historyOf(batch.producerId)
    const number = numberOf(batch.producerEpoch, batch.baseSequence)
    // The records alone: a retry may change what else the header says.
    const checksum = recordsChecksum(batch)
    const known = checksums.get(number)
    if (known === undefined) remember(checksums, number, checksum)
    refused.delete(number)
    return known !== undefined && known !== checksum
  }

  onRefused(batch: DefaultRecordBatch): void {
    const { refused } = this.#historyOf(batch.producerId)
    refused.add(numberOf(batch.producerEpoch, batch.baseSequence))
    if (refused.size > rememberedNumbers) refused.delete(refused.values().next().value!)
  }

  /** True when a batch with that number was sent here and refused: then those behind it could not but be out of order. */
  wasRefused(producerId: bigint, producerEpoch: number, sequence: number): boolean {
    return this.#byProducer.get(producerId)?.refused.has(numberOf(producerEpoch, sequence)) ?? false
  }

  #historyOf(producerId: bigint): ProducerHistory {
    let history = this.#byProducer.get(producerId)
    if (history === undefined) {
      history = { checksums: new Map(), refused: new Set() }
      this.#byProducer.set(producerId, history)
    }
    return history
  }
}

/** The header's checksum is known to be right, and is that of the records and of a few bytes before them. */
function recordsChecksum({ bytes, recordsSection }: DefaultRecordBatch): number {
  if (recordsSection.length < derivedFromBytes) return crc32c(recordsSection)
  const head = crc32c(bytes.subarray(batchLayout.attributes, batchHeaderBytes))
  return crc32cOfTail(bytes.readUInt32BE(batchLayout.crc), head, recordsSection.length)
}

/** Epoch and sequence in one number: 16 and 32 bits, which a double holds. */
function numberOf(producerEpoch: number, baseSequence: number): number {
  return producerEpoch * 0x1_0000_0000 + baseSequence
}

function remember(checksums: Map<number, number>, number: number, checksum: number): void {
  checksums.set(number, checksum)
  if (checksums.size > rememberedNumbers) checksums.delete(checksums.keys().next().value!)
}
