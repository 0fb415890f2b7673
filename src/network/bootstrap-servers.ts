import { ConfigError } from '../errors/client-errors.ts'

export interface ServerAddress {
  readonly host: string
  readonly port: number
}

/** Kafka's own, for addresses that leave it out. */
const defaultPort = 9092

/** `host`, `host:port`, `[v6]` or `[v6]:port`. */
const addressPattern = /^(?:\[(?<v6>[0-9a-fA-F:.]+(?:%[\w.-]+)?)\]|(?<host>[^\s:[\]/@,]+))(?::(?<port>\d+))?$/

/**
 * Reads `bootstrapServers`: "a:1,b:2", or a list of such. IPv6 addresses stand in brackets; the port is 9092 where it is
 * left out. Throws `ConfigError` naming the part that cannot be read.
 */
export function parseBootstrapServers(value: string | readonly string[]): readonly ServerAddress[] {
  const parts = (typeof value === 'string' ? [value] : value)
    .flatMap((entry) => String(entry).split(','))
    .map((part) => part.trim())
  const addresses = new Map<string, ServerAddress>()
  for (const part of parts) {
    // "a:1," and "" end in an empty part: only the sum of them all must not be empty.
    if (part === '') continue
    const address = parseAddress(part)
    addresses.set(`${address.host.toLowerCase()} ${address.port}`, address)
  }
  if (addresses.size === 0) throw new ConfigError('bootstrapServers is empty: it takes "host:port,host:port" or a list')
  return [...addresses.values()]
}

function parseAddress(part: string): ServerAddress {
  if (part.includes('://')) {
    throw new ConfigError(`bootstrapServers: "${part}" must be host:port, without a scheme (TLS is the option \`tls\`)`)
  }
  const groups = addressPattern.exec(part)?.groups
  const host = groups?.v6 ?? groups?.host
  if (host === undefined) {
    const hint = part.split(':').length > 2 ? ' (an IPv6 address stands in brackets: [::1]:9092)' : ''
    throw new ConfigError(`bootstrapServers: "${part}" is not host:port${hint}`)
  }
  const port = groups?.port === undefined ? defaultPort : Number(groups.port)
  if (port < 1 || port > 65_535) {
    throw new ConfigError(`bootstrapServers: the port of "${part}" is not between 1 and 65535`)
  }
  return { host, port }
}
