/** One SASL conversation, as a mechanism leads it. */
export interface SaslServer {
  /** Takes what the client said. @throws SaslRefusal */
  evaluate(token: Buffer): SaslStep
}

export interface SaslStep {
  readonly reply: Buffer
  /** Who it is, once that is proven: the conversation is over. */
  readonly user?: string
}

/** The client is not who it says it is. */
export class SaslRefusal extends Error {
  /** What the client is told; undefined for no more than that it was refused. */
  readonly clientMessage: string | undefined

  constructor(clientMessage?: string) {
    super(clientMessage ?? 'Invalid credentials')
    this.clientMessage = clientMessage
  }
}
