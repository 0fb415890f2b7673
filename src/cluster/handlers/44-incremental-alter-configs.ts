/**
 * IncrementalAlterConfigs (key 44), v0-1 (KIP-339).
 *
 * Sets (0), takes back (1), appends to (2) and subtracts from (3) lists. All changes of a resource are checked before the
 * first is made. Topics take what their release knows; brokers what the embedded cluster goes by; groups (KIP-848) and
 * metrics of clients (KIP-714) all that they have.
 */
import { ErrorCodes } from '../../errors/error-codes.ts'
import { incrementalAlterConfigsApi } from '../../protocol/apis/incremental-alter-configs.ts'
import type {
  IncrementalAlterConfigsRequestAlterableConfig,
  IncrementalAlterConfigsRequestAlterConfigsResource,
} from '../../protocol/messages/incremental-alter-configs-request.ts'
import {
  type ConfigChange,
  type ConfigTarget,
  findTarget,
  whyResourceRefused,
} from '../administration/config-target.ts'
import { listItems } from '../topics/config-definition.ts'
import type { TopicRefusal } from '../topics/plan-topic.ts'
import { type ApiHandler, defineHandler, type RequestContext } from './handler.ts'

const Operations = { set: 0, delete: 1, append: 2, subtract: 3 } as const

export const incrementalAlterConfigsHandler: ApiHandler = defineHandler(
  incrementalAlterConfigsApi,
  ({ resources, validateOnly }, context) => ({
    responses: resources.map((resource) => {
      const { resourceType, resourceName } = resource
      const refusal = whyResourceRefused(resource, resources) ?? alter(resource, validateOnly, context)
      if (refusal === undefined) return { resourceType, resourceName, errorMessage: null }
      return { resourceType, resourceName, errorCode: refusal.errorCode, errorMessage: refusal.message }
    }),
  }),
  ({ resources }, errorCode) => ({
    responses: resources.map(({ resourceType, resourceName }) => ({ resourceType, resourceName, errorCode })),
  }),
)

function alter(
  { resourceType, resourceName, configs }: IncrementalAlterConfigsRequestAlterConfigsResource,
  validateOnly: boolean,
  context: RequestContext,
): TopicRefusal | undefined {
  const withoutValue = configs.find(
    ({ configOperation, value }) => configOperation !== Operations.delete && value === null,
  )
  if (withoutValue !== undefined) {
    return { errorCode: ErrorCodes.INVALID_REQUEST, message: `Null value not supported for : ${withoutValue.name}` }
  }
  const target = findTarget(resourceType, resourceName, context)
  if ('errorCode' in target) return target
  const changes: ConfigChange[] = []
  for (const config of configs) {
    const change = planChange(config, target)
    if ('errorCode' in change) return change
    changes.push(change)
  }
  if (!validateOnly) for (const { name, value } of changes) target.set(name, value)
  return undefined
}

function planChange(
  { name, configOperation, value }: IncrementalAlterConfigsRequestAlterableConfig,
  target: ConfigTarget,
): ConfigChange | TopicRefusal {
  const definition = target.definition(name)
  if (configOperation === Operations.delete && definition !== undefined) return { name, value: undefined }
  if (configOperation === Operations.set || definition === undefined) {
    return target.whyInvalid(name, value ?? '') ?? { name, value: value ?? '' }
  }
  if (definition.type !== 'list') {
    const verb = configOperation === Operations.append ? 'APPEND' : 'SUBTRACT'
    const message = `Can't ${verb} to key ${name} because its type is not LIST.`
    return { errorCode: ErrorCodes.INVALID_CONFIG, message }
  }
  const changed = changeList(configOperation, listItems(value ?? ''), listItems(target.get(name)))
  return target.whyInvalid(name, changed) ?? { name, value: changed }
}

function changeList(operation: number, items: readonly string[], present: readonly string[]): string {
  if (operation === Operations.subtract) return present.filter((item) => !items.includes(item)).join(',')
  return [...present, ...items.filter((item) => !present.includes(item))].join(',')
}
