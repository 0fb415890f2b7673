/** DescribeUserScramCredentials (key 50), v0 (KIP-554). Who has credentials, and with how many iterations; never the keys. */
import { ErrorCodes } from '../../errors/error-codes.ts'
import { describeUserScramCredentialsApi } from '../../protocol/apis/describe-user-scram-credentials.ts'
import type { Draft } from '../../protocol/message-codec.ts'
import type { DescribeUserScramCredentialsResponseDescribeUserScramCredentialsResult } from '../../protocol/messages/describe-user-scram-credentials-response.ts'
import { isAllowedOnCluster } from '../security/authorize.ts'
import { Credentials } from '../security/credentials.ts'
import { ScramMechanisms } from '../security/scram.ts'
import { type ApiHandler, defineHandler } from './handler.ts'

export const describeUserScramCredentialsHandler: ApiHandler = defineHandler(
  describeUserScramCredentialsApi,
  ({ users }, context) => {
    if (!isAllowedOnCluster(context, 'DESCRIBE')) {
      return { errorCode: ErrorCodes.CLUSTER_AUTHORIZATION_FAILED, errorMessage: null, results: [] }
    }
    const credentials = context.cluster.part(Credentials)
    // No names ask for everybody.
    const asked = users === null || users.length === 0 ? credentials.scramUsers() : users.map(({ name }) => name)
    return {
      errorMessage: null,
      results: [...new Set(asked)].map((user) => describe(user, asked, credentials)),
    }
  },
  (_request, errorCode) => ({ errorCode, errorMessage: null, results: [] }),
)

function describe(
  user: string,
  asked: readonly string[],
  credentials: Credentials,
): Draft<DescribeUserScramCredentialsResponseDescribeUserScramCredentialsResult> {
  if (asked.indexOf(user) !== asked.lastIndexOf(user)) {
    const errorMessage = `Cannot describe SCRAM credentials for the same user twice in a single request: ${user}`
    return { user, errorCode: ErrorCodes.DUPLICATE_RESOURCE, errorMessage, credentialInfos: [] }
  }
  const known = credentials.scramOf(user)
  if (known.size === 0) {
    const errorMessage = `Attempt to describe a user credential that does not exist: ${user}`
    return { user, errorCode: ErrorCodes.RESOURCE_NOT_FOUND, errorMessage, credentialInfos: [] }
  }
  const credentialInfos = [...known].map(([mechanism, { iterations }]) => ({
    mechanism: ScramMechanisms[mechanism].code,
    iterations,
  }))
  return { user, errorMessage: null, credentialInfos }
}
