#!/usr/bin/env node
/** The program `ottla`. */
import type { CliHost } from './cli-host.ts'
import { runCli } from './run-cli.ts'

const interruptedExitCode = 130

const host: CliHost = {
  print: (line) => void process.stdout.write(`${line}\n`),
  printError: (line) => void process.stderr.write(`${line}\n`),
  untilStopped: () =>
    new Promise((resolve) => {
      let isStopping = false
      const stop = (): void => {
        // Whoever asks a second time does not want to wait.
        if (isStopping) process.exit(interruptedExitCode)
        isStopping = true
        resolve()
      }
      process.on('SIGINT', stop).on('SIGTERM', stop)
    }),
}

// Whoever read along has gone (`| head`): the brokers go on.
process.stdout.on('error', () => {})
process.exitCode = await runCli(process.argv.slice(2), host)
