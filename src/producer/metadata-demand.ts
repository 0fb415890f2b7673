import type { MetadataRefresher } from '../metadata/metadata-refresher.ts'
import type { Log } from '../observe/log.ts'
import type { RecordAccumulator } from './record-accumulator.ts'

/**
 * Asks for metadata on behalf of a producer: of topics that it does not know, and of partitions that have no leader, for as
 * long as records wait for one. Owned by the producer; one request of a kind at a time.
 */
export class MetadataDemand {
  readonly #refresher: MetadataRefresher
  readonly #log: Log
  readonly #accumulator: RecordAccumulator
  readonly #allowAutoTopicCreation: boolean
  #isRefreshing = false

  constructor(refresher: MetadataRefresher, log: Log, accumulator: RecordAccumulator, allowAutoTopicCreation: boolean) {
    this.#refresher = refresher
    this.#log = log
    this.#accumulator = accumulator
    this.#allowAutoTopicCreation = allowAutoTopicCreation
  }

  /** Looks again at everything that is known. */
  request(reason: string): void {
    if (this.#isRefreshing) return
    this.#isRefreshing = true
    this.#log.event('debug', 'producer.needs_metadata', { reason })
    void this.#refresh({}).finally(() => {
      this.#isRefreshing = false
      // The refresher paces these: partitions without a leader are asked for until they have one or their records expire.
      if (this.#accumulator.isWaitingForMetadata && !this.#refresher.isClosed) this.request('partitions still wait')
    })
  }

  /** Looks for a topic, and has it created where that is allowed. */
  loadTopic(topic: string): void {
    void this.#refresh({ topics: [topic], allowAutoTopicCreation: this.#allowAutoTopicCreation }).finally(() => {
      if (this.#accumulator.isWaitingForMetadata) this.request(`topic ${topic} is not known`)
    })
  }

  /** Never rejects. */
  #refresh(demand: Parameters<MetadataRefresher['refreshFor']>[0]): Promise<void> {
    return this.#refresher
      .refreshFor(demand)
      .then(({ snapshot }) => this.#accumulator.onRefreshed(snapshot))
      .catch((error: unknown) => this.#log.event('debug', 'producer.metadata_failed', { error }))
  }
}
