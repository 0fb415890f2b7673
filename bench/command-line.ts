import { parseArgs } from 'node:util'
import { questions } from './questions/all.ts'
import type { Question } from './questions/question.ts'

export interface BenchOptions {
  readonly questions: readonly Question[]
  /** Undefined for all. Ids of clients or of contenders. */
  readonly only: readonly string[] | undefined
  readonly rounds: number
  readonly warmupMs: number
  readonly measuredMs: number
  readonly backlogRecordCount: number
  readonly isIdempotent: boolean
  readonly isHelpWanted: boolean
}

export const USAGE = `npm run bench -- [options]

  --question NAME[,NAME]   ${questions.map(({ name }) => name).join(', ')}; default: all
  --only NAME[,NAME]       ottla, kafkajs, platformatic, node-rdkafka, confluent, franz-go, java-perf-tool; default: all
  --rounds N               how often each contender runs, interleaved; default 3
  --seconds N              measured time of each run but those that consume a backlog, of end-to-end a quarter; default 4
  --warmup N               seconds before that; default 2
  --records N              length of the backlog to consume, a quarter of it in consume-compressed; default 2000000
  --no-idempotence         producers without idempotence (acks stays all)
  --quick                  1 round, 1 s after 1 s of warm-up, 200000 records: to see that it works, not to compare

KAFKA_BROKERS=host:port names a broker to measure on; without it one is started.`

/** @throws Error with a message for people, when an option cannot be read. */
export function parseCommandLine(args: readonly string[]): BenchOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      question: { type: 'string', multiple: true },
      only: { type: 'string', multiple: true },
      rounds: { type: 'string' },
      seconds: { type: 'string' },
      warmup: { type: 'string' },
      records: { type: 'string' },
      'no-idempotence': { type: 'boolean', default: false },
      quick: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  const isQuick = values.quick
  const only = splitNames(values.only)
  const wanted = splitNames(values.question)
  const unknown = wanted?.find((name) => !questions.some((question) => question.name === name))
  if (unknown !== undefined) throw new Error(`There is no question "${unknown}"\n\n${USAGE}`)
  return {
    questions: questions.filter(({ name }) => wanted === undefined || wanted.includes(name)),
    only,
    rounds: positive('rounds', values.rounds, isQuick ? 1 : 3),
    measuredMs: positive('seconds', values.seconds, isQuick ? 1 : 4) * 1_000,
    warmupMs: positive('warmup', values.warmup, isQuick ? 1 : 2) * 1_000,
    backlogRecordCount: positive('records', values.records, isQuick ? 200_000 : 2_000_000),
    isIdempotent: !values['no-idempotence'],
    isHelpWanted: values.help,
  }
}

/** `--only` takes a client with all its ways, or some of them: "ottla" or "ottla:for-await". */
export function isWanted({ only }: BenchOptions, id: string): boolean {
  if (only === undefined) return true
  return only.some(
    (name) => name === id || id.startsWith(`${name}:`) || (!id.includes(':') && name.split(':')[0] === id),
  )
}

function splitNames(values: readonly string[] | undefined): readonly string[] | undefined {
  return values?.flatMap((value) => value.split(',')).filter((name) => name !== '')
}

function positive(name: string, value: string | undefined, fallback: number): number {
  const number = value === undefined ? fallback : Number(value)
  if (!(number > 0)) throw new Error(`--${name} needs a number above 0, not "${value}"`)
  return number
}
