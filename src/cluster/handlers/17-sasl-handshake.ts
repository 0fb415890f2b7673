/**
 * SaslHandshake (key 17), v0-1 (KIP-12, KIP-152).
 *
 * Picks a mechanism, and lists those that there are. After v0 the mechanism's messages come as bare frames, after v1 as
 * SaslAuthenticate. A mechanism that is not offered ends the connection after the answer. Where nobody has to authenticate,
 * and where somebody has already, it is ILLEGAL_SASL_STATE.
 */
import { ErrorCodes } from '../../errors/error-codes.ts'
import { saslHandshakeApi } from '../../protocol/apis/sasl-handshake.ts'
import { afterFailureDelay } from '../security/failed-authentication.ts'
import { type ApiHandler, defineHandler } from './handler.ts'

export const saslHandshakeHandler: ApiHandler = defineHandler(
  saslHandshakeApi,
  ({ mechanism }, context) => {
    const { sasl } = context.connection
    if (sasl === undefined) return { errorCode: ErrorCodes.ILLEGAL_SASL_STATE, mechanisms: [] }
    const errorCode = sasl.handshake(mechanism, context.version)
    if (errorCode === ErrorCodes.ILLEGAL_SASL_STATE) return { errorCode, mechanisms: [] }
    const answer = { errorCode, mechanisms: sasl.mechanisms }
    return errorCode === ErrorCodes.NONE ? answer : afterFailureDelay(answer, context)
  },
  (_request, errorCode) => ({ errorCode, mechanisms: [] }),
)
