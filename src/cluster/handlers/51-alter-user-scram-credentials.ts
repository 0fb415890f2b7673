/**
 * AlterUserScramCredentials (key 51), v0 (KIP-554).
 *
 * Passwords come salted, so that no broker ever sees one. Each user is changed once in a request at most. Only the
 * controller before KRaft.
 */
import { ErrorCodes } from '../../errors/error-codes.ts'
import { alterUserScramCredentialsApi } from '../../protocol/apis/alter-user-scram-credentials.ts'
import type {
  AlterUserScramCredentialsRequest,
  AlterUserScramCredentialsRequestScramCredentialDeletion,
  AlterUserScramCredentialsRequestScramCredentialUpsertion,
} from '../../protocol/messages/alter-user-scram-credentials-request.ts'
import { isAllowedOnCluster } from '../security/authorize.ts'
import { Credentials } from '../security/credentials.ts'
import { credentialOfSalted, mostScramIterations, type ScramMechanismName, ScramMechanisms } from '../security/scram.ts'
import type { TopicRefusal } from '../topics/plan-topic.ts'
import { isNotController } from './controller-only.ts'
import { type ApiHandler, defineHandler } from './handler.ts'

export const alterUserScramCredentialsHandler: ApiHandler = defineHandler(
  alterUserScramCredentialsApi,
  (request, context) => {
    if (!isAllowedOnCluster(context, 'ALTER')) return refuse(request, ErrorCodes.CLUSTER_AUTHORIZATION_FAILED)
    if (isNotController(context)) return refuse(request, ErrorCodes.NOT_CONTROLLER)
    const credentials = context.cluster.part(Credentials)
    const names = namesOf(request)
    const results = [...new Set(names)].map((user) => {
      const refusal = names.indexOf(user) === names.lastIndexOf(user) ? alter(user, request, credentials) : twice
      if (refusal === undefined) return { user, errorMessage: null }
      return { user, errorCode: refusal.errorCode, errorMessage: refusal.message }
    })
    return { results }
  },
  refuse,
)

const twice: TopicRefusal = {
  errorCode: ErrorCodes.DUPLICATE_RESOURCE,
  message: 'A user credential cannot be altered twice in the same request',
}

function namesOf({ deletions, upsertions }: AlterUserScramCredentialsRequest): string[] {
  return [...deletions, ...upsertions].map(({ name }) => name)
}

function alter(
  user: string,
  { deletions, upsertions }: AlterUserScramCredentialsRequest,
  credentials: Credentials,
): TopicRefusal | undefined {
  const deletion = deletions.find(({ name }) => name === user)
  if (deletion !== undefined) return remove(deletion, credentials)
  return upsert(upsertions.find(({ name }) => name === user)!, credentials)
}

function remove(
  { name, mechanism: code }: AlterUserScramCredentialsRequestScramCredentialDeletion,
  credentials: Credentials,
): TopicRefusal | undefined {
  const mechanism = mechanismOf(code)
  const refusal = whyRefused(name, mechanism)
  if (refusal !== undefined || mechanism === undefined) return refusal
  if (!credentials.scramOf(name).has(mechanism)) {
    const message = 'Attempt to delete a user credential that does not exist'
    return { errorCode: ErrorCodes.RESOURCE_NOT_FOUND, message }
  }
  credentials.removeScram(name, mechanism)
  return undefined
}

function upsert(
  { name, mechanism: code, iterations, salt, saltedPassword }: AlterUserScramCredentialsRequestScramCredentialUpsertion,
  credentials: Credentials,
): TopicRefusal | undefined {
  const mechanism = mechanismOf(code)
  const refusal = whyRefused(name, mechanism)
  if (refusal !== undefined || mechanism === undefined) return refusal
  if (iterations < ScramMechanisms[mechanism].minIterations) return unacceptable('Too few iterations')
  if (iterations > mostScramIterations) return unacceptable('Too many iterations')
  credentials.setScram(name, mechanism, credentialOfSalted(mechanism, saltedPassword, Buffer.from(salt), iterations))
  return undefined
}

function mechanismOf(code: number): ScramMechanismName | undefined {
  const names = Object.keys(ScramMechanisms) as ScramMechanismName[]
  return names.find((name) => ScramMechanisms[name].code === code)
}

function whyRefused(user: string, mechanism: ScramMechanismName | undefined): TopicRefusal | undefined {
  if (user === '') return unacceptable('Username must not be empty')
  if (mechanism !== undefined) return undefined
  return { errorCode: ErrorCodes.UNSUPPORTED_SASL_MECHANISM, message: 'Unknown SCRAM mechanism' }
}

function unacceptable(message: string): TopicRefusal {
  return { errorCode: ErrorCodes.UNACCEPTABLE_CREDENTIAL, message }
}

function refuse(request: AlterUserScramCredentialsRequest, errorCode: number) {
  return { results: [...new Set(namesOf(request))].map((user) => ({ user, errorCode, errorMessage: null })) }
}
