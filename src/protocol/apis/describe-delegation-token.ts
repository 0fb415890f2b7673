// @generated from schemas/ by `npm run generate`. Do not edit.
import type { Api } from '../message-codec.ts'
import {
  type DescribeDelegationTokenRequest,
  describeDelegationTokenRequest,
} from '../messages/describe-delegation-token-request.ts'
import {
  type DescribeDelegationTokenResponse,
  describeDelegationTokenResponse,
} from '../messages/describe-delegation-token-response.ts'

export const describeDelegationTokenApi: Api<DescribeDelegationTokenRequest, DescribeDelegationTokenResponse> = {
  name: 'DescribeDelegationToken',
  key: 41,
  minVersion: 1,
  maxVersion: 3,
  request: describeDelegationTokenRequest,
  response: describeDelegationTokenResponse,
}
