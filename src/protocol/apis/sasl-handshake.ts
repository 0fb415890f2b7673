// @generated from schemas/ by `npm run generate`. Do not edit.
import type { Api } from '../message-codec.ts'
import { type SaslHandshakeRequest, saslHandshakeRequest } from '../messages/sasl-handshake-request.ts'
import { type SaslHandshakeResponse, saslHandshakeResponse } from '../messages/sasl-handshake-response.ts'

export const saslHandshakeApi: Api<SaslHandshakeRequest, SaslHandshakeResponse> = {
  name: 'SaslHandshake',
  key: 17,
  minVersion: 0,
  maxVersion: 1,
  request: saslHandshakeRequest,
  response: saslHandshakeResponse,
}
