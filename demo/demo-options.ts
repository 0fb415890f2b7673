import { parseArgs } from 'node:util'

export interface DemoOptions {
  /** A path, `-` for standard input, or undefined for what is piped in, or else the log of this repository. */
  readonly file: string | undefined
  /** Servers to use instead of starting a broker. */
  readonly brokers: string | undefined
  readonly nodeCount: number
  /** Use Ottla's own cluster inside this process, even where a real one could be had. */
  readonly isEmbedded: boolean
  /** Undefined for a topic of its own. */
  readonly topic: string | undefined
  readonly partitionCount: number
  /** Kill the leader of a partition while records are produced. */
  readonly killsOneNode: boolean
  readonly isHelpWanted: boolean
}

export const USAGE = `npm run demo -- [options] [FILE]

Produces every line of a real input to a Kafka topic, reads all of them back and compares.

  FILE              the input, one record per line; - is standard input. Default: what is piped in, or else
                    the log of this repository. The key of a line is what stands before its first tab,
                    or else its first word; in the log it is the author.
  --brokers LIST    host:port,... of a cluster to use; default: KAFKA_BROKERS, else one is started
  --embedded        use Ottla's own cluster inside this process; that is also what happens where no
                    real one can be had
  --nodes N         how many brokers to start: 1 (default) or 3
  --kill-one        with 3 nodes: kill the leader of a partition (SIGKILL) in the middle of producing
  --topic NAME      default: a new one
  --partitions N    default 6`

/** An option that cannot be read; the message is for people. */
export class UsageError extends Error {}

/** @throws UsageError */
export function parseDemoOptions(args: readonly string[]): DemoOptions {
  const { values, positionals } = readArguments(args)
  const killsOneNode = values['kill-one']
  const nodeCount = wholeNumber('nodes', values.nodes ?? (killsOneNode ? '3' : '1'))
  if (nodeCount !== 1 && nodeCount !== 3) throw new UsageError(`--nodes can be 1 or 3, not ${nodeCount}`)
  if (killsOneNode && nodeCount !== 3)
    throw new UsageError('--kill-one needs --nodes 3: with one broker nothing is left')
  if (values.brokers !== undefined && (killsOneNode || values.nodes !== undefined)) {
    throw new UsageError('--nodes and --kill-one are for brokers that the demo starts; --brokers names others')
  }
  if (values.embedded && (values.brokers !== undefined || killsOneNode)) {
    throw new UsageError('--embedded runs inside this process: it goes neither with --brokers nor with --kill-one')
  }
  if (positionals.length > 1) throw new UsageError(`One FILE at most, not ${positionals.length}`)
  return {
    file: positionals[0],
    brokers: values.brokers,
    nodeCount,
    isEmbedded: values.embedded,
    topic: values.topic,
    partitionCount: wholeNumber('partitions', values.partitions ?? '6'),
    killsOneNode,
    isHelpWanted: values.help,
  }
}

interface ReadArguments {
  readonly values: {
    readonly brokers?: string
    readonly nodes?: string
    readonly topic?: string
    readonly partitions?: string
    readonly embedded: boolean
    readonly 'kill-one': boolean
    readonly help: boolean
  }
  readonly positionals: readonly string[]
}

function readArguments(args: readonly string[]): ReadArguments {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        brokers: { type: 'string' },
        nodes: { type: 'string' },
        topic: { type: 'string' },
        partitions: { type: 'string' },
        embedded: { type: 'boolean', default: false },
        'kill-one': { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    })
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error), { cause: error })
  }
}

function wholeNumber(name: string, value: string): number {
  const number = Number(value)
  if (!Number.isInteger(number) || number < 1)
    throw new UsageError(`--${name} needs a whole number above 0, not "${value}"`)
  return number
}
