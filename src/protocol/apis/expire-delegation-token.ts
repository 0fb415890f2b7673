// @generated from schemas/ by `npm run generate`. Do not edit.
import type { Api } from '../message-codec.ts'
import {
  type ExpireDelegationTokenRequest,
  expireDelegationTokenRequest,
} from '../messages/expire-delegation-token-request.ts'
import {
  type ExpireDelegationTokenResponse,
  expireDelegationTokenResponse,
} from '../messages/expire-delegation-token-response.ts'

export const expireDelegationTokenApi: Api<ExpireDelegationTokenRequest, ExpireDelegationTokenResponse> = {
  name: 'ExpireDelegationToken',
  key: 40,
  minVersion: 1,
  maxVersion: 2,
  request: expireDelegationTokenRequest,
  response: expireDelegationTokenResponse,
}
