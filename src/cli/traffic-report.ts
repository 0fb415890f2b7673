/**
 * What clients do, for people: a line for each connection and request, or how many there were.
 *
 * Owned by one run of the command. It only counts while it is called; what it counted is printed when `printCounts` is
 * called and something has changed since.
 */
import type { ClusterObserver, ObservedConnection } from '../cluster/cluster-observer.ts'
import type { LoggedRequest } from '../cluster/request-log.ts'

export class TrafficReport implements ClusterObserver {
  readonly #print: (line: string) => void
  readonly #isVerbose: boolean
  readonly #requestCounts = new Map<string, number>()
  #openConnections = 0
  #connectionCount = 0
  #requestCount = 0
  #hasChanged = false

  constructor(print: (line: string) => void, isVerbose: boolean) {
    this.#print = print
    this.#isVerbose = isVerbose
  }

  onConnection({ number, nodeId, remoteAddress }: ObservedConnection): void {
    this.#openConnections++
    this.#connectionCount++
    this.#hasChanged = true
    if (this.#isVerbose) this.#print(`connection ${number} from ${remoteAddress} to broker ${nodeId}`)
  }

  onConnectionClosed({ number, clientSoftwareName, clientSoftwareVersion }: ObservedConnection): void {
    this.#openConnections--
    this.#hasChanged = true
    const software = clientSoftwareName === undefined ? '' : ` (${clientSoftwareName} ${clientSoftwareVersion ?? ''})`
    if (this.#isVerbose) this.#print(`connection ${number} closed${software}`)
  }

  onRequest({ api, version, nodeId, connection, clientId, sizeBytes }: LoggedRequest): void {
    this.#requestCount++
    this.#requestCounts.set(api, (this.#requestCounts.get(api) ?? 0) + 1)
    this.#hasChanged = true
    if (!this.#isVerbose) return
    const client = clientId === null ? '' : `, client id ${JSON.stringify(clientId)}`
    this.#print(`${api} v${version} to broker ${nodeId}, ${sizeBytes} bytes, connection ${connection}${client}`)
  }

  /** One line, where anything has happened since the last. */
  printCounts(): void {
    if (!this.#hasChanged) return
    this.#hasChanged = false
    const mostFirst = [...this.#requestCounts].sort(([, a], [, b]) => b - a)
    const apis = mostFirst.map(([api, count]) => `${api} ${formatCount(count)}`).join(', ')
    const connections = `${formatCount(this.#connectionCount)} connections (${formatCount(this.#openConnections)} open)`
    this.#print(`${connections}, ${formatCount(this.#requestCount)} requests${apis === '' ? '' : `: ${apis}`}`)
  }
}

function formatCount(count: number): string {
  return count.toLocaleString('en-US')
}
