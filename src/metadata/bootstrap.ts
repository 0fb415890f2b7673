import { ConfigError } from '../errors/client-errors.ts'

/** An address given by the user: where to ask for the cluster. Which broker answers there is not known beforehand. */
export interface BootstrapServer {
  readonly host: string
  readonly port: number
}

/** `'a:9092,b:9092'` or a list of such addresses. */
export type BootstrapServers = string | readonly string[]

const defaultPort = 9092

/** Reads `bootstrapServers`. Throws `ConfigError` naming the address and what is wrong with it. */
export function parseBootstrapServers(input: BootstrapServers): readonly BootstrapServer[] {
  const given: unknown = input
  const list: readonly unknown[] = typeof given === 'string' ? given.split(',') : Array.isArray(given) ? given : []
  const servers = list.map(parseServer).filter((server) => server !== undefined)
  if (servers.length === 0) {
    throw new ConfigError(
      "bootstrapServers must name at least one broker, such as 'localhost:9092' or ['a:9092', 'b:9092']",
    )
  }
  const seen = new Set<string>()
  return servers.filter(({ host, port }) => {
    const address = `${host}:${port}`
    return !seen.has(address) && seen.add(address)
  })
}

function parseServer(given: unknown): BootstrapServer | undefined {
  if (typeof given !== 'string') throw new ConfigError(`bootstrapServers must hold strings, not ${String(given)}`)
  const address = given.trim()
  // "a:9092," is what joining a list with a loop leaves behind, and harmless.
  if (address === '') return undefined
  const scheme = /^([A-Za-z_]+):\/\//.exec(address)
  if (scheme !== null) {
    const bare = address.slice(scheme[0].length)
    const hint = `write '${bare}', and set encryption and authentication with \`tls\` and \`sasl\``
    throw new ConfigError(`bootstrapServers: '${address}' has a scheme: ${hint}`)
  }
  const match = /^(?:\[([0-9A-Fa-f:.%\w]+)\]|([^\s:/[\]]+))(?::(\d{1,5}))?$/.exec(address)
  const host = match?.[1] ?? match?.[2]
  const port = match?.[3] === undefined ? defaultPort : Number(match[3])
  if (host === undefined || port < 1 || port > 65535) {
    throw new ConfigError(`bootstrapServers: '${address}' is not 'host:port' with a port from 1 to 65535`)
  }
  return { host, port }
}
