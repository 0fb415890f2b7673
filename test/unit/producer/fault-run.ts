/**
 * One run of a producer against brokers, a network, a metadata service and a compressor that fail as a seed decides, and
 * the promises that must hold afterwards whatever happened.
 */
import { ConnectionError } from '../../../src/errors/connection-errors.ts'
import { ErrorCodes } from '../../../src/errors/error-codes.ts'
import { randomInt } from '../../../src/support/random.ts'
import { SeededRandom } from '../../../src/support/seeded-random.ts'
import type { ToldCluster } from '../metadata/metadata-responses.ts'
import type { ModelConnection, ModelRequest } from './model-cluster.ts'
import type { AppendResult, ModelLog, readModelBatch } from './model-log.ts'
import { ProducerWorld, type SentRecord } from './producer-world.ts'

/** How likely each fault is, 0 to 1, until the world heals. A seed leaves most of them out, so that each gets its turn. */
interface FaultPlan {
  readonly refusal: number
  readonly ambiguous: number
  readonly leftOut: number
  readonly death: number
  readonly connect: number
  readonly metadata: number
  readonly fatalMetadata: number
  readonly compressor: number
  readonly producerId: number
  readonly fatalAnswer: number
  readonly leaderMoves: number
  readonly cuts: number
}

export interface FaultRun {
  readonly seed: number
  readonly violations: readonly string[]
  readonly trace: readonly string[]
  readonly acknowledged: number
  readonly failedNo: number
  readonly failedPossibly: number
  readonly renewedEpochs: number
  /** Batches of several records that were too large for the topic. */
  readonly tooLarge: number
}

const healsAtMs = 2000
const refusals = [ErrorCodes.NOT_ENOUGH_REPLICAS, ErrorCodes.CORRUPT_MESSAGE, ErrorCodes.UNKNOWN_TOPIC_OR_PARTITION]
const fatalAnswers = [ErrorCodes.INVALID_RECORD, ErrorCodes.TOPIC_AUTHORIZATION_FAILED, ErrorCodes.MESSAGE_TOO_LARGE]
const ambiguousAnswers = [
  ErrorCodes.REQUEST_TIMED_OUT,
  ErrorCodes.NOT_ENOUGH_REPLICAS_AFTER_APPEND,
  ErrorCodes.UNKNOWN_SERVER_ERROR,
  ErrorCodes.KAFKA_STORAGE_ERROR,
]

class Run {
  readonly #random: SeededRandom
  readonly #plan: FaultPlan
  readonly #world: ProducerWorld
  readonly #trace: string[] = []
  readonly #violations: string[] = []
  readonly #busyUntilMs = new WeakMap<ModelConnection, { processed: number; answered: number }>()
  readonly #written = new Set<ModelRequest>()
  readonly #partitionCount: number
  readonly #isIdempotent: boolean
  readonly #deliveryTimeoutMs: number
  readonly #usedStamps = new Set<string>()
  readonly #seed: number
  #producerIds = 0
  #tooLarge = 0
  #lastTold: ToldCluster | undefined

