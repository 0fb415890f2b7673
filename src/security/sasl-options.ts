import { ConfigError } from '../errors/client-errors.ts'
import { PlainClient } from './plain-client.ts'
import type { SaslClient, SaslCredentials } from './sasl-client.ts'
import { ScramClient } from './scram-client.ts'

/** How the client proves who it is. */
export type SaslMechanism = 'PLAIN' | 'SCRAM-SHA-256' | 'SCRAM-SHA-512'

/**
 * SASL: a user's name and password, or a function that gives them. It is asked for every connection, and each time that a
 * session is renewed, so that a password can change while the client runs.
 */
export type SaslOptions =
  | ({ readonly mechanism: SaslMechanism } & SaslCredentials)
  | { readonly mechanism: SaslMechanism; readonly credentials: () => SaslCredentials | Promise<SaslCredentials> }

const mechanisms: Readonly<Record<SaslMechanism, (credentials: SaslCredentials) => SaslClient>> = {
  PLAIN: (credentials) => new PlainClient(credentials),
  'SCRAM-SHA-256': (credentials) => new ScramClient({ ...credentials, hash: 'sha256' }),
  'SCRAM-SHA-512': (credentials) => new ScramClient({ ...credentials, hash: 'sha512' }),
}

export function newSaslClient(mechanism: SaslMechanism, credentials: SaslCredentials): SaslClient {
  return mechanisms[mechanism](credentials)
}

/** Throws `ConfigError` for options that cannot work; no message says a password. */
export function checkSaslOptions(options: SaslOptions): void {
  if (options === null || typeof options !== 'object') {
    throw new ConfigError("sasl takes an object, such as { mechanism: 'SCRAM-SHA-512', username, password }")
  }
  const { mechanism } = options
  if (!Object.hasOwn(mechanisms, mechanism)) {
    const known = Object.keys(mechanisms)
    const meant = known.find((name) => name === String(mechanism).toUpperCase())
    const hint = meant === undefined ? `it must be one of ${known.join(', ')}` : `did you mean '${meant}'?`
    throw new ConfigError(`sasl.mechanism is '${String(mechanism)}': ${hint}`)
  }
  if ('credentials' in options) {
    if (typeof options.credentials === 'function') return
    throw new ConfigError('sasl.credentials must be a function that gives { username, password }')
  }
  const reason = whyUnusable(options)
  if (reason !== undefined) throw new ConfigError(`sasl.${reason}`)
}

/** What is wrong with a name or a password, or undefined when they can be sent. */
export function whyUnusable({ username, password }: SaslCredentials): string | undefined {
  for (const [name, value] of Object.entries({ username, password })) {
    if (typeof value !== 'string' || value === '') return `${name} is missing: it must be a string that is not empty`
    if (value.includes('\0')) return `${name} has a NUL in it, which SASL uses to separate`
  }
  return undefined
}
