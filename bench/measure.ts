/**
 * Puts the questions to the contenders. Every run is a process of its own, and the contenders take turns (A B C, A B C,
 * ...), so that whatever else the machine does falls on all of them.
 */
import { BenchTopics } from './bench-topics.ts'
import type { BenchBroker } from './broker.ts'
import { type BenchOptions, isWanted } from './command-line.ts'
import type { Contender } from './contender.ts'
import { DISTINCT_JSON_VALUES, jsonValues } from './json-values.ts'
import type { Question } from './questions/question.ts'
import { type ContenderResult, type QuestionResult, summarizeOutcome } from './report.ts'
import type { CompressionType, RunOrder, RunOutcome } from './run-order.ts'
import { findFalseClaim } from './verify-outcome.ts'

export const PARTITION_COUNT = 6
const VALUE_SIZE_BYTES = 100
const MOST_FILLINGS = 5

export interface MeasureOptions {
  readonly options: BenchOptions
  readonly contenders: readonly Contender[]
  readonly broker: BenchBroker
  readonly signal: AbortSignal
  readonly say: (message: string) => void
}

/** Rejects when it is aborted. A run that fails is part of the results. */
export async function measure(options: MeasureOptions): Promise<QuestionResult[]> {
  const topics = new BenchTopics(options.broker.bootstrapServers, PARTITION_COUNT)
  try {
    const answers: QuestionResult[] = []
    for (const question of options.options.questions) {
      const turns = new Turns(options, question, topics)
      answers.push({ question, results: await turns.takeAll() })
    }
    return answers
  } finally {
    await topics.close()
  }
}

interface GrowingResult extends ContenderResult {
  readonly outcomes: RunOutcome[]
  readonly failures: string[]
}

/** All rounds of one question. */
class Turns {
  readonly #context: MeasureOptions
  readonly #question: Question
  readonly #topics: BenchTopics
  readonly #contenders: readonly Contender[]

  constructor(context: MeasureOptions, question: Question, topics: BenchTopics) {
    this.#context = context
    this.#question = question
    this.#topics = topics
    this.#contenders = context.contenders.filter(
      ({ id, questions }) => questions.includes(question.name) && isWanted(context.options, id),
    )
  }

  async takeAll(): Promise<ContenderResult[]> {
    if (this.#question.kind === 'consume') return await this.#takeAllOfBacklogs()
    return await this.#takeTurns(this.#contenders, (contender, result) => {
      const name = contender.id.replaceAll(/[^a-z0-9]+/g, '-')
      return this.#withTopic(this.#topics.create(name), (topic) => this.#runOnce(contender, topic, result))
    })
  }

  /** One backlog for all that read the same codec, or none. */
  async #takeAllOfBacklogs(): Promise<ContenderResult[]> {
    const byCodec = Map.groupBy(this.#contenders, ({ override }) => override.compressionType)
    const results: ContenderResult[] = []
    for (const [compressionType, contenders] of byCodec) {
      const filled = this.#createFilled(compressionType)
      results.push(
        ...(await this.#withTopic(filled, (topic) =>
          this.#takeTurns(contenders, (contender, result) => this.#runOnce(contender, topic, result)),
        )),
      )
    }
    return results
  }

  /** The client that fills it has been seen to write some requests twice: a topic that is not as it should be is replaced. */
  async #createFilled(compressionType: CompressionType | undefined): Promise<string> {
    for (let attempt = 1; ; attempt++) {
      const topic = await this.#topics.create('backlog', compressionType)
      try {
        await this.#fill(topic, compressionType)
        return topic
      } catch (error) {
        await this.#topics.delete(topic)
        if (attempt === MOST_FILLINGS) throw error
        this.#context.say(error instanceof Error ? error.message : String(error))
      }
    }
  }

  async #fill(topic: string, compressionType: CompressionType | undefined): Promise<void> {
    const { backlogRecordCount: recordCount, valueSizeBytes } = this.#order(topic)
    const compressed = compressionType === undefined ? '' : `, ${compressionType}`
    this.#context.say(`writing a backlog of ${recordCount.toLocaleString('en-US')} records${compressed}`)
    const values =
      compressionType === undefined
        ? [Buffer.alloc(valueSizeBytes, 'a record of the backlog ')]
        : jsonValues(valueSizeBytes, DISTINCT_JSON_VALUES)
    await this.#topics.fill(topic, { recordCount, values, compressionType })
  }

  async #takeTurns(
    contenders: readonly Contender[],
    takeTurn: (contender: Contender, result: GrowingResult) => Promise<void>,
  ): Promise<GrowingResult[]> {
    const { options, signal, say } = this.#context
    const results = contenders.map(({ id }): GrowingResult => ({ id, outcomes: [], failures: [] }))
    for (let round = 1; round <= options.rounds; round++) {
      for (const [index, contender] of contenders.entries()) {
        const result = results[index]!
        const failedBefore = result.failures.length
        await takeTurn(contender, result)
        signal.throwIfAborted()
        const said =
          result.failures.length > failedBefore
            ? `failed: ${result.failures.at(-1)}`
            : summarizeOutcome(this.#question, result.outcomes.at(-1)!)
        say(`${this.#question.name}, round ${round} of ${options.rounds}, ${contender.id}: ${said}`)
      }
    }
    return results
  }

  async #runOnce(contender: Contender, topic: string, result: GrowingResult): Promise<void> {
    const order = this.#order(topic)
    try {
      const outcome = await contender.run(order, this.#context.signal)
      const falseClaim = findFalseClaim(
        { ...order, ...contender.override },
        outcome,
        await this.#topics.describe(topic),
      )
      if (falseClaim === undefined) result.outcomes.push(outcome)
      else result.failures.push(falseClaim)
    } catch (error) {
      result.failures.push(error instanceof Error ? error.message : String(error))
    }
  }

  async #withTopic<Result>(created: Promise<string>, use: (topic: string) => Promise<Result>): Promise<Result> {
    const topic = await created
    try {
      return await use(topic)
    } finally {
      await this.#topics.delete(topic)
    }
  }

  #order(topic: string): RunOrder {
    const { options, broker } = this.#context
    return {
      question: this.#question.name,
      // The contender puts in its own.
      client: '',
      bootstrapServers: broker.bootstrapServers,
      topic,
      partitionCount: PARTITION_COUNT,
      valueSizeBytes: VALUE_SIZE_BYTES,
      isIdempotent: options.isIdempotent,
      ...this.#question.load,
      warmupMs: options.warmupMs,
      measuredMs: options.measuredMs * (this.#question.windowFactor ?? 1),
      backlogRecordCount: Math.ceil(options.backlogRecordCount * (this.#question.backlogShare ?? 1)),
    }
  }
}
