/** A member of a simulated group: an application with a consumer of its own, on a network that can be taken from it. */

import type { GroupConsumer } from '../../consumer/group-consumer.ts'
import type { GroupConsumerOptions } from '../../consumer/group-consumer-options.ts'
import { StateError } from '../../errors/client-errors.ts'
import type { Kafka } from '../../kafka.ts'
import type { ConsumedRecord, TopicPartition } from '../../record/record.ts'
import { delay } from '../../support/delay.ts'
import { isPassing } from '../sim-client.ts'
import { describeError, type World } from '../world.ts'
import type { GroupLedger, LedgerMember } from './group-ledger.ts'
import type { PlannedMember } from './group-plan.ts'

const pauseAfterErrorMs = 20
const pollTimeoutMs = 50

export interface MemberContext {
  readonly world: World
  readonly ledger: GroupLedger
  readonly kafka: Kafka
  /** Cuts this member's connections and lets none through any more. */
  readonly loseNetwork: () => void
  /** What every member of the group goes by. */
  readonly groupOptions: GroupConsumerOptions
  readonly longestCloseMs: number
}

export class SimMember implements LedgerMember {
  readonly name: string
  readonly #context: MemberContext
  readonly #planned: PlannedMember
  readonly #consumer: GroupConsumer
  hasVanished = false
  isLeaving = false
  isClosed = false
  hasStoppedReading = false

  constructor(context: MemberContext, name: string, planned: PlannedMember) {
    this.name = name
    this.#context = context
    this.#planned = planned
    const { ledger, kafka, groupOptions } = context
    // An owner is one when its callback begins, and lets go when it has ended. Giving up takes longer than getting, so that
    // what does not wait for it is seen.
    const onGivenUp =
      (release: (partitions: readonly number[]) => void) =>
      async (partitions: readonly TopicPartition[]): Promise<void> => {
        await this.#work(planned.callbackMs)
        release(indexesOf(partitions))
      }
    this.#consumer = kafka.consumer({
      ...groupOptions,
      ...(planned.isStatic && { groupInstanceId: name }),
      onAssigned: async (partitions) => {
        ledger.assigned(this, indexesOf(partitions))
        await this.#work(Math.ceil(planned.callbackMs / 4))
      },
      onRevoked: onGivenUp((partitions) => ledger.revoked(this, partitions)),
      onLost: onGivenUp((partitions) => ledger.lost(this, partitions)),
    })
    void this.#readToTheEnd()
  }

  vanish(): void {
    this.hasVanished = true
    this.#context.world.reach('a member vanished')
    this.#context.world.emit('app', `${this.name} vanishes`)
    this.#context.loseNetwork()
  }

  /** Idempotent. */
  leave(): void {
    if (this.isLeaving) return
    this.isLeaving = true
    const { world, ledger, longestCloseMs } = this.#context
    const startedAtMs = world.nowMs
    world.emit('app', `${this.name} leaves`)
    this.#consumer.close().then(
      () => {
        this.isClosed = true
        world.emit('app', `${this.name} has left`)
        const tookMs = world.nowMs - startedAtMs
        if (tookMs > longestCloseMs) world.problem('L3', `close() of ${this.name} took ${tookMs} ms`)
        if (this.#consumer.bufferedBytes !== 0) {
          world.problem('R1', `${this.name} has closed and holds ${this.#consumer.bufferedBytes} bytes`)
        }
        ledger.closed(this)
      },
      (error: unknown) => world.problem('L3', `close() of ${this.name} failed: ${describeError(error)}`),
    )
  }

  async #readToTheEnd(): Promise<void> {
    while (!this.isLeaving) {
      try {
        await this.#read()
      } catch (error) {
        if (error instanceof StateError && this.isLeaving) break
        this.#onError(error as Error)
        await this.#work(pauseAfterErrorMs)
      }
    }
    this.hasStoppedReading = true
  }

  async #read(): Promise<void> {
    const { reads } = this.#planned
    if (reads === 'records') for await (const record of this.#consumer) await this.#handle([record])
    else if (reads === 'batches') for await (const batch of this.#consumer.batches()) await this.#handle([...batch])
    else while (!this.isLeaving) await this.#handle(await this.#consumer.poll({ timeoutMs: pollTimeoutMs }))
  }

  async #handle(records: readonly ConsumedRecord[]): Promise<void> {
    const { ledger } = this.#context
    for (const { partition, offset, value } of records) {
      ledger.handed(this, partition, Number(offset), value?.toString() ?? null)
    }
    if (records.length > 0) await this.#work(this.#planned.processingMs)
    for (const { partition, offset } of records) ledger.finished(this, partition, Number(offset))
  }

  #onError(error: Error): void {
    const { world } = this.#context
    world.emit('app', `${this.name} is told of an error`)
    world.trace.note(world.nowMs, 'app', () => error.message)
    world.reach('a member was told of an error')
    // A static member whose first join was not answered stands in its own way until that session ends.
    if (!isPassing(error) && !error.message.includes('UNRELEASED_INSTANCE_ID'))
      world.problem('C1', `${this.name} failed: ${describeError(error)}`)
  }

  async #work(durationMs: number): Promise<void> {
    if (durationMs > 0) await delay(this.#context.world.clock('application'), durationMs, `${this.name} works`)
  }
}

function indexesOf(partitions: readonly TopicPartition[]): readonly number[] {
  return partitions.map(({ partition }) => partition)
}
