/** The command line of `ottla broker`. */
import { parseArgs } from 'node:util'
import type { FakeClusterOptions, TopicSpec } from '../cluster/fake-cluster-options.ts'
import { type KafkaVersion, profileNames, profileOf, type ServiceName } from '../cluster/profiles/profiles.ts'
import { brokerConfigDefinitions } from '../cluster/topics/broker-config.ts'
import { whyInvalid } from '../cluster/topics/config-definition.ts'
import { whyTopicNameInvalid } from '../cluster/topics/topic-name.ts'
import { UsageError } from './usage-error.ts'

export interface BrokerOptions {
  readonly isHelpWanted: boolean
  readonly detail: 'quiet' | 'normal' | 'verbose'
  /** Of what is imitated. */
  readonly profileName: string
  readonly dataDir: string | undefined
  readonly cluster: FakeClusterOptions
}

const defaultPort = 9092
const defaultProfile = 'kafka-4.3'
const largestPort = 65_535
const mostBrokers = 100
const releasePrefix = 'kafka-'

/** As `--profile` takes them. */
const profileChoices: readonly string[] = profileNames.map((name) => (/^\d/.test(name) ? releasePrefix + name : name))

export const brokerUsage: string = `Usage: ottla broker [options]

Runs a Kafka cluster inside one process, for development and tests. Any Kafka client can connect to it.

Options:
  --port PORT          the first broker's port, the others follow it; 0 takes any that are free (default ${defaultPort})
  --host HOST          where brokers listen, and what they tell clients (default 127.0.0.1)
  --brokers N          how many brokers (default 1)
  --topic NAME[:P[:R]] a topic with P partitions (default 1) and R replicas; may be given several times
  --profile NAME       what it imitates (default ${defaultProfile}):
                       ${wrap(profileChoices)}
  --config KEY=VALUE   broker configuration, as in a server.properties; may be given several times
  --data-dir DIR       keeps topics, records and all else in this folder (default: in memory, gone at the end)
  --verbose            prints a line for each connection and request
  --quiet              prints the bootstrap servers and nothing else
  -h, --help           prints this

Ctrl-C or SIGTERM ends it. Exit code: 0 when it was ended so, 1 when it could not start, 2 for a wrong option.

Example: ottla broker --brokers 3 --topic orders:6 --topic payments --config auto.create.topics.enable=false`

/** @throws UsageError */
export function parseBrokerOptions(args: readonly string[]): BrokerOptions {
  const values = readArguments(args)
  if (values.verbose && values.quiet) throw new UsageError('--verbose and --quiet exclude each other')
  const brokers = wholeNumber('brokers', values.brokers ?? '1', 1, mostBrokers)
  const port = wholeNumber('port', values.port ?? String(defaultPort), 0, largestPort)
  if (port > 0 && port + brokers - 1 > largestPort) {
    throw new UsageError(`--port ${port} leaves no room for ${brokers} brokers: ports end at ${largestPort}`)
  }
  const profile = profileNamed(values.profile ?? defaultProfile)
  const dataDir = values['data-dir']
  if (dataDir === '') throw new UsageError('--data-dir needs the name of a folder')
  return {
    isHelpWanted: values.help,
    detail: values.verbose ? 'verbose' : values.quiet ? 'quiet' : 'normal',
    profileName: profileOf(profile).name,
    dataDir,
    cluster: {
      brokers,
      port,
      profile: profileOf(profile),
      host: values.host ?? '127.0.0.1',
      topics: Object.fromEntries((values.topic ?? []).map(readTopic)),
      config: Object.fromEntries((values.config ?? []).map(readConfig)),
      ...(dataDir === undefined ? {} : { dataDir }),
    },
  }
}

interface ArgumentValues {
  readonly port?: string
  readonly host?: string
  readonly brokers?: string
  readonly topic?: readonly string[]
  readonly profile?: string
  readonly config?: readonly string[]
  readonly 'data-dir'?: string
  readonly verbose: boolean
  readonly quiet: boolean
  readonly help: boolean
}

function readArguments(args: readonly string[]): ArgumentValues {
  try {
    return parseArgs({
      args: [...args],
      options: {
        port: { type: 'string' },
        host: { type: 'string' },
        brokers: { type: 'string' },
        topic: { type: 'string', multiple: true },
        profile: { type: 'string' },
        config: { type: 'string', multiple: true },
        'data-dir': { type: 'string' },
        verbose: { type: 'boolean', default: false },
        quiet: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    }).values
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error), { cause: error })
  }
}

function wholeNumber(name: string, text: string, least: number, most: number): number {
  const number = Number(text)
  if (/^\d+$/.test(text) && number >= least && number <= most) return number
  throw new UsageError(`--${name} needs a whole number from ${least} to ${most}, not "${text}"`)
}

function profileNamed(choice: string): KafkaVersion | ServiceName {
  const wanted = choice.startsWith(releasePrefix) ? choice.slice(releasePrefix.length) : choice
  const name = profileNames.find((candidate) => candidate === wanted)
  if (name !== undefined) return name
  throw new UsageError(`--profile "${choice}" is not known; there are ${profileChoices.join(', ')}`)
}

function readTopic(text: string): [string, TopicSpec] {
  const [name = '', partitions = '1', replicas, ...rest] = text.split(':')
  if (rest.length > 0)
    throw new UsageError(`--topic takes NAME, NAME:PARTITIONS or NAME:PARTITIONS:REPLICAS, not "${text}"`)
  const invalid = whyTopicNameInvalid(name)
  if (invalid !== undefined) throw new UsageError(`--topic "${text}": ${invalid}`)
  const spec: TopicSpec = { partitions: topicNumber(text, 'partitions', partitions) }
  return [name, replicas === undefined ? spec : { ...spec, replicationFactor: topicNumber(text, 'replicas', replicas) }]
}

function topicNumber(topic: string, what: string, text: string): number {
  if (/^[1-9]\d*$/.test(text)) return Number(text)
  throw new UsageError(`--topic "${topic}": the number of ${what} is "${text}", and must be a whole number from 1 on`)
}

function readConfig(text: string): [string, string] {
  const separator = text.indexOf('=')
  if (separator < 1) throw new UsageError(`--config takes KEY=VALUE, not "${text}"`)
  const [key, value] = [text.slice(0, separator).trim(), text.slice(separator + 1).trim()]
  const definition = brokerConfigDefinitions.find(({ name }) => name === key)
  const invalid = definition === undefined ? undefined : whyInvalid(definition, value)
  if (invalid !== undefined) throw new UsageError(`--config "${text}": ${invalid}`)
  return [key, value]
}

/** A list over several lines, indented as the descriptions of options are. */
function wrap(names: readonly string[]): string {
  const lines: string[] = ['']
  for (const name of names) {
    if (lines.at(-1)!.length + name.length > 76) lines.push('')
    lines[lines.length - 1] += `${lines.at(-1) === '' ? '' : ', '}${name}`
  }
  return lines.join(`,\n${' '.repeat(23)}`)
}
