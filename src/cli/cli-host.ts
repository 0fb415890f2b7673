/** What a command has of the process around it, so that tests can be that process. */
export interface CliHost {
  /** A line for standard output. */
  readonly print: (line: string) => void
  /** A line for standard error. */
  readonly printError: (line: string) => void
  /** Resolves when the user wants the command to end: Ctrl-C, or a service manager's SIGTERM. */
  readonly untilStopped: () => Promise<void>
}

/** What the process ends with. */
export const ExitCodes = {
  success: 0,
  /** It could not do what it was asked: a port that is taken, a folder that is in use. */
  failure: 1,
  /** The command line cannot be understood. */
  usage: 2,
} as const
