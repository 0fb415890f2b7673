export interface SaslCredentials {
  readonly username: string
  readonly password: string
}

/** One SASL conversation on the client's side, as a mechanism leads it. */
export interface SaslClient {
  /** The first message. */
  first(): Buffer
  /**
   * The answer to what the server said; undefined when the conversation is over, and the server
   * has proven what the mechanism makes it prove.
   *
   * @throws SaslProtocolError
   */
  next(challenge: Buffer): Promise<Buffer | undefined>
}

/** The server said what a server that knows the password, and the mechanism, would not say. */
export class SaslProtocolError extends Error {}