  constructor(seed: number) {
    this.#seed = seed
    const random = new SeededRandom(seed)
    this.#random = random.fork('faults')
    const chance = random.fork('plan')
    const pick = <T>(...choices: T[]): T => choices[randomInt(chance, choices.length)]!
    const odds = (most: number): number => (chance.next() < 0.5 ? 0 : chance.next() * most)
    this.#plan = {
      refusal: odds(0.3),
      ambiguous: odds(0.3),
      leftOut: odds(0.1),
      death: odds(0.3),
      connect: odds(0.4),
      metadata: odds(0.5),
      fatalMetadata: odds(0.1),
      compressor: odds(0.2),
      producerId: odds(0.5),
      fatalAnswer: odds(0.1),
      leaderMoves: Math.floor(odds(8)),
      cuts: Math.floor(odds(8)),
    }
    this.#partitionCount = pick(1, 1, 2, 3)
    this.#deliveryTimeoutMs = pick(200, 400, 800, 1500, 120_000)
    const maxMessageBytes = pick(Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, 90, 120)
    const firstEpoch = pick(0, 0, 32_764)
    this.#isIdempotent = chance.next() < 0.85
    this.#world = new ProducerWorld({
      seed,
      nodeCount: 3,
      leaders: Array.from({ length: this.#partitionCount }, () => 1 + randomInt(chance, 3)),
      initProducerId: () => this.#initProducerId(firstEpoch),
      acks: this.#isIdempotent ? 'all' : 1,
      deliveryTimeoutMs: this.#deliveryTimeoutMs,
      compressionType: pick('none', 'copy', 'copy'),
      batchSize: pick(0, 120, 400, 16_384),
      lingerMs: pick(0, 0, 5),
      maxInFlightRequests: pick(1, 2, 5, 5),
      maxBufferedRecords: pick(3, 10, 1000, 1000),
      maxBlockMs: pick(100, 60_000),
      retryBackoffMs: pick(1, 20),
      retryBackoffMaxMs: 100,
      retries: pick(2, 2 ** 31 - 1, 2 ** 31 - 1, 2 ** 31 - 1),
    })
    const { cluster, compressor } = this.#world
    cluster.isIdempotent = this.#isIdempotent
    cluster.maxMessageBytes = maxMessageBytes
    cluster.onRequest = (request) => this.#onRequest(request)
    cluster.onConnect = (nodeId) => this.#onConnect(nodeId)
    cluster.onMetadata = () => this.#onMetadata()
    compressor.onJob = (job) => {
      const isDoomed = this.#isHit(this.#plan.compressor)
      this.#later(randomInt(this.#random, 40), () => {
        this.#note(isDoomed ? 'compressor dies' : 'compressed')
        if (isDoomed) job.fail(new Error('the worker died'))
        else job.finish()
      })
    }
  }

  get #isHealed(): boolean {
    return this.#world.clock.now() >= healsAtMs
  }

  #note(event: string): void {
    this.#trace.push(`${this.#world.clock.now().toFixed(1)} ${event}`)
  }

  #isHit(probability: number): boolean {
    const drawn = this.#random.next()
    return !this.#isHealed && drawn < probability
  }

  #later(delayMs: number, act: () => void): void {
    this.#world.clock.setTimer(delayMs, 'model', act)
  }

  #delay(delayMs: number): Promise<void> {
    return new Promise((resolve) => this.#later(delayMs, resolve))
  }

  #pick<T>(choices: readonly T[]): T {
    return choices[randomInt(this.#random, choices.length)]!
  }

  async #initProducerId(firstEpoch: number): Promise<{ producerId: bigint; producerEpoch: number }> {
    const isDoomed = this.#isHit(this.#plan.producerId)
    await this.#delay(randomInt(this.#random, 20))
    if (isDoomed) throw new ConnectionError('CONNECTION_CLOSED', 'no producer id')
    this.#producerIds += 1
    this.#note(`producer id ${this.#producerIds}`)
    return { producerId: BigInt(this.#producerIds), producerEpoch: firstEpoch }
  }

  async #onConnect(nodeId: number): Promise<void> {
    const isDoomed = this.#isHit(this.#plan.connect)
    await this.#delay(randomInt(this.#random, 5))
    if (isDoomed) throw new ConnectionError('CONNECTION_REFUSED', `broker ${nodeId} is down`)
  }

  async #onMetadata(): Promise<ToldCluster> {
    const isDoomed = this.#isHit(this.#plan.metadata)
    const isFatal = this.#isHit(this.#plan.fatalMetadata)
    const kind = randomInt(this.#random, 4)
    await this.#delay(randomInt(this.#random, 10))
    const told = this.#world.cluster.toldCluster()
    const last = this.#lastTold ?? told
    this.#lastTold = told
    if (!isDoomed && !isFatal) return told
    this.#note(`metadata fails (${isFatal ? 'fatal' : kind})`)
    if (isFatal) return { ...told, topics: [{ name: 'orders', error: ErrorCodes.TOPIC_AUTHORIZATION_FAILED }] }
    if (kind === 0) throw new ConnectionError('CONNECTION_CLOSED', 'no metadata')
    if (kind === 1) return last
    const error = kind === 2 ? ErrorCodes.LEADER_NOT_AVAILABLE : ErrorCodes.UNKNOWN_TOPIC_OR_PARTITION
    return kind === 2
      ? {
          ...told,
          topics: told.topics!.map((topic) => ({
            ...topic,
            partitions: topic.partitions!.map((partition) => ({ ...partition, leader: -1, error })),
          })),
        }
      : { ...told, topics: [{ name: 'orders', error }] }
  }

  #onRequest(request: ModelRequest): void {
    const { clock } = this.#world
    this.#note(`-> ${request.nodeId}: ${request.batches.map(describe).join(' | ')}`)
    for (const batch of request.batches) this.#usedStamps.add(`${batch.producerId}/${batch.producerEpoch}`)
    const times = this.#busyUntilMs.get(request.connection) ?? { processed: 0, answered: 0 }
    this.#busyUntilMs.set(request.connection, times)
    times.processed = Math.max(times.processed, clock.now() + 1 + randomInt(this.#random, 30))
    times.answered = Math.max(times.answered, times.processed + randomInt(this.#random, 30))
    const answerAfterMs = times.answered - times.processed
    this.#later(times.processed - clock.now(), () => {
      if (!request.isEnded) this.#process(request, answerAfterMs)
    })
  }

  #process(request: ModelRequest, answerAfterMs: number): void {
    this.#written.add(request)
    const isFatal = this.#isHit(this.#plan.fatalAnswer)
    if (isFatal || this.#isHit(this.#plan.refusal)) {
      const code = this.#pick(isFatal ? fatalAnswers : refusals)
      this.#later(answerAfterMs, () => {
        if (request.isEnded) return
        this.#note(`<- ${request.nodeId}: ${code} ${request.batches.map(describe).join(' | ')}`)
        request.refuse(code)
      })
      return
    }
    const epochs = request.batches.map((batch) => this.#log(batch.partition).leaderEpoch)
    const results = request.process()
    this.#tooLarge += results.filter(
      ({ errorCode }, index) => errorCode === ErrorCodes.MESSAGE_TOO_LARGE && request.batches[index]!.values.length > 1,
    ).length
    this.#note(
      `   ${request.nodeId} appends: ${results.map(({ errorCode: e, baseOffset: o }) => (e === 0 ? `@${o}` : `error ${e}`)).join(' | ')}`,
    )
    const fate = this.#isHit(this.#plan.ambiguous)
      ? 'ambiguous'
      : this.#isHit(this.#plan.leftOut)
        ? 'leftOut'
        : this.#isHit(this.#plan.death)
          ? 'death'
          : 'ok'
    const code = this.#pick(ambiguousAnswers)
    this.#later(answerAfterMs, () => {
      if (!request.isEnded) this.#answer(request, results, epochs, fate, code)
    })
  }

  #answer(
    request: ModelRequest,
    results: readonly AppendResult[],
    epochs: readonly number[],
    fate: 'ok' | 'ambiguous' | 'leftOut' | 'death',
    code: number,
  ): void {
    const told = results.map((result, index): AppendResult => {
      const { partition } = request.batches[index]!
      if (result.errorCode !== ErrorCodes.NONE) return result
      // Who has lost the partition since it appended the batch cannot promise anything about it.
      if (this.#log(partition).leaderEpoch !== epochs[index]) {
        return { errorCode: ErrorCodes.NOT_LEADER_OR_FOLLOWER, baseOffset: -1 }
      }
      return fate === 'ambiguous' ? { errorCode: code, baseOffset: -1 } : result
    })
    this.#note(`<- ${request.nodeId}: ${fate} ${told.map(({ errorCode }) => errorCode).join(' | ')}`)
    if (fate === 'death') this.#cut(request.connection)
    else if (fate === 'leftOut') request.leaveOut()
    else request.answer(told)
  }

  /** The connection dies. Of what the broker had not read yet it may still read a part, and answer to nobody. */
  #cut(connection: ModelConnection): void {
    if (!connection.isOpen) return
    const written = randomInt(this.#random, connection.pending.length + 1)
    const read = randomInt(this.#random, written + 1)
    const pending = [...connection.pending]
    let first = 0
    for (const request of pending) {
      // What was read is the front of what was sent.
      if (this.#written.has(request)) first += 1
      else break
    }
    for (const request of pending.slice(first, read)) request.process()
    this.#note(
      `connection to ${connection.nodeId} dies, ${Math.max(first, written)} of ${pending.length} written, ${Math.max(first, read)} read`,
    )
    connection.die(Math.max(first, written))
  }

  #log(partition: number): ModelLog {
    return this.#world.cluster.log('orders', partition)
  }

  #schedule(): void {
    const random = this.#random
    const { clock } = this.#world
    for (let move = 0; move < this.#plan.leaderMoves; move++) {
      this.#later(randomInt(random, healsAtMs), () => {
        const partition = randomInt(random, this.#partitionCount)
        const leader = 1 + randomInt(random, 3)
        const isLossy = random.next() < 0.5
        this.#note(`partition ${partition} moves to ${leader}${isLossy ? ', losing what was not committed' : ''}`)
        this.#log(partition).failOver(leader, isLossy)
      })
    }
    for (let cut = 0; cut < this.#plan.cuts; cut++) {
      this.#later(randomInt(random, healsAtMs), () => {
        const connection = this.#world.cluster.connection(1 + randomInt(random, 3))
        if (connection !== undefined) this.#cut(connection)
      })
    }
    const count = 5 + randomInt(random, 40)
    for (let index = 0; index < count; index++) {
      this.#later(randomInt(random, 1200), () => this.#act(index))
    }
    this.#later(healsAtMs, () => this.#note('healed'))
    void clock
  }

  #act(index: number): void {
    const random = this.#random
    const { producer } = this.#world
    for (let burst = 1 + randomInt(random, 3); burst > 0; burst--) {
      const partition = randomInt(random, this.#partitionCount)
      const value = `${partition}.${index}.${burst}`
      const isImpatient = random.next() < 0.1
      this.#note(`send ${value}`)
      this.#world.send(value, partition, {}, isImpatient ? { timeoutMs: 1 + randomInt(random, 100) } : undefined)
    }
    if (random.next() < 0.05) producer.flush({ timeoutMs: 500 }).catch(() => {})
  }

  async run(): Promise<FaultRun> {
    const { clock, producer, cluster, sent } = this.#world
    this.#schedule()
    const closesEarly = this.#random.next() < 0.2
    if (closesEarly) {
      await clock.advance(400 + randomInt(this.#random, 800))
      this.#note('close')
      let isClosed = false
      void producer.close({ timeoutMs: randomInt(this.#random, 300) }).then(() => {
        isClosed = true
      })
      await this.#until(() => isClosed, 'close')
      if (producer.bufferedRecords > 0) this.#violations.push('closed with records in it')
    }
    await this.#until(() => clock.now() >= healsAtMs && sent.every(({ state }) => state !== 'pending'), 'every send')
    if (!closesEarly) await this.#probe()
    this.#check(sent)
    if (producer.bufferedRecords !== 0 || producer.bufferedBytes !== 0) {
      this.#violations.push(`${producer.bufferedRecords} records, ${producer.bufferedBytes} bytes are left in memory`)
    }
    const leaks = await this.#world.end()
    const ours = leaks.filter((label) => label !== 'model')
    if (ours.length > 0) this.#violations.push(`timers left: ${ours.join()}`)
    this.#violations.push(...cluster.violations, ...this.#world.defects.map((defect) => JSON.stringify(defect)))
    return this.#report()
  }

  /** A healed world takes records on every partition. */
  async #probe(): Promise<void> {
    for (let partition = 0; partition < this.#partitionCount; partition++) {
      let probe: SentRecord | undefined
      // A delivery deadline may be shorter than the pause before the metadata is looked at again.
      for (let tries = 0; tries < 10 && probe?.state !== 'acknowledged'; tries++) {
        const latest = this.#world.send(`${partition}.probe${tries}`, partition)
        probe = latest
        await this.#until(() => latest.state !== 'pending', 'the probe')
      }
      if (probe?.state !== 'acknowledged') {
        this.#violations.push(`partition ${partition} takes nothing after the world has healed: ${probe?.error}`)
      }
    }
  }

  async #until(condition: () => boolean, what: string): Promise<void> {
    const { clock } = this.#world
    const endMs = clock.now() + this.#deliveryTimeoutMs + 150_000
    await clock.settle()
    while (!condition()) {
      if (clock.now() > endMs || !(await clock.advanceToNextTimer())) {
        await clock.settle()
        if (condition()) return
        const pending = this.#world.sent.filter(({ state }) => state === 'pending').map(({ value }) => value)
        const hang = `${what} hangs, with ${pending.join()} pending`
        throw new FaultRunError(hang, this.#report([hang]))
      }
    }
  }

  /** Without sequences a record is doubled when an answer was lost, or was no answer; never for another reason. */
  get #mayDouble(): boolean {
    const { ambiguous, leftOut, death, cuts, leaderMoves } = this.#plan
    return !this.#isIdempotent && ambiguous + leftOut + death + cuts + leaderMoves > 0
  }

  #check(sent: readonly SentRecord[]): void {
    for (let partition = 0; partition < this.#partitionCount; partition++) {
      const offsets = this.#log(partition).offsetsOf()
      let last = -1
      for (const record of sent.filter((candidate) => candidate.partition === partition)) {
        const at = offsets.get(record.value) ?? []
        if (at.length > 1 && !this.#mayDouble) this.#violations.push(`${record.value} is in the log ${at.length} times`)
        if (record.state === 'acknowledged') {
          if (!at.includes(Number(record.metadata?.offset))) {
            this.#violations.push(`${record.value} was acknowledged at ${record.metadata?.offset} and is at ${at}`)
          }
          if (this.#isIdempotent && Number(record.metadata?.offset) <= last)
            this.#violations.push(`${record.value} was overtaken`)
          last = Number(record.metadata?.offset)
        } else if (record.error?.persisted === 'no' && at.length > 0) {
          this.#violations.push(`${record.value} failed as not persisted and is at ${at}`)
        }
      }
    }
  }

  #report(more: readonly string[] = []): FaultRun {
    const { sent } = this.#world
    const count = (test: (record: SentRecord) => boolean): number => sent.filter(test).length
    return {
      seed: this.#seed,
      violations: [...this.#violations, ...more],
      trace: this.#trace,
      acknowledged: count(({ state }) => state === 'acknowledged'),
      failedNo: count(({ error }) => error?.persisted === 'no'),
      failedPossibly: count(({ error }) => error?.persisted === 'possibly'),
      renewedEpochs: Math.max(0, this.#usedStamps.size - 1),
      tooLarge: this.#tooLarge,
    }
  }
}

class FaultRunError extends Error {
  readonly run: FaultRun

  constructor(message: string, run: FaultRun) {
    super(message)
    this.run = run
  }
}

export async function runWithFaults(seed: number): Promise<FaultRun> {
  try {
    return await new Run(seed).run()
  } catch (error) {
    if (error instanceof FaultRunError) return error.run
    throw error
  }
}

function describe({
  partition,
  producerId,
  producerEpoch,
  baseSequence,
  values,
}: ReturnType<typeof readModelBatch>): string {
  return `p${partition} ${producerId}/${producerEpoch}/${baseSequence} [${values.join(' ')}]`
}
