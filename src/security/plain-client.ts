/** SASL PLAIN (RFC 4616): the password as it is. Only TLS keeps it from others. */
import type { SaslClient, SaslCredentials } from './sasl-client.ts'

export class PlainClient implements SaslClient {
  readonly #credentials: SaslCredentials

  constructor(credentials: SaslCredentials) {
    this.#credentials = credentials
  }

  first(): Buffer {
    const { username, password } = this.#credentials
    return Buffer.from(`\0${username}\0${password}`)
  }

  /** Brokers answer with nothing, Azure Event Hubs with four bytes: what counts is that there is no error. */
  async next(): Promise<undefined> {
    return undefined
  }
}
