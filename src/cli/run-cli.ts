import { readFileSync } from 'node:fs'
import { ConfigError } from '../errors/client-errors.ts'
import { runBrokerCommand } from './broker-command.ts'
import { type CliHost, ExitCodes } from './cli-host.ts'
import { UsageError } from './usage-error.ts'

const usage = `Usage: ottla COMMAND [options]

Commands:
  broker       runs a Kafka cluster inside one process, for development and tests

Options:
  --version    prints the version of Ottla
  -h, --help   prints this; "ottla COMMAND --help" says more about a command`

/** Runs one command line. @returns The exit code; never rejects for what the user did. */
export async function runCli(args: readonly string[], host: CliHost): Promise<number> {
  try {
    return await runCommand(args, host)
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    host.printError(`ottla: ${error.message}`)
    host.printError(args[0] === 'broker' ? 'Try "ottla broker --help"' : 'Try "ottla --help"')
    return ExitCodes.usage
  }
}

async function runCommand([command, ...rest]: readonly string[], host: CliHost): Promise<number> {
  switch (command) {
    case 'broker':
      return await runBrokerCommand(rest, host)
    case '--version':
      host.print(readVersion())
      return ExitCodes.success
    case '--help':
    case '-h':
    case 'help':
      host.print(usage)
      return ExitCodes.success
    case undefined:
      throw new UsageError('There is no command')
    default:
      throw new UsageError(`There is no command "${command}"; there is "broker"`)
  }
}

/** Sources and build lie equally deep below the package's folder. */
function readVersion(): string {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8')
  return (JSON.parse(text) as { readonly version: string }).version
}
