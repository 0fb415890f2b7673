// @generated from schemas/ by `npm run generate`. Do not edit.
import type { Api } from '../message-codec.ts'
import {
  type DescribeUserScramCredentialsRequest,
  describeUserScramCredentialsRequest,
} from '../messages/describe-user-scram-credentials-request.ts'
import {
  type DescribeUserScramCredentialsResponse,
  describeUserScramCredentialsResponse,
} from '../messages/describe-user-scram-credentials-response.ts'

export const describeUserScramCredentialsApi: Api<
  DescribeUserScramCredentialsRequest,
  DescribeUserScramCredentialsResponse
> = {
  name: 'DescribeUserScramCredentials',
  key: 50,
  minVersion: 0,
  maxVersion: 0,
  request: describeUserScramCredentialsRequest,
  response: describeUserScramCredentialsResponse,
}
