// @generated from schemas/ by `npm run generate`. Do not edit.
import type { Api } from '../message-codec.ts'
import {
  type RenewDelegationTokenRequest,
  renewDelegationTokenRequest,
} from '../messages/renew-delegation-token-request.ts'
import {
  type RenewDelegationTokenResponse,
  renewDelegationTokenResponse,
} from '../messages/renew-delegation-token-response.ts'

export const renewDelegationTokenApi: Api<RenewDelegationTokenRequest, RenewDelegationTokenResponse> = {
  name: 'RenewDelegationToken',
  key: 39,
  minVersion: 1,
  maxVersion: 2,
  request: renewDelegationTokenRequest,
  response: renewDelegationTokenResponse,
}
