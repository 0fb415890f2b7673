/**
 * AlterConfigs (key 33), v0-2 (KIP-133). What is not named goes back to its default: clients should use
 * IncrementalAlterConfigs, where there is one.
 */
import { ErrorCodes } from '../../errors/error-codes.ts'
import { alterConfigsApi } from '../../protocol/apis/alter-configs.ts'
import type { AlterConfigsRequestAlterConfigsResource } from '../../protocol/messages/alter-configs-request.ts'
import { findTarget, whyResourceRefused } from '../administration/config-target.ts'
import type { TopicRefusal } from '../topics/plan-topic.ts'
import { type ApiHandler, defineHandler, type RequestContext } from './handler.ts'

export const alterConfigsHandler: ApiHandler = defineHandler(
  alterConfigsApi,
  ({ resources, validateOnly }, context) => ({
    responses: resources.map((resource) => {
      const { resourceType, resourceName } = resource
      const refusal = whyResourceRefused(resource, resources) ?? replace(resource, validateOnly, context)
      if (refusal === undefined) return { resourceType, resourceName, errorMessage: null }
      return { resourceType, resourceName, errorCode: refusal.errorCode, errorMessage: refusal.message }
    }),
  }),
  ({ resources }, errorCode) => ({
    responses: resources.map(({ resourceType, resourceName }) => ({
      resourceType,
      resourceName,
      errorCode,
      errorMessage: null,
    })),
  }),
)

function replace(
  { resourceType, resourceName, configs }: AlterConfigsRequestAlterConfigsResource,
  validateOnly: boolean,
  context: RequestContext,
): TopicRefusal | undefined {
  const nameless = configs.find(({ value }) => value === null)
  if (nameless !== undefined) {
    return { errorCode: ErrorCodes.INVALID_REQUEST, message: `Null value not supported for : ${nameless.name}` }
  }
  const target = findTarget(resourceType, resourceName, context)
  if ('errorCode' in target) return target
  for (const { name, value } of configs) {
    const refusal = target.whyInvalid(name, value!)
    if (refusal !== undefined) return refusal
  }
  if (validateOnly) return undefined
  for (const name of target.ownNames) target.set(name, undefined)
  for (const { name, value } of configs) target.set(name, value!)
  return undefined
}
