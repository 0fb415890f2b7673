/** The face that every Node client shows to the questions. An adapter does what its documentation recommends, no more. */
import type { Arrivals } from './arrivals.ts'
import type { BacklogTally } from './backlog-tally.ts'
import type { RunOrder } from './run-order.ts'

export interface ProducerUnderTest {
  /** Fulfils when the broker has acknowledged the record. */
  send(value: Buffer): Promise<unknown>
  /** Fulfils when the broker has acknowledged all of them. */
  sendAll(values: readonly Buffer[]): Promise<unknown>
  close(): Promise<void>
}

export interface ClientUnderTest {
  readonly version: string
  /** For the report: what differs from the defaults, and the defaults that matter. */
  describeSettings(order: RunOrder): string
  /** Connected, and with metadata of the topic where the client can load it ahead of the first send. */
  connectProducer(order: RunOrder): Promise<ProducerUnderTest>
  /** Reads the topic from its beginning until the tally is complete, then closes. */
  consume(order: RunOrder, tally: BacklogTally): Promise<void>
  /**
   * Reads the topic from its beginning, record by record and as soon as they come, until all have arrived; then closes.
   * The client's producer is at work in the same process.
   */
  receive(order: RunOrder, arrivals: Arrivals): Promise<void>
}
