import { produceApi } from '../../src/protocol/apis/produce.ts'
import { encodeRequest } from '../../src/protocol/request-frame.ts'
import { patchBatchHeader } from '../../src/record/batch-header.ts'
import type { LoadOrder } from './load-order.ts'

/** Names topics, and not yet ids. */
export const produceVersion = 9
const producerEpoch = 0

/** Produce frames in the sequence of one producer. A frame is used again once nothing of it can be in flight any more. */
export class ProduceFrames {
  readonly #ring: { readonly frame: Buffer; readonly batch: Buffer }[]
  readonly #producerId: bigint
  readonly #recordsPerBatch: number
  #next = 0
  #sequence = 0

  constructor(order: LoadOrder, batch: Buffer, producerId: bigint) {
    this.#producerId = producerId
    this.#recordsPerBatch = order.recordsPerBatch
    this.#ring = Array.from({ length: order.requestsInFlight + 1 }, (_, index) => {
      const topicData = [{ name: order.topic, partitionData: [{ index: 0, records: batch }] }]
      const chunks = encodeRequest(produceApi, produceVersion, index, 'load', {
        acks: -1,
        timeoutMs: 30_000,
        topicData,
      })
      const frame = Buffer.concat(chunks)
      const start = frame.indexOf(batch)
      return { frame, batch: frame.subarray(start, start + batch.length) }
    })
  }

  next(): Buffer {
    const { frame, batch: own } = this.#ring[this.#next]!
    this.#next = (this.#next + 1) % this.#ring.length
    patchBatchHeader(own, { producerId: this.#producerId, producerEpoch, baseSequence: this.#sequence })
    this.#sequence += this.#recordsPerBatch
    return frame
  }
}
