// @generated from schemas/ by `npm run generate`. Do not edit.
import type { Api } from '../message-codec.ts'
import {
  type CreateDelegationTokenRequest,
  createDelegationTokenRequest,
} from '../messages/create-delegation-token-request.ts'
import {
  type CreateDelegationTokenResponse,
  createDelegationTokenResponse,
} from '../messages/create-delegation-token-response.ts'

export const createDelegationTokenApi: Api<CreateDelegationTokenRequest, CreateDelegationTokenResponse> = {
  name: 'CreateDelegationToken',
  key: 38,
  minVersion: 1,
  maxVersion: 3,
  request: createDelegationTokenRequest,
  response: createDelegationTokenResponse,
}
