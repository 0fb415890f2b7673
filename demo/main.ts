/**
 * The demo: records from a real input to a broker and back, with a check that all of them came back.
 *
 * Exit code 0: they did. 1: they did not, or something failed on the way. 2: it could not begin (no broker, no input, an
 * option that does not exist).
 */
import { performance } from 'node:perf_hooks'
import { KafkaError } from '../src/index.ts'
import { type DemoBroker, findBroker, NoBrokerError, reasonOf } from './demo-broker.ts'
import { type DemoOptions, parseDemoOptions, USAGE, UsageError } from './demo-options.ts'
import { type Input, openInput } from './keyed-lines.ts'
import { roundTrip } from './round-trip.ts'
import { seconds, Terminal } from './terminal.ts'

const terminal = new Terminal(process.stdout)

async function main(): Promise<number> {
  const options = readOptions()
  if (options === undefined) return 2
  if (options.isHelpWanted) {
    terminal.print(USAGE)
    return 0
  }
  terminal.print(terminal.style('bold', 'Ottla demo') + terminal.style('dim', `  Node ${process.versions.node}`))
  terminal.print()

  let input: Input
  try {
    input = await openInput(options.file)
  } catch (error) {
    terminal.failed(reasonOf(error))
    return 2
  }
  let broker: DemoBroker
  try {
    broker = await startBroker(options)
  } catch (error) {
    if (!(error instanceof NoBrokerError)) throw error
    explainNoBroker(error)
    return 2
  }
  const endOnSignal = (): void => {
    terminal.print()
    // The guard of the broker's processes ends them with this one; the folder goes with them.
    void broker.close().finally(() => process.exit(130))
  }
  process.once('SIGINT', endOnSignal).once('SIGTERM', endOnSignal)
  try {
    return (await roundTrip(terminal, options, input, broker)) ? 0 : 1
  } finally {
    process.off('SIGINT', endOnSignal).off('SIGTERM', endOnSignal)
    await broker.close()
  }
}

function readOptions(): DemoOptions | undefined {
  try {
    return parseDemoOptions(process.argv.slice(2))
  } catch (error) {
    if (!(error instanceof UsageError)) throw error
    terminal.failed(`${error.message}\n\n${USAGE}`)
    return undefined
  }
}

async function startBroker(options: DemoOptions): Promise<DemoBroker> {
  const startedAt = performance.now()
  let activity = 'looking for a broker'
  const redraw = setInterval(
    () => terminal.progress(() => `${activity} (${Math.round((performance.now() - startedAt) / 1_000)} s)`),
    100,
  )
  try {
    const broker = await findBroker(options, (message) => {
      activity = message
    })
    if (broker.remark !== undefined) terminal.event(broker.remark)
    terminal.done(`Broker: ${broker.description}, ready after ${seconds(performance.now() - startedAt)}`)
    return broker
  } finally {
    clearInterval(redraw)
  }
}

function explainNoBroker(error: NoBrokerError): void {
  terminal.failed('There is no broker to talk to:')
  for (const line of error.message.split('\n')) terminal.print(`    ${line}`)
  terminal.print()
  terminal.print('  Any one of these will do:')
  terminal.print('  - a Kafka that runs:   npm run demo -- --brokers localhost:9092')
  terminal.print('  - Docker:              the demo starts a container (KAFKA_IMAGE names the image)')
  terminal.print('  - Java 17 and Maven:   the demo starts Apache Kafka from its published jars (Debian, Ubuntu:')
  terminal.print('                         apt-get install openjdk-17-jre-headless maven)')
}

try {
  process.exitCode = await main()
} catch (error) {
  terminal.failed(error instanceof KafkaError ? `${error.message} (${error.code})` : reasonOf(error))
  if (error instanceof Error && error.cause !== undefined) terminal.print(`    because: ${reasonOf(error.cause)}`)
  process.exitCode = 1
}
