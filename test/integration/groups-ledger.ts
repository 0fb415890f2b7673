import type { ConsumedRecord, GroupConsumer, Kafka } from '../../src/index.ts'

/** Where a record went that was acknowledged. */
export type ProducedRecord = Pick<ConsumedRecord, 'partition' | 'offset'>

/** What every member of a group was given, and by whom. */
export class GroupLedger {
  /** By partition and offset: how often it was given. */
  readonly given = new Map<string, number>()
  readonly #loops: Promise<void>[] = []

  /** Reads with this consumer until it is closed. */
  read(consumer: GroupConsumer): void {
    const loop = async (): Promise<void> => {
      for await (const record of consumer) this.note(record)
    }
    this.#loops.push(loop())
  }

  note({ partition, offset }: Pick<ConsumedRecord, 'partition' | 'offset'>): void {
    const key = `${partition}:${offset}`
    this.given.set(key, (this.given.get(key) ?? 0) + 1)
  }

  /** All loops have ended. Rejects when one failed. */
  async finished(): Promise<void> {
    await Promise.all(this.#loops)
  }

  /** So many more are given than now. */
  async goesOn(moreCount: number): Promise<void> {
    const before = this.given.size
    await until(() => this.given.size > before + moreCount)
  }

  /** Ends the flow and, when all of it was given, the members. Gives what was produced. */
  async windDown(flow: SteadyFlow, members: readonly GroupConsumer[]): Promise<readonly ProducedRecord[]> {
    const produced = await flow.stop()
    await until(() => this.missing(produced).length === 0)
    await Promise.all(members.map((member) => member.close()))
    await this.finished()
    return produced
  }

  /** Partitions and offsets that were produced and given to nobody. */
  missing(produced: readonly ProducedRecord[]): string[] {
    return produced.map(({ partition, offset }) => `${partition}:${offset}`).filter((key) => !this.given.has(key))
  }
}

export type SteadyFlow = ReturnType<typeof produceSteadily>

/** Produces without pause, evenly over the partitions, until `stop()`. */
export function produceSteadily(kafka: Kafka, topic: string, partitionCount: number) {
  const produced: ProducedRecord[] = []
  let isStopped = false
  const running = (async () => {
    await using producer = kafka.producer()
    while (!isStopped) {
      const batch = Array.from({ length: partitionCount }, (_, partition) => ({ topic, partition, value: 'x' }))
      const sent = await producer.sendAll(batch)
      produced.push(...sent.map(({ partition, offset }) => ({ partition, offset: offset! })))
    }
  })()
  // Told by `stop()`; a test that fails before that has its own error to show.
  running.catch(() => {})
  return {
    produced,
    stop: async () => {
      isStopped = true
      await running
      return produced
    },
  }
}

/** Waits until it holds, looking once a turn of the event loop. The test's own time limit ends it. */
export async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 5))
}
