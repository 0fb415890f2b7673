// @generated from schemas/ by `npm run generate`. Do not edit.
import type { Api } from '../message-codec.ts'
import {
  type AlterUserScramCredentialsRequest,
  alterUserScramCredentialsRequest,
} from '../messages/alter-user-scram-credentials-request.ts'
import {
  type AlterUserScramCredentialsResponse,
  alterUserScramCredentialsResponse,
} from '../messages/alter-user-scram-credentials-response.ts'

export const alterUserScramCredentialsApi: Api<AlterUserScramCredentialsRequest, AlterUserScramCredentialsResponse> = {
  name: 'AlterUserScramCredentials',
  key: 51,
  minVersion: 0,
  maxVersion: 0,
  request: alterUserScramCredentialsRequest,
  response: alterUserScramCredentialsResponse,
}
