import { ConfigError } from '../errors/client-errors.ts'

/** A command line that cannot be understood. The message is a sentence for whoever typed it. */
export class UsageError extends ConfigError {}
