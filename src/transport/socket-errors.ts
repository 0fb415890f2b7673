import { AuthenticationError, ConnectionError } from '../errors/connection-errors.ts'
import type { KafkaError } from '../errors/kafka-error.ts'

/** Why OpenSSL, or Node's check of the name, did not trust the broker's certificate. */
const certificateReasons: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: 'it has expired',
  CERT_NOT_YET_VALID: 'it is not valid yet (is the clock right?)',
  CERT_REVOKED: 'it was revoked',
  CERT_UNTRUSTED: 'it is not trusted',
  CERT_REJECTED: 'it was rejected',
  CERT_SIGNATURE_FAILURE: 'its signature is wrong',
  INVALID_CA: 'it was signed by a certificate that may not sign others',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'it is self-signed and not among the trusted ones (option `tls.ca`)',
  SELF_SIGNED_CERT_IN_CHAIN: 'its authority is not among the trusted ones (option `tls.ca`)',
  UNABLE_TO_GET_ISSUER_CERT: 'its authority is not among the trusted ones (option `tls.ca`)',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'its authority is not among the trusted ones (option `tls.ca`)',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its authority is not among the trusted ones (option `tls.ca`)',
  HOSTNAME_MISMATCH: 'it is for another host',
  ERR_TLS_CERT_ALTNAME_INVALID: 'it is for another host',
}

/** Alerts by which a broker refuses the client's certificate, or its absence. */
const clientCertificateAlert = /ALERT_(BAD_CERTIFICATE|CERTIFICATE_|UNKNOWN_CA|ACCESS_DENIED|UNSUPPORTED_CERTIFICATE)/

/** What OpenSSL says when the other side's bytes are not TLS. */
const notTls = new Set(['ERR_SSL_WRONG_VERSION_NUMBER', 'ERR_SSL_PACKET_LENGTH_TOO_LONG', 'ERR_SSL_HTTP_REQUEST'])

interface SystemError {
  readonly code: string
  readonly message: string
}

/** Node tries all addresses of a name and then throws them together: the first one's failure is told. */
function firstSystemError(error: unknown): SystemError {
  if (error instanceof AggregateError && error.errors.length > 0) return firstSystemError(error.errors[0])
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  return { code, message: error instanceof Error ? error.message : String(error) }
}

/** The error for a socket that could not be opened, or whose TLS handshake failed. */
export function connectError(error: unknown, address: string): KafkaError {
  const { code, message } = firstSystemError(error)
  const context = { address }
  const refusal = certificateError(code, message, address, error)
  if (refusal !== undefined) return refusal
  const fail = (kind: ConnectionError['code'], reason: string): ConnectionError =>
    new ConnectionError(kind, `Cannot connect to ${address}: ${reason}`, { context, cause: error })
  if (notTls.has(code)) return fail('CONNECTION_FAILED', 'the answer is not TLS. Does this port speak plaintext?')
  switch (code) {
    case 'ECONNREFUSED':
      return fail('CONNECTION_REFUSED', 'connection refused. Is a broker listening there?')
    case 'ENOTFOUND':
      return fail('CONNECTION_FAILED', 'the host name is not known (DNS)')
    case 'EAI_AGAIN':
      return fail('CONNECTION_FAILED', 'DNS did not answer')
    case 'ETIMEDOUT':
      return fail('CONNECTION_TIMEOUT', 'the network gave no answer')
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
      return fail('CONNECTION_FAILED', `there is no route to the host (${code})`)
    default:
      return fail('CONNECTION_FAILED', code === '' || message.includes(code) ? message : `${message} (${code})`)
  }
}

/** The error for a port that closed the socket in the middle of the TLS handshake. */
export function tlsHandshakeCutError(address: string, cause?: unknown): ConnectionError {
  const message = `Cannot connect to ${address}: closed during the TLS handshake. Does this port speak plaintext?`
  return new ConnectionError('CONNECTION_FAILED', message, { context: { address }, cause })
}

/** The error for an open stream that broke. */
export function brokenStreamError(error: unknown, address: string): KafkaError {
  const { code, message } = firstSystemError(error)
  const refusal = certificateError(code, message, address, error)
  if (refusal !== undefined) return refusal
  const reason =
    code === 'ECONNRESET'
      ? 'connection reset by the broker'
      : code === 'EPIPE'
        ? 'closed by the broker while it was written to'
        : code === 'ETIMEDOUT'
          ? 'the network gave no sign of life'
          : message
  return new ConnectionError('CONNECTION_CLOSED', `The connection to ${address} broke: ${reason}`, {
    context: { address },
    cause: error,
    mayHaveBeenSent: true,
  })
}

function certificateError(code: string, message: string, address: string, cause: unknown): KafkaError | undefined {
  const context = { address }
  const reason = certificateReasons[code]
  if (reason !== undefined) {
    const text = `Cannot trust ${address}: the certificate was refused, ${reason} [${code}]`
    // The name check says which names the certificate is for: keep that.
    const detail = code === 'ERR_TLS_CERT_ALTNAME_INVALID' ? `: ${message}` : ''
    return new AuthenticationError(`${text}${detail}`, { context, cause })
  }
  if (!clientCertificateAlert.test(code)) return undefined
  const text = `Cannot connect to ${address}: the broker refused the client's certificate, or wants one (options \`tls.cert\`, \`tls.key\`) [${code}]`
  return new AuthenticationError(text, { context, cause })
}
