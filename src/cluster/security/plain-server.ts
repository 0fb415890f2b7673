/** SASL PLAIN on the server's side (RFC 4616): `[authorization id] NUL user NUL password`. */
import { areEqualBytes, digest } from '../../security/hash.ts'
import { SaslRefusal, type SaslServer, type SaslStep } from './sasl-server.ts'

export class PlainServer implements SaslServer {
  readonly #findPassword: (user: string) => string | undefined

  constructor(findPassword: (user: string) => string | undefined) {
    this.#findPassword = findPassword
  }

  evaluate(token: Buffer): SaslStep {
    const tokens = token.toString('utf8').split('\0', 4)
    if (tokens.length !== 3) {
      throw new SaslRefusal(`Invalid SASL/PLAIN response: expected 3 tokens, got ${tokens.length}`)
    }
    const [authorizationId, user, password] = tokens as [string, string, string]
    if (user === '') throw new SaslRefusal('Authentication failed: username not specified')
    if (password === '') throw new SaslRefusal('Authentication failed: password not specified')
    const expected = this.#findPassword(user)
    // Digests are of one length, so that the comparison does not tell how long the password is.
    const isRight = areEqualBytes(digestOf(expected ?? ''), digestOf(password)) && expected !== undefined
    if (!isRight) throw new SaslRefusal('Authentication failed: Invalid username or password')
    if (authorizationId !== '' && authorizationId !== user) {
      throw new SaslRefusal(
        'Authentication failed: Client requested an authorization id that is different from username',
      )
    }
    return { reply: Buffer.alloc(0), user }
  }
}

function digestOf(text: string): Buffer {
  return digest('sha256', Buffer.from(text))
}
